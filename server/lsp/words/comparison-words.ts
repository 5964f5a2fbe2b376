/** Comparisons in words. */

import {
  type ComparisonKind,
  comparisonOperators,
  fieldOf,
  type Lhs,
  type Predicate,
  presenceOf,
  printConstant,
  type TransformFunction,
} from '../../../grammar/index.js';
import { constantInWords, fieldInWords } from '../../problems/index.js';
import { inlineCode } from '../../text/index.js';

/** What an operator compares: `a String field and a string`. */
export const operandWords = (operands: ComparisonKind['operands']): string =>
  operands === 'same'
    ? 'a field and a constant of the same type'
    : `${fieldInWords(operands.field)} and ${constantInWords(operands.constant)}`;

/** `null` if a part of it is missing. */
export function inWords({ lhs, operator, rhs }: Predicate): string | null {
  const field = fieldOf(lhs)?.name;
  if (!lhs || field === undefined || !operator || !rhs) return null;
  // Headers and parameters may be sent several times (Kong/atc-router `src/interpreter.rs`).
  const isSeveral = presenceOf(field) === 'often';
  const which = calls(lhs, 'any') ? 'One value of ' : isSeveral ? 'Every value of ' : '';
  const lowered = calls(lhs, 'lower') ? ' in lower case' : '';
  const constant = rhs.kind === 'string' ? rhs.value : printConstant(rhs);
  return `${which}${inlineCode(field)}${lowered} ${comparisonOperators[operator].words} ${constant === '' ? 'the empty string' : inlineCode(constant)}.`;
}

function calls(lhs: Lhs, name: TransformFunction): boolean {
  for (let at: Lhs | null = lhs; at?.kind === 'call'; at = at.argument) if (at.function === name) return true;
  return false;
}
