/** "Try a request": what the router of each flavor does with one request, and why. */

import type { RoutedRequest, RouteMatch, RouteTrace } from '../flavors/index.js';
import { type Gateway, type RouterFlavor, routerFlavors } from '../routes/index.js';
import { smallest } from '../text/index.js';
import type { RoutingTable } from './routing-table.js';

export interface Trial {
  readonly table: RoutingTable;
  readonly request: RoutedRequest;
  readonly match: RouteMatch;
  /** The routes that match, in the order in which they are evaluated. */
  readonly candidates: readonly RouteTrace[];
  /** The others, those first that lose by the fewest terms. */
  readonly misses: readonly RouteTrace[];
  /** How many others there are. */
  readonly moreMisses: number;
}

/** Every route of a larger table is not traced. */
const mostTraced = 2_000;

/** @param mostMisses how many routes that do not match are wanted */
export function tryRequest(table: RoutingTable, request: RoutedRequest, mostMisses = 20): Trial {
  const { router, routes } = table;
  const match = router.match(request);
  const trace = (route: number) => router.trace(request, route) ?? [];
  const candidates = match.candidates().flatMap(trace);
  const matching = new Set(candidates.map(({ route }) => route));
  const others = [...routes.keys()].filter((route) => !matching.has(route));
  const misses = others.slice(0, mostTraced).flatMap(trace);
  misses.sort((a, b) => fewestLost(a) - fewestLost(b));
  const shown = misses.slice(0, mostMisses);
  return { table, request, match, candidates, misses: shown, moreMisses: others.length - shown.length };
}

/** By how few terms one of the matchers of a route loses. */
const fewestLost = ({ matchers }: RouteTrace): number =>
  smallest(matchers.map(({ lost }) => (lost.length === 0 ? Number.POSITIVE_INFINITY : lost.length)));

/** The Gateway itself first, then those that differ from it only in the flavor. Gateway 2.x has one router. */
export function gatewaysOfEachFlavor(gateway: Gateway): readonly Gateway[] {
  if ((gateway.version[0] ?? 0) < 3) return [gateway];
  const others = routerFlavors.filter((flavor) => flavor !== gateway.flavor);
  return [gateway, ...others.map((flavor: RouterFlavor): Gateway => ({ ...gateway, flavor }))];
}
