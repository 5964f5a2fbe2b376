/** What a route of one Gateway has to become so that another one accepts it. */

import type { Note, Refusal } from '../problems/index.js';
import {
  acceptsTraditionalFields,
  type Gateway,
  hasFlavors,
  isInEffect,
  kindOf,
  matchFields,
  migratePath,
  outcomeOf,
  type Route,
  readRoute,
  subsystemOf,
} from '../routes/index.js';
import { type Acceptance, leftOutOf, type Reader } from './acceptance.js';
import { engineOf } from './engine-of.js';
import { rewritten } from './generated-expression.js';
import { type Conversion, expressionParts, toExpression } from './to-expression.js';
import { fieldsOf } from './to-fields.js';
import { regexPriorityFor } from './to-regex-priority.js';
import { answersOf } from './translate.js';

type Data = Readonly<Record<string, unknown>>;

/** A route as Kong reads it from its document: effective data, and `readRoute(data)`. */
export interface TableRoute {
  readonly data: Data;
  readonly route: Route;
  /** Reads its expression, where that was read before. */
  readonly read?: Reader;
  /** Which protocols it gets by default is not known: Konnect's documentation and its Gateway disagree. */
  readonly hasOpenDefaults?: boolean;
  /** Kong from 3.0 on brings the paths to their new form when it loads the document. */
  readonly migrates?: boolean;
}

export interface RouteConversion {
  readonly to: 'expressions' | 'traditional';
  /** In the order in which Kong splits it: the first keeps id and name, the others have the ids of Kong's router. */
  readonly routes: readonly TableRoute[];
  readonly notes: readonly Note[];
}

/** What becomes of a route: it stays, it is converted, or there is no way, and why. */
export type Successor = 'stays' | RouteConversion | { readonly refused: readonly Refusal[] };

/**
 * @param from the Gateway that orders the route today: a conversion keeps its order among its peers
 * @param to the one that has to accept it
 * @param isTaken whether the old Gateway accepts the route
 */
export function successorFor(
  before: TableRoute,
  from: Gateway,
  to: Gateway,
  isAcceptedToday: boolean,
): Successor {
  if (hasFlavors(from.version) || !hasFlavors(to.version))
    return successorOf(before, from, to, isAcceptedToday);
  // The old router is what `traditional` is since 3.0, once the paths are written as 3.0 wants them.
  const migrated = migratedRoute(before);
  const successor = successorOf(migrated, { ...from, flavor: 'traditional' }, to, isAcceptedToday);
  if (successor !== 'stays' || migrated === before || before.migrates) return successor;
  return { to: 'traditional', routes: [migrated], notes: [{ code: 'paths-of-gateway-3', args: {} }] };
}

/** A route of Gateway 2.x as Kong 3.0 holds it after its migration. */
export function migratedRoute(before: TableRoute): TableRoute {
  const { paths } = before.data;
  if (!Array.isArray(paths)) return before;
  const written = paths.map((path: unknown) => (typeof path === 'string' ? migratePath(path) : path));
  return written.every((path, i) => path === paths[i])
    ? before
    : tableRoute({ ...before.data, paths: written });
}

function successorOf(before: TableRoute, from: Gateway, to: Gateway, isAcceptedToday: boolean): Successor {
  const { route, data } = before;
  const kind = kindOf(route);
  if (kind === 'traditional' && !acceptsTraditionalFields(to))
    return asExpressions(before, from, to, isAcceptedToday);
  if (kind === 'expression' && to.flavor !== 'expressions')
    return asFields(before, from, to, isAcceptedToday);
  const refused = refusalsOf(route, data, to, before.read);
  if (refused.length === 0) return 'stays';
  const style = kind === 'expression' ? 'expressions' : 'traditional';
  const bare = withoutIdleKeys(data, style);
  return bare !== data && refusalsOf(readRoute(bare), bare, to).length === 0
    ? { to: style, routes: [tableRoute(bare)], notes: [{ code: 'idle-fields-removed', args: {} }] }
    : { refused };
}

/**
 * What Kong answers where it refuses a route; and where its schema accepts it and it does not get into the router.
 *
 * @param accepted what is known of that already
 */
export function refusalsOf(
  route: Route,
  data: Data,
  gateway: Gateway,
  read?: Reader,
  accepted?: Acceptance,
): readonly Refusal[] {
  const answers = answersOf(route, data, gateway, read, accepted);
  if (answers.length > 0) return answers.map((kong) => ({ code: 'kong-answer', args: { kong } }));
  const isIdleExpression =
    route.expression !== undefined &&
    subsystemOf(route) === 'stream' &&
    outcomeOf('stream-expression', gateway) === 'without-effect';
  if (isIdleExpression) return [{ code: 'stream-expression-ignored', args: {} }];
  const version = gateway.version.join('.');
  return leftOutOf(route, gateway).map(({ expression, problem }) => ({
    code: 'left-out-of-router',
    args: { version, expression, problem },
  }));
}

const tableRoute = (data: Data): TableRoute => ({ data, route: readRoute(data) });

