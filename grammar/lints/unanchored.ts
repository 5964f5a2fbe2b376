/** Regexes on paths without an anchor. */

import type { ExpressionFix, ExpressionProblem } from '../problems.js';
import { beginsInsidePath, hasAlternatives, isAnchored, isAnchoredAtEnd } from '../regex/index.js';
import type { Language } from '../semantics/index.js';
import { plainOf } from './simple-regex.js';
import type { Subject, WholePredicate } from './subject.js';

export function unanchored(
  predicate: WholePredicate,
  { name }: Subject,
  language: Language,
): ExpressionProblem | null {
  const { operator, rhs } = predicate;
  if (operator !== '~' || rhs.kind !== 'string' || name !== 'http.path' || isAnchored(rhs.value)) return null;
  const { value } = rhs;
  const isInside = beginsInsidePath(value);
  // A text that does not begin with a slash is meant to match later in the path.
  if (isInside && (isAnchoredAtEnd(value) || plainOf(predicate, language))) return null;
  const at = rhs.span.start + (rhs.raw ? 3 : 1);
  const fix: ExpressionFix = {
    code: 'write-anchor',
    args: {},
    edits: [{ span: { start: at, end: at }, newText: '^' }],
    changes: true,
  };
  const isSimple = !isInside && !value.startsWith('(?') && !hasAlternatives(value);
  const args = { name, begins: isInside ? 'inside' : 'anywhere' } as const;
  return { code: 'expression-unanchored', args, span: rhs.span, ...(isSimple && { fix }) };
}
