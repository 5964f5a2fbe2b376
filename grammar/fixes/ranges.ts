/** Ranges of integers and of segments, as other languages write them. */

import type { ExpressionFix } from '../problems.js';
import { ifBetter, write } from './edits.js';
import { type Mistake, predicateBefore } from './mistake.js';

/** `in 8000..8100`, `in 8000-8100`: what follows the first integer is where `&&` or `||` belongs. */
export function rangeOfIntegers(mistake: Mistake): ExpressionFix | null {
  const { text, span } = mistake;
  const predicate = predicateBefore(mistake, span.start);
  const last = /^(?:\.{2,3}=?|-)\s*(\d{1,18})\b/.exec(text.slice(span.start));
  if (!last || predicate?.rhs?.kind !== 'int' || !predicate.lhs) return null;
  if (predicate.operator !== 'in' && predicate.operator !== '==') return null;
  const { lhs, rhs } = predicate;
  const [field, first] = [lhs.span, rhs.span].map(({ start, end }) => text.slice(start, end));
  const end = span.start + last[0].length;
  return ifBetter(write({ start: predicate.span.start, end }, range(field!, first!, last[1]!)), text);
}

/** `net.dst.port between 8000 and 8100` */
export function betweenIntegers({ text, span: { start } }: Mistake): ExpressionFix | null {
  const field = /([A-Za-z][\w.]*)\s*$/.exec(text.slice(0, start));
  const ends = /^between\s+(\d{1,18})\s+(?:and|&&)\s+(\d{1,18})\b/i.exec(text.slice(start));
  if (!field || !ends) return null;
  const [whole, first, last] = ends;
  return write({ start: field.index, end: start + whole.length }, range(field[1]!, first!, last!));
}

const range = (field: string, first: string, last: string): string =>
  `(${field} >= ${first} && ${field} <= ${last})`;

/** `http.path.segments.0-1` */
export function rangeOfSegments({ text, span: { start } }: Mistake): ExpressionFix | null {
  const last = /^(?:-|\.\.|:)(\d+)\b/.exec(text.slice(start));
  if (!last || !/\bhttp\.path\.segments\.\d+$/.test(text.slice(0, start))) return null;
  return write({ start, end: start + last[0].length }, `_${last[1]}`);
}
