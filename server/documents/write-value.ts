/** Data → text, in the style of the place where it is to be. */

import type { Data } from './document.js';
import { plainValue } from './plain-scalar.js';

/** What a single-quoted YAML scalar on one line cannot hold: line breaks, control characters, lone surrogates. */
const needsEscape = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

export function yamlKey(key: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(key) && plainValue(key) === key ? key : yamlScalar(key);
}

export function yamlScalar(value: string | number | bigint | boolean | null): string {
  if (typeof value === 'number') return yamlNumber(value);
  if (typeof value !== 'string') return String(value);
  if (isPlainWord(value)) return value;
  return needsEscape.test(value) ? doubleQuoted(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A name, a method, a host, a path, also a plain regex path: what people write without quotes, and every parser reads as text. */
const isPlainWord = (value: string) =>
  /^(?:[A-Za-z]|~?\/)[\w./-]+(?::\d+)?$/.test(value) && plainValue(value) === value;

function yamlNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** JSON's escapes are also YAML's; what JSON leaves as it is but YAML does not allow is escaped too. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `key: value` as lines of a block mapping, without the indentation of the mapping. */
export function yamlBlockLines(key: string, value: Data, listIndent: number): string[] {
  const lines = blockValue(value, listIndent);
  return lines === null ? [`${yamlKey(key)}: ${yamlFlow(value)}`] : [`${yamlKey(key)}:`, ...lines];
}

/** The lines of a list or mapping, indented from its key; `null` if it is next to its key. */
function blockValue(value: Data, listIndent: number): string[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (isList(value)) {
    if (value.length === 0) return null;
    return value.map((item) => `${' '.repeat(listIndent)}- ${yamlFlow(item)}`);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return null;
  return entries.flatMap(([key, inner]) => yamlBlockLines(key, inner, listIndent).map((line) => `  ${line}`));
}

export function yamlFlow(value: Data): string {
  if (typeof value !== 'object' || value === null) return yamlScalar(value);
  if (isList(value)) return `[${value.map(yamlFlow).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${yamlKey(key)}: ${yamlFlow(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** `comma` and `colon` with the white space that the document puts after them. */
export function json(value: Data, comma: string, colon: string): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => json(item, comma, colon)).join(comma)}]`;
  const entries = Object.entries(value).map(
    ([key, inner]) => JSON.stringify(key) + colon + json(inner, comma, colon),
  );
  return `{${entries.join(comma)}}`;
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}
