/**
 * What is checked after the syntax: fields, types, operators, regexes.
 * Source: Kong/atc-router `src/semantics.rs` (`Validate for Expression`), in its order within one predicate;
 * the engine stops at the first problem, this reports one for every predicate.
 */

import { isAtLeast } from '../gateway-version.js';
import { comparisonOperators, fieldTypes } from '../language/index.js';
import type { ExpressionProblem, WrongOperands } from '../problems.js';
import { regexJudge } from '../regex/index.js';
import type { Span } from '../span.js';
import {
  type Expression,
  fieldOf,
  type Lhs,
  type Predicate,
  predicatesOf,
  readIpv4,
} from '../syntax/index.js';
import { findField, isMalformedSegments, sinceOf } from './fields.js';
import type { Language } from './language-version.js';

/**
 * Checks every predicate of a tree.
 *
 * @param syntax the problems of its syntax, in the order of the text: a predicate that one of them touches is not what its author meant,
 *   and what could be said of it would only confuse
 */
export function check(
  expression: Expression | null,
  language: Language,
  syntax: readonly ExpressionProblem[],
): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  const isTouched = syntax.length > 0 ? touches(syntax) : null;
  for (const predicate of predicatesOf(expression)) {
    // What is missing is reported where it is missing, be it before the predicate.
    if (!predicate.operator || !predicate.rhs || isTouched?.(predicate.span)) continue;
    const problem = checkConstant(predicate, language) ?? checkTypes(predicate, language);
    if (problem) problems.push(problem);
  }
  return problems;
}

/**
 * Whether one of some problems touches a span. The spans are asked for from left to right, so that a text full of
 * mistakes is gone through once; a problem that begins within another and ends before it is overlooked by none of them.
 */
function touches(problems: readonly ExpressionProblem[]): (span: Span) => boolean {
  const starts = problems.map(({ span }) => span.start);
  let next = 0;
  /** How far the problems reach that begin before `next`. */
  let reach = -1;
  return ({ start, end }) => {
    while (next < starts.length && starts[next]! <= end) {
      const { span } = problems[next++]!;
      reach = Math.max(reach, span.end, span.start + 1);
    }
    return reach > start;
  };
}

/** What the engine's parser refuses in a constant that is well written. */
function checkConstant(
  { operator, operatorSpan, rhs }: Predicate,
  language: Language,
): ExpressionProblem | null {
  if (rhs?.kind === 'cidr' && rhs.family === 4 && isAtLeast(language.gatewayVersion, '3.10')) {
    // atc-router before 1.7 has the crate `cidr` 0.2, which falls back to a parser that accepts leading zeros.
    const address = rhs.text.slice(0, rhs.text.indexOf('/'));
    if (readIpv4(address) === null) {
      return { code: 'expression-ip-address', args: { text: address, family: 4 }, span: rhs.span };
    }
  }
  if (operator !== '~' || !operatorSpan || !rhs) return null;
  if (rhs.kind !== 'string') {
    const args = { operator, wrong: 'constant', constant: rhs.kind } as const;
    return { code: 'expression-operator-type', args, span: rhs.span };
  }
  const problem = (language.judge ?? regexJudge).judge(rhs.value, language.gatewayVersion);
  if (problem === 'accepted') return null;
  if (typeof problem === 'string') {
    return { code: 'expression-regex-not-judged', args: { reason: problem }, span: rhs.span };
  }
  // Where every character is itself, the crate's place in the pattern is a place in the text.
  const quotes = rhs.raw ? { open: 3, close: 2 } : { open: 1, close: 1 };
  const isLiteral = rhs.span.end - rhs.span.start === rhs.value.length + quotes.open + quotes.close;
  const from = rhs.span.start + quotes.open;
  const inner = isLiteral &&
    problem.span && { start: from + problem.span.start, end: from + problem.span.end };
  const span = inner && inner.end > inner.start ? inner : rhs.span;
  return { code: 'expression-regex', args: { message: problem.message }, span };
}

function checkTypes(
  { lhs, operator, operatorSpan, rhs }: Predicate,
  language: Language,
): ExpressionProblem | null {
  const name = fieldOf(lhs);
  if (!name) return null;
  const field = findField(name.name, language.subsystem, language.gatewayVersion);
  if (!field) {
    const fieldOfAnyVersion = findField(name.name, language.subsystem);
    if (fieldOfAnyVersion) {
      const since = sinceOf(fieldOfAnyVersion, language.subsystem);
      return { code: 'expression-field-since', args: { name: name.name, since }, span: name.span };
    }
    const { subsystem, gatewayVersion } = language;
    const args = { name: name.name, subsystem, gatewayVersion };
    return { code: 'expression-unknown-field', args, span: name.span };
  }
  const { type } = field;
  if (!operator || !operatorSpan || !rhs) return null;

  const { operands } = comparisonOperators[operator];
  // A regex and a range have no type that a field has.
  const isOfFieldType = operands === 'same' || (operator !== '~' && operands.constant !== 'cidr');
  if (isOfFieldType && fieldTypes[type].constant !== rhs.kind) {
    const args = { name: name.name, type, constant: rhs.kind };
    return { code: 'expression-type-mismatch', args, span: rhs.span };
  }
  if (type !== 'String' && isLowered(lhs)) {
    return { code: 'expression-lower-type', args: { name: name.name, type }, span: lhs!.span };
  }

  if (operands !== 'same' && (type !== operands.field || rhs.kind !== operands.constant)) {
    // That the constant of a regex is a string was asked before.
    const wrong: WrongOperands =
      operator === '~' ? { wrong: 'field', type } : { wrong: 'both', type, constant: rhs.kind };
    return { code: 'expression-operator-type', args: { operator, ...wrong }, span: operatorSpan };
  }
  if (isMalformedSegments(name.name)) {
    return { code: 'expression-segments', args: { name: name.name }, span: name.span };
  }
  return null;
}

function isLowered(lhs: Lhs | null): boolean {
  for (let at = lhs; at?.kind === 'call'; at = at.argument) if (at.function === 'lower') return true;
  return false;
}
