/** Whether any request goes to a route, and who gets its requests where none does. */

import type { RoutedRequest } from '../flavors/index.js';
import type { EntryFacts } from './entry-facts.js';
import { findRequest, type Judgement } from './find-request.js';
import type { OpenEnded, Unreachable } from './findings.js';
import { schemeFor } from './pair-search.js';
import { resemblanceOf } from './resemblance.js';
import type { RoutingSets } from './routing-sets.js';

export interface Reachability {
  /** `null`: not decided. */
  readonly isReachable: boolean | null;
  /** What was found on the way. */
  readonly finding: Unreachable | OpenEnded | null;
}

interface Taken {
  readonly taker: number;
  readonly own: number;
  readonly request: RoutedRequest;
}

/**
 * @param entries those of the route
 * @param factsOf what is written in an entry
 */
export function reachabilityOf(
  sets: RoutingSets,
  route: number,
  entries: readonly number[],
  factsOf: (entry: number) => EntryFacts,
): Reachability {
  const taken: Taken[] = [];
  let isDecided = true;
  for (const own of entries) {
    const search = searchEntry(sets, route, own, taken);
    if (search === 'found') return { isReachable: true, finding: openEnded(sets, route, taken, factsOf) };
    if (search === 'not-decided') isDecided = false;
  }
  if (!isDecided) return { isReachable: null, finding: null };
  // Without takers no request matches the route at all.
  const [first] = taken;
  return { isReachable: false, finding: first ? unreachable(sets, route, first, taken, factsOf) : null };
}

/** @param taken receives what other routes get of the requests of the entry */
function searchEntry(
  sets: RoutingSets,
  route: number,
  own: number,
  taken: Taken[],
): 'found' | 'none' | 'not-decided' {
  const { router } = sets;
  const judge = (request: RoutedRequest): Judgement => {
    const match = router.match(request);
    if (match.failure) return { kind: 'unknown' };
    // Where chance decides, it may be this one.
    if (match.route === route || match.open?.anyOf.includes(route)) return { kind: 'found' };
    const taker = match.entry;
    const region = sets.takenBefore(own, taker, request);
    if (taker === null || region === null) return { kind: 'unknown' };
    if (match.candidates().includes(route)) taken.push({ taker, own, request });
    return { kind: 'none-of', regions: [region] };
  };
  const wishes = { scheme: schemeFor([sets.routes[route]!]) };
  return findRequest(sets, sets.regionOf(own), judge, wishes).kind;
}

function unreachable(
  sets: RoutingSets,
  route: number,
  { taker, own, request }: Taken,
  taken: readonly Taken[],
  factsOf: (entry: number) => EntryFacts,
): Unreachable {
  return {
    kind: 'unreachable',
    route,
    takers: [...new Set(taken.map((one) => sets.entries[one.taker]!.route))],
    reason: sets.order.reason(taker, own),
    resemblance: resemblanceOf(factsOf(taker), factsOf(own)),
    request,
  };
}

/** A request for what is written in the route goes elsewhere, because a path of the other matches more than segments. */
function openEnded(
  sets: RoutingSets,
  route: number,
  taken: readonly Taken[],
  factsOf: (entry: number) => EntryFacts,
): OpenEnded | null {
  for (const { taker, own, request } of taken) {
    const resemblance = resemblanceOf(factsOf(taker), factsOf(own));
    if (resemblance?.kind !== 'prefix' && resemblance?.kind !== 'regex') continue;
    if (request.path === undefined || !isWritten(request.path, resemblance.other)) continue;
    return { kind: 'open-ended', route: sets.entries[taker]!.route, other: route, resemblance, request };
  }
  return null;
}

/** The request is for the path as it is written, and not for something below it. */
const isWritten = (path: string, written: string): boolean =>
  path === written || /[\\^$.|?*+()[\]{}]/.test(written);
