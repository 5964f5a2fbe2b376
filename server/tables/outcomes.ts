/** Whether two tables do the same with a request that goes to the same route. */

import type { RouteMatch, RouterEntry, RouterRoute, TraditionalEntry } from '../flavors/index.js';
import type { MatchedEntries } from './matched-entries.js';
import { contradicts, type RoutingSets } from './routing-sets.js';
import { bothRegions } from './sets/box.js';

export function isOtherOutcome(before: RouteMatch, after: RouteMatch): boolean {
  const [was, is] = [before.outcome(), after.outcome()];
  if (was.kind === 'service-unknown' || is.kind === 'service-unknown') return false;
  return JSON.stringify(was, withoutCaptures) !== JSON.stringify(is, withoutCaptures);
}

/** What a regex captures reaches plugins alone, under the names that its groups have. */
const withoutCaptures = (key: string, value: unknown): unknown => (key === 'captures' ? undefined : value);

/** The fields of a route that decide the outcome of a request, apart from the matched path. */
export const behaviourOf = (route: RouterRoute): string =>
  JSON.stringify([
    route.route.protocols ?? [],
    route.stripPath,
    route.preserveHost,
    route.pathHandling,
    route.httpsRedirectStatusCode,
    route.service === undefined ? 'unknown' : route.service,
  ]);

/**
 * In `traditional`, of several paths of one route that nothing sorts any may be the one that is cut off: Lua's sort is not
 * stable. Which it is in our run is no difference.
 */
export function isChancePath(one: RouterEntry | undefined, other: RouterEntry | undefined): boolean {
  if (one?.engine !== 'traditional' || other?.engine !== 'traditional') return false;
  return rankOf(one) === rankOf(other) && one.uri?.value !== other.uri?.value;
}

/** What sorts an entry, but for its age. */
const rankOf = ({ rules, submatch, headers, regexPriority, uriLength }: TraditionalEntry): string =>
  [rules, submatch, headers.length, regexPriority, uriLength].join();

/** Whether two tables of `traditional` have the same entries, which are sorted by the same. */
export const areOrderedAlike = (was: RoutingSets, is: RoutingSets, matched: MatchedEntries): boolean =>
  was.entries.length === is.entries.length &&
  matched.after.every((counterpart, i) => {
    const [one, other] = [was.entries[i]!, counterpart === null ? undefined : is.entries[counterpart]];
    if (one.engine !== 'traditional' || other?.engine !== 'traditional') return false;
    return rankOf(one) === rankOf(other) && one.createdAt === other.createdAt;
  });

/**
 * Whether for some request any of several paths of a route may be the one that is cut off: in `traditional`, which it is
 * may depend on the other routes of the table.
 */
export function hasOpenPaths(sets: RoutingSets): boolean {
  if (sets.router.engine !== 'traditional') return false;
  const byRoute = new Map<number, number[]>();
  for (const [entry, { route }] of sets.entries.entries()) {
    // Only what is cut off of the path depends on the entry.
    if (!sets.routes[route]!.stripPath) continue;
    const own = byRoute.get(route) ?? [];
    for (const other of own) {
      if (sets.order.compare(entry, other) !== 0) continue;
      if (bothRegions(sets.regionOf(entry), sets.regionOf(other), contradicts).length > 0) return true;
    }
    own.push(entry);
    byRoute.set(route, own);
  }
  return false;
}
