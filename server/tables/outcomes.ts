/** Whether two tables do the same with a request that goes to the same route. */

import type { RouteMatch, RouterEntry, RouterRoute } from '../flavors/index.js';

export function isOtherOutcome(before: RouteMatch, after: RouteMatch): boolean {
  const [was, is] = [before.outcome(), after.outcome()];
  if (was.kind === 'service-unknown' || is.kind === 'service-unknown') return false;
  return JSON.stringify(was, withoutCaptures) !== JSON.stringify(is, withoutCaptures);
}

/** What a regex captures reaches plugins alone, under the names that its groups have. */
const withoutCaptures = (key: string, value: unknown): unknown => (key === 'captures' ? undefined : value);

/** What of a route decides what becomes of a request, besides which path it matched. */
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
  const isSameRank =
    one.rules === other.rules &&
    one.submatch === other.submatch &&
    one.headers.length === other.headers.length &&
    one.regexPriority === other.regexPriority &&
    one.uriLength === other.uriLength;
  return isSameRank && one.uri?.value !== other.uri?.value;
}
