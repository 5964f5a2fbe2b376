/** From text to tree. */

import type { ExpressionProblem } from '../problems.js';
import type { Expression, Precedence } from './ast.js';
import { tooDeepAt } from './nesting.js';
import { ExpressionParser } from './rules.js';
import { type Token, tokenize } from './tokens.js';

/** One for all texts: to make it takes a hundred times as long as to read an expression. Nothing of a text stays in it. */
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
  const all = tokenize(text);
  const comments = all.some(isComment) ? all.filter(isComment) : [];
  const tokens = comments.length > 0 ? all.filter((token) => !isComment(token)) : all;
  const problems: ExpressionProblem[] = comments.map((comment) => ({
    code: 'expression-comment',
    args: {},
    span: { start: comment.start, end: comment.end },
  }));
  if (all.length === 1) {
    return {
      tree: null,
      problems: [{ code: 'expression-empty', args: {}, span: { start: 0, end: text.length } }],
    };
  }
  const deepest = tooDeepAt(tokens);
  if (deepest) {
    return {
      tree: null,
      problems: inOrder([
        ...problems,
        { code: 'expression-too-deep', args: {}, span: { start: deepest.start, end: deepest.end } },
      ]),
    };
  }
  const { tree, problems: found } = parser.read(tokens, precedence);
  return { tree, problems: inOrder(problems.length === 0 ? found : [...problems, ...found]) };
}

const isComment = ({ kind }: Token): boolean => kind === 'Comment';

const inOrder = (problems: ExpressionProblem[]): ExpressionProblem[] =>
  problems.length > 1 ? problems.sort((a, b) => a.span.start - b.span.start) : problems;
