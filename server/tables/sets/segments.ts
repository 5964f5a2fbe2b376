/**
 * What a condition on segments of the path says of the path.
 * Source: Kong/kong `kong/router/fields.lua` (`get_http_segments`): what follows the first slash, cut at slashes, without
 * empty segments at the end; a range is joined with slashes. A path in normal form has empty segments nowhere else.
 */

import { languages, type RegularLanguage } from '../../../grammar/index.js';

const segment = '[^/]+';
const language = (pattern: string): RegularLanguage => languages.languageOf(`(?s)\\A${pattern}\\z`, 'rust');

/** Paths whose number of segments is in a range; `null`: without an end. */
export function pathsOfLength(least: number, most: number | null): RegularLanguage {
  if (most !== null && most < Math.max(0, least)) return languages.noText('rust');
  const from = Math.max(0, least);
  const more = (count: number) => `(?:/${segment}){${count},${most === null ? '' : most}}/?`;
  if (from > 0) return language(more(from));
  return most === 0 ? language('/') : languages.union(language('/'), language(more(1)));
}

/**
 * Paths that have segments from one position to another, both included, whose text is in a language.
 *
 * @param texts of the segments joined
 */
export function pathsWithSegments(first: number, last: number, texts: RegularLanguage): RegularLanguage {
  const count = last - first;
  const own = languages.intersect(texts, language(`${segment}(?:/${segment}){${count}}`));
  const before = language(`(?:/${segment}){${first}}/`);
  const after = language('(?:/.*)?');
  return languages.concatenate([before, own, after]);
}
