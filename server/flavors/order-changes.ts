/**
 * Which pairs of routes change their order when the Gateway changes. Only pairs that one request may match count.
 *
 * Each path of a route is an entry: a request goes to the route of the first entry that it matches, and both Gateways
 * order the same entries. So where two routes have no two entries that a request may match and that change places, the
 * two routes do not change places for any request.
 */

import { parse, precedenceOf } from '../../grammar/index.js';
import type { Names, OrderChangeReason } from '../problems/index.js';
import { type Gateway, isInEffect, type Route, subsystemOf } from '../routes/index.js';
import { AtcOrder } from './atc-order.js';
import { candidatePairs, pairKeysOf } from './candidate-pairs.js';
import type { TableRoute } from './conversion-for.js';
import { engineOf, protocolFilter } from './engine-of.js';
import {
  both,
  type Overlap,
  overlapOf,
  type RequestSet,
  requestsOfExpression,
  requestsOfFields,
  requestsOfPath,
  requestsOfProtocols,
} from './request-set.js';
import { routerParts, splitByPath } from './split.js';
import type { Entry, EntryId, TableOrder } from './table-order.js';
import { TraditionalOrder } from './traditional-order.js';
import { withDefaults } from './translate.js';

/** Which of two routes a router tries first; `undecided` if that depends on what the table does not say. */
export type PairOrder = 'first' | 'second' | 'undecided';

/** A route that one Gateway tries before this one and the other after it, and that a request may match too. */
export interface OrderChange {
  /** Its index in the table. */
  readonly against: number;
  /** The position of this route under the old Gateway. */
  readonly was: PairOrder;
  /** And under the new one. */
  readonly is: PairOrder;
  /** Which rule decides in each of the two. */
  readonly why: OrderChangeReason;
  /** Only requests that no ordinary client sends match both: those that have one header twice. */
  readonly rare: boolean;
}

/** A route that both Gateways accept, with its form under the new one. */
export interface Moved {
  readonly index: number;
  readonly before: TableRoute;
  /** What it is converted to; the route itself where it stays. */
  readonly after: readonly TableRoute[];
}

export interface RouteOrder {
  readonly changes: readonly OrderChange[];
  /** How many more there may be; these were not looked at as closely. */
  readonly more: number;
}

/** For a route with more changes than these, only their number is reported. */
export const mostChanges = 20;

/** The name of each Gateway. */
interface FoundOrder {
  readonly changes: OrderChange[];
  more: number;
}

/** @returns by the index of a route; routes that are not in it keep their place */
export function orderChanges(
  moved: readonly Moved[],
  from: Gateway,
  to: Gateway,
  names: Names,
): ReadonlyMap<number, RouteOrder> {
  const found = new Map<number, FoundOrder>();
  const orderOf = (index: number) => {
    const known = found.get(index);
    if (known) return known;
    const order: FoundOrder = { changes: [], more: 0 };
    found.set(index, order);
    return order;
  };
  for (const subsystem of ['http', 'stream'] as const) {
    const engines = [engineOf(from, subsystem), engineOf(to, subsystem)];
    const isTraditional = engines.every((engine) => engine === 'traditional');
    if (isTraditional && !reordersTraditional(moved, from, to)) continue;
    const entries = moved
      .filter(({ before }) => subsystemOf(before.route) === subsystem)
      .flatMap((one) => entriesOf(one, from, to));
    const orderUnder = (gateway: Gateway, side: 0 | 1): TableOrder => {
      const ofSide = entries.map(({ sides }) => sides[side]);
      return engines[side] === 'traditional'
        ? new TraditionalOrder(ofSide, gateway)
        : new AtcOrder(ofSide, gateway);
    };
    const [was, is] = [orderUnder(from, 0), orderUnder(to, 1)];
    if (!was.isSameAs(is)) collect(entries, [was, is], isTraditional, names, orderOf);
  }
  return found;
}

/** Whether two traditional routers order a table in different ways. */
function reordersTraditional(moved: readonly Moved[], from: Gateway, to: Gateway): boolean {
  const rule = 'regex-priority-without-regex';
  if (isInEffect(rule, from) === isInEffect(rule, to)) return false;
  return moved.some(({ before: { route } }) => Number(route.regex_priority ?? 0) !== 0);
}

interface MovedEntry {
  readonly route: number;
  /** Under the old Gateway and under the new one. */
  readonly sides: readonly [Entry, Entry];
  readonly requests: RequestSet;
}

function entriesOf({ index, before, after }: Moved, from: Gateway, to: Gateway): MovedEntry[] {
  const old = sideOf(index, [before], from, 0);
  const splits = after.length > 1;
  const recent = sideOf(index, after, to, splits ? 1 : 0);
  const route = withDefaults(before.route, from);
  const requests = requestsOfOtherFields(route, after, from, to);
  const paths = pathsOf(before.route) ?? (after.length === 1 ? pathsOf(after[0]!.route) : null) ?? [null];
  // A route that becomes several expressions is split as the router splits it.
  const groups = splits ? splitByPath(before.route).map((part) => part.paths ?? []) : null;
  const createdAt = createdAtOf(before);
  return paths.map((path) => {
    const entry = (parts: readonly Part[], ofPath: (part: Part, i: number) => boolean): Entry => {
      const { part, whole, id } = parts.find(ofPath) ?? parts[0]!;
      return { route: whole, part, id, createdAt, path };
    };
    const holds = ({ part }: Part) => path !== null && (part.paths?.includes(path) ?? false);
    return {
      route: index,
      sides: [
        entry(old, holds),
        entry(recent, groups ? (_, i) => path !== null && groups[i]!.includes(path) : holds),
      ],
      requests: path === null ? requests : both(requests, requestsOfPath(path)),
    };
  });
}

