/** Sets of whole numbers as intervals: ports, and addresses of one family. */

import type { ValueSet } from './value-set.js';

/** Both ends are included. */
export interface Interval {
  readonly least: bigint;
  readonly most: bigint;
}

export class Intervals implements ValueSet<Intervals, bigint> {
  /** In ascending order, none next to another. */
  readonly #intervals: readonly Interval[];
  /** Where it is in the set, the value to choose. */
  readonly #usual: readonly bigint[];

  /** @param intervals in any order; empty ones are left out */
  constructor(intervals: readonly Interval[], usual: readonly bigint[] = []) {
    this.#intervals = inOrder(intervals);
    this.#usual = usual;
  }

  and(other: Intervals): Intervals {
    const both = this.#intervals.flatMap((one) =>
      other.#intervals.map((two) => ({
        least: one.least > two.least ? one.least : two.least,
        most: one.most < two.most ? one.most : two.most,
      })),
    );
    return new Intervals(both, this.#usual);
  }

  or(other: Intervals): Intervals {
    return new Intervals([...this.#intervals, ...other.#intervals], this.#usual);
  }

  minus(other: Intervals): Intervals {
    let left = this.#intervals;
    for (const { least, most } of other.#intervals) {
      left = left.flatMap((one) => [
        { least: one.least, most: one.most < least ? one.most : least - 1n },
        { least: one.least > most ? one.least : most + 1n, most: one.most },
      ]);
      left = inOrder(left);
    }
    return new Intervals(left, this.#usual);
  }

  isEmpty(): boolean {
    return this.#intervals.length === 0;
  }

  example(): bigint | null {
    const isIn = (value: bigint) =>
      this.#intervals.some(({ least, most }) => least <= value && value <= most);
    return this.#usual.find(isIn) ?? this.#intervals[0]?.least ?? null;
  }
}

function inOrder(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ least, most }) => least <= most)
    .sort((a, b) => (a.least < b.least ? -1 : a.least > b.least ? 1 : 0));
  const joined: Interval[] = [];
  for (const one of sorted) {
    const last = joined.at(-1);
    if (last && one.least <= last.most + 1n) {
      joined[joined.length - 1] = { least: last.least, most: last.most > one.most ? last.most : one.most };
    } else joined.push(one);
  }
  return joined;
}
