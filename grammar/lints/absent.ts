/** Negative comparisons of what may be absent. */

import { hasEngineOf36 } from '../gateway-version.js';
import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { type Language, presenceOf } from '../semantics/index.js';
import { type Subject, type TextOf, type WholePredicate, written } from './subject.js';

/**
 * `!=` is false where there is nothing to compare (`src/interpreter.rs`: no value, no match). That every value differs is
 * the opposite of that one is equal. A `not in` is never concerned: every request has its addresses.
 */
export function absent(
  { operator, operatorSpan, lhs, rhs, span }: WholePredicate,
  subject: Subject,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  const { name, any } = subject;
  const presence = presenceOf(name);
  // All but requests of HTTP/1.0 have a host.
  if (operator !== '!=' || presence === 'always' || name === 'http.host' || !hasEngineOf36(gatewayVersion)) {
    return null;
  }
  const opposite = presence === 'often' ? written({ ...subject, any: !any }) : textOf(lhs.span);
  const fix: ExpressionFix = {
    code: 'write-opposite',
    args: { name },
    edits: [{ span, newText: `!(${opposite} == ${textOf(rhs.span)})` }],
    changes: true,
  };
  return { code: 'expression-absent', args: { name, operator }, span: operatorSpan, fix };
}
