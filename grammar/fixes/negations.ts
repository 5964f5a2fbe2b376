/** A `!`, or the word `not`, that is not before a parenthesis. */

import type { ExpressionFix } from '../problems.js';
import { hasFeature } from '../semantics/index.js';
import type { Span } from '../span.js';
import { parse, predicatesOf } from '../syntax/index.js';
import type { Mistake } from './mistake.js';

/** Parentheses around what is negated. */
export function missingNegation({ text, tree, span, language }: Mistake): ExpressionFix | null {
  if (!hasFeature('negation', language.gatewayVersion)) return null;
  const operand = span.end + /^\s*/.exec(text.slice(span.end))![0].length;
  const not = { start: span.start, end: operand };
  const second = /^!\s*(?=\()/.exec(text.slice(operand));
  if (second) {
    const both = { start: span.start, end: operand + second[0].length };
    return { code: 'remove-double-negation', args: {}, edits: [{ span: both, newText: '' }] };
  }
  const predicate = predicatesOf(tree).find((one) => one.span.start === operand && one.rhs);
  if (predicate) return negationOf(not, predicate.span.end);
  // After `not` the tree has no field: it was read as the operator.
  const [meant] = predicatesOf(parse(text.slice(operand)).tree);
  if (!meant?.operator || !meant.rhs || meant.span.start > 0) return null;
  return negationOf(not, operand + meant.span.end);
}

const negationOf = (not: Span, end: number): ExpressionFix => ({
  code: 'write-negation',
  args: { operator: null },
  edits: [
    { span: not, newText: '!(' },
    { span: { start: end, end }, newText: ')' },
  ],
});
