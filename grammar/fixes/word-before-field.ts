/**
 * Mistakes that the parser reports as others. For the parser any word can be the name of a field, and what follows is an
 * operator: in `not http.path == "/a"` the engine reports that `http` is not an operator.
 */

import { isTransformFunction } from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import { type Expression, type Predicate, predicatesOf } from '../syntax/index.js';

/** The same problems, each as what its author did. */
export function withWordsBeforeFields(
  problems: readonly ExpressionProblem[],
  tree: Expression | null,
  text: string,
): readonly ExpressionProblem[] {
  if (!problems.some(({ code }) => code === 'expression-unknown-operator')) return problems;
  const predicates = predicatesOf(tree);
  return problems.map((problem) => {
    if (problem.code !== 'expression-unknown-operator') return problem;
    const { start } = problem.span;
    const predicate = predicates.find(({ operatorSpan }) => operatorSpan?.start === start);
    return (predicate && wordBeforeField(predicate, text)) ?? problem;
  });
}

/** A word in front of a field, where a function or a negation needs parentheses. */
function wordBeforeField({ lhs, operatorSpan }: Predicate, text: string): ExpressionProblem | null {
  if (lhs?.kind !== 'field' || !operatorSpan) return null;
  if (/^not$/i.test(lhs.name)) return { code: 'expression-not', args: {}, span: lhs.span };
  const field = /^[A-Za-z][\w.]*\.[\w.]+/.exec(text.slice(operatorSpan.start))?.[0];
  if (field === undefined || !isTransformFunction(lhs.name)) return null;
  const span = { start: operatorSpan.start, end: operatorSpan.start + field.length };
  const args = { expected: 'call', name: lhs.name, found: 'text', text: field } as const;
  return { code: 'expression-syntax', args, span };
}
