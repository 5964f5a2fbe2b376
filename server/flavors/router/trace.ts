/** Why a route matches a request or not, and why another one is tried before it: as data. */

import type { FieldValue, Verdict } from './atc/evaluate.js';

/** How a router looks at one route. */
export interface RouteTrace {
  readonly route: number;
  readonly verdict: TraceVerdict;
  /** Each matcher of the route, in the order in which they are tried. */
  readonly matchers: readonly MatcherTrace[];
  /** Where another route is chosen although this one matches: that route, and what puts it first. */
  readonly after: Precedence | null;
}

/** `undecided`: a regex could not be judged. */
export type TraceVerdict = 'matches' | 'lost' | 'undecided';

export interface MatcherTrace {
  /** The paths of this part of the route. */
  readonly paths: readonly string[] | null;
  /** What the engine evaluates; `null` in the traditional router. */
  readonly expression: string | null;
  /** `null` in the traditional router. */
  readonly priority: bigint | null;
  readonly verdict: TraceVerdict;
  /** What the request would have to have, or not to have. Empty where it matches. */
  readonly lost: readonly LostTerm[];
  /** Every predicate of the expression, or every match field of the route, with its value. */
  readonly terms: readonly TracedTerm[];
}

/** A predicate or a match field, and whether it is true for the request. */
export interface TracedTerm extends Omit<LostTerm, 'negated'> {
  /** `not-evaluated`: what comes before it has decided already. */
  readonly result: 'true' | 'false' | 'undecided' | 'not-evaluated';
}

/** A predicate or traditional field because of which the route does not match. */
export interface LostTerm {
  /** `http.path`, or in the traditional router `paths`; for a header its name follows: `headers.x-version`. */
  readonly field: string;
  /** `any`, `lower`. */
  readonly functions: readonly string[];
  /** `null` in the traditional router. */
  readonly operator: string | null;
  /** What the route names. */
  readonly constants: readonly string[];
  /** What the request has; `null` if it has none. */
  readonly values: readonly string[] | null;
  /** Whether the term is true, where it must not be. */
  readonly negated: boolean;
  /** Which predicate of the expression it is, counted from 0; `null` in the traditional router. */
  readonly predicate: number | null;
}

export interface Precedence {
  readonly winner: number;
  readonly rule: PrecedenceRule;
  /** What is compared: the winner's, then the other's. */
  readonly values: readonly [bigint | number | string | null, bigint | number | string | null];
}

export type PrecedenceRule =
  /** atc router: the priority, then the id of the matcher. */
  | 'priority'
  | 'id'
  /** Traditional router: how many kinds of match fields; which; and `sort_routes` within the category. */
  | 'match-weight'
  | 'category'
  | 'submatch-weight'
  | 'headers'
  | 'regex_priority'
  | 'path-length'
  | 'created_at'
  | 'load-order'
  /** Traditional router: the winner is among the routes that one key of the request finds, and the other is not. */
  | 'found-by-key';

export const traceVerdicts: Readonly<Record<Verdict, TraceVerdict>> = ['lost', 'undecided', 'matches'];

export const valueText = (value: FieldValue): string =>
  typeof value === 'object' ? value.text : String(value);
