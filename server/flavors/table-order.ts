/** The order of a router: which of two entries of a table it tries first, and by which rule. */

import type { OrderReason } from '../problems/index.js';
import type { Route } from '../routes/index.js';

/**
 * One thing that a router tries: a route, or the part of it that has one of its paths. Entries of the same route
 * are never compared.
 */
export interface Entry {
  readonly route: Route;
  /** `null` for a route without paths, and for an expression. */
  readonly path: string | null;
  /** Seconds, as Kong stores them; `null` if the table does not say. */
  readonly createdAt: number | null;
  /** The matcher of the atc router that the entry is in. */
  readonly part: Route;
  /** The id that the matcher has: known, or a name for one that Kong makes and keeps. */
  readonly id: EntryId;
}

export interface EntryId {
  readonly uuid: string | null;
  /** Two ids that are not known are the same if their names are. */
  readonly name: string;
}

/** Entries are given by their indexes. */
export interface TableOrder {
  /** Negative if the first is tried first, positive if the second, zero where that is open. */
  compare(a: number, b: number): number;
  /**
   * What decides about an entry where the order is open: another order for which two entries have the same keys
   * decides alike. `null` if nothing is known of it.
   */
  keyOf(entry: number): string | null;
  /** Whether another order of the same entries decides alike for sure: then no two need be compared. */
  isSameAs(other: TableOrder): boolean;
  /** Which rule decides. */
  explain(a: number, b: number): OrderReason;
}
