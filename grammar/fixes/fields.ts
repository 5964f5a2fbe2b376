/** Names of fields as other tools and older texts have them. */

import { formerFields, matchingFields } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { findField, hasValues } from '../semantics/index.js';
import type { Field } from '../syntax/index.js';
import { write } from './edits.js';
import type { Mistake } from './mistake.js';

export function unknownField({ span, language }: Mistake, name: string): ExpressionFix | null {
  const { subsystem, gatewayVersion } = language;
  const isKnown = (candidate: string) =>
    findField(candidate, subsystem, gatewayVersion) !== undefined &&
    hasValues(candidate, subsystem, gatewayVersion);
  const candidates = [
    ...namesByOtherName(name),
    ...namesByOtherName(name.toLowerCase()),
    ...namesWithKnownPrefix(name),
  ];
  const meant = candidates.find(isKnown);
  if (meant !== undefined) return write(span, meant);
  const lower = name.toLowerCase();
  if (lower !== name && isKnown(lower)) return write(span, lower);
  const near = matchingFields
    .filter((field) => !field.name.endsWith('*') && isKnown(field.name))
    .map((field) => ({ name: field.name, distance: distanceOf(lower, field.name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= 2 && near.distance < name.length / 3 ? write(span, near.name) : null;
}

const namesByOtherName = (other: string): string[] =>
  [...matchingFields, ...formerFields].flatMap(({ name, alsoCalled }) =>
    alsoCalled?.includes(other) ? [name] : [],
  );

/** With the right beginning before the last part: `http.header.x` as `http.headers.x`. */
const namesWithKnownPrefix = (name: string): string[] =>
  matchingFields
    .flatMap(({ name: right, alsoBegins = [] }) =>
      alsoBegins.map((prefix) => name.replace(prefix, right.slice(0, -1))),
    )
    .filter((candidate) => candidate !== name);

/** Levenshtein: how many characters have to be changed, added or left out. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Leading zeros, and a range from the higher to the lower. */
export function malformedSegments({ span }: Mistake, name: string): ExpressionFix | null {
  const parts = /^http\.path\.segments\.(\d{1,4})(?:_(\d{1,4}))?$/.exec(name);
  if (!parts) return null;
  const [first, second] = [Number(parts[1]), parts[2] === undefined ? undefined : Number(parts[2])];
  if (second === undefined || first === second) return write(span, `http.path.segments.${first}`);
  const [low, high] = first < second ? [first, second] : [second, first];
  return write(span, `http.path.segments.${low}_${high}`);
}

/** `http.headers["x-name"]`, `http.path.segments[0]` */
export function nameInBrackets({ span: { start } }: Field, text: string): ExpressionFix | null {
  const found = /^(http\.(?:headers|queries|path\.segments))\[\s*["']?([\w-]+)["']?\s*\]/.exec(
    text.slice(start),
  );
  if (!found) return null;
  const [whole, prefix, name = ''] = found;
  const part = prefix === 'http.headers' ? name.replaceAll('-', '_').toLowerCase() : name;
  return part.includes('-') ? null : write({ start, end: start + whole.length }, `${prefix}.${part}`);
}
