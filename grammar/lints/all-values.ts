/** Comparisons of every value of what may be sent several times. */

import { isAtLeast } from '../gateway-version.js';
import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { type Language, presenceOf } from '../semantics/index.js';
import type { Subject, TextOf, WholePredicate } from './subject.js';

/** Since atc-router 1.1 (Gateway 3.4) all values have to match (`src/interpreter.rs`). */
export function allValues(
  { operator, lhs }: WholePredicate,
  { name, any }: Subject,
  { gatewayVersion }: Language,
  textOf: TextOf,
): ExpressionProblem | null {
  if (presenceOf(name) !== 'often' || any || operator === '!=' || !isAtLeast(gatewayVersion, '3.4')) {
    return null;
  }
  const fix: ExpressionFix = {
    code: 'write-any',
    args: {},
    edits: [{ span: lhs.span, newText: `any(${textOf(lhs.span)})` }],
    changes: true,
  };
  return { code: 'expression-all-values', args: { name }, span: lhs.span, fix };
}
