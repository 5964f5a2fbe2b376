/**
 * What changes for the routes of a table when its Gateway changes: another flavor, another version, another
 * `route_match_calculation`. A pure function of the table; what the Gateway had of routes beside it is not known.
 */

import type { Gateway } from '../routes/gateway.js';
import { type RouteConversion, refusalsOf, successorFor, type TableRoute } from './conversion-for.js';
import type { MatchingDifference } from './matching-differences.js';

export type { RouteConversion, TableRoute } from './conversion-for.js';

/** From the lightest to the gravest. */
export const verdicts = ['unchanged', 'convert', 'reordered', 'different', 'inexpressible'] as const;
export type Verdict = (typeof verdicts)[number];

/** Which of two routes a router tries first; `undecided` where that hangs on what the table does not say. */
export type Turn = 'first' | 'second' | 'undecided';

/** A route that one Gateway tries before this one and the other after it, and that a request may match too. */
export interface OrderChange {
  /** Its index in the table. */
  readonly against: number;
  /** This route's turn under the old Gateway. */
  readonly was: Turn;
  /** And under the new one. */
  readonly is: Turn;
  /** Which rule decides in each of the two. */
  readonly why: string;
  /** Only requests that no ordinary client sends match both, such as ones with two values of one header. */
  readonly rare: boolean;
}

export interface RouteChange {
  /** The gravest of what is listed below; all of it is listed whatever the verdict. */
  readonly verdict: Verdict;
  /** What it must become for the new Gateway to take it; `null` where it can stay as it is, and where nothing helps. */
  readonly conversion: RouteConversion | null;
  /** Why the new Gateway refuses it and no conversion exists. */
  readonly refusals: readonly string[];
  /** Why the old Gateway refused it already, in Kong's words. */
  readonly refusedBefore: readonly string[];
  /** The first of them; `moreOrder` counts the rest. */
  readonly order: readonly OrderChange[];
  readonly moreOrder: number;
  readonly matching: readonly MatchingDifference[];
}

/**
 * Compares how two Gateways route by the same table.
 *
 * @param table the routes of one workspace; each as its document has it, paths migrated by the caller
 * @returns a change for each route, in the order of the table
 */
export function compareTables(
  table: readonly TableRoute[],
  from: Gateway,
  to: Gateway,
): readonly RouteChange[] {
  return table.map(({ data, route }) => {
    const refusedBefore = refusalsOf(route, data, from);
    const successor = successorFor({ data, route }, from, to);
    const conversion = typeof successor === 'object' && 'routes' in successor ? successor : null;
    const refusals = typeof successor === 'object' && 'refused' in successor ? successor.refused : [];
    const change = { conversion, refusals, refusedBefore, order: [], moreOrder: 0, matching: [] };
    return { verdict: verdictOf(change), ...change };
  });
}

function verdictOf({ conversion, refusals, order, matching }: Omit<RouteChange, 'verdict'>): Verdict {
  if (refusals.length > 0) return 'inexpressible';
  if (matching.length > 0) return 'different';
  if (order.length > 0) return 'reordered';
  return conversion ? 'convert' : 'unchanged';
}
