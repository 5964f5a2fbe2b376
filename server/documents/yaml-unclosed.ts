/**
 * Brackets and quotes that are not closed. The parser ends them somewhere below, so that what follows is read as a part of them;
 * without the open part of the line it reads what follows as it is written.
 */

import { type CST, Parser } from 'yaml';
import type { Span } from '../../grammar/index.js';

export interface Unclosed {
  /** From the bracket or quote to the end of its line. */
  readonly span: Span;
  /** What is missing. */
  readonly by: ']' | '}' | '"' | "'";
}

/** The outermost one that begins first, and the one that begins last. */
export function unclosedIn(text: string): readonly Unclosed[] {
  const found: Unclosed[] = [];
  for (const token of tokensOf(text)) {
    const by = missingOf(token);
    if (by) found.push({ span: { start: token.offset, end: lineEnd(text, token.offset) }, by });
  }
  found.sort((a, b) => a.span.start - b.span.start);
  return found.length > 1 ? [found[0]!, found.at(-1)!] : found;
}

/** A text of the same length without a part of it. */
export const without = (text: string, { start, end }: Span): string =>
  text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);

function missingOf(token: CST.Token): Unclosed['by'] | null {
  switch (token.type) {
    case 'flow-collection': {
      const isClosed = token.end.some(({ type }) => type === 'flow-seq-end' || type === 'flow-map-end');
      return isClosed ? null : token.start.type === 'flow-map-start' ? '}' : ']';
    }
    case 'double-quoted-scalar':
      return /^"(?:[^"\\]|\\[\s\S])*"$/.test(token.source) ? null : '"';
    case 'single-quoted-scalar':
      return /^'(?:[^']|'')*'$/.test(token.source) ? null : "'";
    default:
      return null;
  }
}

function lineEnd(text: string, from: number): number {
  const length = text.slice(from).search(/\s*(?:[\r\n]|$)/);
  return from + Math.max(1, length);
}

/** Every token with what is in it, without recursion: they nest as deep as the text. */
function* tokensOf(text: string): Generator<CST.Token> {
  const pending: CST.Token[] = [...new Parser().parse(text)];
  for (;;) {
    const token = pending.pop();
    if (!token) return;
    yield token;
    if (token.type === 'document') {
      if (token.value) pending.push(token.value);
    } else if ('items' in token) {
      for (const { key, value } of token.items) {
        if (key) pending.push(key);
        if (value) pending.push(value);
      }
    }
  }
}
