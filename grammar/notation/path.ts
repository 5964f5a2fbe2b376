/**
 * Paths that are text for Kong, and written as other tools write patterns: a regex without its marker, a glob, a
 * placeholder of OpenAPI or of a web framework, a URL with its query string, several paths in one.
 */

import { escapeRegex, regexSyntaxIn } from './regex-syntax.js';

export type PathNotation =
  /** `?a=1`: no path of a request has a query string. */
  | 'query'
  /** `#part`: clients do not send it. */
  | 'fragment'
  /** `/a,/b` */
  | 'list'
  /** `{id}`, `:id`, `<id>` */
  | 'placeholder'
  /** `\d`, `.*`, `[a-z]`, `(a|b)`, `$` */
  | 'regex'
  /** `*`, `**` */
  | 'glob'
  /** Blanks at its end. */
  | 'blank';

/** What was most likely meant: other prefixes, or a regex that has to match from the start of the path. */
export type MeantPath =
  | { readonly kind: 'prefixes'; readonly paths: readonly string[] }
  | { readonly kind: 'regex'; readonly pattern: string };

export interface FoundPathNotation {
  readonly notation: PathNotation;
  /** The piece that shows the notation. */
  readonly piece: string;
  readonly meant: MeantPath | null;
}

const prefixes = (...paths: readonly string[]): MeantPath => ({ kind: 'prefixes', paths });

/** @param path text that requests are compared with as it is; it begins with `/` */
export function pathNotation(path: string): FoundPathNotation | null {
  const query = /\?[\w.[\]%-]+(?:=|&)/.exec(path);
  if (query) return { notation: 'query', piece: query[0], meant: prefixes(path.slice(0, query.index)) };
  return (
    listNotation(path) ??
    placeholderNotation(path) ??
    regexNotation(path) ??
    endNotation(path) ??
    globNotation(path)
  );
}

function listNotation(path: string): FoundPathNotation | null {
  const separator = /\s*[,;|]\s*(?=\/)|\s+(?=\/)/.exec(path);
  if (!separator) return null;
  const parts = path.split(/\s*[,;|]\s*(?=\/)|\s+(?=\/)/);
  const isPlain = parts.every((part) => part.startsWith('/') && pathNotation(part) === null);
  if (!isPlain) return null;
  return { notation: 'list', piece: separator[0].trim() || separator[0], meant: prefixes(...parts) };
}

const placeholder =
  /\{[*+]?(?<brace>[A-Za-z_][\w.-]*)(?<all>[+*]|\.\.\.)?(?::(?<inner>[^{}]*(?:\{\d+(?:,\d*)?\}[^{}]*)*))?\}|(?<=\/):(?<colon>[A-Za-z_]\w*(?:-\w+)*)(?=[/?.$)-]|$)|(?<![?P])<(?:[a-z]+:)?(?<angle>[A-Za-z_][\w-]*)>/g;

function placeholderNotation(path: string): FoundPathNotation | null {
  const found = [...path.matchAll(placeholder)];
  const [first] = found;
  if (!first) return null;
  return {
    notation: 'placeholder',
    piece: first[0],
    meant: { kind: 'regex', pattern: withGroups(path, found) },
  };
}

/** Whether a regex has a placeholder, which is not a syntax of regexes. */
export function placeholderInRegex(
  pattern: string,
): { readonly piece: string; readonly pattern: string } | null {
  // `(?<name>` and `\p{L}` are.
  const found = [...pattern.matchAll(placeholder)].filter(
    ({ index, 0: piece }) => !/[?\\P<]$|\\[pPx]$/.test(pattern.slice(0, index)) || piece.startsWith('{*'),
  );
  const [first] = found;
  return first ? { piece: first[0], pattern: withGroups(pattern, found, true) } : null;
}

function withGroups(path: string, found: readonly RegExpExecArray[], isRegex = false): string {
  const keep = isRegex || hasOtherSyntax(path) ? (text: string) => text : escapeRegex;
  const names = new Set<string>([...path.matchAll(/\(\?P?<(\w+)>/g)].map(([, name]) => name!));
  let at = 0;
  let pattern = '';
  for (const match of found) {
    const { brace, all, inner, colon, angle } = match.groups!;
    const group = groupName((brace ?? colon ?? angle)!, names);
    const isRest = all !== undefined || /^\{[*+]/.test(match[0]);
    const what = inner && inner !== '**' ? inner : isRest || inner === '**' ? '.+' : '[^/]+';
    pattern += `${keep(path.slice(at, match.index))}(?<${group}>${what})`;
    at = match.index + match[0].length;
  }
  pattern += keep(path.slice(at));
  return isRegex || pattern.endsWith('$') ? pattern : `${pattern}$`;
}

const hasOtherSyntax = (path: string): boolean => regexSyntaxIn(path.replace(placeholder, '')) !== null;

/** The name of a group has no hyphens and dots, and is unique. */
function groupName(written: string, usedNames: Set<string>): string {
  const bare = written.replace(/\W+/g, '_');
  let name = bare;
  for (let count = 2; usedNames.has(name); count++) name = `${bare}_${count}`;
  usedNames.add(name);
  return name;
}

function regexNotation(path: string): FoundPathNotation | null {
  const piece = regexSyntaxIn(path);
  return piece === null ? null : { notation: 'regex', piece, meant: { kind: 'regex', pattern: path } };
}

function endNotation(path: string): FoundPathNotation | null {
  const end = /[?#]|\s+$/.exec(path);
  if (!end) return null;
  const notation = end[0] === '?' ? 'query' : end[0] === '#' ? 'fragment' : 'blank';
  return { notation, piece: end[0], meant: prefixes(path.slice(0, end.index)) };
}

/** A star at the end is what a prefix does by itself. */
function globNotation(path: string): FoundPathNotation | null {
  const piece = /\*+/.exec(path)?.[0];
  if (piece === undefined) return null;
  const front = path.replace(/\*+$/, '');
  if (!front.includes('*')) return { notation: 'glob', piece, meant: prefixes(front) };
  const isOpen = path.endsWith('*');
  const pattern = front
    .split(/(\*+)/)
    .map((part) => (part === '*' ? '[^/]+' : part.startsWith('*') ? '.*' : escapeRegex(part)))
    .join('');
  return { notation: 'glob', piece, meant: { kind: 'regex', pattern: isOpen ? pattern : `${pattern}$` } };
}
