/** `&&` and `||` in one chain without parentheses. */

import type { Precedence } from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import type { Logical } from '../syntax/index.js';

/** `&&` and `||` side by side without parentheses: the author may have another order in mind than the engine. */
export function mixedOperators(tree: Logical, precedence: Precedence): ExpressionProblem[] {
  const inner = tree.terms.filter((term): term is Logical => term?.kind === 'logical');
  return inner.map((chain) => ({
    code: 'expression-precedence',
    args: { tighter: chain.operator, looser: tree.operator, alike: precedence === 'alike' },
    span: chain.span,
    fix: {
      code: 'write-parentheses',
      args: {},
      edits: [
        { span: { start: chain.span.start, end: chain.span.start }, newText: '(' },
        { span: { start: chain.span.end, end: chain.span.end }, newText: ')' },
      ],
    },
  }));
}