interface Part {
  readonly part: Route;
  /** The route that it is a part of. */
  readonly whole: Route;
  readonly id: EntryId;
}

/** @param copies how many of the routes, from which on, are not in the table today */
function sideOf(index: number, routes: readonly TableRoute[], gateway: Gateway, copies: number): Part[] {
  return routes.flatMap(({ route }, i) => {
    const whole = withDefaults(route, gateway);
    return routerParts(whole, gateway).map(({ route: part, suffix }) => {
      const uuid = part.id?.toLowerCase() ?? null;
      const own = copies > 0 && i >= copies ? `${index}, copy ${i}` : `${index}`;
      return { part, whole, id: { uuid, name: uuid ?? (suffix === null ? own : `${own}#${suffix}`) } };
    });
  });
}

const pathsOf = ({ expression, paths }: Route) =>
  expression === undefined && paths && paths.length > 0 ? paths : null;

const createdAtOf = ({ data: { created_at } }: TableRoute) =>
  typeof created_at === 'number' ? created_at : typeof created_at === 'bigint' ? Number(created_at) : null;

/** What has to hold for a request to match in both Gateways: one of them at least has the atc router. */
function requestsOfOtherFields(
  route: Route,
  after: readonly TableRoute[],
  from: Gateway,
  to: Gateway,
): RequestSet {
  const filters = [
    requestsOfProtocols(protocolFilter(route, from)),
    requestsOfProtocols(protocolFilter(withDefaults(after[0]!.route, to), to)),
  ];
  const { version } = to.flavor === 'expressions' ? to : from;
  const fields =
    route.expression === undefined
      ? requestsOfFields(route)
      : requestsOfExpression(parse(route.expression, precedenceOf(version)).tree, version);
  return filters.reduce(both, fields);
}

/** The number of reported pairs of routes that are remembered: beyond it, a pair may count more than once. */
const mostRememberedPairs = 1_000_000;

function collect(
  entries: readonly MovedEntry[],
  [was, is]: readonly [TableOrder, TableOrder],
  /** What one leaves open, the other leaves open in the same way. */
  opensAlike: boolean,
  names: Names,
  orderOf: (index: number) => FoundOrder,
): void {
  const reportedPairs = new Map<number, Certainty>();
  const requests = entries.map((entry) => entry.requests);
  const routes = Int32Array.from(entries, ({ route }) => route);
  const isRepeated = repeatedRoutes(entries);
  const alike = openAlike(was, is, entries.length);
  for (const [a, b] of candidatePairs(requests.map(pairKeysOf))) {
    const [one, other] = [routes[a]!, routes[b]!];
    if (one === other) continue;
    const [before, after] = [was.compare(a, b), is.compare(a, b)];
    const isAlike =
      before === 0
        ? after === 0 && (opensAlike || (alike[a] === 1 && alike[b] === 1))
        : before > 0 === after > 0 && after !== 0;
    if (isAlike) continue;
    const [mine, others] = [orderOf(one), orderOf(other)];
    const key =
      isRepeated.has(one) || isRepeated.has(other)
        ? Math.min(one, other) * 2 ** 26 + Math.max(one, other)
        : null;
    const known = key === null ? undefined : reportedPairs.get(key);
    if (known === 'certain') continue;
    const isFull = mine.changes.length >= mostChanges && others.changes.length >= mostChanges;
    const overlap = isFull ? 'possible' : overlapOf(requests[a]!, requests[b]!);
    if (overlap === 'none' || (known && overlap !== 'possible')) continue;
    if (key !== null && reportedPairs.size < mostRememberedPairs)
      reportedPairs.set(key, overlap === 'possible' ? 'certain' : 'rare');
    if (isFull) {
      if (known) continue;
      mine.more++;
      others.more++;
      continue;
    }
    const change = { why: whyOf(a, b, was, is, names, overlap), rare: overlap !== 'possible' };
    addChange(mine, { against: other, was: pairOrderOf(before), is: pairOrderOf(after), ...change });
    addChange(others, { against: one, was: pairOrderOf(-before), is: pairOrderOf(-after), ...change });
  }
}

/** The routes that are met more than once with another: those of several paths, or of several hosts. */
function repeatedRoutes(entries: readonly MovedEntry[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const again = new Set<number>();
  for (const { route, requests } of entries) {
    const hasHosts = requests.get('http.host')?.some(({ values }) => values.length > 1);
    if (seen.has(route) || hasHosts) again.add(route);
    seen.add(route);
  }
  return again;
}

/** The entries about which both orders decide alike where they are open. */
function openAlike(was: TableOrder, is: TableOrder, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, entry) => {
    const key = was.keyOf(entry);
    return key !== null && key === is.keyOf(entry) ? 1 : 0;
  });
}

type Certainty = 'certain' | 'rare';

function addChange(order: FoundOrder, change: OrderChange): void {
  const known = order.changes.findIndex(({ against }) => against === change.against);
  if (known !== -1) order.changes[known] = change;
  else if (order.changes.length < mostChanges) order.changes.push(change);
  else order.more++;
}

const pairOrderOf = (order: number): PairOrder => (order < 0 ? 'first' : order > 0 ? 'second' : 'undecided');

function whyOf(
  a: number,
  b: number,
  was: TableOrder,
  is: TableOrder,
  names: Names,
  overlap: Exclude<Overlap, 'none'>,
): OrderChangeReason {
  const reasons = { ...names, was: was.explain(a, b), is: is.explain(a, b) };
  if (overlap === 'possible') return { ...reasons, severalValuesOf: null };
  const [, field, name] = /^http\.(headers|queries)\.(.*)$/.exec(overlap.severalValuesOf)!;
  return { ...reasons, severalValuesOf: { kind: field === 'headers' ? 'header' : 'query', name: name! } };
}
