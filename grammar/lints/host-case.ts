/** Capitals in a host. */

import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { plainRegex } from '../regex/index.js';
import { quote } from '../syntax/index.js';
import type { Subject, WholePredicate } from './subject.js';

/** Kong compares the `Host` header as it is sent (Kong/kong `kong/router/atc.lua`). */
export function hostCase(
  { operator, rhs }: WholePredicate,
  { name, lower }: Subject,
): ExpressionProblem | null {
  if (name !== 'http.host' || lower || rhs.kind !== 'string') return null;
  const right = rhs.value.toLowerCase();
  if (rhs.value === right || (operator === '~' && !plainRegex(rhs.value))) return null;
  const constant = rhs.raw ? `r#"${right}"#` : quote(right);
  const fix: ExpressionFix = {
    code: 'write-host',
    args: { text: constant },
    edits: [{ span: rhs.span, newText: constant }],
    changes: true,
  };
  return { code: 'expression-host-case', args: {}, span: rhs.span, fix };
}
