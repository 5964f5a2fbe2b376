/** The entries and values of a route by their place in its data. */

import type { RoutePath } from '../problems/index.js';
import type { RouteBody, SourcedEntry, SourcedValue } from './document.js';

/** The last of a key counts, as it does for Kong. */
export function entryOf(body: RouteBody, key: string): SourcedEntry | undefined {
  const { entries } = body;
  // Asked many times for every route.
  for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.key === key) return entries[i];
  return undefined;
}

/** The entry at a path, which is in the route or in a mapping of it. */
export function entryAt(body: RouteBody, path: RoutePath): SourcedEntry | undefined {
  const [key, ...above] = [...path].reverse();
  if (key === undefined || above.length === 0) return entryOf(body, String(key));
  const value = valueAt(body, above.reverse());
  return value?.kind === 'object' ? value.entries.findLast((entry) => entry.key === String(key)) : undefined;
}

/** The value at a path, or the innermost on the way to it that is there. */
export function valueAt(body: RouteBody, [key, ...rest]: RoutePath): SourcedValue | undefined {
  let at = key === undefined ? undefined : entryOf(body, String(key))?.value;
  for (const step of rest) {
    const next = at && innerValue(at, step);
    if (!next) break;
    at = next;
  }
  return at;
}

function innerValue(value: SourcedValue, step: string | number): SourcedValue | undefined {
  if (value.kind === 'array') return value.items[Number(step)];
  return value.kind === 'object' ? value.entries.findLast(({ key }) => key === step)?.value : undefined;
}
