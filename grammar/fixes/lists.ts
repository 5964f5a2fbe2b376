/** Lists of constants, which the language does not have. */

import type { ComparisonOperator } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { ifBetter } from './edits.js';
import { type Mistake, predicateWithoutConstant } from './mistake.js';

/** `in ("a", "b")`, `== ("a" || "b")`: as comparisons one by one. */
export function listOfConstants(mistake: Mistake): ExpressionFix | null {
  const { text, span: open } = mistake;
  const predicate = predicateWithoutConstant(mistake);
  const list = /^\(\s*(.*?)\s*\)/s.exec(text.slice(open.start));
  if (!predicate?.lhs || !predicate.operator || !list) return null;
  const constants = list[1]!.split(/\s*(?:,|\|\|)\s*/);
  if (!constants.every((one) => /^(?:"[^"\\]*"|r#"[^"]*"#|-?\w[\w.:/]*)$/.test(one))) return null;
  const field = text.slice(predicate.lhs.span.start, predicate.lhs.span.end);
  const operator = operatorFor(predicate.operator, constants);
  const connector = operator === '!=' || operator === 'not in' ? '&&' : '||';
  const newText = `(${constants.map((one) => `${field} ${operator} ${one}`).join(` ${connector} `)})`;
  const span = { start: predicate.span.start, end: open.start + list[0].length };
  const fix = { code: 'write-list', args: { operator: connector }, edits: [{ span, newText }] } as const;
  return ifBetter(fix, text);
}

/** To be in a list is to be in a range, or to equal something. */
function operatorFor(operator: ComparisonOperator, constants: readonly string[]): ComparisonOperator {
  const areRanges = constants.every((one) => one.includes('/') && !one.includes('"'));
  if (areRanges) return operator;
  if (operator === 'in') return '==';
  return operator === 'not in' ? '!=' : operator;
}
