/** Looks for differences where nothing can be proved: requests of every entry, of every two, and next to those. */

import type { RouterRoute } from '../flavors/index.js';
import { boundaryRequests } from './boundary-requests.js';
import type { DifferenceLog } from './difference-log.js';
import { entryPairs, schemeFor } from './pair-search.js';
import { contradicts, type RoutingSets } from './routing-sets.js';
import { bothRegions, type Region } from './sets/box.js';

/** So many requests are tried next to those of the entries. */
const mostBoundaries = 50_000;
const most = { boxes: 8, boxesAround: 4 };

/**
 * @param searches so many pairs of entries are looked at
 * @param mostDifferences after so many differences no more are looked for
 * @returns whether all were looked at; a generator that pauses often
 */
export function* compareExamples(
  sets: RoutingSets,
  log: DifferenceLog,
  searches: number,
  mostDifferences: number,
): Generator<void, boolean> {
  let boundaries = mostBoundaries;
  for (const [entry, { route }] of sets.entries.entries()) {
    if (log.differences.length >= mostDifferences) return false;
    tryRegion(sets.regionOf(entry), sets.routes[route]!);
    tryAround(sets.regionOf(entry), sets.routes[route]!);
    yield;
  }
  let left = searches;
  const all = sets.entries.map((_, entry) => entry);
  for (const [a, b] of entryPairs(sets, all)) {
    if (left-- <= 0 || log.differences.length >= mostDifferences) return false;
    const region = bothRegions(sets.regionOf(a), sets.regionOf(b), contradicts);
    tryRegion(region, sets.routes[sets.entries[a]!.route]!);
    yield;
  }
  return true;

  function tryRegion(region: Region, route: RouterRoute): void {
    for (const box of region.slice(0, most.boxes)) {
      const request = sets.requestOf(box, { scheme: schemeFor([route]) });
      if (request) log.askOnce(request);
    }
  }

  function tryAround(region: Region, route: RouterRoute): void {
    for (const box of region.slice(0, most.boxesAround)) {
      const request = sets.requestOf(box, { scheme: schemeFor([route]) });
      if (request === null) continue;
      for (const near of boundaryRequests(request, route.route.paths)) {
        if (boundaries-- <= 0) return;
        log.askOnce(near);
      }
    }
  }
}
