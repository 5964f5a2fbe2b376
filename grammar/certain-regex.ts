/**
 * Regexes of which it is certain, without compiling them, that the crate takes them. Most that people write are such, and
 * compiling is dear: `\w` and `.` are large classes of Unicode, for which the crate takes up to ten milliseconds, and its
 * build for WebAssembly does not give the memory back.
 *
 * What is read here is less than the crate takes. What is rarer, and what is wrong, is left to it.
 *
 *     pattern = (atom repeat? | flags | "|")*
 *     atom    = character | escape | set | anchor | group pattern ")"
 */

/** No letter twice. With `x` and `u`, spaces and classes would be others. */
const letters = /(?![\w-]*(?<twice>\w)[\w-]*\k<twice>)[imsU]*(?:-[imsU]+)?/.source;

/** Classes and characters; of the properties of Unicode the general categories that have one letter. */
const escaped =
  /\\(?:[dDsSwW]|[pP](?:[CLMNPSZ]|\{[CLMNPSZ]\})|[ -/:;=?@[-`{-~afnrtv]|x[\dA-Fa-f]{2}|x\{[\dA-Fa-f]{1,2}\})/y;

const named = /\[:\^?(?:alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/
  .source;

/** What may stand between brackets. A hyphen there makes a range. */
const item = `[a-z]-[a-z]|[A-Z]-[A-Z]|\\d-\\d|[^\\\\[\\]-]|${escaped.source}|${named}`;

// As `escaped`, each of these is tried at a place, and matches there or not at all. What comes first in a set may be a
// bracket or a hyphen, and what comes last a hyphen.
const set = new RegExp(`\\[(?:\\^|(?!\\^))(?:[\\]-]|${item})(?:${item})*-?\\]`, 'y');
const anchor = /\\[bBAz]/y;
const flags = new RegExp(`\\(\\?(?!\\))${letters}\\)`, 'y');
const group = new RegExp(`\\((?:(?!\\?)|\\?P?<(?<name>[A-Za-z_]\\w*)>|\\?${letters}:)`, 'y');
const repeat = /(?:[*+?]|\{(?<least>\d{1,4})(?:,(?<most>\d{0,4}))?\})\??/y;

const ranges = /([A-Za-z\d])-([A-Za-z\d])/g;
const classes = /\\[dDsSwWpP]|\./g;

/** The crate takes 250 groups, repetitions, chains and alternatives in one another: four for each of these groups. */
const deepest = 40;

/**
 * The crate takes what compiles to 10 MiB. On the 64 bits of Kong's machines the largest class needs 55 KB, and a
 * character 0.3 KB where its case does not matter.
 */
const mostClasses = 64;
const charactersOfClass = 128;
const mostCharacters = mostClasses * charactersOfClass;

/** @returns whether the crate takes the pattern; where that is `false`, it may or may not */
export function certainlyCompiles(pattern: string): boolean {
  if (pattern.length > mostCharacters) return false;
  const names = new Set<string>();
  let depth = 0;
  let copies = 1;
  /** Whether something stands before the place that can be repeated. */
  let isRepeatable = false;
  let at = 0;
  const read = (piece: RegExp): RegExpExecArray | null => {
    piece.lastIndex = at;
    const found = piece.exec(pattern);
    if (found) at = piece.lastIndex;
    return found;
  };
  while (at < pattern.length) {
    switch (pattern[at]) {
      case '(': {
        isRepeatable = false;
        if (read(flags)) break;
        const found = read(group);
        if (!found || ++depth > deepest) return false;
        const name = found.groups?.name;
        if (name === undefined) break;
        if (names.has(name)) return false;
        names.add(name);
        break;
      }
      case ')':
        if (depth-- === 0) return false;
        isRepeatable = true;
        at++;
        break;
      case '|':
        isRepeatable = false;
        at++;
        break;
      case '*':
      case '+':
      case '?':
      case '{': {
        const found = isRepeatable ? read(repeat) : null;
        if (!found) return false;
        const least = Number(found.groups!.least ?? 0);
        const most = Number(found.groups!.most || least);
        if (most < least) return false;
        copies *= Math.max(1, most);
        // Of several in a row each would be a level of nesting.
        isRepeatable = false;
        break;
      }
      case '[': {
        const found = read(set);
        if (!found) return false;
        for (const [, first, last] of found[0].matchAll(ranges)) if (first! > last!) return false;
        isRepeatable = true;
        break;
      }
      case '\\':
        if (!read(escaped) && !read(anchor)) return false;
        isRepeatable = true;
        break;
      default:
        isRepeatable = true;
        at++;
    }
  }
  const size = (pattern.match(classes)?.length ?? 0) + pattern.length / charactersOfClass;
  return depth === 0 && size * copies <= mostClasses;
}
