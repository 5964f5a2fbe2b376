/** Where a document has its format version. */

import type { Span } from '../../grammar/index.js';
import type { RouteDocument } from './document.js';

/**
 * The entry `_format_version` that an offset is in, from its key to the end of its value; of a file with several YAML
 * documents, each has its own.
 *
 * @returns `null` for other offsets, and if the file contains nothing of Kong
 */
export function formatVersionAt({ kind, text, format }: RouteDocument, offset: number): Span | null {
  if (kind === null) return null;
  // At the top level of block YAML; JSON and flow YAML have it between braces.
  const pattern =
    format === 'json' || /^\s*\{/.test(text)
      ? /"?_format_version"?\s*:\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s,}]*)/g
      : /^["']?_format_version["']?[ \t]*:(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|[^\s#]+))?/gm;
  for (const { index, 0: entry } of text.matchAll(pattern)) {
    if (index <= offset && offset <= index + entry.length) return { start: index, end: index + entry.length };
  }
  return null;
}

/** The first `_format_version` of a document, from its key to the end of its value. */
export const formatVersionSpan = (document: RouteDocument): Span | null =>
  topEntry(document, '_format_version');

/** The key `_konnect`: the file is for a control plane of Konnect. */
export function konnectSpan(document: RouteDocument): Span | null {
  const entry = topEntry(document, '_konnect');
  return entry && { start: entry.start, end: entry.start + '_konnect'.length };
}

/** At the beginning of a line or after a bracket or comma; nothing else in a file of Kong begins like this. */
function topEntry({ kind, text }: RouteDocument, key: string): Span | null {
  if (kind !== 'declarative' || !text.includes(key)) return null;
  const found = new RegExp(
    `(?<=^|[{,]\\s*)["']?${key}["']?[ \\t]*:[ \\t]*(?:"[^"\\n]*"|'[^'\\n]*'|[^\\s,}#]*)`,
    'm',
  ).exec(text);
  return found && { start: found.index, end: found.index + found[0].trimEnd().length };
}
