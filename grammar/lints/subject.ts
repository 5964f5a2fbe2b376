/** What a predicate looks at: a field, and how. */

import { presenceOf } from '../semantics/index.js';
import type { Constant, Lhs, Predicate } from '../syntax/index.js';

/** A complete predicate whose parts have the right types. */
export interface WholePredicate extends Predicate {
  readonly lhs: Lhs;
  readonly operator: NonNullable<Predicate['operator']>;
  readonly operatorSpan: NonNullable<Predicate['operatorSpan']>;
  readonly rhs: Constant;
}

/** The text of a piece as it is written. */
export type TextOf = (span: { readonly start: number; readonly end: number }) => string;

export interface Subject {
  readonly name: string;
  /** Order and number of the functions do not matter (`src/ast.rs`, `get_transformations`). */
  readonly lower: boolean;
  /** One value is enough; always false for a field that has no more than one. */
  readonly any: boolean;
}

export function subjectOf(lhs: Lhs): Subject {
  let at = lhs;
  let lower = false;
  let any = false;
  while (at.kind === 'call') {
    if (at.function === 'lower') lower = true;
    else any = true;
    at = at.argument!;
  }
  return { name: at.name, lower, any: any && presenceOf(at.name) === 'often' };
}

/** A left-hand side that looks at this. */
export function written({ name, lower, any }: Subject): string {
  const inner = lower ? `lower(${name})` : name;
  return any ? `any(${inner})` : inner;
}
