/** The results of operators. Numbers are doubles; if a result is not exact, it is not known. */

import type { Span } from '../../grammar/index.js';
import type { Expression, Operation, Operator, Unary } from './tree.js';
import { isKnown, plainValue, unknown, type Value } from './values.js';

export function operate(
  expression: Operation | Unary,
  span: Span,
  evaluate: (operand: Expression) => Value,
): Value {
  if (expression.kind === 'unary') {
    const operand = evaluate(expression.operand);
    const made = { span, referred: true, assumed: operand.assumed };
    if (expression.operator === '!') {
      if (operand.kind === 'boolean') return { kind: 'boolean', value: !operand.value, ...made };
    } else if (operand.kind === 'number') {
      // A literal with a sign is written where it is.
      return { kind: 'number', value: -operand.value, ...made, referred: operand.referred };
    }
    return unknown(span, operand.kind === 'unknown' ? operand.reason : 'invalid');
  }
  const [first, ...rest] = expression.operands;
  let left = evaluate(first!);
  for (const [i, operand] of rest.entries()) {
    left = join(expression.operators[i]!, left, evaluate(operand), span);
  }
  return left;
}

function join(operator: Operator, left: Value, right: Value, span: Span): Value {
  if (left.kind === 'unknown') return { ...left, span };
  if (right.kind === 'unknown') return { ...right, span };
  const assumed = left.assumed || right.assumed;
  const boolean = (value: boolean): Value => ({ kind: 'boolean', value, span, referred: true, assumed });
  if (operator === '==' || operator === '!=') {
    if (!isKnown(left) || !isKnown(right)) return unknown(span, 'reference');
    return boolean(isSame(left, right) === (operator === '=='));
  }
  if (operator === '&&' || operator === '||') {
    if (left.kind !== 'boolean' || right.kind !== 'boolean') return unknown(span, 'invalid');
    return boolean(operator === '&&' ? left.value && right.value : left.value || right.value);
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return unknown(span, 'invalid');
  switch (operator) {
    case '<':
      return boolean(a < b);
    case '>':
      return boolean(a > b);
    case '<=':
      return boolean(a <= b);
    case '>=':
      return boolean(a >= b);
    default: {
      const value = calculated(operator, a, b);
      if (!Number.isSafeInteger(value)) return unknown(span, 'limit');
      return { kind: 'number', value, span, referred: true, assumed };
    }
  }
}

function calculated(operator: '+' | '-' | '*' | '/' | '%', a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

/** A text of digits is a number, too. */
function numberOf(value: Value): number | null {
  if (value.kind === 'number') return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : null;
  if (value.kind !== 'text' || !/^-?\d{1,15}$/.test(value.text.value)) return null;
  return Number(value.text.value);
}

const isSame = (a: Value, b: Value) =>
  a.kind === b.kind &&
  JSON.stringify(plainValue(a), withBigints) === JSON.stringify(plainValue(b), withBigints);

const withBigints = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);
