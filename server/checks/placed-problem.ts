/** A problem of a route or a file at its place, with the fix for it. */

import type { ExpressionFix, Span } from '../../grammar/index.js';
import type { FieldChange } from '../advice/index.js';
import type { ValueChange } from '../documents/index.js';
import {
  type AnyProblem,
  fieldFixTitle,
  fixTitle,
  messageOf,
  type ProblemCode,
  type Severity,
  severityOf,
} from '../problems/index.js';
import type { Fix } from './fixes.js';

/** A problem at its place. Spans count from the start of the route, as those of its body do. */
export interface PlacedProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** Other places that the problem is about. */
  readonly related: readonly {
    readonly span: Span;
    readonly message: string;
    /** Of another file than the problem's. */
    readonly uri?: string;
  }[];
  /** Fixes for it, where that is obvious. */
  readonly fix?: Fix;
}

export function place(
  problem: AnyProblem,
  span: Span,
  related: PlacedProblem['related'] = [],
): PlacedProblem {
  const { code } = problem;
  return { code, severity: severityOf(code), message: messageOf(problem), span, related };
}

export const isError = ({ code }: AnyProblem): boolean => severityOf(code) === 'error';

export const fixOfField = ({ title, ...value }: FieldChange): Fix => ({
  title: fieldFixTitle(title),
  changes: true,
  value: value as ValueChange,
});

export const fixOf = (fix: ExpressionFix): Fix => ({
  title: fixTitle(fix),
  changes: fix.changes === true,
  expression: fix.edits,
});
