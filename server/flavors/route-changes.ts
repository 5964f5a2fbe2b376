/**
 * What changes for the routes of a table when its Gateway changes: another flavor, another version, another
 * `route_match_calculation`. A pure function of the table: other routes of the Gateway are not known.
 */

import type { GatewayName, Names, Refusal } from '../problems/index.js';
import { asItRuns, type Gateway, hasFlavors } from '../routes/index.js';
import {
  migratedRoute,
  type RouteConversion,
  refusalsOf,
  successorFor,
  type TableRoute,
} from './conversion-for.js';
import { type MatchingDifference, matchingDifferences } from './matching-differences.js';
import { type Moved, type OrderChange, orderChanges } from './order-changes.js';

export type { RouteConversion, TableRoute } from './conversion-for.js';
export type { MatchingDifference } from './matching-differences.js';
export type { MatchingRule } from './matching-trait.js';
export type { OrderChange, PairOrder } from './order-changes.js';

/** From the least to the most severe. */
export const verdicts = ['unchanged', 'convert', 'reordered', 'different', 'inexpressible'] as const;
export type Verdict = (typeof verdicts)[number];

export interface RouteChange {
  /** The most severe of what is listed below; all of it is listed whatever the verdict. */
  readonly verdict: Verdict;
  /** What it must become for the new Gateway to accept it; `null` if it can stay as it is, and where nothing helps. */
  readonly conversion: RouteConversion | null;
  /** Why the new Gateway refuses it and no conversion exists. */
  readonly refusals: readonly Refusal[];
  /** Why the old Gateway rejects it already. */
  readonly refusedBefore: readonly Refusal[];
  /** The first of them; `moreOrder` counts the rest. */
  readonly order: readonly OrderChange[];
  readonly moreOrder: number;
  readonly matching: readonly MatchingDifference[];
}

/**
 * Compares how two Gateways route by the same table.
 *
 * @param table the routes of one workspace; each as in its document, paths migrated by the caller
 * @returns a change for each route, in the order of the table
 */
export function routeChanges(
  table: readonly TableRoute[],
  from: Gateway,
  to: Gateway,
): readonly RouteChange[] {
  const names = namesOf(from, to);
  const [old, recent] = [asItRuns(from), asItRuns(to)];
  const parts = table.map((route) => partsOf(route, old, recent));
  const moved = parts.flatMap(({ before, after, refusedBefore }, index): Moved[] =>
    after && refusedBefore.length === 0 ? [{ index, before, after }] : [],
  );
  const orders = orderChanges(moved, old, recent, names);
  const matching = new Map(
    moved.map(({ index, before, after }) => [index, matchingDifferences(before, after, old, recent, names)]),
  );
  return parts.map(({ conversion, refusals, refusedBefore }, index) => {
    const order = orders.get(index);
    const isNew = refusedBefore.length > 0 && refusals.length === 0;
    const change = {
      conversion,
      refusals,
      refusedBefore,
      order: order?.changes ?? [],
      moreOrder: order?.more ?? 0,
      matching: isNew ? [acceptedNow(names)] : (matching.get(index) ?? []),
    };
    return { verdict: verdictOf(change), ...change };
  });
}

function partsOf(written: TableRoute, from: Gateway, to: Gateway) {
  const refusedBefore = refusalsOf(written.route, written.data, from, written.read);
  const successor = successorFor(written, from, to, refusedBefore.length === 0);
  // In every version, a regex is written with a `~` here.
  const before = hasFlavors(from.version) ? written : migratedRoute(written);
  if (successor === 'stays') {
    return { before, after: [before], conversion: null, refusals: [], refusedBefore };
  }
  if ('refused' in successor)
    return { before, after: null, conversion: null, refusals: successor.refused, refusedBefore };
  return { before, after: successor.routes, conversion: successor, refusals: [], refusedBefore };
}

const acceptedNow = (names: Names): MatchingDifference => ({
  rule: 'accepted-now',
  field: [],
  change: { kind: 'accepted-now', ...names },
  rare: false,
});

/** Each Gateway by what sets it apart from the other. */
function namesOf(from: Gateway, to: Gateway): Names {
  const text = ({ version }: Gateway) => version.join('.');
  if (!hasFlavors(from.version) || !hasFlavors(to.version)) {
    const name = (gateway: Gateway): GatewayName => ({
      by: 'version',
      version: text(gateway),
      flavor: hasFlavors(gateway.version) ? gateway.flavor : null,
    });
    return { from: name(from), to: name(to) };
  }
  if (from.flavor !== to.flavor) {
    return { from: { by: 'flavor', flavor: from.flavor }, to: { by: 'flavor', flavor: to.flavor } };
  }
  const version = (gateway: Gateway) => ({ by: 'version', version: text(gateway), flavor: null }) as const;
  if (text(from) !== text(to)) return { from: version(from), to: version(to) };
  const calculation = ({ calculation = 'original' }: Gateway) =>
    ({ by: 'calculation', calculation }) as const;
  return { from: calculation(from), to: calculation(to) };
}

function verdictOf({ conversion, refusals, order, matching }: Omit<RouteChange, 'verdict'>): Verdict {
  if (refusals.length > 0) return 'inexpressible';
  if (matching.length > 0) return 'different';
  if (order.length > 0) return 'reordered';
  return conversion ? 'convert' : 'unchanged';
}
