/**
 * What the terms of a chain demand of a request. What is in parentheses belongs to the chain around it where its operator
 * is the same, with a `!` before it where it is the other one: `!(a || b)` is `!(a) && !(b)`.
 */

import type { LogicalOperator } from '../language/index.js';
import type { Span } from '../span.js';
import type { Logical } from '../syntax/index.js';
import { implies } from './relations.js';
import { type Subject, subjectOf, type TextOf, type WholePredicate } from './subject.js';

/** A predicate that has to be true, or false after a `!`. */
export interface Demand {
  readonly predicate: WholePredicate;
  readonly subject: Subject;
  readonly negated: boolean;
  /** With the `!` and its parentheses where they are around nothing else. */
  readonly span: Span;
  /** The chain that it is a term of, and its index there. */
  readonly place: { readonly chain: Logical; readonly index: number } | null;
}

export interface Chain {
  readonly operator: LogicalOperator;
  readonly demands: readonly Demand[];
  /** The terms that are chains of the other operator. */
  readonly others: readonly { readonly expression: Logical; readonly isNegated: boolean }[];
}

export const otherOperator = { '&&': '||', '||': '&&' } as const;

export function chainOf(tree: Logical, isNegated: boolean): Chain {
  const operator = isNegated ? otherOperator[tree.operator] : tree.operator;
  const demands: Demand[] = [];
  const others: { expression: Logical; isNegated: boolean }[] = [];
  const collect = (chain: Logical, negated: boolean) => {
    for (const [index, term] of chain.terms.entries()) {
      let at = term;
      let isOpposite = negated;
      while (at?.kind === 'group') {
        if (at.negated) isOpposite = !isOpposite;
        at = at.expression;
      }
      if (at?.kind === 'logical') {
        const meant = isOpposite ? otherOperator[at.operator] : at.operator;
        if (meant === operator) collect(at, isOpposite);
        else others.push({ expression: at, isNegated: isOpposite });
      } else if (at) {
        const isBare = isOpposite === negated;
        demands.push({
          ...demandOf(at as WholePredicate),
          negated: isOpposite,
          span: isOpposite && !isBare ? term!.span : at.span,
          place: isBare && !negated ? { chain, index } : null,
        });
      }
    }
  };
  collect(tree, isNegated);
  return { operator, demands, others };
}

export const demandOf = (predicate: WholePredicate): Demand => ({
  predicate,
  subject: subjectOf(predicate.lhs),
  negated: false,
  span: predicate.span,
  place: null,
});

export const sameField = ({ subject: a }: Demand, { subject: b }: Demand): boolean =>
  a.name === b.name && a.lower === b.lower;

/** Where one is true the other is: what holds for all values holds for one of them, and not the other way round. */
export const follows = (one: Demand, other: Demand): boolean =>
  !(one.subject.any && !other.subject.any) && implies(one.predicate, other.predicate);

/** The text of a term, for a message. */
export function shown({ predicate, negated, span }: Demand, textOf: TextOf): string {
  const text = textOf(span);
  return negated && span === predicate.span ? `!(${text})` : text;
}
