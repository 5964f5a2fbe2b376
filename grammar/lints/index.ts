/** Advice: what Kong accepts and an author probably does not mean. Only for expressions without problems. */

import type { LogicalOperator } from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import { type Language, precedenceOf } from '../semantics/index.js';
import type { Span } from '../span.js';
import type { Expression } from '../syntax/index.js';
import { droppedParts } from './alternatives.js';
import { clashes } from './clashes.js';
import { duplicates } from './duplicates.js';
import { otherFamilies } from './families.js';
import { isInKongsForm } from './kongs-form.js';
import { regexNeverTrue } from './never-regex.js';
import { notation } from './notation.js';
import { octal } from './octal.js';
import { mixedOperators } from './precedence.js';
import { lintPredicate } from './predicates.js';
import { regexSlips } from './regex-slips.js';
import type { TextOf, WholePredicate } from './subject.js';
import { opposites } from './tautologies.js';

/**
 * @param tree of `text`, without gaps and with every field of the right type
 * @returns in no particular order; none of it is an error
 */
export function lint(tree: Expression, text: string, language: Language): ExpressionProblem[] {
  const precedence = precedenceOf(language.gatewayVersion);
  const textOf = ({ start, end }: Span) => text.slice(start, end);
  const found: ExpressionProblem[] = [
    ...clashes(tree, textOf),
    ...otherFamilies(tree),
    ...droppedParts(tree, textOf),
  ];
  const notTheirs: Span[] = [];
  /** @param around the operator of the chain that it is part of, even in parentheses */
  const visit = (expression: Expression | null, around: LogicalOperator | null): void => {
    switch (expression?.kind) {
      case 'predicate':
        for (const lint of ofPredicate(expression as WholePredicate, language, textOf)) found.push(lint);
        break;
      case 'group':
        if (isInKongsForm(textOf(expression.span), language)) notTheirs.push(expression.span);
        visit(expression.expression, expression.negated ? null : around);
        break;
      case 'logical':
        for (const lint of mixedOperators(expression, precedence)) found.push(lint);
        for (const lint of opposites(expression, textOf)) found.push(lint);
        if (around !== expression.operator) {
          for (const lint of duplicates(expression, textOf)) found.push(lint);
        }
        for (const term of expression.terms) visit(term, expression.operator);
    }
  };
  visit(tree, null);
  return found.filter(
    ({ code, span }) =>
      code !== 'expression-simple-regex' ||
      !notTheirs.some(({ start, end }) => start <= span.start && span.end <= end),
  );
}

/** What never matches needs no further advice. */
function ofPredicate(predicate: WholePredicate, language: Language, textOf: TextOf): ExpressionProblem[] {
  const found = lintPredicate(predicate, language, textOf);
  if (found.some(({ code }) => code === 'expression-never')) return found;
  const never = regexNeverTrue(predicate);
  if (never.length > 0) return never;
  const noted = notation(predicate);
  // As a plain text it would be compared with the mark of a regex.
  const kept = found.filter(({ code }) => noted.length === 0 || code !== 'expression-simple-regex');
  return [...kept, ...octal(predicate, textOf), ...noted, ...regexSlips(predicate)];
}
