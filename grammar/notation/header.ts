/** Values of headers that are text for Kong, and written as a pattern: a regex without `~*` in front, a glob. */

import { escapeRegex, regexSyntaxIn } from './regex-syntax.js';

export type HeaderNotation =
  /** A regex without `~*` in front. */
  | 'regex'
  /** `~` alone, as in `paths` or in nginx. */
  | 'marker'
  /** `a|b`: each is a value of its own. */
  | 'list'
  /** `*`, `a*` */
  | 'glob'
  /** `~* a`: the blank is part of the regex. */
  | 'blank';

export interface FoundHeaderNotation {
  readonly notation: HeaderNotation;
  /** What was most likely meant: the values that match. */
  readonly meant: readonly string[];
}

/** Headers whose values have stars of their own. */
const withStars = /^(?:accept(?:-.*)?|if-(?:none-)?match|vary|access-control-.*|content-range|allow)$/i;

/**
 * @param name of the header
 * @param value as `headers` of a route have it
 */
export function headerNotation(name: string, value: string): FoundHeaderNotation | null {
  if (value.startsWith('~*')) {
    const bare = value.slice(2).trim();
    return bare !== value.slice(2) && bare !== '' ? { notation: 'blank', meant: [`~*${bare}`] } : null;
  }
  const marked = /^~\s*(?=\S)/.exec(value);
  if (marked && (marked[0] !== '~' || /^\^/.test(value.slice(1)) || regexSyntaxIn(value.slice(1)))) {
    return { notation: 'marker', meant: [`~*${value.slice(marked[0].length)}`] };
  }
  if (/^[\w.-]+(?:\|[\w.-]+)+$/.test(value)) return { notation: 'list', meant: value.split('|') };
  // User agents, cookies and the like have parentheses and brackets of their own, and blanks.
  const isRegex = /\s/.test(value) ? /\.[*+]|\\[dws]|\[\^/.test(value) : regexSyntaxIn(value) !== null;
  if (isRegex || /^\^|^\(\?i\)/.test(value)) return { notation: 'regex', meant: [`~*${value}`] };
  return globNotation(name, value);
}

function globNotation(name: string, value: string): FoundHeaderNotation | null {
  if (!value.includes('*') || withStars.test(name) || !/^[\w.*-]+$/.test(value)) return null;
  if (/^\*+$/.test(value)) return { notation: 'glob', meant: ['~*.+'] };
  const pattern = value
    .split(/\*+/)
    .map((part) => escapeRegex(part))
    .join('.*');
  return { notation: 'glob', meant: [`~*^${pattern}$`.replace(/\.\*\$$/, '')] };
}
