/** The predicates by which an expression is false for a request. */

import type { LostTerm } from '../trace.js';
import { type Evaluation, evaluate, evaluatePredicate, yes } from './evaluate.js';
import type { PredicateTerm, Term } from './terms.js';
import { describedPredicate } from './traced-terms.js';

/**
 * The false terms of an `&&`, and all terms of a false `||`. A regex that could not be judged is included.
 *
 * @returns nothing if the expression is true
 */
export function lostTerms(term: Term, evaluation: Evaluation): LostTerm[] {
  return lostFrom(term, evaluation, false);
}

/** @param negated the term must be false */
function lostFrom(term: Term, evaluation: Evaluation, negated: boolean): LostTerm[] {
  const verdict = evaluate(term, evaluation);
  if (negated ? verdict === 0 : verdict === yes) return [];
  switch (term.kind) {
    case 'not':
      return lostFrom(term.term, evaluation, !negated);
    case 'predicate':
      return [lostPredicate(term, evaluation, negated)];
    default:
      // Those that are as they have to be give nothing.
      return term.terms.flatMap((one) => lostFrom(one, evaluation, negated));
  }
}

const lostPredicate = (term: PredicateTerm, evaluation: Evaluation, negated: boolean): LostTerm => ({
  ...describedPredicate(term, evaluation),
  negated: negated && evaluatePredicate(term, evaluation) === yes,
});
