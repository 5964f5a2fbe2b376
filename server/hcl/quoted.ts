/**
 * Quoted strings.
 * Source: hashicorp/hcl `hclsyntax/scan_tokens.rl` (`stringTemplate`).
 */

import { structured } from './directives.js';
import type { Scanner, Token } from './scanner.js';
import { type Readers, TemplateReader } from './template-reader.js';
import type { Template } from './tree.js';

/** A quoted string after its opening quote. */
export function readQuoted(scanner: Scanner, open: Token, readers: Readers): Template {
  const reader = new TemplateReader(scanner, readers, true);
  const { text } = scanner;
  const special = /["\\$%\r\n]/g;
  let at = open.end;
  let from = at;
  for (;;) {
    special.lastIndex = at;
    const found = special.exec(text);
    at = found ? found.index : text.length;
    const character = text[at];
    if (character === '\\') {
      reader.copy(from, at);
      at = reader.escape(at);
      from = at;
    } else if (character === '$' || character === '%') {
      const after = reader.sequence(from, at);
      if (after === null) at++;
      else {
        at = after;
        from = at;
      }
    } else {
      reader.copy(from, at);
      break;
    }
  }
  const closed = text[at] === '"';
  const end = closed ? at + 1 : at;
  if (!closed) {
    const lineEnd = text.startsWith('\r\n', at) ? at + 2 : at + 1;
    if (at < text.length) scanner.fail('hcl-newline-in-string', {}, at, lineEnd);
    else scanner.fail('hcl-unclosed-string', {}, open.start, at);
  }
  if (scanner.tolerant || closed) scanner.moveTo(end);
  return {
    kind: 'template',
    style: 'quoted',
    parts: structured(reader.parts, scanner),
    content: scanner.origin.spanOf(open.end, at),
    closed,
    span: scanner.origin.spanOf(open.start, end),
  };
}
