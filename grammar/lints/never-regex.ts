/** Regexes that match no path of a request: it has no query string (Kong/kong `kong/router/utils.lua`, `strip_uri_args`). */

import type { ExpressionProblem } from '../problems.js';
import { languages } from '../regex/index.js';
import { subjectOf, type WholePredicate } from './subject.js';

export function regexNeverTrue({ lhs, operator, rhs }: WholePredicate): ExpressionProblem[] {
  const { name } = subjectOf(lhs);
  if (name !== 'http.path' || operator !== '~' || rhs.kind !== 'string') return [];
  // Most regexes contain no literal question mark.
  if (!/\\\?|\[[^\]]*\?/.test(rhs.value)) return [];
  const withoutQuery = languages.intersect(
    languages.languageOf(rhs.value, 'rust'),
    languages.languageOf(String.raw`\A[^?]*\z`, 'rust'),
  );
  if (languages.isEmpty(withoutQuery) !== true) return [];
  const args = { why: 'query-string', name, outcome: 'never' } as const;
  return [{ code: 'expression-never', args, span: rhs.span }];
}
