/** From text to tree. */

import type { Precedence } from '../language/index.js';
import type { ExpressionProblem } from '../problems.js';
import type { Expression } from './ast.js';
import { tooDeepAt } from './nesting.js';
import { ExpressionParser } from './rules.js';
import { scan } from './scanner.js';
import type { Token } from './tokens.js';

/** One for all texts, because making it is a thousand times slower than reading an expression. It keeps nothing of a text. */
const parser = new ExpressionParser();

/**
 * Reads an expression.
 *
 * @param text the expression; Kong reads it only up to the first NUL, which is the caller's to cut.
 * @returns the tree, `null` for a text without one, and the problems of syntax in the order of the text, with
 *   spans in UTF-16 units. The engine accepts the syntax exactly when there are none.
 */
export function parse(
  text: string,
  precedence: Precedence = 'or-tighter',
): { tree: Expression | null; problems: ExpressionProblem[] } {
  const { tokens, comments } = scan(text);
  if (tokens.length === 1 && comments.length === 0) {
    const span = { start: 0, end: text.length };
    return { tree: null, problems: [{ code: 'expression-empty', args: {}, span }] };
  }
  const deepest = tooDeepAt(tokens);
  if (deepest) {
    const problem = { code: 'expression-too-deep', args: {}, span: spanOf(deepest) } as const;
    return { tree: null, problems: inOrder([...comments.map(commentProblem), problem]) };
  }
  const { tree, problems } = parser.read(tokens, precedence);
  return {
    tree,
    problems: inOrder(comments.length === 0 ? problems : [...comments.map(commentProblem), ...problems]),
  };
}

const spanOf = ({ start, end }: Token) => ({ start, end });

const commentProblem = (comment: Token): ExpressionProblem => ({
  code: 'expression-comment',
  args: {},
  span: spanOf(comment),
});

const inOrder = (problems: ExpressionProblem[]): ExpressionProblem[] =>
  problems.length > 1 ? problems.sort((a, b) => a.span.start - b.span.start) : problems;
