/** What a conversion is asked for, and what comes of it. */

import type { EditResult, SourcedRoute } from '../documents/index.js';
import type { TableRoute } from '../flavors/index.js';
import type { Note } from '../problems/index.js';

export type Style = 'expressions' | 'traditional';

/** What becomes of one route. */
export interface RouteConversion {
  readonly route: SourcedRoute;
  readonly label: string;
  readonly result: EditResult;
  /** What to know about it: that it became several routes, that its place in the order changes. */
  readonly notes: readonly Note[];
  /** How many routes it becomes; one where it is left out. */
  readonly count?: number;
}

/** A route, and its replacement: the first of `routes` keeps its place, the others follow it. */
export interface Successors {
  readonly route: SourcedRoute;
  /** As Kong would read them, with what the document adds. */
  readonly routes: readonly TableRoute[];
  readonly notes: readonly Note[];
}
