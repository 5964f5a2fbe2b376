/** What is found where a comparison, `&&` or `||` belongs. */

import { logicalOperators } from '../language/index.js';
import type { Expected, ExpressionFix } from '../problems.js';
import { ifBetter, insert, withSpaceBefore, write } from './edits.js';
import { listWithoutBrackets } from './lists.js';
import { matcherAround } from './matchers.js';
import { type Mistake, predicateBefore } from './mistake.js';
import { methodCall } from './operators.js';
import { rangeOfIntegers } from './ranges.js';

/** @returns `null` if another operator is before it, `undefined` if it is not a connector */
export function wrongConnector({ span, written, text }: Mistake): ExpressionFix | null | undefined {
  const meant = Object.entries(logicalOperators).find(([, { alsoWritten }]) => alsoWritten.includes(written));
  if (!meant) return undefined;
  return /(?:&&|\|\||[(!]|^)\s*$/.test(text.slice(0, span.start)) ? null : write(span, meant[0]);
}

/** `;` at the end. */
export function strayPunctuation({ span, written, text }: Mistake): ExpressionFix | null {
  if (!/^[;,]+$/.test(written) || text.slice(span.end).trim() !== '') return null;
  const edits = [{ span: withSpaceBefore(span, text), newText: '' }];
  return { code: 'remove', args: { text: written }, edits };
}

export function wrongTerm(mistake: Mistake, expected: Expected): ExpressionFix | null {
  const fix =
    expected === 'connector'
      ? (missingQuote(mistake) ??
        rangeOfIntegers(mistake) ??
        (mistake.written.startsWith(',') ? listWithoutBrackets(mistake) : null))
      : (matcherAround(mistake) ?? methodCall(mistake) ?? reversed(mistake) ?? repeated(mistake));
  return ifBetter(fix, mistake.text);
}

/** `"/a && http.method == "GET"`: the closing quotation mark is missing before the operator. */
function missingQuote(mistake: Mistake): ExpressionFix | null {
  const { text, span } = mistake;
  const rhs = predicateBefore(mistake, span.start)?.rhs;
  if (rhs?.kind !== 'string' || rhs.raw) return null;
  const goesOn = /\s*(?:&&|\|\|)/.exec(text.slice(rhs.span.start, rhs.span.end));
  return goesOn && insert(rhs.span.start + goesOn.index, '"');
}

/** `"/a" == http.path` */
function reversed({ text, span: { start } }: Mistake): ExpressionFix | null {
  const sides = /^("[^"]*"|r#"[^"]*"#|-?\w[\w.:/]*)\s*(==?|!=)\s*([A-Za-z][\w.]*)/.exec(text.slice(start));
  if (!sides) return null;
  const [whole, constant, written, field] = sides;
  const operator = written === '=' ? '==' : written;
  return write({ start, end: start + whole.length }, `${field} ${operator} ${constant}`);
}

/** `http.method == "GET" || "POST"` */
function repeated(mistake: Mistake): ExpressionFix | null {
  const { text, span } = mistake;
  const between = /\s*(?:&&|\|\|)\s*$/.exec(text.slice(0, span.start));
  const predicate = between && predicateBefore(mistake, between.index);
  if (!predicate?.lhs || !predicate.operatorSpan || !/^["r\d-]/.test(text.slice(span.start))) return null;
  return insert(span.start, `${text.slice(predicate.lhs.span.start, predicate.operatorSpan.end)} `);
}
