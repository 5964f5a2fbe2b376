/** Capitals in the name of a header. */

import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import type { Subject, WholePredicate } from './subject.js';

/** OpenResty finds a header whatever the case of the name that it is asked for (`ngx.req.get_headers`). */
export function headerCase({ lhs }: WholePredicate, { name }: Subject): ExpressionProblem | null {
  const right = name.toLowerCase();
  if (!name.startsWith('http.headers.') || name === right) return null;
  let field = lhs;
  while (field.kind === 'call') field = field.argument!;
  const edits = [{ span: field.span, newText: right }];
  const fix: ExpressionFix = { code: 'write', args: { text: right }, edits };
  return { code: 'expression-header-case', args: { name, right }, span: field.span, fix };
}
