/** Where a fix is looked for. */

import type { Language } from '../semantics/index.js';
import type { Span } from '../span.js';
import { type Expression, type Predicate, predicatesOf } from '../syntax/index.js';

export interface Mistake {
  /** The whole expression, as it was given. */
  readonly text: string;
  readonly tree: Expression | null;
  readonly language: Language;
  /** Of the problem. */
  readonly span: Span;
  /** The text of the span. */
  readonly written: string;
}

/** The predicate that the mistake is in. */
export const predicateAt = ({ tree, span }: Mistake): Predicate | undefined =>
  predicatesOf(tree).find((one) => one.span.start <= span.start && span.end <= one.span.end);

/** The predicate that ends before a place, with only white space between the two. */
export const predicateBefore = ({ tree, text }: Mistake, place: number): Predicate | undefined =>
  predicatesOf(tree).find(({ span }) => span.end <= place && isBlank(text, span.end, place));

/** The predicate whose operator is the last thing before the mistake. */
export const predicateWithoutConstant = ({ tree, text, span }: Mistake): Predicate | undefined =>
  predicatesOf(tree).find(
    ({ operatorSpan }) =>
      operatorSpan && operatorSpan.end <= span.start && isBlank(text, operatorSpan.end, span.start),
  );

/** Whether there is only white space between two places. */
const isBlank = (text: string, start: number, end: number): boolean => text.slice(start, end).trim() === '';
