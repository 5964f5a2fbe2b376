/** What a regex is without its syntax: whether it is anchored, and whether it is nothing but text. */

/** Pieces of a pattern in which a parenthesis or a bar is one. */
const structure = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[()|]/g;

/**
 * Every alternative begins with `^`, `\A` or `.*`, also inside of one group around everything: it matches from the start
 * of the text or not at all.
 */
export function isAnchored(pattern: string): boolean {
  const [whole = '', flags = ''] = /^\(\?([a-zU-]+)\)/.exec(pattern) ?? [];
  // With `m` a `^` also stands for the start of a line.
  if (/^[^-]*m/.test(flags)) return false;
  const rest = pattern.slice(whole.length);
  const isSpaced = /^[^-]*x/.test(flags);
  return alternativesOf(rest).every((alternative) => {
    const bare = isSpaced ? alternative.trimStart() : alternative;
    if (/^(?:\^|\\A)(?![?*{])|^\.[*+]/.test(bare)) return true;
    const inner = groupAtStart(bare);
    return inner !== null && isAnchored(inner);
  });
}

/** The alternatives of a pattern outside of its groups and classes. */
export function alternativesOf(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { index, 0: piece } of pattern.matchAll(structure)) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    else if (piece === '|' && depth === 0) {
      parts.push(pattern.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, pattern.slice(start)];
}

/** What is in the group with which a pattern starts, unless it may be left out. */
function groupAtStart(pattern: string): string | null {
  const open = /^\((?:\?(?:P?<\w+>|[a-ln-zU-]*:))?(?!\?)/.exec(pattern)?.[0];
  if (open === undefined) return null;
  let depth = 0;
  for (const { index, 0: piece } of pattern.matchAll(structure)) {
    if (piece === '(') depth++;
    else if (piece === ')' && --depth === 0) {
      return /^[?*{]/.test(pattern.slice(index + 1)) ? null : pattern.slice(open.length, index);
    }
  }
  return null;
}

/** The pattern begins with a character that is no slash, and so matches no path from its start. */
export const beginsInsidePath = (pattern: string): boolean =>
  /^(?:\\[^A-Za-z0-9<>\s/]|\[[^\]\\^/-]+\]|[^\\^$.|?*+()[\]{}/])(?![?*{])/.test(pattern);

/** Every alternative ends with `$`. */
export const isAnchoredAtEnd = (pattern: string): boolean =>
  alternativesOf(pattern).every((alternative) => /(?:^|[^\\])(?:\\\\)*(?:\$|\\z)$/.test(alternative));

export interface PlainRegex {
  /** What the regex says with an operator and no regex. */
  readonly operator: '==' | '^=' | '=^' | 'contains';
  readonly text: string;
  /** The regex matches more than the text: what `strip_path` cuts is another part. */
  readonly matchesMore: boolean;
  /** The operator also takes what has line breaks around the text; the regex does not, as `.` is none. */
  readonly takesLineBreaks: boolean;
}

/**
 * A regex that is plain text, perhaps anchored, perhaps between `.*`: `^/a$` is an equality, `^/a` and `^/a.*` a prefix,
 * `/a$` and `^.*\/a$` a suffix. Rust's `$` matches only at the very end.
 *
 * @returns `null` for everything else, and for a regex that matches any text
 */
export function plainRegex(pattern: string): PlainRegex | null {
  const parts = /^(\^)?(\.\*)?((?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9<>\s])*)(\.\*)?(\$)?$/.exec(pattern);
  if (!parts) return null;
  const [, start, anyBefore, literal = '', anyBehind, end] = parts;
  const text = literal.replace(/\\(.)/gs, '$1');
  if (text === '' || /[\r\n]/.test(text)) return null;
  const isStart = start !== undefined && anyBefore === undefined;
  const isEnd = end !== undefined && anyBehind === undefined;
  return {
    operator: isStart ? (isEnd ? '==' : '^=') : isEnd ? '=^' : 'contains',
    text,
    matchesMore: anyBefore !== undefined || anyBehind !== undefined,
    takesLineBreaks: (start !== undefined && !isStart) || (end !== undefined && !isEnd),
  };
}
