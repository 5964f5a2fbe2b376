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

interface LostRegion {
  readonly winner: number;
  readonly own: number;
  readonly request: RoutedRequest;
}

/**
 * @param entries those of the route
 * @param factsOf the values that an entry has
 */
export function reachabilityOf(
  sets: RoutingSets,
  route: number,
  entries: readonly number[],
  factsOf: (entry: number) => EntryFacts,
): Reachability {
  const lost: LostRegion[] = [];
  let isDecided = true;
  for (const own of entries) {
    const search = searchEntry(sets, route, own, lost);
    if (search === 'found') return { isReachable: true, finding: openEnded(sets, route, lost, factsOf) };
    if (search === 'not-decided') isDecided = false;
  }
  if (!isDecided) return { isReachable: null, finding: null };
  // Without takers no request matches the route at all.
  const [first] = lost;
  return { isReachable: false, finding: first ? unreachable(sets, route, first, lost, factsOf) : null };
}

/** @param lost receives the requests of the entry that other routes get */
function searchEntry(
  sets: RoutingSets,
  route: number,
  own: number,
  lost: LostRegion[],
): 'found' | 'none' | 'not-decided' {
  const { router } = sets;
  const judge = (request: RoutedRequest): Judgement => {
    const match = router.match(request);
    if (match.failure) return { kind: 'unknown' };
    // Where chance decides, it may be this one.
    if (match.route === route || match.open?.anyOf.includes(route)) return { kind: 'found' };
    const winner = match.entry;
    const region = sets.takenBefore(own, winner, request);
    if (winner === null || region === null) return { kind: 'unknown' };
    if (match.candidates().includes(route)) lost.push({ winner, own, request });
    return { kind: 'none-of', regions: [region] };
  };
  const wishes = { scheme: schemeFor([sets.routes[route]!]) };
  return findRequest(sets, sets.regionOf(own), judge, wishes).kind;
}

function unreachable(
  sets: RoutingSets,
  route: number,
  { winner, own, request }: LostRegion,
  lost: readonly LostRegion[],
  factsOf: (entry: number) => EntryFacts,
): Unreachable {
  return {
    kind: 'unreachable',
    route,
    winners: [...new Set(lost.map((one) => sets.entries[one.winner]!.route))],
    reason: sets.order.reason(winner, own),
    resemblance: resemblanceOf(factsOf(winner), factsOf(own)),
    request,
  };
}

/**
 * A request for a value of the route matches another route, because that route's path also matches within a segment.
 */
function openEnded(
  sets: RoutingSets,
  route: number,
  lost: readonly LostRegion[],
  factsOf: (entry: number) => EntryFacts,
): OpenEnded | null {
  for (const { winner, own, request } of lost) {
    const resemblance = resemblanceOf(factsOf(winner), factsOf(own));
    if (resemblance?.kind !== 'prefix' && resemblance?.kind !== 'regex') continue;
    if (request.path === undefined || !isWritten(request.path, resemblance.other)) continue;
    return { kind: 'open-ended', route: sets.entries[winner]!.route, other: route, resemblance, request };
  }
  return null;
}

/** The request is for the path as it is written, and not for something below it. */
const isWritten = (path: string, written: string): boolean =>
  path === written || /[\\^$.|?*+()[\]{}]/.test(written);
