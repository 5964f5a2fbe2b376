/**
 * What the traditional router may answer where chance decides: entries of the same age are sorted by the order in which
 * they are loaded, and the headers of a route are in the order of a hash table.
 */

import type { OpenReason } from '../router.js';
import type { Found } from './traditional-index.js';
import type { Hits } from './traditional-match.js';
import {
  type FirstHits,
  inNumber,
  type Order,
  type Searched,
  type TraditionalSearch,
} from './traditional-search.js';
import type { TraditionalTable } from './traditional-table.js';

/** More orders than these are not gone through; then each entry comes first once. */
const mostOrders = 720;

export interface ChanceAnswers {
  readonly routes: ReadonlySet<number | null>;
  /** The entries of these routes that may be found first. */
  readonly entries: ReadonlySet<number>;
  readonly reasons: ReadonlySet<OpenReason>;
}

/** What is found first in the order that is assumed to be the usual one: that of the table, headers by their names. */
export const usualHits = (found: FirstHits): Hits => hitsIn(found, inNumber)[0]!;

/** What may be found first in an order: more than one where the headers of an entry decide. */
function hitsIn(found: FirstHits, order: Order): Hits[] {
  const placeOf = ({ entry }: Found) => order.get(entry) ?? entry;
  const first = (all: readonly Found[]) =>
    all.reduce<Found | null>((best, one) => (best && placeOf(best) <= placeOf(one) ? best : one), null);
  const host = first(found.host)?.value ?? null;
  const uri = first(found.uri)?.value ?? found.prefix;
  const header = first(found.header);
  if (!header) return [{ host, header: null, uri }];
  const names = found.header.filter(({ entry }) => entry === header.entry).map(({ value }) => value);
  return names.sort().map((name) => ({ host, header: name, uri }));
}

/** @returns `null` if chance decides nothing */
export function chanceAnswers(
  search: TraditionalSearch,
  found: FirstHits,
  table: TraditionalTable,
  { entries: matching, mixed }: Searched,
): ChanceAnswers | null {
  const [winner] = matching;
  const isTied = (entry: number) => table.ties[entry] === table.ties[winner!];
  const hasTie = winner !== undefined && matching.some((entry) => entry !== winner && isTied(entry));
  const hasSeveralHits = [found.host, found.header, found.uri].some(
    (hits) => new Set(hits.map(({ value }) => value)).size > 1,
  );
  if (!hasTie && !hasSeveralHits && mixed.length < 2) return null;
  const routeOf = (entry: number | undefined) => (entry === undefined ? null : table.entries[entry]!.route);
  const relevant = new Set([
    ...[...found.host, ...found.header, ...found.uri].map(({ entry }) => entry),
    ...search.search(usualHits(found), inNumber, false).entries,
  ]);
  const groups = tiedGroups([...relevant], table);
  const routes = new Set<number | null>();
  const entries = new Set<number>();
  const reasons = new Set<OpenReason>();
  let usual: string | null = null;
  for (const order of ordersOf(groups)) {
    const first = hitsIn(found, order).map((hits) => search.search(hits, order, true).entries[0]);
    for (const entry of first) if (entry !== undefined) entries.add(entry);
    const answers = first.map(routeOf);
    for (const answer of answers) routes.add(answer);
    if (new Set(answers).size > 1) reasons.add('header-order');
    const all = JSON.stringify([...new Set(answers)].sort());
    usual ??= all;
    if (all !== usual) reasons.add(ageReason(groups, table));
  }
  for (const entry of mixed) {
    const route = routeOf(entry);
    if (!routes.has(route)) reasons.add(ageReason([mixed], table));
    routes.add(route);
    entries.add(entry);
  }
  return { routes, entries, reasons };
}

function ageReason(groups: readonly (readonly number[])[], { entries }: TraditionalTable): OpenReason {
  const isUnknown = groups.some((group) => group.some((entry) => entries[entry]!.createdAt === null));
  return isUnknown ? 'created-at-unknown' : 'load-order';
}

/** Entries that chance sorts among themselves. */
function tiedGroups(entries: readonly number[], { ties }: TraditionalTable): number[][] {
  const groups = new Map<number, number[]>();
  for (const entry of entries.toSorted((a, b) => a - b)) {
    const group = groups.get(ties[entry]!) ?? [];
    group.push(entry);
    groups.set(ties[entry]!, group);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The usual order first. */
function* ordersOf(groups: readonly (readonly number[])[]): Generator<Order> {
  const count = groups.reduce((product, { length }) => product * factorial(length), 1);
  const ways = groups.map((group) => (count <= mostOrders ? permutations(group) : rotations(group)));
  yield* combined(ways, 0, new Map(), groups);
}

function* combined(
  ways: readonly (readonly (readonly number[])[])[],
  at: number,
  order: Order,
  groups: readonly (readonly number[])[],
): Generator<Order> {
  if (at === ways.length) {
    yield order;
    return;
  }
  for (const way of ways[at]!) {
    const places = groups[at]!;
    const next = new Map(order);
    for (const [i, entry] of way.entries()) next.set(entry, places[i]!);
    yield* combined(ways, at + 1, next, groups);
  }
}

const factorial = (n: number): number =>
  n > 6 ? Number.POSITIVE_INFINITY : n < 2 ? 1 : n * factorial(n - 1);

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

const rotations = (items: readonly number[]): number[][] =>
  items.slice(0, 50).map((item, i) => [item, ...items.toSpliced(i, 1)]);
