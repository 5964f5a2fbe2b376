/**
 * Texts with marks: `<|…|>` around a range, `<|>` where something is between two characters. Ranges may be in one another.
 */

import type { Span } from '../../grammar/index.js';

export interface MarkedText {
  /** Without the marks. */
  readonly text: string;
  /** In the order of their openings. */
  readonly ranges: readonly Span[];
}

export function readMarks(marked: string): MarkedText {
  let text = '';
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  const mark = /<\|>|<\||\|>/y;
  for (let at = 0; at < marked.length; ) {
    mark.lastIndex = at;
    const found = mark.exec(marked)?.[0];
    at += found?.length ?? 1;
    if (found === undefined) {
      text += marked[at - 1];
      continue;
    }
    const range = { start: text.length, end: text.length };
    if (found === '|>') {
      const opened = open.pop();
      if (!opened) throw new Error(`A mark is closed and was not opened: ${marked}`);
      opened.end = text.length;
    } else {
      ranges.push(range);
      if (found === '<|') open.push(range);
    }
  }
  if (open.length > 0) throw new Error(`A mark is opened and not closed: ${marked}`);
  return { text, ranges };
}

/** The inverse, for messages: the text with the ranges marked. */
export function writeMarks(text: string, ranges: readonly Span[]): string {
  const marks = ranges.flatMap(({ start, end }) =>
    start === end
      ? [{ at: start, mark: '<|>', order: 0 }]
      : [
          { at: start, mark: '<|', order: 1 },
          { at: end, mark: '|>', order: -1 },
        ],
  );
  marks.sort((a, b) => b.at - a.at || b.order - a.order);
  let marked = text;
  for (const { at, mark } of marks) marked = marked.slice(0, at) + mark + marked.slice(at);
  return marked;
}
