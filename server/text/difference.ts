/** Where two versions of a text differ. */

/** `[start, oldEnd)` of the old text is `[start, newEnd)` of the new one; the rest is the same in both. */
export interface Difference {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/**
 * The one piece that differs, as far to the right as it can be: of a letter that is typed after the same letter, it is the
 * second. Offsets are UTF-16 units.
 */
export function differenceOf(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  const start = equalAtStart(before, after);
  const atEnd = Math.min(equalAtEnd(before, after), shorter - start);
  return { start, oldEnd: before.length - atEnd, newEnd: after.length - atEnd };
}

/** How many units are equal from the start on. */
export const equalAtStart = (a: string, b: string): number =>
  equalUnits(Math.min(a.length, b.length), (from, to) => a.slice(from, to) === b.slice(from, to));

/** How many units are equal up to the end. */
export const equalAtEnd = (a: string, b: string): number =>
  equalUnits(
    Math.min(a.length, b.length),
    (from, to) => a.slice(a.length - to, a.length - from) === b.slice(b.length - to, b.length - from),
  );

/** Comparing slices is many times faster than comparing characters. */
function equalUnits(length: number, equal: (from: number, to: number) => boolean): number {
  let at = 0;
  for (let step = 1 << 16; step >= 1; step >>= 2) {
    while (at + step <= length && equal(at, at + step)) at += step;
  }
  return at;
}
