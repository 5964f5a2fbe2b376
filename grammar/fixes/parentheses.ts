/** Parentheses that are not closed. */

import type { ExpressionFix } from '../problems.js';
import { fieldOf, predicatesOf } from '../syntax/index.js';
import { insert } from './edits.js';
import { nameInBrackets } from './fields.js';
import type { Mistake } from './mistake.js';

/** A group ends with the text, a call after its field. */
export function missingParenthesis(
  { text, tree, span }: Mistake,
  what: 'group' | 'call',
): ExpressionFix | null {
  if (what === 'group') return insert(text.trimEnd().length, ')');
  const predicate = predicatesOf(tree).find(({ lhs }) => lhs?.span.start === span.start);
  const field = predicate && fieldOf(predicate.lhs);
  return field ? (nameInBrackets(field, text) ?? insert(field.span.end, ')')) : null;
}
