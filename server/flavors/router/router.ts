/** What a router answers. Routes are named by their position in the table; everything is data. */

import type { Subsystem } from '../../../grammar/index.js';
import type { Gateway } from '../../routes/index.js';
import type { Engine } from '../engine-of.js';
import type { AtcMatcher } from './atc/atc-matcher.js';
import type { Outcome } from './outcome.js';
import type { RoutedRequest } from './requests/request.js';
import type { RouteTrace } from './trace.js';
import type { TraditionalEntry } from './traditional/traditional-entry.js';

export interface Router {
  readonly gateway: Gateway;
  readonly subsystem: Subsystem;
  readonly engine: Engine;
  /** Why Kong's router cannot be built: then no request is routed. */
  readonly failure: BuildFailure | null;
  /** Routes of the subsystem that are not in the router. Others are not in it either, and not listed. */
  readonly leftOut: readonly LeftOut[];
  /**
   * What the router tries, in the usual order: the parts of routes, or in the traditional router each route once for each
   * of its paths. Empty where the router cannot be built.
   */
  readonly entries: readonly RouterEntry[];
  /**
   * A router that looks at some of the entries alone, which saves an index over all. It answers as this one where no other
   * entry matches.
   *
   * @param entries positions in `entries`, in ascending order
   */
  subset(entries: readonly number[]): Router;
  match(request: RoutedRequest): RouteMatch;
  /** How the router looks at one route for a request. `null` for a route that is not in it. */
  trace(request: RoutedRequest, route: number): RouteTrace | null;
}

export type RouterEntry = AtcMatcher | TraditionalEntry;

export interface BuildFailure {
  readonly reason: /** A route has no field that the traditional router reads ("could not categorize route"). */
    | 'no-match-field'
    /** The engine crashes on an expression, and the worker process with it. */
    | 'engine-crash'
    /** The engine refuses an expression, and in this version the router is not built then (Gateway 3.0.0). */
    | 'expression-refused'
    /** Lua cannot sort the addresses of stream routes ("invalid order function for sorting", before Gateway 3.3). */
    | 'invalid-order';
  readonly route: number | null;
}

export interface LeftOut {
  readonly route: number;
  readonly reason: /** The engine refuses the expression; Kong logs it. */
    | 'expression-refused'
    /** The router reads none of the route's fields ("could not find expression"). */
    | 'no-expression'
    /** Another matcher has the same id and priority. */
    | 'same-id';
  /** The expression that is refused. */
  readonly expression: string | null;
}

export interface RouteMatch {
  /** The route that the request goes to; of several possible ones the most likely one. `null` for none. */
  readonly route: number | null;
  /** The entry of that route which is chosen, as a position in `Router.entries`. */
  readonly entry: number | null;
  /** Why no route was looked for. */
  readonly failure: MatchFailure | null;
  /** Where Kong does not always choose the same; `null` if it does. */
  readonly open: OpenAnswer | null;
  /** The entries between which chance decides, also those of one route; empty if it does not. */
  readonly entriesByChance: readonly number[];
  /** All routes that match, in the order in which they are tried, each once: the first is `route`. Worked out when asked. */
  candidates(): readonly number[];
  /** What becomes of the request. Worked out when asked. */
  outcome(): Outcome;
}

export type MatchFailure =
  | 'router-not-built'
  /** The engine does not accept a value of the request: Kong answers 404. */
  | 'value-not-accepted'
  /** The router raises an error: Kong answers 500. */
  | 'router-error'
  /** PCRE refuses a regex path that the router tries before any that matches: Kong answers 404. */
  | 'regex-refused';

export interface OpenAnswer {
  /** Every answer that is possible, `route` among them. */
  readonly anyOf: readonly (number | null)[];
  readonly reasons: readonly OpenReason[];
}

export type OpenReason =
  /** Routes of the same age: the order in which they are loaded decides. */
  | 'load-order'
  /** The table does not say how old the routes are. */
  | 'created-at-unknown'
  /** The order of a route's headers, which is that of a hash table. */
  | 'header-order'
  /** A priority is one of two numbers. It depends on whether LuaJIT has compiled the code that computes it. */
  | 'interpreter-or-jit'
  /** Equal priorities, and an id that the table does not say. */
  | 'generated-id'
  /** A regex could not be judged. */
  | 'regex-undecided';
