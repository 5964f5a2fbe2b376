/** Comparisons in words. */

import {
  type ComparisonOperator,
  fieldOf,
  type Lhs,
  type Predicate,
  printConstant,
} from '../../../grammar/index.js';
import { inlineCode } from '../../text/index.js';

/** Between the field and the constant. */
export const operatorWords: Readonly<Record<ComparisonOperator, string>> = {
  '==': 'equals',
  '!=': 'differs from',
  '^=': 'starts with',
  '=^': 'ends with',
  '~': 'matches',
  contains: 'contains',
  '>': 'is greater than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
  in: 'is in',
  'not in': 'is not in',
};

/** `null` where a part of it is missing. */
export function inWords({ lhs, operator, rhs }: Predicate): string | null {
  const field = fieldOf(lhs)?.name;
  if (!lhs || field === undefined || !operator || !rhs) return null;
  // Headers and parameters may be sent several times (Kong/atc-router `src/interpreter.rs`).
  const isSeveral = /^http\.(?:headers|queries)\./.test(field);
  const which = calls(lhs, 'any') ? 'One value of ' : isSeveral ? 'Every value of ' : '';
  const lowered = calls(lhs, 'lower') ? ' in lower case' : '';
  const constant = rhs.kind === 'string' ? rhs.value : printConstant(rhs);
  return `${which}${inlineCode(field)}${lowered} ${operatorWords[operator]} ${constant === '' ? 'the empty text' : inlineCode(constant)}.`;
}

function calls(lhs: Lhs, name: 'any' | 'lower'): boolean {
  for (let at: Lhs | null = lhs; at?.kind === 'call'; at = at.argument) if (at.function === name) return true;
  return false;
}
