/** A string of JSON, decoded, with the place of each of its characters. */

import type { Span } from '../../grammar/index.js';
import type { Origin } from './scanner.js';
import type { Piece } from './source-text.js';

export interface JsonString {
  readonly value: string;
  /** Where each unit of the value is written, and where the last one ends. */
  readonly offsets: readonly number[];
  /** With its quotes. */
  readonly span: Span;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

export function readJsonString(text: string, span: Span): JsonString {
  const offsets: number[] = [];
  const end = span.end - (text[span.end - 1] === '"' && span.end - span.start > 1 ? 1 : 0);
  let value = '';
  for (let at = span.start + 1; at < end; ) {
    offsets.push(at);
    const next = text[at + 1] ?? '';
    if (text[at] !== '\\') value += text[at++];
    else if (next === 'u' && /^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) {
      value += String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
      at += 6;
    } else {
      value += escapes[next] ?? next;
      if (next === '') offsets.pop();
      at += 2;
    }
  }
  offsets.push(Math.max(span.start, end));
  return { value, offsets, span };
}

/** The origin of the text of a string: what is escaped is made by the escape, everything else is itself. */
export function jsonOrigin({ value, offsets }: JsonString): Origin {
  const last = value.length;
  const at = (offset: number) => offsets[Math.max(0, Math.min(offset, last))]!;
  return {
    spanOf: (start, end) => ({ start: at(start), end: at(end) }),
    copy: (start, end) => {
      const pieces: Piece[] = [];
      for (let i = start; i < end; ) {
        const from = i;
        while (i < end && at(i + 1) === at(i) + 1) i++;
        if (i > from) {
          pieces.push({ text: value.slice(from, i), span: { start: at(from), end: at(i) }, copied: true });
        } else {
          i++;
          pieces.push({ text: value.slice(from, i), span: { start: at(from), end: at(i) }, copied: false });
        }
      }
      return pieces;
    },
  };
}
