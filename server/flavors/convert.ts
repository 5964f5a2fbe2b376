/**
 * From traditional fields to an expression route that takes the same requests in the same order.
 *
 * The expression is the one that Kong's own router builds. The priority has to be found: the router orders
 * traditional routes by 64 bits, of which `priority` has 46 (see `expressionPriority`).
 */

import type { Gateway, RouterFlavor } from '../routes/gateway.js';
import { kindOf, type Route } from '../routes/route.js';
import { expressionOf } from './expression.js';
import { priorityOf } from './priority.js';
import { splitByPath } from './split.js';
import { viewOf, withDefaults } from './translate.js';

export interface ExpressionFields {
  readonly expression: string;
  /** Within 0 … 2^46 − 1. */
  readonly priority: bigint;
}

export type Conversion = ExpressionFields | { readonly refused: string };

/** What an expression route is read from: the order is the one of the router that routes it today. */
const today: RouterFlavor = 'traditional_compatible';

/**
 * @param route as its document has it
 * @param data the route as plain data
 * @returns what to write instead of the traditional fields, or in plain words why there is no such thing
 */
export function toExpression(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  version: Gateway['version'],
): Conversion {
  // Under `expressions` Kong shows every route with a priority; 0 says nothing and is replaced.
  if (data.priority === 0) return toExpression(without(route), without(data), version);
  const kind = kindOf(route);
  if (kind === 'expression') return { refused: 'it has an expression already' };
  if (kind === 'mixed')
    return { refused: 'it has both an expression and traditional fields; keep one of them first' };
  const gateway = { flavor: today, version };
  const view = viewOf(route, data, gateway);
  if (view.status === 'rejected')
    return { refused: `Kong rejects it as it is: ${inOneLine(view.messages[0]!)}` };

  const parts = splitByPath(withDefaults(route, gateway));
  if (parts.length > 1) {
    const lengths = `${parts.length} routes of different priority, one for each length of its prefix paths and one for its regex paths`;
    return { refused: `Kong makes ${lengths}; split it by hand first` };
  }
  return { expression: expressionOf(route), priority: expressionPriority(priorityOf(parts[0]!).value) };
}

function without<Fields extends { readonly priority?: unknown }>({ priority: _, ...others }: Fields) {
  return others as Fields;
}

/** The engine draws the expression over several lines; what it finds wrong stands in the last one. */
function inOneLine(message: string): string {
  const [first = '', ...others] = message.split('\n');
  const last = others.at(-1);
  return last === undefined ? first : first.replace(/ --> .*$/, last.replace(/^ *(= |error: )/, ''));
}

/**
 * The priority of an expression route that stands among its peers where the traditional route stands among
 * its own.
 *
 * Of the upper 32 bits of a priority only 63, 62, 61, 60 and 51 can differ from their neighbours: 63 is set
 * where a part was negative as a 32-bit number, 61 by SNIs of stream routes, 60 by plain hosts, 51 by regex
 * paths; where compiled code extended a sign, all of them are ones. Those five bits, in their order, above the
 * lower 32 keep the order and equality of all values; 37 bits are enough. The result depends on nothing but
 * the value, so that a route has the same priority whatever stands beside it.
 */
export function expressionPriority(value: bigint): bigint {
  const upper = [63n, 62n, 61n, 60n, 51n].reduce((bits, bit) => (bits << 1n) | ((value >> bit) & 1n), 0n);
  return (upper << 32n) | (value & 0xffffffffn);
}
