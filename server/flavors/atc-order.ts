/**
 * The order in which the atc router tries the matchers of a table: by priority, then by id, the highest first.
 * Source: Kong/atc-router `src/router.rs` (`MatcherKey`), Kong/kong `kong/router/transform.lua` (`get_priority`).
 */

import type { OrderReason } from '../problems/index.js';
import type { Gateway, Route } from '../routes/index.js';
import { atcReason, comparePriorities, type RankedPart } from './atc-reason.js';
import { type Priority, routerPriorityOf } from './priority.js';
import type { Entry, TableOrder } from './table-order.js';

interface Ranked extends RankedPart {
  readonly entry: Entry;
}

/** The order of a table whose every entry the router accepts. */
export class AtcOrder implements TableOrder {
  readonly #ranked: readonly Ranked[];
  readonly #gateway: Gateway;
  readonly #byPriority: Int32Array;
  readonly #byId: Int32Array;
  readonly #isUnstable: Uint8Array;

  constructor(entries: readonly Entry[], gateway: Gateway) {
    this.#gateway = gateway;
    const known = new Map<Route, Priority>();
    this.#ranked = entries.map((entry) => {
      const priority = known.get(entry.part) ?? routerPriorityOf(entry.part, gateway);
      known.set(entry.part, priority);
      const { uuid } = entry.id;
      return { entry, priority, part: entry.part, id: { uuid, isCertain: uuid !== null } };
    });
    this.#byPriority = placesOf(this.#ranked.map(({ priority }) => priority.value));
    this.#byId = placesOf(this.#ranked.map(({ entry }) => entry.id.uuid));
    this.#isUnstable = Uint8Array.from(this.#ranked, ({ priority }) => (priority.compiled === null ? 0 : 1));
  }

  compare(a: number, b: number): number {
    if (this.#isUnstable[a] || this.#isUnstable[b]) {
      const order = comparePriorities(this.#ranked[a]!.priority, this.#ranked[b]!.priority);
      if (order !== null) return order;
    }
    const byPriority = this.#byPriority[a]! - this.#byPriority[b]!;
    if (byPriority !== 0) return byPriority;
    const [one, other] = [this.#byId[a]!, this.#byId[b]!];
    return one === unknown || other === unknown ? 0 : one - other;
  }

  keyOf(entry: number): string {
    const { entry: ranked, priority } = this.#ranked[entry]!;
    return priority.compiled === null
      ? ranked.id.name
      : `${priority.value} ${priority.compiled} ${ranked.id.name}`;
  }

  isSameAs(other: TableOrder): boolean {
    return (
      other instanceof AtcOrder &&
      this.#ranked.every(({ priority: { value, compiled } }, i) => {
        const { priority } = other.#ranked[i]!;
        return priority.value === value && priority.compiled === compiled && this.keyOf(i) === other.keyOf(i);
      })
    );
  }

  explain(a: number, b: number): OrderReason {
    const [one, other] = [this.#ranked[a]!, this.#ranked[b]!];
    return atcReason(one, other, this.#gateway.calculation ?? 'original');
  }
}

/** The places of values, the highest first; equal ones have the same. */
function placesOf<Value extends bigint | string>(values: readonly (Value | null)[]): Int32Array {
  const sorted = [...new Set(values)].filter((value) => value !== null);
  sorted.sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  const places = new Map(sorted.map((value, place) => [value, place]));
  return Int32Array.from(values, (value) => (value === null ? unknown : places.get(value)!));
}

const unknown = -1;
