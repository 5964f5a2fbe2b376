/** Offsets of a text as lines and characters: in one place for every format of the terminal. */

import type { Span } from '../../grammar/index.js';

/** Both count from zero, in UTF-16 units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Offsets to lines and characters; the lines are found once. */
export function positions(text: string): (offset: number) => Position {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - starts[low]! };
  };
}

/** Spans to ranges; the lines are found once. */
export function ranges(text: string): (span: Span) => Range {
  const positionAt = positions(text);
  return ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) });
}
