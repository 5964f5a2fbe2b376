/** Two entries of a router that one request can match, and a request as proof. */

import { candidatePairs, type PairKeys, type RoutedRequest, type RouterRoute } from '../flavors/index.js';
import { findRequest, type Judgement, type Search } from './find-request.js';
import { contradicts, type RoutingSets } from './routing-sets.js';
import { bothRegions } from './sets/box.js';

/** Pairs of entries of different routes that hosts and paths do not prove disjoint; some appear twice. */
export function* entryPairs(
  sets: RoutingSets,
  entries: readonly number[],
): Generator<readonly [number, number], void> {
  const { owners, keys } = pairKeysOf(sets, entries);
  for (const [one, other] of candidatePairs(keys)) {
    const [a, b] = [owners[one]!, owners[other]!];
    if (sets.entries[a]!.route !== sets.entries[b]!.route) yield [a, b];
  }
}

/** The same of an entry of one router and one of another. */
export function* pairsAcross(
  sets: RoutingSets,
  entries: readonly number[],
  otherSets: RoutingSets,
  otherEntries: readonly number[],
): Generator<readonly [number, number], void> {
  if (entries.length === 0 || otherEntries.length === 0) return;
  const own = pairKeysOf(sets, entries);
  const other = pairKeysOf(otherSets, otherEntries);
  const count = own.keys.length;
  for (const [one, two] of candidatePairs([...own.keys, ...other.keys])) {
    const [low, high] = one < two ? [one, two] : [two, one];
    if (low < count && high >= count) yield [own.owners[low]!, other.owners[high - count]!];
  }
}

function pairKeysOf(sets: RoutingSets, entries: readonly number[]) {
  const owners: number[] = [];
  const keys: PairKeys[] = [];
  for (const entry of entries) {
    for (const one of sets.keysOf(entry)) {
      owners.push(entry);
      keys.push(one);
    }
  }
  return { owners, keys };
}

/**
 * A request that both entries match and that goes to one of some routes.
 *
 * @param isWinner whether the search looks for this winner
 */
export function requestOfBoth(
  sets: RoutingSets,
  [a, b]: readonly [number, number],
  isWinner: (route: number, request: RoutedRequest) => boolean,
): Search {
  const region = bothRegions(sets.regionOf(a), sets.regionOf(b), contradicts);
  const { router, order, entries } = sets;
  const routes = [entries[a]!.route, entries[b]!.route];
  const judge = (request: RoutedRequest): Judgement => {
    const match = router.match(request);
    if (match.failure || match.route === null || match.entry === null) return { kind: 'unknown' };
    if (isWinner(match.route, request)) {
      const candidates = match.candidates();
      return routes.every((route) => candidates.includes(route)) ? { kind: 'found' } : { kind: 'unknown' };
    }
    const winner = match.entry;
    const isFirst = order.compare(winner, a) < 0 && order.compare(winner, b) < 0;
    return isFirst ? { kind: 'none-of', regions: [sets.regionOf(winner)] } : { kind: 'unknown' };
  };
  return findRequest(sets, region, judge, { scheme: schemeFor(routes.map((route) => sets.routes[route]!)) });
}

/** The protocol that routes are for; `null` if it does not matter. */
export function schemeFor(routes: readonly RouterRoute[]): string | null {
  const protocols = routes.map(({ route }) => route.protocols ?? []);
  const isSecure = protocols.some(
    (all) => all.length > 0 && all.every((one) => one === 'https' || one === 'grpcs'),
  );
  if (isSecure) return 'https';
  const [first] = protocols[0] ?? [];
  return { http: 'http', grpc: 'http', tcp: 'tcp', udp: 'udp', tls_passthrough: 'tcp' }[first ?? ''] ?? null;
}
