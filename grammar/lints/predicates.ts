/** Predicates that Kong accepts, and that are probably not what their author meant. */

import type { ExpressionProblem } from '../problems.js';
import type { Language } from '../semantics/index.js';
import { absent } from './absent.js';
import { allValues } from './all-values.js';
import { headerCase } from './header-case.js';
import { hostCase } from './host-case.js';
import { neverTrue } from './never.js';
import { simpleRegex } from './simple-regex.js';
import { subjectOf, type TextOf, type WholePredicate } from './subject.js';
import { unanchored } from './unanchored.js';

export function lintPredicate(
  predicate: WholePredicate,
  language: Language,
  textOf: TextOf,
): ExpressionProblem[] {
  const never = neverTrue(predicate, language);
  // What never matches needs no further advice.
  if (never) return [never];
  const subject = subjectOf(predicate.lhs);
  return [
    headerCase(predicate, subject),
    hostCase(predicate, subject),
    absent(predicate, subject, language, textOf),
    allValues(predicate, subject, language, textOf),
    unanchored(predicate, subject, language) ?? simpleRegex(predicate, subject, language),
  ].filter((problem) => problem !== null);
}
