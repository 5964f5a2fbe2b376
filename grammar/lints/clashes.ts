/** Terms that leave nothing to one another: contradictions, and tautologies where there is no contradiction. */

import type { ExpressionProblem } from '../problems.js';
import type { Expression } from '../syntax/index.js';
import { contradiction } from './contradictions.js';
import { chainOf, type Demand } from './demands.js';
import type { TextOf } from './subject.js';
import { tautology } from './tautologies.js';

/** @returns one problem at most for each predicate, and for each term with a `!` */
export function clashes(tree: Expression, textOf: TextOf): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  visit(tree, false, []);
  return problems;

  /** @param outer what the chains of `&&` around it demand */
  function visit(expression: Expression | null, isNegated: boolean, outer: readonly Demand[]): void {
    if (expression?.kind === 'group') {
      visit(expression.expression, isNegated !== expression.negated, outer);
    } else if (expression?.kind === 'logical') {
      const { operator, demands, others } = chainOf(expression, isNegated);
      for (const [i, demand] of demands.entries()) {
        // `a && !(a && b)` is a way to say `a` without `b`.
        const around = demand.negated ? [] : outer;
        const problem =
          contradiction(demand, operator === '&&' ? [...outer, ...demands.slice(0, i)] : around, textOf) ??
          (operator === '||' ? tautology(demand, demands.slice(0, i), textOf) : null);
        if (problem) problems.push(problem);
      }
      const inner = operator === '&&' ? [...outer, ...demands] : outer;
      for (const other of others) visit(other.expression, other.isNegated, inner);
    }
  }
}
