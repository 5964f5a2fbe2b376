/** What a regex is without its syntax: whether it is anchored, and whether it is nothing but text. */

/** Every alternative begins with `^` or `\A`, also inside of one group around everything. */
export function isAnchored(pattern: string): boolean {
  return alternativesOf(pattern).every((alternative) => {
    const bare = alternative.replace(/^\(\?[a-zU-]+\)/, '');
    if (/^(?:\^|\\A)/.test(bare)) return true;
    const inner = groupAtStart(bare);
    return inner !== null && isAnchored(inner);
  });
}

/** The alternatives of a pattern outside of its groups and classes. */
function alternativesOf(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { index, 0: piece } of pattern.matchAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[()|]/g)) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    else if (piece === '|' && depth === 0) {
      parts.push(pattern.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, pattern.slice(start)];
}

/** What is in the group with which a pattern starts. */
function groupAtStart(pattern: string): string | null {
  const open = /^\((?:\?(?:P?<\w+>|[a-zU-]*:))?(?!\?)/.exec(pattern)?.[0];
  if (open === undefined) return null;
  let depth = 0;
  for (const { index, 0: piece } of pattern.matchAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[()]/g)) {
    if (piece === '(') depth++;
    else if (piece === ')' && --depth === 0) return pattern.slice(open.length, index);
  }
  return null;
}

export interface PlainRegex {
  /** What the regex says with an operator and no regex. */
  readonly operator: '==' | '^=' | '=^' | 'contains';
  readonly text: string;
  /** The regex matches more than the text: what `strip_path` cuts is another part. */
  readonly matchesMore: boolean;
}

/**
 * A regex that is plain text, perhaps anchored: `^/a$` is an equality, `^/a` and `^/a.*` a prefix, `/a$` a suffix.
 * Rust's `$` matches only at the very end.
 *
 * @returns `null` for everything else, and for a regex that matches any text
 */
export function plainRegex(pattern: string): PlainRegex | null {
  const parts = /^(\^)?((?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9<>\s])*)(\$|\.\*\$?)?$/.exec(pattern);
  if (!parts) return null;
  const [, start, literal = '', end] = parts;
  const text = literal.replace(/\\(.)/gs, '$1');
  if (text === '' || /[\r\n]/.test(text)) return null;
  // `.` is no line break; in what requests hold there is none.
  const isOpen = end === undefined || end.startsWith('.*');
  const matchesMore = end?.startsWith('.*') === true;
  if (start) return { operator: isOpen ? '^=' : '==', text, matchesMore };
  return { operator: isOpen ? 'contains' : '=^', text, matchesMore };
}
