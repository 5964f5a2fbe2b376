/** Comments, which the language does not have. */

import type { ExpressionFix } from '../problems.js';
import { withSpaceBefore } from './edits.js';
import type { Mistake } from './mistake.js';

/** Where lines are folded, a comment has swallowed the next line: then nothing is obvious. */
export function removeComment({ span: { start, end }, written, text }: Mistake): ExpressionFix | null {
  const close = written.startsWith('/*') ? written.indexOf('*/') : -1;
  const span = { start, end: close === -1 ? end : start + close + 2 };
  if (/&&|\|\|/.test(text.slice(start, span.end))) return null;
  return { code: 'remove-comment', args: {}, edits: [{ span: withSpaceBefore(span, text), newText: '' }] };
}
