/** An edit as a reader sees it: in whole lines. */

import type { TextEdit } from '../documents/index.js';
import { applyEdits } from '../text/index.js';

/** The lines that an edit touches, before and after it. */
export function wholeLines(text: string, { span, newText }: TextEdit): { before: string; after: string } {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const rest = text.slice(span.end).search(/\r?\n/);
  // An edit that ends with a line break does not touch the line after it.
  const isWholeLines = span.end > start && text[span.end - 1] === '\n';
  const end = isWholeLines ? span.end : rest === -1 ? text.length : span.end + rest;
  const inside = { span: { start: span.start - start, end: span.end - start }, newText };
  const before = text.slice(start, end);
  return { before: trimmed(before), after: trimmed(applyEdits(before, [inside])) };
}

const trimmed = (lines: string) => lines.replaceAll('\r\n', '\n').replace(/\n$/, '');
