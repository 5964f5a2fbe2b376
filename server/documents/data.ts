/** Routes and their values as plain data. */

import type { Data, RouteBody, SourcedEntry, SourcedValue } from './document.js';

export function dataOf(value: SourcedValue): Data {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'array':
      return value.items.map(dataOf);
    case 'object':
      return dataOfEntries(value.entries);
  }
}

export function dataOfRoute(body: RouteBody): { readonly [key: string]: Data } {
  return dataOfEntries(body.entries);
}

/**
 * Of a key that occurs twice the last one counts, as in Kong's parsers: lyaml (`load_map`) and cjson assign one after
 * the other. decK's parser (sigs.k8s.io/yaml) promises no order.
 */
function dataOfEntries(entries: readonly SourcedEntry[]): { readonly [key: string]: Data } {
  return Object.fromEntries(entries.map(({ key, value }) => [key, dataOf(value)]));
}

/** A bigint equals the number of the same size: which of them an integer is read as depends only on its size. */
export function sameData(a: Data, b: Data): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => sameData(item, b[i]))
    );
  }
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
    if (left.size !== right.size) return false;
    return [...left].every(([key, value]) => right.has(key) && sameData(value, right.get(key)!));
  }
  if (typeof a === 'bigint' || typeof b === 'bigint') return String(a) === String(b);
  return Object.is(a, b);
}
