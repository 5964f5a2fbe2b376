/** Terms that leave nothing to one another: contradictions, and tautologies where there is no contradiction. */

import type { ExpressionProblem } from '../problems.js';
import type { Expression } from '../syntax/index.js';
import { contradiction } from './contradictions.js';
import { chainOf, type Demand, sameField } from './demands.js';
import type { TextOf } from './subject.js';
import { isNarrow, tautology } from './tautologies.js';

/** @returns one problem at most for each predicate, and for each term with a `!` */
export function clashes(tree: Expression, textOf: TextOf): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  visit(tree, false, nothing);
  return problems;

  /** @param outer what the chains of `&&` around it demand */
  function visit(expression: Expression | null, isNegated: boolean, outer: Demanded): void {
    if (expression?.kind === 'group') {
      visit(expression.expression, isNegated !== expression.negated, outer);
    } else if (expression?.kind === 'logical') {
      const { operator, demands, others } = chainOf(expression, isNegated);
      const isAnd = operator === '&&';
      const before = new Demanded(isAnd ? outer : null);
      for (const demand of demands) {
        // `a && !(a && b)` is a way to say `a` without `b`.
        const together = isAnd ? before : demand.negated ? nothing : outer;
        const problem =
          contradiction(demand, together.nearest(demand), textOf) ??
          (isAnd ? null : tautology(demand, before.nearest(demand, isNarrow(demand)), textOf));
        if (problem) problems.push(problem);
        before.add(demand);
      }
      for (const other of others) visit(other.expression, other.isNegated, isAnd ? before : outer);
    }
  }
}

/**
 * The number of demands on a field that are compared with each other. Tools write chains of tens of thousands of terms,
 * which would take minutes otherwise. Terms that are further apart get no advice.
 */
const mostCompared = 250;

/** The demands so far, by their fields. */
class Demanded {
  readonly #around: Demanded | null;
  readonly #all = new Map<string, Demand[]>();
  readonly #broad = new Map<string, Demand[]>();

  /** @param around what is demanded as well, before all of these */
  constructor(around: Demanded | null) {
    this.#around = around;
  }

  add(demand: Demand): void {
    for (const lists of isNarrow(demand) ? [this.#all] : [this.#all, this.#broad]) {
      const list = lists.get(demand.subject.name);
      if (list) list.push(demand);
      else lists.set(demand.subject.name, [demand]);
    }
  }

  /** Those of the same field, the last first. @param isBroad only those that let nearly all values through */
  nearest(demand: Demand, isBroad = false): Demand[] {
    const found: Demand[] = [];
    let compared = 0;
    for (let at: Demanded | null = this; at; at = at.#around) {
      const list = (isBroad ? at.#broad : at.#all).get(demand.subject.name) ?? [];
      for (let i = list.length - 1; i >= 0; i--) {
        if (++compared > mostCompared) return found;
        if (sameField(list[i]!, demand)) found.push(list[i]!);
      }
    }
    return found;
  }
}

const nothing = new Demanded(null);
