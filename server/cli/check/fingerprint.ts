/** Identifies a problem after other parts of its file changed: no line numbers, no list indexes. */

import { createHash } from 'node:crypto';
import type { CheckedFile, FileProblem } from './report.js';

export interface Identity {
  readonly code: string;
  /** Such as `route orders`; for a route without a name, its place; empty for a problem of the file. */
  readonly of: string;
  /** Where in it, by keys. */
  readonly at: string;
  /** What is written there, on one line. */
  readonly text: string;
}

export function identityOf({ code, subject, place, span }: FileProblem, { text }: CheckedFile): Identity {
  return {
    code,
    of: subject ? `${subject.kind} ${subject.label.replace(/\[\d+\]/g, '[]')}` : '',
    at: place,
    text: text.slice(span.start, span.end).replace(/\s+/g, ' ').trim(),
  };
}

/** One text for all that is the same in other quotes and on other lines. */
export const keyOf = ({ code, of, at, text }: Identity): string =>
  JSON.stringify([code, of, at, text.replace(/[\s"'\\]/g, '')]);

/** @param occurrence which of the problems of one file with this key it is, from zero */
export const fingerprint = (key: string, occurrence: number): string =>
  createHash('sha256').update(`${key} ${occurrence}`).digest('hex').slice(0, 32);
