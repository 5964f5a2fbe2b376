/**
 * Unknown parts of texts on their way through a conversion: each becomes a word that nothing else holds, and afterwards
 * the interpolation that it was.
 */

import { unknownSpans, type WrittenText } from '../hcl/index.js';
import type { Data } from '../routes/index.js';
import type { TerraformRoute, TerraformScalar, TerraformValue } from './route.js';

/** The source of each part (`${ … }`), by its word. */
export type Parts = ReadonlyMap<string, string>;

export interface ConvertibleData {
  readonly data: { readonly [key: string]: Data };
  readonly parts: Parts;
  /** An unknown part is not an interpolation of this file: it is in a local, or a directive makes it. */
  readonly isBroken: boolean;
}

/** The data of a route with a word for each unknown part. */
export function convertibleData(route: TerraformRoute, text: string): ConvertibleData {
  const parts = new Map<string, string>();
  // Lower case letters and digits mean nothing to paths, hosts, headers and regexes.
  let isBroken = false;
  let stem = 'kongroutespart';
  while (text.includes(stem)) stem += 'x';
  const scalar = ({ value, text: placed }: TerraformScalar): Data => {
    const holes = placed ? unknownSpans(placed) : [];
    if (!placed || holes.length === 0) return value;
    let result = '';
    for (const piece of placed.pieces) {
      if (piece.unknown) {
        const word = `${stem}${parts.size}end`;
        const { start, end } = piece.span;
        const source = text.slice(route.start + start, route.start + end);
        const shared = placed.pieces.filter(({ span }) => span.start === start && span.end === end);
        if (shared.length > 1 || source.startsWith('%{')) isBroken = true;
        parts.set(word, source);
        result += word;
      } else result += piece.text;
    }
    return result;
  };
  const dataOf = (value: TerraformValue): Data => {
    if (value.kind === 'scalar') return scalar(value);
    if (value.kind === 'array') return value.items.map(dataOf);
    return Object.fromEntries(value.entries.map((entry) => [entry.key, dataOf(entry.value)]));
  };
  const data = Object.fromEntries(route.body.entries.map(({ key, value }) => [key, dataOf(value)]));
  return { data, parts, isBroken };
}

/** A text of the result with the sources in it. What was not an interpolation becomes one. */
export function withSources(text: string, parts: Parts): WrittenText {
  if (parts.size === 0) return [text];
  const words = new RegExp(`(${[...parts.keys()].join('|')})`);
  return text
    .split(words)
    .filter((part) => part !== '')
    .map((part) => {
      const source = parts.get(part);
      if (source === undefined) return part;
      return { source: source.startsWith('${') ? source : `\${${source}}` };
    });
}

/** The words that are still in a value. */
export function wordsIn(value: unknown, parts: Parts): ReadonlySet<string> {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
  return new Set([...parts.keys()].filter((word) => text.includes(word)));
}
