/** The order in which the atc router tries the routes of a table. */

import { type Gateway, type Route, subsystemOf } from '../routes/index.js';
import { matchersOf } from './translate.js';

/** Where a route stands: one rank for each part that Kong splits it into. */
export interface Rank {
  /** Counted from 1; parts of equal priority have the same rank, their ids decide between them. */
  readonly ranks: readonly number[];
  /** How many parts of routes there are in the same subsystem. */
  readonly of: number;
}

/**
 * Ranks the routes of a table, each among those of its subsystem.
 *
 * @param routes with Kong's defaults
 */
export function ranksOf(routes: readonly Route[], gateway: Gateway): Rank[] {
  const parts = routes.map((route) => ({
    subsystem: subsystemOf(route),
    priorities: matchersOf(route, gateway).map(({ priority }) => priority.value),
  }));
  const ranks = new Map<string, Map<bigint, number>>();
  const totals = new Map<string, number>();
  for (const subsystem of new Set(parts.map((part) => part.subsystem))) {
    const all = parts.filter((part) => part.subsystem === subsystem).flatMap(({ priorities }) => priorities);
    all.sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
    const first = new Map<bigint, number>();
    for (const [i, priority] of all.entries()) if (!first.has(priority)) first.set(priority, i + 1);
    ranks.set(subsystem, first);
    totals.set(subsystem, all.length);
  }
  return parts.map(({ subsystem, priorities }) => ({
    ranks: priorities.map((priority) => ranks.get(subsystem)!.get(priority)!),
    of: totals.get(subsystem)!,
  }));
}
