/**
 * The order in which the traditional router tries routes that match one request. Source: Kong/kong
 * `kong/router/traditional.lua`; names in the comments are from there.
 *
 * Routes with more match fields come first, then those with fields of higher weight; number and weight form a category.
 * Within a category, `sort_routes` decides. But before a whole category, the router tries those of its routes that it
 * found by one key of the request (`reduce`). So other routes of the table can swap two routes of a category.
 */

import type { OrderReason, TraditionalSubmatch } from '../problems/index.js';
import { type Gateway, isInEffect, isSet, type MatchField, type Net } from '../routes/index.js';
import { largest, smallest } from '../text/index.js';
import { isRegexPath } from './generated-expression.js';
import type { Entry, TableOrder } from './table-order.js';

/** `MATCH_RULES` */
const bits: readonly (readonly [field: MatchField, bit: number])[] = [
  ['hosts', 0x40],
  ['headers', 0x20],
  ['paths', 0x10],
  ['methods', 0x08],
  ['snis', 0x04],
  ['sources', 0x02],
  ['destinations', 0x01],
];

/** `route_t`, as `marshall_route` makes it. */
interface Marshalled {
  readonly fields: readonly MatchField[];
  readonly category: number;
  /** `MATCH_SUBRULES` */
  readonly submatch: number;
  readonly headers: readonly string[];
  readonly regexPriority: bigint;
  /** Of a prefix, in bytes. */
  readonly length: number;
  /** Without the `~`. */
  readonly path: string | null;
  readonly isRegex: boolean;
  readonly plainHosts: readonly string[];
  readonly wildcardHosts: readonly string[];
  readonly createdAt: number | null;
  readonly sources: NetKinds;
  readonly destinations: NetKinds;
}

const wildcardWithPort = 4;
const plainHostsOnly = 2;
const regexPath = 1;

const hasPort = (host: string) => /^(?:\[.*\]|[^:]*):\d+$/.test(host);

/** @param countsAlways `regex_priority` counts for every route, not only for those with a regex path */
function marshall({ route, path, createdAt }: Entry, countsAlways: boolean): Marshalled {
  const { hosts } = route;
  const wildcardHosts = hosts?.filter((host) => host.includes('*')) ?? [];
  const isRegex = path !== null && isRegexPath(path);
  const fields = bits.filter(([field]) => isSet(route, field));
  const category = fields.reduce((sum, [, bit]) => sum | bit, 0);
  const submatch =
    // An empty list of hosts has no wildcard.
    (hosts !== undefined && wildcardHosts.length === 0 ? plainHostsOnly : 0) |
    (wildcardHosts.some(hasPort) ? wildcardWithPort : 0) |
    (isRegex ? regexPath : 0);
  return {
    fields: fields.map(([field]) => field),
    category,
    submatch,
    headers: [...(route.headers?.keys() ?? [])].map((name) => name.toLowerCase()),
    regexPriority: isRegex || countsAlways ? BigInt(route.regex_priority ?? 0) : 0n,
    length: path === null || isRegex ? 0 : Buffer.byteLength(path),
    path: path === null ? null : isRegex ? path.slice(1) : path,
    isRegex,
    plainHosts: hosts?.filter((host) => !host.includes('*')) ?? [],
    wildcardHosts,
    createdAt,
    sources: kindsOf(route.sources),
    destinations: kindsOf(route.destinations),
  };
}

/** Of the elements of `sources` or `destinations`, the one that is found last and the one that is found first. */
interface NetKinds {
  readonly least: number;
  readonly most: number;
  /** By what they are found. */
  readonly keys: readonly string[];
}

const address = 3;

/**
 * How an element is found: by its address, and before others with that address if it has a port too; by its port;
 * or only when the whole category is tried.
 */
function kindOfNet({ ip, port }: Net): number {
  if (isAddress(ip)) return port === undefined ? address : address + 1;
  if (port === undefined) return 0;
  return ip === undefined ? 1 : 2;
}

const isAddress = (ip: string | undefined): ip is string => ip !== undefined && !ip.includes('/');

