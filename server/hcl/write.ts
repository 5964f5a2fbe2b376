/** Values → HCL text, formatted as `terraform fmt` leaves it. */

import { largest } from '../text/index.js';

/** A text to write: literal parts, and the source of interpolations (`${ … }`), which is written as it is. */
export type WrittenText = readonly (string | { readonly source: string })[];

/** What can be written. */
export type Writable =
  | { readonly kind: 'text'; readonly text: WrittenText }
  | { readonly kind: 'plain'; readonly value: number | bigint | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Writable[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: Writable])[] };

/** Lines longer than this are written as several, where that can be. */
const longest = 100;

/** @param indent of the line that the value begins in */
export function writeValue(value: Writable, indent: string): string {
  switch (value.kind) {
    case 'text':
      return writeQuoted(value.text);
    case 'plain':
      return String(value.value);
    case 'list': {
      const inner = `${indent}  `;
      const items = value.items.map((item) => writeValue(item, inner));
      const line = `[${items.join(', ')}]`;
      if (indent.length + line.length <= longest && !line.includes('\n')) return line;
      return `[\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}]`;
    }
    case 'object': {
      if (value.entries.length === 0) return '{}';
      const inner = `${indent}  `;
      const entries = value.entries.map(([key, item]) => [writeKey(key), writeValue(item, inner)] as const);
      const widest = largest(entries.map(([key]) => key.length));
      const lines = entries.map(([key, item]) => `${inner}${key.padEnd(widest)} = ${item}\n`);
      return `{\n${lines.join('')}${indent}}`;
    }
  }
}

/** An object in one line, as in a list of small ones. */
export const writeInline = (entries: readonly (readonly [key: string, value: Writable])[]): string =>
  `{ ${entries.map(([key, value]) => `${writeKey(key)} = ${writeValue(value, '')}`).join(', ')} }`;

const writeKey = (key: string) =>
  /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key) && key !== 'for' ? key : writeQuoted([key]);

/** `"…"`, in one line. */
export const writeQuoted = (text: WrittenText): string => `"${written(text, escapeQuoted)}"`;

/** A part of a quoted string: without the quotes. */
export const escapeQuoted = (text: string): string =>
  escapeTemplate(
    text.replace(/[\\"\n\r\t\0-\x1f\x7f\u2028\u2029]/g, (character) => {
      const known = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
      return known ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }),
  );

/** `${` and `%{` as text. */
export const escapeTemplate = (text: string): string => text.replace(/[$%](?=\{)/g, '$&$&');

/**
 * A heredoc with its lines one step further in than `indent`. Its value ends with a line break.
 *
 * @param wanted the marker, where no line is the same
 * @returns `null` if the text cannot be written in one
 */
export function writeHeredoc(text: WrittenText, indent: string, wanted = 'EOT'): string | null {
  const whole = text.map((part) => (typeof part === 'string' ? part : part.source)).join('');
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(whole)) return null;
  const lines = written(text, escapeTemplate).replace(/\n$/, '').split('\n');
  // An indentation that all lines have is removed with the rest.
  if (lines.every((line) => /^[ \t]/.test(line) || line.trim() === '')) return null;
  if (lines.some((line) => line !== '' && line.trim() === '')) return null;
  let marker = wanted;
  for (let i = 1; lines.some((line) => line.trim() === marker); i++) marker = `${wanted}${i}`;
  const inner = lines.map((line) => (line === '' ? '' : `${indent}  ${line}`));
  return `<<-${marker}\n${inner.join('\n')}\n${indent}${marker}`;
}

/** A `$` right before an interpolation would escape it. */
function written(text: WrittenText, escaped: (text: string) => string): string {
  return text
    .map((part, i) => {
      if (typeof part !== 'string') return part.source;
      const next = text[i + 1];
      const isBeforeSource = next !== undefined && typeof next !== 'string' && part.endsWith('$');
      return isBeforeSource ? `${escaped(part.slice(0, -1))}\${"${part.slice(-1)}"}` : escaped(part);
    })
    .join('');
}
