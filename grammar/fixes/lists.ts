/** Lists of constants, which the language does not have. */

import type { ComparisonOperator } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { findField, hasFeature, type Language } from '../semantics/index.js';
import type { Span } from '../span.js';
import { fieldOf, type Predicate, quote } from '../syntax/index.js';
import { ifBetter, write, writeOperator } from './edits.js';
import { type Mistake, predicateAt, predicateBefore, predicateWithoutConstant } from './mistake.js';

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** One item: a string in whatever quotation marks, or a word without any. */
const item = /"[^"\\]*"|r#"(?:[^"]|"(?!#))*"#|'[^'\\]*'|`[^`\\]*`|[^\s"'`,|&()[\]{}]+/y;

const separator = /\s*(?:,|\|\|?)\s*/y;

/** Between the items of a set, as in Wireshark and in Cloudflare's rules: `{80 443}`. */
const separatorInSet = /\s*,\s*|\s+(?=[^}\s])/y;

/** `in ("a", "b")`, `in ["a", "b"]`, `== ("a" || "b")`: as comparisons one by one. */
export function listOfConstants(mistake: Mistake): ExpressionFix | null {
  const { text, span } = mistake;
  const close = closing[text.charAt(span.start)];
  const predicate = predicateWithoutConstant(mistake);
  if (close === undefined || !predicate) return null;
  const list = itemsFrom(text, span.start + 1, close === '}' ? separatorInSet : separator);
  const end = list && skipSpace(text, list.end);
  if (!end || text.charAt(end) !== close) return null;
  return ifBetter(compareEach(mistake, predicate, list.items, end + 1), text);
}

/** `in "a", "b"`: the comma is where `&&` or `||` belongs. */
export function listWithoutBrackets(mistake: Mistake): ExpressionFix | null {
  const predicate = predicateBefore(mistake, mistake.span.start);
  return predicate?.rhs ? listFrom(mistake, predicate, predicate.rhs.span.start) : null;
}

/** `== GET,POST` */
export function listOfWords(mistake: Mistake): ExpressionFix | null {
  const predicate = predicateWithoutConstant(mistake);
  return predicate ? listFrom(mistake, predicate, mistake.span.start) : null;
}

function listFrom(mistake: Mistake, predicate: Predicate, start: number): ExpressionFix | null {
  const list = itemsFrom(mistake.text, start);
  if (!list || list.items.length < 2) return null;
  return ifBetter(compareEach(mistake, predicate, list.items, list.end), mistake.text);
}

/** `in "GET"`, `in "GET, POST"`: to be in a list of texts is to equal one of them. */
export function textInList(mistake: Mistake): ExpressionFix | null {
  const predicate = predicateAt(mistake);
  const { rhs, operator, operatorSpan } = predicate ?? {};
  if (!predicate || rhs?.kind !== 'string' || !operator || !operatorSpan) return null;
  if (typeOf(predicate) !== 'String') return null;
  const texts = rhs.value.split(/\s*,\s*/);
  if (texts.length === 1) return writeOperator(operatorSpan, equalityOf(operator), mistake.text);
  if (texts.includes('')) return null;
  return compareEach(mistake, predicate, texts.map(quote), rhs.span.end);
}

function itemsFrom(
  text: string,
  start: number,
  between = separator,
): { items: string[]; end: number } | null {
  const items: string[] = [];
  let at = skipSpace(text, start);
  for (;;) {
    item.lastIndex = at;
    const found = item.exec(text);
    if (!found) return null;
    items.push(found[0]);
    const end = item.lastIndex;
    between.lastIndex = end;
    if (!between.test(text)) return { items, end };
    at = between.lastIndex;
  }
}

const skipSpace = (text: string, from: number): number => from + /^\s*/.exec(text.slice(from))![0].length;

const typeOf = ({ lhs }: Predicate) => {
  const name = fieldOf(lhs)?.name;
  return name === undefined ? undefined : (findField(name, 'http') ?? findField(name, 'stream'))?.type;
};

/** @returns `null` if an item is not a constant that the field can be compared with */
function compareEach(
  { text, language }: Mistake,
  predicate: Predicate,
  items: readonly string[],
  end: number,
): ExpressionFix | null {
  const { lhs, operator, span } = predicate;
  if (!lhs || !operator) return null;
  const field = text.slice(lhs.span.start, lhs.span.end);
  const isText = typeOf(predicate) === 'String';
  const constants = items.map((one) => constantFrom(one, isText, language));
  if (constants.includes(null)) return null;
  const connector = operator === '!=' || operator === 'not in' ? '&&' : '||';
  const terms = constants.map((one) => `${field} ${operatorFor(operator, one!)} ${one}`);
  const whole: Span = { start: span.start, end };
  if (terms.length === 1) return write(whole, terms[0]!);
  const newText = `(${terms.join(` ${connector} `)})`;
  return { code: 'write-list', args: { operator: connector }, edits: [{ span: whole, newText }] };
}

function constantFrom(written: string, isText: boolean, language: Language): string | null {
  const isRaw = written.startsWith('r#"');
  const isQuoted = /^["'`]/.test(written);
  const value = isRaw ? written.slice(3, -2) : isQuoted ? written.slice(1, -1) : written;
  if (!isText) return /^(?:-?\d{1,18}|[\da-fA-F.:]+(?:\/\d{1,3})?)$/.test(value) ? value : null;
  if (isRaw && hasFeature('raw-string', language.gatewayVersion)) return written;
  return quote(value);
}

/** To be in a list is to be in a range, or to equal something. */
function operatorFor(operator: ComparisonOperator, constant: string): ComparisonOperator {
  const isRange = constant.includes('/') && !/["#]/.test(constant);
  const isNegative = operator === '!=' || operator === 'not in';
  if (isRange) return isNegative ? 'not in' : 'in';
  return operator === 'in' || operator === 'not in' ? equalityOf(operator) : operator;
}

const equalityOf = (operator: ComparisonOperator): ComparisonOperator =>
  operator === 'not in' ? '!=' : '==';
