/** Terms of `&&` that no request fulfils together. */

import type { ExpressionProblem } from '../problems.js';
import { presenceOf } from '../semantics/index.js';
import { type Demand, follows, shown } from './demands.js';
import { withTheOtherOperator } from './other-connector.js';
import { covers, excludes } from './relations.js';
import type { TextOf } from './subject.js';

/** @param others the demands on the same field that have to be fulfilled as well, the nearest first */
export function contradiction(
  demand: Demand,
  others: readonly Demand[],
  textOf: TextOf,
): ExpressionProblem | null {
  const first = others.find((one) => areExclusive(one, demand));
  if (!first) return null;
  const fix = withTheOtherOperator(first, demand);
  const args = { first: shown(first, textOf), second: shown(demand, textOf) };
  return { code: 'expression-contradiction', args, span: demand.span, ...(fix && { fix }) };
}

/** With `any( … )` two values of one field may each fulfil one. */
function areExclusive(first: Demand, second: Demand): boolean {
  const [p, q] = [first.predicate, second.predicate];
  const [isAny, isOtherAny] = [first.subject.any, second.subject.any];
  if (!first.negated && !second.negated) return !(isAny && isOtherAny) && excludes(p, q);
  // Where the field is absent neither is true, and so both negations are.
  if (first.negated && second.negated) return presenceOf(first.subject.name) === 'always' && covers(p, q);
  return first.negated ? follows(second, first) : follows(first, second);
}
