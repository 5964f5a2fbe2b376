/**
 * From traditional fields to expression routes that match the same requests in the same order.
 *
 * The expression is the one that Kong's own router builds. The priority must be computed: the router orders traditional
 * routes by 64 bits, but `priority` has only 46 (see `expressionPriority`).
 */

import type { Refused } from '../problems/index.js';
import {
  type Gateway,
  isInEffect,
  kindOf,
  type Route,
  type RouteMatchCalculation,
  type RouterFlavor,
} from '../routes/index.js';
import { valuesNotInRouter } from './acceptance.js';
import { groupedExpressionOf } from './generated-expression.js';
import { routerPriorityOf } from './priority.js';
import { routerParts, splitByPath } from './split.js';
import { answersOf, withDefaults } from './translate.js';

export interface ExpressionFields {
  readonly expression: string;
  /** Within 0 … 2^46 − 1. */
  readonly priority: bigint;
  /** The id that Kong's router gives to this part of a route that it splits; `null` if the route has none. */
  readonly id: string | null;
}

export type Conversion = { readonly parts: readonly ExpressionFields[] } | Refused;

/** What an expression route is read from: the order is the one of the router that routes it today. */
const today: RouterFlavor = 'traditional_compatible';

/**
 * @param route as in its document
 * @param data the route as plain data
 * @returns what to write instead of the traditional fields, one for each part into which Kong splits the
 *   route; or why there is no such thing
 */
export function toExpression(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Omit<Gateway, 'flavor'>,
): Conversion {
  // Under `expressions` Kong shows every route with a priority; 0 says nothing and is replaced.
  if (data.priority === 0) return toExpression(without(route), without(data), gateway);
  const kind = kindOf(route);
  if (kind === 'expression') return { refused: { code: 'already-in-style', args: { style: 'expression' } } };
  if (kind === 'mixed') return { refused: { code: 'mixed-route', args: {} } };
  const as = { ...gateway, flavor: today };
  if (!isInEffect('expression', { ...gateway, flavor: 'expressions' }))
    return { refused: { code: 'expressions-not-in-version', args: { version: gateway.version.join('.') } } };
  const [wrong] = answersOf(route, data, as);
  if (wrong !== undefined) return { refused: { code: 'rejected-already', args: { kong: wrong } } };
  const [lost] = valuesNotInRouter(route, as);
  if (lost?.code === 'regex-not-judged') return { refused: { code: 'not-judged', args: { problem: lost } } };
  if (lost) {
    const args = { version: gateway.version.join('.'), expression: lost.expression, problem: null };
    return { refused: { code: 'left-out-of-router', args } };
  }
  return { parts: expressionParts(route, as, !isInEffect('paths-split', as)) };
}

/**
 * The same for a route that a Gateway is known to accept: one for each length of its prefix paths and one for its regexes.
 *
 * @param isWhole the router that has the route makes one matcher of it, whatever its paths
 */
export function expressionParts(
  route: Route,
  gateway: Gateway,
  isWhole: boolean,
): readonly ExpressionFields[] {
  const whole = withDefaults(route, gateway);
  const parts = isWhole ? [whole] : splitForWriting(whole, gateway);
  return parts.map((part) => fieldsOfPart(part, gateway));
}

/** With the ids of the router where that splits; paths of one length stay together, whatever id the router gives them. */
function splitForWriting(route: Route, gateway: Gateway): readonly Route[] {
  const parts = splitByPath(route);
  if (parts.length === 1 || !isInEffect('paths-split', gateway)) return parts;
  return routerParts(route, gateway).map((part) => part.route);
}

const fieldsOfPart = (part: Route, gateway: Gateway): ExpressionFields => ({
  expression: groupedExpressionOf(part, gateway.version),
  priority: expressionPriority(routerPriorityOf(part, gateway).value, gateway.calculation),
  id: part.id ?? null,
});

/**
 * One expression for both halves of a mixed route: `fields && (expression)`.
 *
 * @returns with the priority of the route if it has one, else that which its fields have by themselves; or why
 *   there is no such thing
 */
export function foldFields(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Omit<Gateway, 'flavor'>,
): ExpressionFields | Refused {
  const { expression, priority, ...fields } = route;
  const { expression: _, priority: __, ...fieldsData } = data;
  const conversion = toExpression(fields, fieldsData, gateway);
  if ('refused' in conversion) return conversion;
  const [part, ...others] = conversion.parts;
  if (others.length > 0 && priority === undefined) {
    return { refused: { code: 'paths-of-several-priorities', args: {} } };
  }
  const folded = `${groupedExpressionOf(fields, gateway.version)} && (${expression})`;
  return { expression: folded, priority: BigInt(priority ?? part!.priority), id: null };
}

function without<Fields extends { readonly priority?: unknown }>({ priority: _, ...others }: Fields) {
  return others as Fields;
}

/**
 * The priority of an expression route that has the position among its peers that the traditional route has among
 * its own.
 *
 * `original`: of the upper 32 bits of a priority only 63, 62, 61, 60 and 51 can differ from their neighbours:
 * 63 is set where a part was negative as a 32-bit number, 61 by SNIs of stream routes, 60 by plain hosts, 51 by
 * regex paths; where compiled code extended a sign, all of them are ones. Those five bits, in their order, above
 * the lower 32 keep the order and equality of all values; 37 bits are enough.
 *
 * `strict`: of a regex path the length of a prefix is nothing, of a prefix path `regex_priority` is; so below
 * bit 51, which distinguishes the two, 32 bits hold either. 45 bits are enough.
 *
 * The result depends on nothing but the value, so that a route has the same priority whatever is next to it.
 */
export function expressionPriority(value: bigint, calculation: RouteMatchCalculation = 'original'): bigint {
  if (calculation === 'strict') {
    const isRegex = ((value >> 51n) & 1n) === 1n;
    return ((value >> 51n) << 32n) | ((isRegex ? value >> 19n : value) & 0xffffffffn);
  }
  const upper = [63n, 62n, 61n, 60n, 51n].reduce((bits, bit) => (bits << 1n) | ((value >> bit) & 1n), 0n);
  return (upper << 32n) | (value & 0xffffffffn);
}