function kindsOf(nets: readonly Net[] = []): NetKinds {
  const kinds = nets.map(kindOfNet);
  const keys = nets.flatMap(({ ip, port }) => [
    ...(isAddress(ip) ? [ip] : []),
    ...(port === undefined ? [] : [String(port)]),
  ]);
  return { least: smallest(kinds), most: largest(kinds), keys };
}

type Rule =
  | 'fields'
  | 'category'
  | 'submatch'
  | 'headers'
  | 'regex_priority'
  | 'length'
  | 'nets'
  | 'reduced'
  | 'created_at';

type NetField = 'sources' | 'destinations';

/** What is known of two kinds of entries: which comes first, or that their age decides and where it does not. */
const open = 1;
const first = 2;
const second = 3;
const byAgeAlone = 4;
const firstMaySwap = 1;
const secondMaySwap = 2;

const mostKinds = 2000;

function orderOf(found: number, a: Marshalled, b: Marshalled): number {
  if (found < byAgeAlone) return found === first ? -1 : found === second ? 1 : 0;
  const order = byAge(a, b);
  const swaps = found - byAgeAlone;
  return (order < 0 && swaps & firstMaySwap) || (order > 0 && swaps & secondMaySwap) ? 0 : order;
}

interface Decision {
  /** As `compare` answers. */
  readonly order: number;
  readonly rule: Rule;
}

/** The order of a table whose every entry the router accepts. */
export class TraditionalOrder implements TableOrder {
  readonly #entries: readonly Marshalled[];
  /** Sorted as the categories are. */
  readonly #categories: Int32Array;
  /** Entries of one kind differ in nothing but their age. */
  readonly #kinds: Int32Array;
  /** What was found out about two kinds; `null` if there are too many. */
  readonly #known: Uint8Array | null;
  readonly #width: number;
  /** The position of the first entry that has a key, in the order of `sort_routes` without `created_at`. */
  readonly #firstWildcard: ReadonlyMap<string, number>;
  readonly #firstRegex: ReadonlyMap<string, number>;
  readonly #firstHeader: ReadonlyMap<string, number>;
  /** How many entries have a key. */
  readonly #keys: Readonly<Record<NetField, ReadonlyMap<string, number>>>;
  readonly #hasAddresses: Readonly<Record<NetField, boolean>>;

