/**
 * Lists of any length. A spread in a call (`push(...items)`, `Math.max(...numbers)`) puts every item on the stack,
 * which holds some 120,000: such calls are not used here (`test/house/spreads.test.ts`).
 */

export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}

/** @param least what the result is at least; of no numbers it is this */
export function largest(numbers: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let found = least;
  for (const number of numbers) if (number > found) found = number;
  return found;
}

/** @param most what the result is at most; of no numbers it is this */
export function smallest(numbers: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let found = most;
  for (const number of numbers) if (number < found) found = number;
  return found;
}

/** The items by what they have in common, each group in the order of the items. */
export function grouped<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
