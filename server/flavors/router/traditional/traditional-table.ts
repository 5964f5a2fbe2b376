/**
 * A table as the traditional router holds it: entries in one order, and in categories by the kinds of their match fields.
 * Source: Kong/kong `kong/router/traditional.lua` (`_M.new`, `sort_routes`, `sort_categories`, `categorize_route_t`,
 * `sort_sources`); names in the comments are from there.
 */

import type { GatewayVersion } from '../../../../grammar/index.js';
import { append } from '../../../text/index.js';
import type { RouterRoute } from '../router-route.js';
import { luaSort } from './lua-sort.js';
import { bits, entriesOf, type NetEntry, type TraditionalEntry } from './traditional-entry.js';
import { type TraditionalRules, traditionalRulesOf } from './traditional-rules.js';

/** Entries by the key that finds them, in their order; an entry may be there twice. */
export type EntriesByKey = ReadonlyMap<string | number, readonly number[]>;

export interface Category {
  readonly bits: number;
  readonly weight: number;
  readonly byHost: EntriesByKey;
  readonly byHeader: EntriesByKey;
  readonly byUri: EntriesByKey;
  readonly byMethod: EntriesByKey;
  readonly bySni: EntriesByKey;
  readonly bySource: EntriesByKey;
  readonly byDestination: EntriesByKey;
}

export interface TraditionalTable {
  readonly rules: TraditionalRules;
  /** In their order: what is named by a number is the entry at that place. */
  readonly entries: readonly TraditionalEntry[];
  /** For each entry the first one of those that nothing but the order of loading sorts. */
  readonly ties: Int32Array;
  /** For some entries the age that would sort them is not known. */
  readonly hasUnknownAge: boolean;
  /** From the first that is tried to the last. */
  readonly categories: readonly Category[];
  /** For each entry the position of its category. */
  readonly categoryOf: Int32Array;
  /** The position of a category by its bits. */
  readonly positions: ReadonlyMap<number, number>;
  /** Kong cannot build the router for this route. */
  readonly uncategorized: number | null;
}

/**
 * @param routes those of the subsystem, by their positions, in the order in which they are loaded
 * @throws InvalidOrder as Lua does (`categories` are sorted here)
 */
export function buildTraditionalTable(
  routes: ReadonlyMap<number, RouterRoute>,
  version: GatewayVersion,
): TraditionalTable {
  const rules = traditionalRulesOf(version);
  const entries: TraditionalEntry[] = [];
  let uncategorized: number | null = null;
  for (const [position, { route, createdAt }] of routes) {
    const made = entriesOf(route, position, createdAt, rules);
    if (made) append(entries, made);
    else uncategorized ??= position;
  }
  luaSort(entries, (a, b) => sortRoutes(a, b) < 0);
  const byBits = new Map<number, number[]>();
  for (const [entry, { rules: key }] of entries.entries()) addTo(byBits, key, entry);
  const categories = [...byBits]
    .map(([key, members]) => categoryFrom(key, members, entries, rules))
    .sort((a, b) => b.weight - a.weight || b.bits - a.bits);
  const positions = new Map(categories.map((category, position) => [category.bits, position]));
  return {
    rules,
    entries,
    ties: tiesOf(entries),
    hasUnknownAge: entries.some(({ createdAt }) => createdAt === null),
    categories,
    categoryOf: Int32Array.from(entries, (entry) => positions.get(entry.rules)!),
    positions,
    uncategorized,
  };
}

/** `sort_routes` without `created_at` */
export function sortWithoutAge(a: TraditionalEntry, b: TraditionalEntry): number {
  return (
    b.submatch - a.submatch ||
    b.headers.length - a.headers.length ||
    (a.regexPriority === b.regexPriority
      ? b.uriLength - a.uriLength
      : a.regexPriority > b.regexPriority
        ? -1
        : 1)
  );
}

function sortRoutes(a: TraditionalEntry, b: TraditionalEntry): number {
  const order = sortWithoutAge(a, b);
  if (order !== 0 || a.createdAt === null || b.createdAt === null) return order;
  return a.createdAt - b.createdAt;
}

/** Where the age of one is not known, it may be that of any other with the same fields. */
function tiesOf(entries: readonly TraditionalEntry[]): Int32Array {
  const ties = new Int32Array(entries.length);
  for (let first = 0; first < entries.length; ) {
    let end = first + 1;
    let isKnown = entries[first]!.createdAt !== null;
    for (; end < entries.length && sortWithoutAge(entries[first]!, entries[end]!) === 0; end++) {
      if (entries[end]!.createdAt === null) isKnown = false;
    }
    for (let i = first; i < end; i++) {
      const isSame = i > first && (!isKnown || entries[i]!.createdAt === entries[i - 1]!.createdAt);
      ties[i] = isSame ? ties[i - 1]! : i;
    }
    first = end;
  }
  return ties;
}

function addTo<Key>(map: Map<Key, number[]>, key: Key, entry: number): void {
  const known = map.get(key);
  if (known) known.push(entry);
  else map.set(key, [entry]);
}

function categoryFrom(
  key: number,
  members: readonly number[],
  entries: readonly TraditionalEntry[],
  rules: TraditionalRules,
): Category {
  const by = (keysOf: (entry: TraditionalEntry) => Iterable<string | number>) => {
    const found = new Map<string | number, number[]>();
    for (const member of members) for (const one of keysOf(entries[member]!)) addTo(found, one, member);
    return found;
  };
  const bySource = by(({ sources }) => netKeys(sources, rules));
  const byDestination = by(({ destinations }) => netKeys(destinations, rules));
  for (const found of bySource.values()) sortByAddress(found, 'sources', entries, rules);
  for (const found of byDestination.values()) sortByAddress(found, 'destinations', entries, rules);
  return {
    bits: key,
    weight: entries[members[0]!]!.weight,
    byHost: by(({ hosts }) => hosts.map(({ value }) => value)),
    byHeader: by(({ headers }) => headers.map(({ name }) => name)),
    byUri: by(({ uri }) => (uri ? [uri.value] : [])),
    byMethod: by(({ methods }) => new Set(methods)),
    bySni: by(({ snis }) => new Set(snis)),
    bySource,
    byDestination,
  };
}

/** `categorize_src_dst`: by address and by port; before 3.3 as often as it is written. */
function netKeys(
  nets: readonly NetEntry[],
  { comparesAddresses }: TraditionalRules,
): Iterable<string | number> {
  const keys = nets.flatMap(({ ip, port }) => [
    ...(ip === null ? [] : [ip]),
    ...(port === null ? [] : [port]),
  ]);
  return comparesAddresses ? new Set(keys) : keys;
}

/**
 * `sort_sources`, `sort_destinations`: what has an address with a port comes first. Before 3.3 only one of the two was
 * looked at, which Lua's sort may find to contradict itself.
 *
 * @throws InvalidOrder as Lua does
 */
export function sortByAddress(
  found: number[],
  field: 'sources' | 'destinations',
  entries: readonly TraditionalEntry[],
  { comparesAddresses }: TraditionalRules,
): void {
  const hasBoth = (entry: number) => hasAddressAndPort(entries[entry]!, field);
  luaSort(found, (a, b) => hasBoth(a) && !(comparesAddresses && hasBoth(b)));
}

export const hasAddressAndPort = (entry: TraditionalEntry, field: 'sources' | 'destinations'): boolean =>
  entry[field].some(({ ip, port }) => ip !== null && port !== null);

/** `SORTED_MATCH_RULES` */
export const httpRules = [bits.host, bits.header, bits.uri, bits.method, bits.sni];
export const streamRules = [bits.sni, bits.src, bits.dst];
