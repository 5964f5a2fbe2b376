/** Terms of `||` such that every request matches at least one. */

import type { ExpressionProblem } from '../problems.js';
import { presenceOf } from '../semantics/index.js';
import type { Logical } from '../syntax/index.js';
import { type Demand, follows, shown } from './demands.js';
import { keyOf, leavesOf, unwrapped } from './keys.js';
import { withTheOtherOperator } from './other-connector.js';
import { covers, excludes, isBroad } from './relations.js';
import type { Subject, TextOf } from './subject.js';

/** What lets only some values through: two of them do not let all through. */
export const isNarrow = ({ negated, predicate }: Demand): boolean => !negated && !isBroad(predicate);

/** @param others alternative demands on the same field, not all of them narrow, the nearest first */
export function tautology(
  demand: Demand,
  others: readonly Demand[],
  textOf: TextOf,
): ExpressionProblem | null {
  const first = others.find((one) => areExhaustive(one, demand));
  if (!first) return null;
  const fix = withTheOtherOperator(first, demand);
  const when = first.negated || demand.negated ? 'always' : whenExhaustive(first.subject, demand.subject);
  const { name } = demand.subject;
  const args = { first: shown(first, textOf), second: shown(demand, textOf), name, when };
  return { code: 'expression-tautology', args, span: demand.span, ...(fix && { fix }) };
}

function areExhaustive(first: Demand, second: Demand): boolean {
  const [p, q] = [first.predicate, second.predicate];
  if (!first.negated && !second.negated) return covers(p, q);
  if (first.negated && second.negated) {
    return !(first.subject.any && second.subject.any) && excludes(p, q);
  }
  return first.negated ? follows(first, second) : follows(second, first);
}

/** Of several values each may fail another of two demands on all of them. */
function whenExhaustive(first: Subject, second: Subject): 'always' | 'sent' | 'sent once' {
  const presence = presenceOf(first.name);
  if (presence === 'often') return first.any || second.any ? 'sent' : 'sent once';
  return presence === 'always' ? 'always' : 'sent';
}

/** `(a && b) || !(a && b)` and `a || b || !(a || b)`, which single demands do not show. */
export function opposites(tree: Logical, textOf: TextOf): ExpressionProblem[] {
  if (tree.operator !== '||') return [];
  const keys = new Map(leavesOf(tree).map((term) => [keyOf(term), term]));
  return tree.terms.flatMap((term): ExpressionProblem[] => {
    if (term?.kind !== 'group' || !term.negated || !term.expression) return [];
    const inner = unwrapped(term.expression);
    if (inner.kind !== 'logical') return [];
    const leaves = inner.operator === '||' ? leavesOf(inner) : [inner];
    const same = leaves.flatMap((leaf) => keys.get(keyOf(leaf)) ?? []);
    if (same.length < leaves.length) return [];
    const args = {
      first: same.map((one) => textOf(one.span)).join(' || '),
      second: textOf(term.span),
      name: null,
      when: 'always' as const,
    };
    return [{ code: 'expression-tautology', args, span: term.span }];
  });
}
