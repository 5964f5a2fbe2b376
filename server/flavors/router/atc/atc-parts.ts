/**
 * What the atc router is built of: each route as one matcher or several, with expression, priority and id.
 * Source: Kong/kong `kong/router/atc.lua` (`new_from_scratch`), `kong/router/transform.lua`.
 */

import type { Gateway, Route } from '../../../routes/index.js';
import { type Priority, routerPriorityOf } from '../../priority.js';
import { routerParts } from '../../split.js';
import type { RouterRules } from './atc-rules.js';
import { declaredRouteId } from './declared-id.js';

/** The id of a matcher: it decides between equal priorities. */
export interface MatcherId {
  /** In lower case; `null` if it is unknown. */
  readonly uuid: string | null;
  /** It is written in the route, or made from its values; otherwise it is the one that a DB-less Gateway would make. */
  readonly isCertain: boolean;
}

export interface AtcPart {
  /** The position of the route in the table. */
  readonly route: number;
  readonly part: Route;
  readonly id: MatcherId;
  readonly priority: Priority;
}

export function partsOf(route: Route, index: number, gateway: Gateway, rules: RouterRules): AtcPart[] {
  const id = routeId(route);
  const parts = routerParts({ ...readOf(route, rules), id: id.uuid ?? nameless }, gateway);
  return parts.map(({ route: part, suffix }) => ({
    route: index,
    part: suffix === null ? route : part,
    id: suffix === null || id.uuid === null ? id : { uuid: part.id!, isCertain: id.isCertain },
    priority: priorityOfPart(suffix === null ? route : part, gateway, rules),
  }));
}

function routeId({ id, name }: Route): MatcherId {
  if (id !== undefined) return { uuid: id.toLowerCase(), isCertain: true };
  return { uuid: name === undefined ? null : declaredRouteId(name), isCertain: false };
}

const nameless = '00000000-0000-0000-0000-000000000000';

/** A route with what of it the router reads. */
function readOf(route: Route, { readsExpression }: RouterRules): Route {
  if (readsExpression) return route;
  const { expression: _, ...fields } = route;
  return fields;
}

function priorityOfPart(part: Route, gateway: Gateway, rules: RouterRules): Priority {
  // Before 3.7 the priority of an expression is exactly the written one.
  if (!rules.readsFields && part.expression !== undefined) {
    return { value: BigInt.asUintN(64, BigInt(part.priority ?? 0)), compiled: null };
  }
  return routerPriorityOf(readOf(part, rules), gateway);
}
