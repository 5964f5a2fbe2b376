/** A value of a route that becomes another one, in plain data. */

import type { RoutePath } from '../problems/index.js';

/** What becomes of a value. */
export interface DataChange {
  readonly path: RoutePath;
  /** `undefined`: without it. */
  readonly value: unknown;
  /** The items of a list that replace the one at the path; left out where it is one, the value. */
  readonly items?: readonly unknown[];
}

/** @returns a copy of the data of a route in which one value is another; `undefined` if there is none at the path */
export function changeData(data: unknown, { path: [step, ...rest], value, items }: DataChange): unknown {
  if (step === undefined) return value;
  const change = { path: rest, value, ...(items && { items }) };
  if (Array.isArray(data)) {
    const at = Number(step);
    if (rest.length === 0) return data.toSpliced(at, 1, ...(items ?? [value]));
    const inner = changeData(data[at], change);
    return inner === undefined ? undefined : data.with(at, inner);
  }
  if (typeof data !== 'object' || data === null || !(step in data)) return undefined;
  const { [step]: before, ...others } = data as Record<string, unknown>;
  const inner = changeData(before, change);
  return inner === undefined ? others : { ...data, [step]: inner };
}
