/** Operators as other languages have them. */

import { type ComparisonOperator, comparisonOperatorNames, comparisonOperators } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { hasFeature } from '../semantics/index.js';
import { fieldOf, type Predicate, parse, predicatesOf } from '../syntax/index.js';
import { write, writeOperator } from './edits.js';
import { nameInBrackets } from './fields.js';
import { type Mistake, predicateAt, predicateBefore } from './mistake.js';
import { betweenIntegers } from './ranges.js';

/** @param operator as in the problem: the whole word, however much of it the span covers */
export function unknownOperator(mistake: Mistake, operator: string): ExpressionFix | null {
  const { text, span, tree } = mistake;
  const rest = text.slice(span.start);
  const phrase = phraseAt(rest);
  if (phrase) {
    return writeOperator({ start: span.start, end: span.start + phrase.length }, phrase.operator, text);
  }
  const inSql = likePattern(mistake) ?? betweenIntegers(mistake);
  if (inSql) return inSql;
  const meant = comparisonOperatorNames.find((name) =>
    comparisonOperators[name].alsoWritten?.includes(operator),
  );
  if (meant) return writeOperator(span, meant, text);
  const predicate = predicatesOf(tree).find(
    ({ span: { start }, lhs }) =>
      start <= span.start && lhs !== null && text.slice(lhs.span.end, span.start).trim() === '',
  );
  if (!predicate?.lhs) return null;
  const field = fieldOf(predicate.lhs);
  if (rest.startsWith('[')) return field && nameInBrackets(field, text);
  return negatedOperator(predicate, mistake);
}

/** `is not`, `starts with`: an operator of several words. */
function phraseAt(text: string): { readonly operator: ComparisonOperator; readonly length: number } | null {
  for (const operator of comparisonOperatorNames) {
    const found = comparisonOperators[operator].inWords?.exec(text)?.[0];
    if (found !== undefined) return { operator, length: found.length };
  }
  return null;
}

/** `like "/a%"` of SQL, with `%` at the ends only. */
function likePattern({ text, span: { start } }: Mistake): ExpressionFix | null {
  const found = /^like\s*("(%?)([^"%_\\]+)(%?)")/i.exec(text.slice(start));
  if (!found) return null;
  const [whole, , before, part, after] = found;
  const operator = before && after ? 'contains' : before ? '=^' : after ? '^=' : '==';
  return write({ start, end: start + whole.length }, `${operator} "${part}"`);
}

/** `!~`, `!contains`, `not contains`: the negation of the comparison without the `!`. */
function negatedOperator(
  { lhs, span: { start } }: Predicate,
  { text, span: { start: at }, language }: Mistake,
): ExpressionFix | null {
  const not = /^(?:!|not\b)\s*(?=[~^=a-z])/i.exec(text.slice(at))?.[0];
  if (not === undefined || !hasFeature('negation', language.gatewayVersion)) return null;
  const rest = text.slice(at + not.length);
  const [meant] = predicatesOf(parse(`${text.slice(start, lhs!.span.end)} ${rest}`).tree);
  const operator = meant?.operator;
  if (!operator || !meant.rhs || meant.span.start > 0) return null;
  const end = at + not.length + meant.span.end - (lhs!.span.end - start + 1);
  const space = /^[a-z]/.test(operator) && lhs!.span.end === at ? ' ' : '';
  return {
    code: 'write-negation',
    args: { operator },
    edits: [
      { span: { start, end: start }, newText: '!(' },
      { span: { start: at, end: at + not.length }, newText: space },
      { span: { start: end, end }, newText: ')' },
    ],
  };
}

/** `http.path.startsWith("/a")` */
export function methodCall(mistake: Mistake): ExpressionFix | null {
  const { text, span } = mistake;
  const predicate = predicateAt(mistake) ?? predicateBefore(mistake, span.start);
  if (!predicate) return null;
  const { start } = predicate.span;
  const call = /^([\w.]+)\.(\w+)\(\s*("[^"]*"|r#"[^"]*"#)\s*\)/.exec(text.slice(start));
  if (!call) return null;
  const [whole, field, method, constant] = call;
  const operator = comparisonOperatorNames.find((name) =>
    comparisonOperators[name].alsoCalled?.includes(method!.toLowerCase()),
  );
  return operator ? write({ start, end: start + whole.length }, `${field} ${operator} ${constant}`) : null;
}
