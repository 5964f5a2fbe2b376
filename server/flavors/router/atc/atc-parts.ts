/**
 * What the atc router is built of: each route as one matcher or several, with expression, priority and id.
 * Source: Kong/kong `kong/router/atc.lua` (`new_from_scratch`), `kong/router/transform.lua`.
 */

import { isAtLeast } from '../../../../grammar/index.js';
import { type Gateway, isSet, type Route, subsystemOf } from '../../../routes/index.js';
import { isRegexPath } from '../../generated-expression.js';
import { calculatedPriorityOf, type Priority } from '../../priority.js';
import { splitByPath } from '../../split.js';
import { uuidV5 } from '../../uuid.js';
import type { RouterRules } from './atc-rules.js';
import { asOfSubsystem } from './built-expression.js';
import { declaredRouteId } from './declared-id.js';

/** The id of a matcher: it decides between equal priorities. */
export interface MatcherId {
  /** In lower case; `null` where nothing tells it. */
  readonly uuid: string | null;
  /** It is written in the route, or made from what is written; else it is what a DB-less Gateway would make. */
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
  const parts = splits(route, rules) ? splitByPath({ ...route, id: id.uuid ?? nameless }) : [route];
  return parts.map((part) => ({
    route: index,
    part,
    id: idOfPart(part, id, route, parts.length, rules),
    priority: priorityOfPart(part, gateway, rules),
  }));
}

function routeId({ id, name }: Route): MatcherId {
  if (id !== undefined) return { uuid: id.toLowerCase(), isCertain: true };
  return { uuid: name === undefined ? null : declaredRouteId(name), isCertain: false };
}

const nameless = '00000000-0000-0000-0000-000000000000';

const splits = (route: Route, rules: RouterRules): boolean =>
  rules.splitsPaths &&
  subsystemOf(route) === 'http' &&
  (route.paths?.length ?? 0) > 1 &&
  !(rules.readsExpression && route.expression !== undefined);

const namespace = '7f145bf9-0dce-4f91-98eb-debbce4b9f6b';

function idOfPart(part: Route, id: MatcherId, route: Route, parts: number, rules: RouterRules): MatcherId {
  if (id.uuid === null || !splits(route, rules)) return id;
  if (rules.splitIds === 'position') {
    return parts === 1 ? id : { uuid: part.id!, isCertain: id.isCertain };
  }
  const [path = ''] = part.paths ?? [];
  const key = isRegexPath(path) ? 'true' : String(Buffer.byteLength(path));
  return { uuid: uuidV5(namespace, `${id.uuid}#${key}`), isCertain: id.isCertain };
}

function priorityOfPart(part: Route, gateway: Gateway, rules: RouterRules): Priority {
  const { version, calculation } = gateway;
  // Before 3.7 an expression's priority is what is written, and nothing else.
  if (!rules.readsFields && part.expression !== undefined) {
    return { value: BigInt.asUintN(64, BigInt(part.priority ?? 0)), compiled: null };
  }
  const { expression: _, ...fields } = part;
  const read = rules.readsExpression ? part : fields;
  if (isAtLeast(version, '3.7')) return calculatedPriorityOf(read, calculation);
  const hasAddresses = isSet(part, 'sources') || isSet(part, 'destinations');
  const asRead = hasAddresses ? asOfSubsystem(read) : { ...read, protocols: ['https'] };
  return calculatedPriorityOf(asRead, calculation);
}
