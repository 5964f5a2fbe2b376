/** Where a document says of which format it is. */

import type { Span } from '../../grammar/index.js';
import type { RouteDocument } from './document.js';

/**
 * The entry `_format_version` that an offset is in, from its key to the end of its value; of a file with several
 * YAML documents, each has its own.
 *
 * @returns `null` elsewhere, and where nothing in the file is Kong's
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
