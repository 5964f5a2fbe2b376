/** The way past what cannot be read. */

import { readHeredoc } from './heredoc.js';
import { readQuoted } from './quoted.js';
import { deepest, type Scanner, type TokenKind } from './scanner.js';
import type { Readers } from './template-reader.js';

const closers: Partial<Record<TokenKind, TokenKind>> = { '(': ')', '[': ']', '{': '}' };

/** Goes to the first token outside of brackets that ends the skipping, or that closes what is around; consumes none of them. */
export function skip(scanner: Scanner, readers: Readers, ends: (kind: TokenKind) => boolean): void {
  // A block of the top of the file ends it, wherever it began.
  scanner.depth++;
  skipTo(scanner, readers, ends);
  scanner.depth--;
  if (scanner.is('stop')) scanner.moveTo(scanner.at);
}

function skipTo(scanner: Scanner, readers: Readers, ends: (kind: TokenKind) => boolean): void {
  const open: TokenKind[] = [];
  for (;;) {
    const token = scanner.peek();
    const { kind } = token;
    if (kind === 'end' || kind === 'stop') return;
    if (open.length === 0 && (ends(kind) || kind === '}' || kind === '~}')) return;
    const closer = closers[kind];
    scanner.take();
    if (closer) open.push(closer);
    else if (kind === open.at(-1)) open.pop();
    // Brackets that are not closed end with the brace around them.
    else if (kind === '}' && open.includes('}')) open.length = open.lastIndexOf('}');
    else if (kind === '}') {
      scanner.moveTo(token.start);
      return;
    }
    if (scanner.depth <= deepest) {
      if (kind === 'quote') readQuoted(scanner, token, readers);
      if (kind === 'heredoc') readHeredoc(scanner, token, readers);
    }
  }
}
