/** What Kong takes and an author hardly means: said of expressions in which nothing is wrong. */

import type { Expression, Span } from '../ast.js';
import { type Language, precedenceOf } from '../language.js';
import type { ExpressionProblem } from '../problems.js';
import { contradictions, duplicates, mixedOperators } from './chains.js';
import { lintPredicate, type WholePredicate } from './predicates.js';

/**
 * @param tree of `text`, without gaps and with every field of the right type
 * @returns in no particular order; none of it is an error
 */
export function lint(tree: Expression, text: string, language: Language): ExpressionProblem[] {
  const precedence = precedenceOf(language.gatewayVersion);
  const textOf = ({ start, end }: Span) => text.slice(start, end);
  const found: ExpressionProblem[] = [];
  const visit = (expression: Expression | null): void => {
    switch (expression?.kind) {
      case 'predicate':
        found.push(...lintPredicate(expression as WholePredicate, language, textOf));
        break;
      case 'group':
        visit(expression.expression);
        break;
      case 'logical':
        found.push(
          ...mixedOperators(expression, precedence),
          ...duplicates(expression, textOf),
          ...contradictions(expression, textOf),
        );
        for (const term of expression.terms) visit(term);
    }
  };
  visit(tree);
  return found;
}
