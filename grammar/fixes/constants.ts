/** What is found where a constant belongs. */

import { fieldRoots } from '../language/index.js';
import type { ExpressionFix } from '../problems.js';
import { hasFeature, type Language } from '../semantics/index.js';
import { quote } from '../syntax/index.js';
import { write } from './edits.js';
import { listOfConstants, listOfWords } from './lists.js';
import { type Mistake, predicateWithoutConstant } from './mistake.js';

export function wrongConstant(mistake: Mistake): ExpressionFix | null {
  const { written, span, text, language } = mistake;
  if (/^[([{]/.test(written)) return listOfConstants(mistake);
  const inner = written.slice(1, -1);
  const close = otherQuotes.get(written.charAt(0));
  if (close !== undefined && written.length > 1 && written.endsWith(close) && !inner.includes(close)) {
    // `'it''s'` is one text in other languages.
    return /^['`]/.test(text.slice(span.end)) ? null : write(span, stringOf(inner, language));
  }
  const raw = /^[rR]#?"([^"]*)"#?/.exec(text.slice(span.start));
  if (raw && !text.startsWith('r#"', span.start)) {
    return write({ start: span.start, end: span.start + raw[0].length }, stringOf(raw[1]!, language));
  }
  const literal = regexLiteral(mistake);
  if (literal) return literal;
  if (isBareText(mistake)) return write(span, quote(written));
  return written.includes(',') ? listOfWords(mistake) : null;
}

/** `~ /^\/a$/i` */
function regexLiteral(mistake: Mistake): ExpressionFix | null {
  const { text, span, language } = mistake;
  const found = /^\/((?:\\.|[^\\\s/])+)\/(i?)(?=[\s)]|$)/.exec(text.slice(span.start));
  if (!found || predicateWithoutConstant(mistake)?.operator !== '~') return null;
  const [whole, pattern, flag] = found;
  const value = `${flag && '(?i)'}${pattern!.replaceAll('\\/', '/')}`;
  return write({ start: span.start, end: span.start + whole.length }, stringOf(value, language));
}

/** The quotation marks of other languages, each with the one that closes it. */
const otherQuotes: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
]);

/** A text with backslashes as a raw string, where the version has raw strings. */
const stringOf = (value: string, { gatewayVersion }: Language): string =>
  value.includes('\\') && !value.includes('"#') && hasFeature('raw-string', gatewayVersion)
    ? `r#"${value}"#`
    : quote(value);

/** What means no value in other languages. */
const absentWords: ReadonlySet<string> = new Set(['null', 'nil', 'None', 'undefined']);

/** What may be a field on the wrong side, and no text without quotation marks. */
const beginsLikeField = new RegExp(`^(?:${fieldRoots.join('|')})\\.`);

/** A text without quotation marks, as a whole: `GET`, `/a`. */
function isBareText(mistake: Mistake): boolean {
  const { written, span, text } = mistake;
  const predicate = predicateWithoutConstant(mistake);
  const isWord = /^[\w/~.*:@%+-]+$/.test(written) && !/^["'`]/.test(text.slice(span.end));
  return predicate?.rhs === null && isWord && !beginsLikeField.test(written) && !absentWords.has(written);
}
