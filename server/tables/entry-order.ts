/** Which of two entries of a router is tried first, and why. */

import { isAtLeast } from '../../grammar/index.js';
import {
  type AtcMatcher,
  atcReason,
  compareRanked,
  type Entry,
  type Router,
  type RouterRoute,
  type TraditionalEntry,
  TraditionalOrder,
} from '../flavors/index.js';
import type { OrderReason } from '../problems/index.js';
import type { Gateway, RouteMatchCalculation } from '../routes/index.js';

/** Entries are given by their positions in `Router.entries`. */
export interface EntryOrder {
  /** Negative where the first is tried first whatever the request, positive where the second is; 0 where that is open. */
  compare(a: number, b: number): number;
  reason(a: number, b: number): OrderReason;
}

export function entryOrderOf({ entries, gateway }: Router, routes: readonly RouterRoute[]): EntryOrder {
  const [first] = entries;
  if (first?.engine === 'traditional') {
    // The order is that of the versions which sort as those of today do.
    return isAtLeast(gateway.version, '2.8')
      ? traditionalOrder(entries as readonly TraditionalEntry[], routes, gateway)
      : unknownOrder;
  }
  return new AtcEntryOrder(entries as readonly AtcMatcher[], gateway.calculation ?? 'original');
}

const unknownOrder: EntryOrder = { compare: () => 0, reason: () => ({ rule: 'found-by-key' }) };

class AtcEntryOrder implements EntryOrder {
  readonly #entries: readonly AtcMatcher[];
  readonly #calculation: RouteMatchCalculation;

  constructor(entries: readonly AtcMatcher[], calculation: RouteMatchCalculation) {
    this.#entries = entries;
    this.#calculation = calculation;
  }

  compare(a: number, b: number): number {
    return compareRanked(this.#entries[a]!, this.#entries[b]!);
  }

  reason(a: number, b: number): OrderReason {
    return atcReason(this.#entries[a]!, this.#entries[b]!, this.#calculation);
  }
}

function traditionalOrder(
  entries: readonly TraditionalEntry[],
  routes: readonly RouterRoute[],
  gateway: Gateway,
): EntryOrder {
  const order = new TraditionalOrder(
    entries.map((entry) => asEntry(entry, routes[entry.route]!)),
    gateway,
  );
  return {
    compare: (a, b) => order.compare(a, b),
    reason: (a, b) => order.explain(a, b),
  };
}

function asEntry({ uri, createdAt }: TraditionalEntry, { route }: RouterRoute): Entry {
  const path = uri && `${uri.isRegex ? '~' : ''}${uri.value}`;
  return { route, path, createdAt, part: route, id: { uuid: null, name: '' } };
}
