/** Strings that are not closed, wrong escapes, and raw strings. */

import type { ExpressionFix } from '../problems.js';
import { predicatesOf, quote } from '../syntax/index.js';
import { insert, write } from './edits.js';
import type { Mistake } from './mistake.js';

/** A string ends before the next `&&` or `||`, or with the text. */
export function unclosedString({ text, span }: Mistake, what: 'string' | 'raw-string'): ExpressionFix | null {
  const end = text.trimEnd().length;
  if (what === 'raw-string') {
    const quoteAt = text.indexOf('"', span.start + 3);
    return quoteAt === -1 ? insert(end, '"#') : insert(quoteAt + 1, '#');
  }
  // A backslash at the end would escape the quotation mark.
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return null;
  const goesOn = /\s*(?:&&|\|\|)/.exec(text.slice(span.start + 1));
  return insert(goesOn ? span.start + 1 + goesOn.index : end, '"');
}

/** As a raw string, in which a backslash is a backslash. */
export function rawStringOfEscapes({ text, span }: Mistake): ExpressionFix | null {
  const literal = [...text.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g)].find(
    ({ index, 0: image }) => index < span.start && span.end <= index + image.length,
  );
  if (!literal) return null;
  const [image] = literal;
  const inner = image.slice(1, -1).replace(/\\(["\\])/g, '$1');
  // In a regex `\n` and its like mean the same as in a string.
  const isRegex = text.slice(0, literal.index).trimEnd().endsWith('~');
  if (inner.includes('"#') || (!isRegex && /\\[nrt]/.test(image))) return null;
  const whole = { start: literal.index, end: literal.index + image.length };
  return { code: 'write-raw-string', args: {}, edits: [{ span: whole, newText: `r#"${inner}"#` }] };
}

/** As a string in quotation marks, for a Gateway without raw strings. */
export function rawStringUnknown({ tree, span }: Mistake): ExpressionFix | null {
  const constant = predicatesOf(tree).find(({ rhs }) => rhs?.span.start === span.start)?.rhs;
  return constant?.kind === 'string' ? write(span, quote(constant.value)) : null;
}
