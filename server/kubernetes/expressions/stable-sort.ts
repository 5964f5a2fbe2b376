/**
 * Go's `sort.SliceStable`, step by step: blocks of 20 sorted by insertion, then merged in place (SymMerge of Kim and
 * Kutzner). Any stable sort gives the same result where the comparison is one; the controllers' answers "before" both
 * ways for matches that differ in nothing that it looks at, and then the steps decide.
 */

const blockSize = 20;

export function sortStable<Item>(items: readonly Item[], isBefore: (a: Item, b: Item) => boolean): Item[] {
  const sorted = [...items];
  const less = (i: number, j: number) => isBefore(sorted[i] as Item, sorted[j] as Item);

  const swap = (i: number, j: number) => {
    const item = sorted[i] as Item;
    sorted[i] = sorted[j] as Item;
    sorted[j] = item;
  };

  const insertionSort = (start: number, end: number) => {
    for (let i = start + 1; i < end; i++) for (let j = i; j > start && less(j, j - 1); j--) swap(j, j - 1);
  };

  /** Exchanges two neighbouring ranges. */
  const rotate = (start: number, middle: number, end: number) => {
    const first = sorted.slice(start, middle);
    sorted.copyWithin(start, middle, end);
    for (const [i, one] of first.entries()) sorted[end - first.length + i] = one;
  };

  /** The first index in a range for which the answer is no. */
  const firstNot = (start: number, end: number, holds: (index: number) => boolean): number => {
    let [low, high] = [start, end];
    while (low < high) {
      const half = (low + high) >>> 1;
      if (holds(half)) low = half + 1;
      else high = half;
    }
    return low;
  };

  const merge = (start: number, middle: number, end: number) => {
    if (middle - start === 1) {
      const place = firstNot(middle, end, (index) => less(index, start));
      rotate(start, middle, place);
      return;
    }
    if (end - middle === 1) {
      const place = firstNot(start, middle, (index) => !less(middle, index));
      rotate(place, middle, end);
      return;
    }
    const half = (start + end) >>> 1;
    const sum = half + middle;
    const [from, to] = middle > half ? [sum - end, half] : [start, middle];
    const cut = firstNot(from, to, (index) => !less(sum - 1 - index, index));
    const other = sum - cut;
    if (cut < middle && middle < other) rotate(cut, middle, other);
    if (start < cut && cut < half) merge(start, cut, half);
    if (half < other && other < end) merge(half, other, end);
  };

  for (let start = 0; start < sorted.length; start += blockSize) {
    insertionSort(start, Math.min(start + blockSize, sorted.length));
  }
  for (let size = blockSize; size < sorted.length; size *= 2) {
    for (let start = 0; start + size < sorted.length; start += 2 * size) {
      merge(start, start + size, Math.min(start + 2 * size, sorted.length));
    }
  }
  return sorted;
}
