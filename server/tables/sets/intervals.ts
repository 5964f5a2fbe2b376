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
        least: greater(one.least, two.least),
        most: lesser(one.most, two.most),
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
        { least: one.least, most: lesser(one.most, least - 1n) },
        { least: greater(one.least, most + 1n), most: one.most },
      ]);
      left = inOrder(left);
    }
    return new Intervals(left, this.#usual);
  }

  isEmpty(): boolean {
    return this.#intervals.length === 0;
  }

  has(value: bigint): boolean {
    return this.#intervals.some(({ least, most }) => least <= value && value <= most);
  }

  example(): bigint | null {
    return this.#usual.find((value) => this.has(value)) ?? this.#intervals[0]?.least ?? null;
  }
}

function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function inOrder(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ least, most }) => least <= most)
    .sort((a, b) => (a.least < b.least ? -1 : a.least > b.least ? 1 : 0));
  const joined: Interval[] = [];
  for (const one of sorted) {
    const last = joined.at(-1);
    if (last && one.least <= last.most + 1n) {
      joined[joined.length - 1] = { least: last.least, most: greater(last.most, one.most) };
    } else joined.push(one);
  }
  return joined;
}
