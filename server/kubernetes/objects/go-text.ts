/** How Go, in which the controllers are written, compares, measures and trims text. */

/** Bytes of UTF-8, which is what Go's `len` counts. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** The order of Go's `<` on strings: by bytes of UTF-8, which is by code points. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  // Without surrogates the order of UTF-16 is the same.
  if (!/[\ud800-\udfff]/.test(a) && !/[\ud800-\udfff]/.test(b)) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return -1;
  const other = right[at];
  return other === undefined || (left[at] as string).codePointAt(0)! > other.codePointAt(0)! ? 1 : -1;
}

/** White space as Go's `unicode.IsSpace` has it: with U+0085, and without the byte order mark. */
const space = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const leading = new RegExp(`^${space}+`);
const trailing = new RegExp(`${space}+$`);

export interface Trimmed {
  readonly text: string;
  /** How many UTF-16 units of white space were before it. */
  readonly before: number;
}

/** `strings.TrimSpace`. */
export function trimSpace(text: string): Trimmed {
  const before = leading.exec(text)?.[0].length ?? 0;
  const rest = text.slice(before);
  // From the end without a regex that tries every position.
  let end = rest.length;
  while (end > 0 && trailing.test(rest[end - 1] as string)) end--;
  return { text: rest.slice(0, end), before };
}

/** `strings.Trim(text, "/")`. */
export const trimSlashes = (text: string): string => trimTrailing(trimLeadingSlashes(text));

/** `strings.TrimLeft(text, "/")`. */
export const trimLeadingSlashes = (text: string): string => text.replace(/^\/+/, '');

function trimTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end--;
  return text.slice(0, end);
}

/** `strconv.Atoi`; `null` if it is not an integer of 64 bits. */
export function atoi(text: string): number | null {
  if (!/^[+-]?[0-9]+$/.test(text)) return null;
  const value = BigInt(text.replace(/^\+/, ''));
  return value >= -(2n ** 63n) && value < 2n ** 63n ? Number(value) : null;
}

/** `strconv.ParseBool`. */
export function parseBool(text: string): boolean | null {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return null;
}

/** `regexp.QuoteMeta`. */
export const quoteMeta = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');

/** `url`-less `path.Join` of two parts, cleaned as Go cleans paths. */
export function joinPath(first: string, second: string): string {
  const joined = [first, second].filter((part) => part !== '').join('/');
  if (joined === '') return '';
  const isRooted = joined.startsWith('/');
  const parts: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push(part);
  }
  const path = parts.join('/');
  if (isRooted) return `/${path}`;
  return path === '' ? '.' : path;
}
