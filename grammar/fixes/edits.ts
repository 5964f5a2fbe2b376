/** The edits of a fix. */

import type { ExpressionFix } from '../problems.js';
import type { Span } from '../span.js';
import { parse } from '../syntax/index.js';

/** Writes something else in the place of a span. */
export const write = (span: Span, text: string): ExpressionFix => ({
  code: 'write',
  args: { text },
  edits: [{ span, newText: text }],
});

/** Writes something at a place, and leaves what is there. */
export const insert = (place: number, text: string): ExpressionFix => ({
  code: 'insert',
  args: { text },
  edits: [{ span: { start: place, end: place }, newText: text }],
});

/** Writes an operator; one that is a word needs a space to the field and to a constant like `10.0.0.0/8`. */
export function writeOperator(span: Span, operator: string, text: string): ExpressionFix {
  const isWord = /^[a-z]/.test(operator);
  const before = isWord && /[\w.]$/.test(text.slice(0, span.start)) ? ' ' : '';
  const after = isWord && /^[\w.:]/.test(text.slice(span.end)) ? ' ' : '';
  return { ...write(span, operator), edits: [{ span, newText: `${before}${operator}${after}` }] };
}

/** A span with the white space before it. */
export const withSpaceBefore = ({ start, end }: Span, text: string): Span => ({
  start: text.slice(0, start).trimEnd().length,
  end,
});

/** The fix of a large part of a text, where it leaves fewer syntax problems than there were. */
export function ifBetter(fix: ExpressionFix | null, text: string): ExpressionFix | null {
  return fix && parse(applied(fix, text)).problems.length < parse(text).problems.length ? fix : null;
}

function applied({ edits }: ExpressionFix, text: string): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
}
