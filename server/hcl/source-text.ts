/**
 * Text that knows where each of its characters is written: what quoting, escapes, indentation, templates, references
 * and functions make of a source, with the way back.
 */

import type { Span } from '../../grammar/index.js';

/** A part of a text and what was written for it. */
export interface Piece {
  readonly text: string;
  /** Of the source that made the piece; UTF-16. */
  readonly span: Span;
  /** Each unit is written as itself, one after the other from the start of the span; otherwise the span made all of it. */
  readonly copied: boolean;
  /** The value is not known: the text only holds its place. */
  readonly unknown?: true;
}

/** @param span where the text is when it is empty: a place inside the quotes */
export interface SourceText {
  readonly value: string;
  readonly pieces: readonly Piece[];
  readonly span: Span;
}

export function sourceText(pieces: readonly Piece[], span: Span): SourceText {
  const written = pieces.filter(({ text }) => text !== '');
  return { value: written.map(({ text }) => text).join(''), pieces: written, span };
}

/** The parts of the value, in UTF-16 units of it, that are not known. */
export function unknownSpans({ pieces }: SourceText): Span[] {
  let at = 0;
  return pieces.flatMap(({ text, unknown }) => {
    const span = { start: at, end: at + text.length };
    at = span.end;
    return unknown ? [span] : [];
  });
}

/**
 * Where `span` of the value is written. A span without width, as an error at the end has, stays without width; after
 * the white space at the end of the value it is at the end of what comes before that.
 */
export function placeOfText(text: SourceText, { start, end }: Span): Span {
  const { value, pieces } = text;
  const from = clamp(start, 0, value.length);
  const to = clamp(end, from, value.length);
  if (from < to) {
    const first = unitAt(pieces, from);
    const last = unitAt(pieces, to - 1);
    // What functions put together may be written in another order.
    if (last.end >= first.start) return { start: first.start, end: Math.max(first.end, last.end) };
    return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
  }
  const written = value.trimEnd().length;
  const at =
    from < written
      ? unitAt(pieces, from).start
      : written === 0
        ? emptyAt(text)
        : unitAt(pieces, written - 1).end;
  return { start: at, end: at };
}

/** The index in the value of the unit that is written at `offset`; `null` if none is, as on a quote. */
export function offsetInText(text: SourceText, offset: number): number | null {
  const { value, pieces } = text;
  let at = 0;
  for (const piece of pieces) {
    if (piece.span.start <= offset && offset < piece.span.end) {
      return piece.copied ? at + offset - piece.span.start : at;
    }
    at += piece.text.length;
  }
  const written = value.trimEnd().length;
  const inside = written === 0 ? emptyAt(text) : unitAt(pieces, written - 1).end;
  return offset === inside ? written : null;
}

/** A part of a text, with the places of its characters. */
export function sliceText(text: SourceText, start: number, end: number): SourceText {
  const pieces: Piece[] = [];
  let at = 0;
  for (const piece of text.pieces) {
    const from = Math.max(0, start - at);
    const to = Math.min(piece.text.length, end - at);
    at += piece.text.length;
    if (from >= to) continue;
    if (from === 0 && to === piece.text.length) {
      pieces.push(piece);
      continue;
    }
    const span = piece.copied ? { start: piece.span.start + from, end: piece.span.start + to } : piece.span;
    pieces.push({ ...piece, text: piece.text.slice(from, to), span });
  }
  return sourceText(pieces, text.span);
}

/** The text as it is where it is referred to: everything in it is written there. */
export function referredText(text: SourceText, span: Span): SourceText {
  const pieces = text.pieces.map((piece) => ({ ...piece, span, copied: false }));
  return { value: text.value, pieces, span };
}

/** Unicode in its composed form, as HashiCorp's values are (`cty.StringVal`). */
export function composed(piece: Piece): readonly Piece[] {
  if (!mayDecompose.test(piece.text) || piece.text.normalize('NFC') === piece.text) return [piece];
  if (!piece.copied) return [{ ...piece, text: piece.text.normalize('NFC') }];
  const pieces: Piece[] = [];
  let at = piece.span.start;
  for (const [cluster] of piece.text.matchAll(clusters)) {
    const normal = cluster.normalize('NFC');
    const span = { start: at, end: at + cluster.length };
    const last = pieces.at(-1);
    if (normal === cluster && last?.copied) {
      pieces[pieces.length - 1] = {
        text: last.text + cluster,
        span: { start: last.span.start, end: span.end },
        copied: true,
      };
    } else {
      pieces.push({ text: normal, span, copied: normal === cluster });
    }
    at = span.end;
  }
  return pieces;
}

const mayDecompose = /[\u0300-\uffff]/;

/** A character with its marks; syllables of Hangul that are written in parts. */
const clusters = /[\u1100-\u11ff]+|[\s\S]\p{M}*/gu;

function unitAt(pieces: readonly Piece[], index: number): Span {
  let at = 0;
  for (const { text, span, copied } of pieces) {
    if (index < at + text.length) {
      return copied ? { start: span.start + index - at, end: span.start + index - at + 1 } : span;
    }
    at += text.length;
  }
  return { start: 0, end: 0 };
}

const emptyAt = ({ span, pieces }: Pick<SourceText, 'span' | 'pieces'>) =>
  pieces[0]?.span.start ?? span.start;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));
