/**
 * `table.sort` of LuaJIT, which is Lua 5.1's: a quicksort that does not keep the order of equal elements, and that fails
 * on a comparison that contradicts itself. Which of two equal routes Kong tries first is what this algorithm makes of
 * the order in which they were loaded (LuaJIT `src/lib_table.c`, Lua 5.1 `src/ltablib.c`, `auxsort`).
 */

/** Lua's "invalid order function for sorting". */
export class InvalidOrder extends Error {}

/** Sorts in place. @throws InvalidOrder as Lua does */
export function luaSort<Item>(items: Item[], isLess: (a: Item, b: Item) => boolean): void {
  sortBetween(items, 0, items.length - 1, isLess);
}

function sortBetween<Item>(
  items: Item[],
  first: number,
  last: number,
  isLess: (a: Item, b: Item) => boolean,
): void {
  let [low, high] = [first, last];
  const swap = (i: number, j: number) => {
    [items[i], items[j]] = [items[j]!, items[i]!];
  };
  while (low < high) {
    if (isLess(items[high]!, items[low]!)) swap(low, high);
    if (high - low === 1) return;
    const middle = Math.floor((low + high) / 2);
    if (isLess(items[middle]!, items[low]!)) swap(middle, low);
    else if (isLess(items[high]!, items[middle]!)) swap(middle, high);
    if (high - low === 2) return;
    const pivot = items[middle]!;
    swap(middle, high - 1);
    let [i, j] = [low, high - 1];
    for (;;) {
      while (isLess(at(items, ++i), pivot)) if (i > high) throw new InvalidOrder();
      while (isLess(pivot, at(items, --j))) if (j < low) throw new InvalidOrder();
      if (j < i) break;
      swap(i, j);
    }
    swap(high - 1, i);
    // The smaller part by recursion, so that it is never deep.
    if (i - low < high - i) {
      sortBetween(items, low, i - 1, isLess);
      low = i + 1;
    } else {
      sortBetween(items, i + 1, high, isLess);
      high = i - 1;
    }
  }
}

/** Beyond the ends Lua compares with nil, and fails. */
function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new InvalidOrder();
  return item;
}
