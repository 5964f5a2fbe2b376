/**
 * Strings of JSON as templates.
 * Source: hashicorp/hcl `hclsyntax/scan_tokens.rl` (`bareTemplate`), `json/spec.md`.
 */

import { structured } from './directives.js';
import type { JsonString } from './json-string.js';
import type { Scanner } from './scanner.js';
import { type Readers, TemplateReader } from './template-reader.js';
import type { Template } from './tree.js';

/** @param scanner of the decoded string, with the places of the file */
export function readBare(scanner: Scanner, string: JsonString, readers: Readers): Template {
  const reader = new TemplateReader(scanner, readers, false);
  const { text } = scanner;
  const special = /[$%]/g;
  let at = 0;
  let from = 0;
  for (;;) {
    special.lastIndex = at;
    const found = special.exec(text);
    if (!found) break;
    const after = reader.sequence(from, found.index);
    if (after === null) at = found.index + 1;
    else {
      at = after;
      from = at;
    }
  }
  reader.copy(from, text.length);
  return {
    kind: 'template',
    style: 'bare',
    parts: structured(reader.parts, scanner),
    content: scanner.origin.spanOf(0, text.length),
    closed: true,
    span: string.span,
  };
}