/** Defaults of the other style, which the Admin API shows with a route: they say nothing. */
const idleKeys: Readonly<Record<RouteConversion['to'], Readonly<Record<string, readonly unknown[]>>>> = {
  traditional: { priority: [0, null] },
  expressions: {
    regex_priority: [0, null],
    path_handling: ['v0', null],
    ...Object.fromEntries(matchFields.map((field) => [field, [null]])),
  },
};

function withoutIdleKeys(data: Data, style: RouteConversion['to']): Data {
  const idle = Object.entries(idleKeys[style]).filter(
    ([key, values]) => key in data && values.includes(data[key]),
  );
  return idle.length === 0
    ? data
    : without(
        data,
        idle.map(([key]) => key),
      );
}

function without(data: Data, keys: readonly string[]): Data {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}

/** The keys that are removed with the fields: they have no meaning next to an expression. */
const traditionalKeys = [...matchFields, 'regex_priority', 'path_handling', 'priority'];

function asExpressions(before: TableRoute, from: Gateway, to: Gateway, isAcceptedToday: boolean): Successor {
  const { data } = before;
  const conversion = conversionToExpressions(before, from, to, isAcceptedToday);
  if ('refused' in conversion) return { refused: [conversion.refused] };
  const bare = without(data, traditionalKeys);
  const routes = conversion.parts.map(({ expression, priority, id }, i) => {
    const copy = i === 0 ? {} : { ...(id !== null && { id }), ...nameOfCopy(data, i + 1) };
    return { ...bare, ...copy, expression, priority: Number(priority) };
  });
  const [refused] = routes.flatMap((part) => refusalsOf(readRoute(part), part, to));
  if (refused !== undefined) return { refused: [rejectedAfter('expression', refused)] };
  const asInRouter = engineOf(from, subsystemOf(before.route)) === 'atc';
  const notes: Note[] =
    routes.length > 1
      ? [{ code: 'route-split', args: { routes: routes.length, asInRouter, names: [] } }]
      : [];
  return { to: 'expressions', routes: routes.map(tableRoute), notes };
}

/** A route that is accepted today is not validated again: `traditional_compatible` rejects some that `expressions` accepts. */
function conversionToExpressions(
  { data, route }: TableRoute,
  from: Gateway,
  to: Gateway,
  isAcceptedToday: boolean,
): Conversion {
  const gateway: Gateway = {
    ...to,
    flavor: 'traditional_compatible',
    calculation: from.calculation ?? 'original',
  };
  // A router that makes one matcher of all paths keeps its order with one expression.
  const isWhole = engineOf(from, subsystemOf(route)) === 'atc' && !isInEffect('paths-split', from);
  return isAcceptedToday
    ? { parts: expressionParts(route, gateway, isWhole) }
    : toExpression(route, data, gateway);
}

/** A refusal of the converted route, said of the conversion. */
const rejectedAfter = (what: 'expression' | 'fields', refusal: Refusal): Refusal =>
  refusal.code === 'kong-answer'
    ? { code: 'rejected-after', args: { what, kong: refusal.args.kong } }
    : refusal;

const nameOfCopy = ({ name }: Data, number: number) =>
  typeof name === 'string' ? { name: `${name}-${number}` } : {};

function asFields(
  { data, route, read }: TableRoute,
  from: Gateway,
  to: Gateway,
  isAcceptedToday: boolean,
): Successor {
  const [wrong] = isAcceptedToday ? [] : answersOf(route, data, { ...from, flavor: 'expressions' }, read);
  if (wrong !== undefined) return { refused: [{ code: 'rejected-already', args: { kong: wrong } }] };
  const isRewritten = isInEffect('net-port-rewritten', { ...from, flavor: 'expressions' });
  const seen = isRewritten ? { ...route, expression: rewritten(route.expression!) } : route;
  const plainly = fieldsOf(seen, { equalityAsRegex: false });
  const fields = 'refused' in plainly ? fieldsOf(seen, { equalityAsRegex: true }) : plainly;
  if ('refused' in fields) return { refused: [fields.refused] };
  const recovered: Route = { ...(route.protocols && { protocols: route.protocols }), ...fields };
  const regexPriority = regexPriorityFor(recovered, BigInt(route.priority ?? 0), to);
  const { headers, ...others } = fields;
  const converted = tableRoute({
    ...without(data, ['expression', 'priority']),
    ...others,
    ...(headers && { headers: Object.fromEntries(headers) }),
    ...(regexPriority && { regex_priority: regexPriority }),
  });
  const [refused] = refusalsOf(converted.route, converted.data, to);
  if (refused !== undefined) return { refused: [rejectedAfter('fields', refused)] };
  const notes: Note[] = [];
  if ('refused' in plainly) notes.push({ code: 'equality-as-regex', args: {} });
  if (regexPriority === null) {
    notes.push({ code: 'traditional-priority', args: { instead: String(route.priority ?? 0) } });
  }
  return { to: 'traditional', routes: [converted], notes };
}
