/** The fix of two neighbours in a chain that ask the same of a field: `||` for `&&`, and `&&` for `||`. */

import type { ExpressionFix } from '../problems.js';
import type { Expression } from '../syntax/index.js';
import { type Demand, demandOf, otherOperator, sameField } from './demands.js';
import { unwrapped } from './keys.js';
import type { WholePredicate } from './subject.js';

/** Terms that authors list: values of a field that has one value in each request. */
const listable: ReadonlySet<string> = new Set(['==', '^=', '=^', 'in', '!=', 'not in']);

/** What is most often meant by neighbours that ask the same of a field. */
export function withTheOtherOperator(first: Demand, second: Demand): ExpressionFix | null {
  const { chain, index } = second.place ?? {};
  const isList = first.place?.chain === chain && first.place?.index === index! - 1 && sameKind(first, second);
  if (!chain || index === undefined || !isList || !listable.has(second.predicate.operator)) return null;
  const like = (term: Expression | null | undefined): boolean => {
    const inner = term && unwrapped(term);
    return inner?.kind === 'predicate' && sameKind(demandOf(inner as WholePredicate), second);
  };
  let from = index - 1;
  let to = index;
  while (like(chain.terms[from - 1])) from--;
  while (like(chain.terms[to + 1])) to++;
  const operator = otherOperator[chain.operator];
  const edits = chain.operators.slice(from, to).map((span) => ({ span, newText: operator as string }));
  if (to - from + 1 < chain.terms.length) {
    const { start } = chain.terms[from]!.span;
    const { end } = chain.terms[to]!.span;
    edits.unshift({ span: { start, end: start }, newText: '(' });
    edits.push({ span: { start: end, end }, newText: ')' });
  }
  return { code: 'write-connector', args: { operator }, edits, changes: true };
}

const sameKind = (a: Demand, b: Demand): boolean =>
  !a.negated && !b.negated && a.predicate.operator === b.predicate.operator && sameField(a, b);
