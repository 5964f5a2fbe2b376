/** The order in which the atc router tries the routes of a table. */

import type { Subsystem } from '../../grammar/index.js';
import { type Gateway, type Route, subsystemOf } from '../routes/index.js';
import { matchersOf, withDefaults } from './translate.js';

/** Where a route is: one rank for each part that Kong splits it into. */
export interface Rank {
  /** Counted from 1; parts of equal priority have the same rank, their ids decide between them. */
  readonly ranks: readonly number[];
  /** How many parts of routes there are in the same subsystem. */
  readonly of: number;
}

/** The parts of a route that decide its rank. */
export interface RankedParts {
  readonly subsystem: Subsystem;
  /** Of each part; unsigned 64-bit numbers. */
  readonly priorities: readonly bigint[];
}

export const rankedParts = (route: Route, gateway: Gateway): RankedParts => ({
  subsystem: subsystemOf(route),
  priorities: matchersOf(withDefaults(route, gateway), gateway).map(({ priority }) => priority.value),
});

/** The routes of a table, each ranked among those of its subsystem. */
export class RankTable {
  readonly #sorted: Readonly<Record<Subsystem, BigUint64Array>>;

  constructor(routes: readonly RankedParts[]) {
    const all: Record<Subsystem, bigint[]> = { http: [], stream: [] };
    for (const { subsystem, priorities } of routes) {
      for (const priority of priorities) all[subsystem].push(priority);
    }
    const sorted = (subsystem: Subsystem) => BigUint64Array.from(all[subsystem]).sort();
    this.#sorted = { http: sorted('http'), stream: sorted('stream') };
  }

  /** @param route one of the table */
  rankOf({ subsystem, priorities }: RankedParts): Rank {
    const all = this.#sorted[subsystem];
    return { ranks: priorities.map((priority) => numberAbove(all, priority) + 1), of: all.length };
  }
}

/** How many of sorted numbers are larger than one. */
function numberAbove(sorted: BigUint64Array, value: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}
