/** What a table does to itself, as data. Routes are given by their positions in the table. */

import type { RoutedRequest } from '../flavors/index.js';
import type { MeantBy, OrderReason, Resemblance } from '../problems/index.js';

/** No request goes to the route: that is proved. */
export interface Unreachable {
  readonly kind: 'unreachable';
  readonly route: number;
  /** The routes that get all of its requests, the one of `request` first. */
  readonly winners: readonly number[];
  /** Why the first of them is tried before it. */
  readonly reason: OrderReason;
  readonly resemblance: Resemblance | null;
  /** One that the route matches, and that the first of the takers gets. */
  readonly request: RoutedRequest;
}

/** Both match the request, with equal priorities. */
export interface Tie {
  readonly kind: 'tie';
  /** The one that does not get the request, where that is known; else the later one in the table. */
  readonly route: number;
  readonly other: number;
  readonly reason: OrderReason;
  readonly resemblance: Resemblance | null;
  readonly winner: number | null;
  readonly request: RoutedRequest;
}

/** The other route gets the request, although this one was meant to. */
export interface Outranked {
  readonly kind: 'outranked';
  readonly route: number;
  readonly winner: number;
  readonly reason: OrderReason;
  readonly meant: MeantBy;
  readonly request: RoutedRequest;
}

/** A path of the route matches more than whole segments, and gets a request that is meant for another route. */
export interface OpenEnded {
  readonly kind: 'open-ended';
  readonly route: number;
  readonly other: number;
  readonly resemblance: Exclude<Resemblance, { readonly kind: 'grpc' }>;
  readonly request: RoutedRequest;
}

export type TableFinding = Unreachable | Tie | Outranked | OpenEnded;

export interface TableFindings {
  readonly findings: readonly TableFinding[];
  /** Routes that may or may not be reachable: not decided. */
  readonly undecided: readonly number[];
  /** Not all pairs of routes were compared: there were too many. */
  readonly leftOutPairs: boolean;
}
