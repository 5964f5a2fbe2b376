/** Every predicate of an expression with its value for a request, as the engine evaluates them. */

import { type TracedTerm, valueText } from '../trace.js';
import { type Evaluation, evaluatePredicate, no, type Verdict, yes } from './evaluate.js';
import { type PredicateTerm, type Term, termText } from './terms.js';

const results: Readonly<Record<Verdict, TracedTerm['result']>> = ['false', 'undecided', 'true'];

/** @returns the predicates in the order of the text; those that `&&` and `||` skip are `not-evaluated` */
export function tracedTerms(term: Term, evaluation: Evaluation): TracedTerm[] {
  const traced: TracedTerm[] = [];
  visit(term, true);
  return traced;

  /** @returns the value of the term; what is returned for one that is not evaluated means nothing */
  function visit(one: Term, isEvaluated: boolean): Verdict {
    switch (one.kind) {
      case 'not':
        return (yes - visit(one.term, isEvaluated)) as Verdict;
      case 'predicate': {
        const verdict = isEvaluated ? evaluatePredicate(one, evaluation) : no;
        traced.push({
          ...describedPredicate(one, evaluation),
          result: isEvaluated ? results[verdict] : 'not-evaluated',
        });
        return verdict;
      }
      default:
        return visitAll(one.terms, one.kind === 'and' ? no : yes, isEvaluated);
    }
  }

  /** @param deciding the value of one term that decides for all: those after it are not evaluated */
  function visitAll(terms: readonly Term[], deciding: 0 | 2, isEvaluated: boolean): Verdict {
    let joined: Verdict = deciding === no ? yes : no;
    let isOpen = isEvaluated;
    for (const one of terms) {
      const verdict = visit(one, isOpen);
      if (!isOpen) continue;
      if (verdict === deciding) isOpen = false;
      joined =
        deciding === no ? (Math.min(joined, verdict) as Verdict) : (Math.max(joined, verdict) as Verdict);
    }
    return joined;
  }
}

/** What a predicate compares with what. */
export const describedPredicate = (
  term: PredicateTerm,
  { valuesOf }: Evaluation,
): Omit<TracedTerm, 'result'> => ({
  field: term.field,
  functions: [...(term.any ? ['any'] : []), ...(term.lower ? ['lower'] : [])],
  operator: term.operator,
  constants: [termText(term.constant)],
  values: valuesOf(term.slot)?.map(valueText) ?? null,
  predicate: term.index,
});
