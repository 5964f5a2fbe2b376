/**
 * The text with which everything begins that a regex matches from the start of a text. It serves an index: less than what
 * is true is fine, more is not.
 */

/** Characters that mean themselves in Rust's `regex` and in PCRE, whatever the flags but `i` and `x`. */
const literal = /[A-Za-z0-9/_~%,;:@!&='"<>-]|\\[./\-_~^$*+?()[\]{}|]|[\u0080-\ud7ff\ue000-\uffff]/y;

/**
 * @param pattern without what anchors it: it is looked for at the start alone
 * @returns the empty text where nothing is known
 */
export function literalPrefix(pattern: string): string {
  // Quotations and comments hide what is a parenthesis; with a bar outside of all parentheses there are several starts.
  if (/\\[Qc]|\(\?[\^a-zA-Z]*x|\(\?#|\(\*/.test(pattern) || hasOuterBar(pattern)) return '';
  let prefix = '';
  let last = '';
  let at = 0;
  for (;;) {
    literal.lastIndex = at;
    const [found] = literal.exec(pattern) ?? [];
    if (found === undefined) break;
    at += found.length;
    last = found.startsWith('\\') ? found.slice(1) : found;
    prefix += last;
  }
  // What a repetition follows may be missing; only `+` asks for one.
  return /[?*{]/.test(pattern[at] ?? '') ? prefix.slice(0, prefix.length - last.length) : prefix;
}

/** Whether the pattern has alternatives outside of all groups and classes. Also `true` if that is not clear. */
function hasOuterBar(pattern: string): boolean {
  if (!pattern.includes('|')) return false;
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (inClass) {
      // Where a class within a class ends is not looked for.
      if (character === '[' && pattern[at + 1] !== ':') return true;
      if (character === ']') inClass = false;
    } else if (character === '[') {
      inClass = true;
      // The first character of a class is itself.
      if (pattern[at + 1] === '^') at++;
      if (pattern[at + 1] === ']') at++;
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth <= 0) return true;
  }
  return false;
}
