/** Text that is put together from what files say, such as a value with variables filled in, with the places of its parts. */

import type { Place } from '../../text/index.js';

export interface Piece {
  /** `null` for the value of a variable that no file sets; the shell may. */
  readonly text: string | null;
  readonly place: Place;
  /** Whether the text is at its place character by character, so that a part of it has a place. */
  readonly verbatim: boolean;
  /** The name of the variable whose value it is. */
  readonly variable: string | null;
}

/** Pieces in their order. An empty text has a piece, too, for its place. */
export type TracedText = readonly Piece[];

export const written = (uri: string, start: number, text: string): TracedText => [
  { text, place: { uri, span: { start, end: start + text.length } }, verbatim: true, variable: null },
];

/** @returns `null` if a part is not known */
export const knownText = (traced: TracedText): string | null =>
  traced.some(({ text }) => text === null) ? null : textWithBlanks(traced);

/** Unknown variables become empty, as in Docker Compose. */
export const textWithBlanks = (traced: TracedText): string => traced.map(({ text }) => text ?? '').join('');

/** Represents the name of a variable where an expression of another language makes the value. No variable is named so. */
export const terraformVariable = 'terraform:';
export const shellVariable = 'shell:';

/** The name of the first variable that no file sets. */
export const unsetVariable = (traced: TracedText): string | null =>
  traced.find(({ text }) => text === null)?.variable ?? null;

/** The value of a variable. Pieces that are another one's value already keep its name. */
export const asVariable = (name: string, traced: TracedText): TracedText =>
  traced.map((piece) => (piece.variable === null ? { ...piece, variable: name } : piece));

/**
 * A part of a text; where the part is empty, a piece for its place.
 *
 * @param start counted as in `textWithBlanks`; `end`, too
 */
export function slice(traced: TracedText, start: number, end = Number.POSITIVE_INFINITY): TracedText {
  const parts: Piece[] = [];
  let edge: Piece | null = null;
  let at = 0;
  for (const piece of traced) {
    const length = piece.text?.length ?? 0;
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to || (length === 0 && from === to)) parts.push(slicePiece(piece, from, to));
    else if (from === to) edge ??= slicePiece(piece, from, to);
    at += length;
  }
  return parts.length === 0 && edge ? [edge] : parts;
}

function slicePiece(piece: Piece, from: number, to: number): Piece {
  if (piece.text === null || (from === 0 && to === piece.text.length)) return piece;
  const text = piece.text.slice(from, to);
  if (!piece.verbatim) return { ...piece, text };
  const { uri, span } = piece.place;
  return { ...piece, text, place: { uri, span: { start: span.start + from, end: span.start + to } } };
}

/** Without the white space around it that Kong strips (`strip` in Kong/kong `kong/tools/string.lua`). */
export function trim(traced: TracedText): TracedText {
  const text = textWithBlanks(traced);
  const start = /^[ \t\n\v\f\r]*/.exec(text)![0].length;
  return slice(traced, start, Math.max(start, text.replace(/[ \t\n\v\f\r]+$/, '').length));
}
