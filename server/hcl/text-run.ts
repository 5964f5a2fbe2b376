/** Literal text of a template that is trimmed as one: the text between two sequences, in heredocs of one line. */

import { composed, type Piece } from './source-text.js';

export class TextRun {
  readonly kind = 'text';
  pieces: Piece[] = [];
  /** White space at its start is trimmed. */
  readonly trimsStart: boolean;

  constructor(trimsStart: boolean) {
    this.trimsStart = trimsStart;
  }

  get value(): string {
    return this.pieces.map(({ text }) => text).join('');
  }
}

/** White space as Go's `unicode.IsSpace` has it. */
const space = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const startSpace = new RegExp(`^[${space}]*`);
const endSpace = new RegExp(`[${space}]*$`);

export const leadingSpace = (text: string): string => startSpace.exec(text)![0];

/** Adds the next text, without its leading white space where the start is trimmed. */
export function addPieces(run: TextRun, pieces: readonly Piece[]): void {
  for (const piece of pieces) {
    const isTrimmed = run.trimsStart && run.pieces.every(({ text }) => text === '');
    const kept = isTrimmed ? withoutStart(piece, leadingSpace(piece.text).length) : piece;
    run.pieces.push(kept);
  }
}

/** Without the white space at the end. */
export function trimmedEnd(run: TextRun): void {
  for (let i = run.pieces.length - 1; i >= 0; i--) {
    const piece = run.pieces[i]!;
    const end = piece.text.length - trailingSpace(piece.text);
    run.pieces[i] = withoutEnd(piece, end);
    if (end > 0) return;
  }
}

function trailingSpace(text: string): number {
  let start = text.length;
  while (start > 0 && endSpace.test(text[start - 1]!) && startSpace.exec(text[start - 1]!)![0] !== '')
    start--;
  return text.length - start;
}

export function withoutStart(piece: Piece, count: number): Piece {
  if (count === 0) return piece;
  const { start, end } = piece.span;
  return {
    ...piece,
    text: piece.text.slice(count),
    span: { start: piece.copied ? start + count : start, end },
  };
}

function withoutEnd(piece: Piece, end: number): Piece {
  if (end === piece.text.length) return piece;
  const { start } = piece.span;
  return {
    ...piece,
    text: piece.text.slice(0, end),
    span: piece.copied ? { start, end: start + end } : piece.span,
  };
}

/** Pieces that follow one another in the source as one, in Unicode's composed form. */
export function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    if (piece.text === '' && result.length > 0) continue;
    const last = result.at(-1);
    if (last?.copied && piece.copied && last.span.end === piece.span.start) {
      result[result.length - 1] = {
        text: last.text + piece.text,
        span: { start: last.span.start, end: piece.span.end },
        copied: true,
      };
    } else result.push(piece);
  }
  const normal = result.flatMap(composed);
  const value = result.map(({ text }) => text).join('');
  const whole = value.normalize('NFC');
  if (normal.map(({ text }) => text).join('') === whole) return normal;
  // A mark that is written as an escape.
  const span = { start: result[0]!.span.start, end: result.at(-1)!.span.end };
  return [{ text: whole, span, copied: false }];
}
