/**
 * Whether a request satisfies an expression, and what the engine records while it looks.
 * Source: Kong/atc-router `src/interpreter.rs` (`Execute`), and of 1.0.5 for Gateways before 3.4.
 */

import type { RustRegexes } from '../regexes/regexes.js';
import { type Address, isInside } from '../requests/address.js';
import type { PredicateTerm, Term } from './terms.js';

/** A value of a field. */
export type FieldValue = string | number | Address;

/** The values of a field by its number; `null` if the request has none. */
export type ValuesOf = (slot: number) => readonly FieldValue[] | null;

/**
 * Three answers in one order: of terms that are joined with `&&` the least counts, with `||` the greatest. Some terms
 * are not decided because a regex is not.
 */
export const no = 0;
export const undecided = 1;
export const yes = 2;
export type Verdict = 0 | 1 | 2;

/** How the values of a field that is not in `any( … )` count: all of them, or before Gateway 3.4 only the first. */
export type PlainValues = 'all' | 'first';

export interface Evaluation {
  readonly valuesOf: ValuesOf;
  readonly plain: PlainValues;
  readonly rust: RustRegexes;
  /** What the engine would record, where someone asks for it. */
  readonly record?: Recording;
}

/** `Match` of `src/context.rs`: what stays when an expression is evaluated, also by terms that were false in the end. */
export interface Recording {
  /** By field: the text that a predicate last matched. */
  readonly matched: Map<string, string>;
  /** The groups of every regex that matched, whichever field it looks at; a later one overrides an earlier one. */
  readonly captures: Map<number | string, string>;
}

export function evaluate(term: Term, evaluation: Evaluation): Verdict {
  switch (term.kind) {
    case 'and': {
      let all: Verdict = yes;
      for (const one of term.terms) {
        const verdict = evaluate(one, evaluation);
        if (verdict === no) return no;
        if (verdict < all) all = verdict;
      }
      return all;
    }
    case 'or': {
      let best: Verdict = no;
      for (const one of term.terms) {
        const verdict = evaluate(one, evaluation);
        if (verdict === yes) return yes;
        if (verdict > best) best = verdict;
      }
      return best;
    }
    case 'not':
      return (yes - evaluate(term.term, evaluation)) as Verdict;
    case 'predicate':
      return evaluatePredicate(term, evaluation);
  }
}

/** An absent field makes its predicate false, whatever the operator. */
export function evaluatePredicate(term: PredicateTerm, evaluation: Evaluation): Verdict {
  const values = evaluation.valuesOf(term.slot);
  if (values === null || values.length === 0) return no;
  if (term.any) {
    let best: Verdict = no;
    for (const value of values) {
      const verdict = compare(term, value, evaluation);
      if (verdict === yes) return yes;
      if (verdict > best) best = verdict;
    }
    return best;
  }
  if (values.length === 1 || evaluation.plain === 'first') return compare(term, values[0]!, evaluation);
  let all: Verdict = yes;
  for (const value of values) {
    const verdict = compare(term, value, evaluation);
    if (verdict === no) return no;
    if (verdict < all) all = verdict;
  }
  return all;
}

const verdictOf = (decision: boolean): Verdict => (decision ? yes : no);

function compare(term: PredicateTerm, value: FieldValue, evaluation: Evaluation): Verdict {
  const { constant } = term;
  if (typeof value === 'number') {
    return verdictOf(constant.kind === 'number' && compareNumbers(term, value, constant.value));
  }
  if (typeof value === 'object') {
    if (constant.kind !== 'network') return no;
    const isSame = isInside(value, constant.network);
    return verdictOf(term.operator === '!=' || term.operator === 'not in' ? !isSame : isSame);
  }
  if (constant.kind !== 'text') return no;
  return compareTexts(term, term.lower ? value.toLowerCase() : value, constant.value, evaluation);
}

function compareTexts(
  { operator, field }: PredicateTerm,
  value: string,
  constant: string,
  { rust, record }: Evaluation,
): Verdict {
  switch (operator) {
    case '==':
      return recorded(value === constant, field, constant, record);
    case '!=':
      return verdictOf(value !== constant);
    case '^=':
      return recorded(value.startsWith(constant), field, constant, record);
    case '=^':
      return recorded(value.endsWith(constant), field, constant, record);
    case 'contains':
      return verdictOf(value.includes(constant));
    case '~':
      return record ? recordedRegex(constant, value, field, rust, record) : regex(constant, value, rust);
    // Each operator is listed, so that a new one of the language must be decided here.
    case '>':
    case '>=':
    case '<':
    case '<=':
    case 'in':
    case 'not in':
      return no;
  }
}

function recorded(decision: boolean, field: string, text: string, record: Recording | undefined): Verdict {
  if (decision) record?.matched.set(field, text);
  return verdictOf(decision);
}

function regex(pattern: string, value: string, rust: RustRegexes): Verdict {
  const decision = rust.isMatch(pattern, value);
  return decision === 'undecided' ? undecided : verdictOf(decision);
}

function recordedRegex(
  pattern: string,
  value: string,
  field: string,
  rust: RustRegexes,
  { matched, captures }: Recording,
): Verdict {
  const match = rust.match(pattern, value);
  if (match === 'undecided') return undecided;
  if (match === null) return no;
  matched.set(field, match.text);
  captures.set(0, match.text);
  for (const [group, text] of match.groups) captures.set(group, text);
  return yes;
}

function compareNumbers({ operator }: PredicateTerm, value: number, constant: number): boolean {
  switch (operator) {
    case '==':
      return value === constant;
    case '!=':
      return value !== constant;
    case '>':
      return value > constant;
    case '>=':
      return value >= constant;
    case '<':
      return value < constant;
    case '<=':
      return value <= constant;
    case '^=':
    case '=^':
    case '~':
    case 'contains':
    case 'in':
    case 'not in':
      return false;
  }
}
