/**
 * Lists of any length. A spread in a call (`push(...items)`, `Math.max(...numbers)`) puts every item on the stack, which has
 * room for some 120,000: such calls are not used here (`test/house/spreads.test.ts`).
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
