/**
 * The order among matches of equal priority, which gives the lowest bits: the older object first, then by namespace,
 * name, rule and match.
 * Sources: `compareSplitHTTPRouteMatchesRelativePriority` (`httproute_atc.go`), the same for GRPCRoutes.
 */

import { compareText } from '../objects/go-text.js';
import type { KubernetesObject } from '../objects/object.js';
import { orderBits } from './priorities.js';
import { sortStable } from './stable-sort.js';

export interface Ordered {
  readonly object: KubernetesObject;
  readonly rule: number;
  readonly match: number;
}

/**
 * Adds the bits of the order to the priorities of all matches of one kind.
 *
 * @param width how many bits the order has
 */
export function withOrder<Item extends Ordered>(
  items: readonly Item[],
  priorityOf: (item: Item) => bigint,
  width: bigint,
): Map<Item, bigint> {
  const equals = new Map<bigint, Item[]>();
  for (const item of items) {
    const priority = priorityOf(item);
    const group = equals.get(priority);
    if (group) group.push(item);
    else equals.set(priority, [item]);
  }
  const priorities = new Map<Item, bigint>();
  for (const [priority, group] of equals) {
    sortStable(group, isBefore).forEach((item, index) => {
      priorities.set(item, BigInt.asUintN(64, priority + orderBits(width, index)));
    });
  }
  return priorities;
}

function isBefore(a: Ordered, b: Ordered): boolean {
  if (a.object.created !== b.object.created) return a.object.created < b.object.created;
  const names =
    compareText(a.object.namespace, b.object.namespace) || compareText(a.object.name, b.object.name);
  if (names !== 0) return names < 0;
  if (a.rule !== b.rule) return a.rule < b.rule;
  if (a.match !== b.match) return a.match < b.match;
  // The controllers answer so for two hostnames of one object, whichever comes first.
  return true;
}
