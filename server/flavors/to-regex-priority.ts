/** Which `regex_priority` gives a recovered route the place that its `priority` gave it. */

import type { Gateway, Route } from '../routes/index.js';
import { calculatedPriorityOf, priorityParts } from './priority.js';
import { expressionPriority } from './to-expression.js';

/**
 * @param route the recovered route, without a `regex_priority`
 * @param priority that of the expression route
 * @returns the least `regex_priority` with which the route, converted again, has this priority; `null` if
 *   there is none: then its place in the order changes
 */
export function regexPriorityFor(
  route: Route,
  priority: bigint,
  gateway: Pick<Gateway, 'calculation'>,
): number | null {
  const { calculation } = gateway;
  const gives = (regexPriority: number) => {
    const value = calculatedPriorityOf({ ...route, regex_priority: regexPriority }, calculation).value;
    return expressionPriority(value, calculation) === priority;
  };
  if (gives(0)) return 0;
  if (!priorityParts(route).regex) return null;
  const low = Number(priority & 0xffffffffn);
  if (calculation === 'strict') return gives(low | 0) ? low | 0 : null;
  // The bits that weight and header count do not explain are `regex_priority`; 4096 represents every value that sets
  // the top bit.
  const own = Number(calculatedPriorityOf(route).value & 0xffffffffn);
  const candidates = [(low & ~own) >>> 19, 4096];
  return candidates.find(gives) ?? null;
}