  constructor(entries: readonly Entry[], gateway: Gateway) {
    const countsAlways = isInEffect('regex-priority-without-regex', gateway);
    this.#entries = entries.map((entry) => marshall(entry, countsAlways));
    const sorted = [...this.#entries].sort((a, b) => bySorting(a, b) || byAge(a, b));
    this.#firstWildcard = firstOf(sorted, ({ wildcardHosts }) => wildcardHosts);
    this.#firstRegex = firstOf(sorted, ({ isRegex, path }) => (isRegex ? [path!] : []));
    this.#firstHeader = firstOf(sorted, ({ headers }) => headers);
    const of = <Value>(find: (field: NetField) => Value) => ({
      sources: find('sources'),
      destinations: find('destinations'),
    });
    this.#keys = of((field) => countsOf(sorted.flatMap((entry) => entry[field].keys)));
    this.#hasAddresses = of((field) => sorted.some((entry) => entry[field].most >= address));
    this.#categories = Int32Array.from(
      this.#entries,
      ({ fields, category }) => -(fields.length * 0x100 + category),
    );
    const kinds = new Map<string, number>();
    this.#kinds = Int32Array.from(this.#entries, ({ createdAt: _, regexPriority, ...others }) => {
      const kind = JSON.stringify([others, String(regexPriority)]);
      if (!kinds.has(kind)) kinds.set(kind, kinds.size);
      return kinds.get(kind)!;
    });
    this.#width = kinds.size;
    this.#known = kinds.size <= mostKinds ? new Uint8Array(kinds.size ** 2) : null;
  }

  compare(a: number, b: number): number {
    const byCategory = this.#categories[a]! - this.#categories[b]!;
    if (byCategory !== 0) return byCategory;
    const pair = this.#kinds[a]! * this.#width + this.#kinds[b]!;
    const [one, other] = [this.#entries[a]!, this.#entries[b]!];
    let found = this.#known?.[pair] || 0;
    if (found === 0) {
      found = this.#compareWithinKinds(one, other);
      if (this.#known) this.#known[pair] = found;
    }
    return orderOf(found, one, other);
  }

  keyOf(): null {
    return null;
  }

  isSameAs(other: TableOrder): boolean {
    return other === this;
  }

  explain(a: number, b: number): OrderReason {
    const [one, other] = [this.#entries[a]!, this.#entries[b]!];
    const { rule, order } = this.#decide(one, other);
    return order > 0 ? reasonOf(rule, other, one) : reasonOf(rule, one, other);
  }

  #decide(a: Marshalled, b: Marshalled): Decision {
    const byFields = b.fields.length - a.fields.length;
    if (byFields !== 0) return { order: byFields, rule: 'fields' };
    if (a.category !== b.category) return { order: b.category - a.category, rule: 'category' };
    const found = this.#compareWithinKinds(a, b);
    const order = orderOf(found, a, b);
    if (found === open) return { order, rule: 'reduced' };
    if (found >= byAgeAlone) {
      const isSwapped = order === 0 && byAge(a, b) !== 0;
      return { order, rule: isSwapped || (order === 0 && found > byAgeAlone) ? 'reduced' : 'created_at' };
    }
    return { order, rule: this.#byNets(a, b) ? 'nets' : ruleOf(a, b) };
  }

  /** Of two entries of a category, without their age. */
  #compareWithinKinds(a: Marshalled, b: Marshalled): number {
    const byNets = this.#byNets(a, b);
    if (byNets !== null) return byNets;
    const order = bySorting(a, b);
    if (order < 0) return this.#maySwap(a, b) ? open : first;
    if (order > 0) return this.#maySwap(b, a) ? open : second;
    return byAgeAlone + (this.#maySwap(a, b) ? firstMaySwap : 0) + (this.#maySwap(b, a) ? secondMaySwap : 0);
  }

  /**
   * `sort_sources`, `sort_destinations`: what is found by the same key is sorted by whether it has an address and a
   * port, and by nothing else.
   */
  #byNets(a: Marshalled, b: Marshalled): number | null {
    const fields = (['sources', 'destinations'] as const).filter((field) => a.fields.includes(field));
    const [field] = fields;
    if (field === undefined) return null;
    if (a.fields.length === 1) {
      const [one, other] = [a[field], b[field]];
      if (this.#isFoundBefore(one, other, field)) return first;
      if (this.#isFoundBefore(other, one, field)) return second;
    }
    const isAlike = fields.every((each) => this.#areFoundAlike(a[each], b[each], each));
    return isAlike ? null : open;
  }

  /** A port is looked for only where no route of the category has the address. */
  #isFoundBefore(one: NetKinds, other: NetKinds, field: NetField): boolean {
    return one.least > other.most && (one.least >= address || !this.#hasAddresses[field]);
  }

  /** Of four that have a key in common, no order is kept: Lua's sort is not stable. */
  #areFoundAlike(one: NetKinds, other: NetKinds, field: NetField): boolean {
    const isOneKind = new Set([one.least, one.most, other.least, other.most]).size === 1;
    const counts = this.#keys[field];
    return isOneKind && !one.keys.some((key) => other.keys.includes(key) && counts.get(key)! >= 4);
  }

  /** Whether the later of two entries of a category has a key that finds it and not the earlier one. */
  #maySwap(earlier: Marshalled, later: Marshalled): boolean {
    return (
      this.#swapsByHost(earlier, later) ||
      this.#swapsByPath(earlier, later) ||
      this.#swapsByHeader(earlier, later)
    );
  }

  /** The key is the host as it was sent, or else the first wildcard of the table that accepts it. */
  #swapsByHost(earlier: Marshalled, later: Marshalled): boolean {
    const swapsPlain =
      later.plainHosts.some((host) => !earlier.plainHosts.includes(host)) &&
      (later.plainHosts.some(hasPort) || earlier.wildcardHosts.length > 0);
    return swapsPlain || isFoundFirst(this.#firstWildcard, later.wildcardHosts, earlier.wildcardHosts);
  }

  /**
   * The key is the text of the first regex of the table that matches, or else its longest prefix. A prefix has the same key
   * as a regex of the same text, such as `/a` and `~/a`.
   */
  #swapsByPath(earlier: Marshalled, later: Marshalled): boolean {
    if (earlier.path === null || later.path === null || earlier.path === later.path) return false;
    if (this.#firstRegex.has(later.path)) {
      if (!earlier.isRegex || isFoundFirst(this.#firstRegex, [later.path], [earlier.path])) return true;
    }
    return !later.isRegex && !earlier.isRegex && later.length > earlier.length;
  }

  /** The key is the first header name of the table that the request has. */
  #swapsByHeader(earlier: Marshalled, later: Marshalled): boolean {
    return isFoundFirst(this.#firstHeader, later.headers, earlier.headers);
  }
}

/** Whether a key that only the later entry has comes before all keys of the earlier one, or ties with them. */
function isFoundFirst(
  places: ReadonlyMap<string, number>,
  later: readonly string[],
  earlier: readonly string[],
): boolean {
  const own = later.filter((key) => !earlier.includes(key));
  if (own.length === 0 || earlier.length === 0) return false;
  const of = (keys: readonly string[]) => smallest(keys.map((key) => places.get(key)!));
  return of(own) <= of(earlier);
}

function firstOf(
  sorted: readonly Marshalled[],
  keysOf: (entry: Marshalled) => readonly string[],
): Map<string, number> {
  const first = new Map<string, number>();
  let rank = 0;
  for (const [i, entry] of sorted.entries()) {
    // Entries that no rule sorts have the same position.
    if (i > 0 && (bySorting(sorted[i - 1]!, entry) || byAge(sorted[i - 1]!, entry)) !== 0) rank = i;
    for (const key of keysOf(entry)) if (!first.has(key)) first.set(key, rank);
  }
  return first;
}

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** `sort_routes`, but for `created_at`. */
function bySorting(a: Marshalled, b: Marshalled): number {
  return (
    b.submatch - a.submatch ||
    b.headers.length - a.headers.length ||
    (a.regexPriority === b.regexPriority ? b.length - a.length : a.regexPriority > b.regexPriority ? -1 : 1)
  );
}

function ruleOf(a: Marshalled, b: Marshalled): Rule {
  if (a.submatch !== b.submatch) return 'submatch';
  if (a.headers.length !== b.headers.length) return 'headers';
  return a.regexPriority === b.regexPriority ? 'length' : 'regex_priority';
}

const byAge = (a: Marshalled, b: Marshalled) =>
  a.createdAt === null || b.createdAt === null ? 0 : a.createdAt - b.createdAt;

function reasonOf(rule: Rule, first: Marshalled, second: Marshalled): OrderReason {
  switch (rule) {
    case 'fields':
      return { rule, first: first.fields.length, second: second.fields.length };
    case 'category': {
      const field = first.fields.find((one) => !second.fields.includes(one))!;
      const other = second.fields.find((one) => !first.fields.includes(one))!;
      return { rule, first: field, second: other };
    }
    case 'submatch':
      return {
        rule,
        first: submatchOf(first.submatch & ~second.submatch),
        second: submatchOf(second.submatch & ~first.submatch),
      };
    case 'headers':
      return { rule, first: first.headers.length, second: second.headers.length };
    case 'regex_priority':
      return { rule, first: first.regexPriority, second: second.regexPriority };
    case 'length':
      return { rule: 'path-length', first: first.length, second: second.length };
    case 'nets':
      return { rule: 'addresses' };
    case 'reduced':
      return { rule: 'found-by-key' };
    case 'created_at':
      return ageReason(first.createdAt, second.createdAt);
  }
}

/** The weightiest of what only one of two entries has. */
function submatchOf(bits: number): TraditionalSubmatch {
  if (bits & wildcardWithPort) return 'wildcard-with-port';
  if (bits & plainHostsOnly) return 'plain-hosts';
  return bits === 0 ? 'none' : 'regex-path';
}

function ageReason(first: number | null, second: number | null): OrderReason {
  if (first === null || second === null) return { rule: 'created_at-unknown' };
  return first === second ? { rule: 'load-order' } : { rule: 'created_at', first, second };
}
