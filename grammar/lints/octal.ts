/** Integers with a zero in front, which the language reads as octal numbers (Kong/atc-router `src/atc_grammar.pest`). */

import type { ExpressionProblem } from '../problems.js';
import type { TextOf, WholePredicate } from './subject.js';

export function octal({ rhs }: WholePredicate, textOf: TextOf): ExpressionProblem[] {
  if (rhs.kind !== 'int') return [];
  const written = textOf(rhs.span);
  const decimal = written.replace(/^(-?)0+(?=\d)/, '$1');
  if (!/^-?0[0-7]+$/.test(written) || String(rhs.value) === decimal) return [];
  const edits = [{ span: rhs.span, newText: decimal }];
  const fix = { code: 'write', args: { text: decimal }, edits, changes: true } as const;
  const args = { written, value: String(rhs.value) };
  return [{ code: 'expression-octal', args, span: rhs.span, fix }];
}
