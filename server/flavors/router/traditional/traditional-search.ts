/**
 * The search of the traditional router for one request: which kinds of match fields the request may have, and then from
 * category to category (Kong/kong `kong/router/traditional.lua`, `find_route`, `find_match`, `reduce`).
 *
 * Entries are numbers in their order. An order may put others first among those that nothing but chance sorts.
 */

import { append, smallest } from '../../../text/index.js';
import type { PcreRegexes } from '../regexes/regexes.js';
import { bits } from './traditional-entry.js';
import type { Found, TraditionalIndex } from './traditional-index.js';
import {
  type Hits,
  type Matching,
  matchesEntry,
  type RegexAssumption,
  type TraditionalRequest,
} from './traditional-match.js';
import {
  type Category,
  hasAddressAndPort,
  httpRules,
  sortByAddress,
  streamRules,
  type TraditionalTable,
} from './traditional-table.js';

/** Where an entry is tried; entries that are not in it are tried where their number says. */
export type Order = ReadonlyMap<number, number>;

export const inNumber: Order = new Map();

/** The entry that a request finds first, and the entries that may be first instead, by chance. */
export interface FirstHits {
  readonly host: readonly Found[];
  readonly header: readonly Found[];
  readonly uri: readonly Found[];
  /** The longest prefix, where no regex is found. */
  readonly prefix: string | null;
  /** PCRE refuses a regex that is tried before. */
  readonly isRefused: boolean;
}

export interface Searched {
  /** In the order in which they are tried: entries that match, in the categories that were looked at. */
  readonly entries: readonly number[];
  /** Entries of the first category that may come first: Lua's sort does not keep the order of equal items. */
  readonly mixed: readonly number[];
}

interface Reduced {
  readonly entries: readonly number[];
  /** The field by which the entries are sorted once more. */
  readonly addresses: 'sources' | 'destinations' | null;
}

interface Ordered {
  readonly entries: readonly number[];
  readonly mixed: readonly number[];
}

interface ByCategory {
  readonly possible: ReadonlyMap<number, readonly number[]>;
  readonly matching: Map<number, readonly number[]>;
}

export class TraditionalSearch {
  readonly #table: TraditionalTable;
  readonly #index: TraditionalIndex;
  readonly #pcre: PcreRegexes;
  readonly request: TraditionalRequest;
  readonly #isHttp: boolean;
  readonly #assumption: RegexAssumption;
  /** By what was found first: entries that may match, by category, and those of them that do. */
  readonly #known = new Map<string, ByCategory>();

  constructor(
    table: TraditionalTable,
    index: TraditionalIndex,
    pcre: PcreRegexes,
    request: TraditionalRequest,
    isHttp: boolean,
    assumption: RegexAssumption,
  ) {
    this.#table = table;
    this.#index = index;
    this.#pcre = pcre;
    this.request = request;
    this.#isHttp = isHttp;
    this.#assumption = assumption;
  }

  firstHits(): FirstHits {
    const uri = this.#regexHits();
    return {
      host: this.#hostHits(),
      header: this.#headerHits(),
      uri: uri.found,
      prefix: uri.found.length === 0 ? this.#index.prefix(this.request.path) : null,
      isRefused: uri.isRefused,
    };
  }

  /** The first entry and those that tie with it: chance decides between them. */
  #tiedWithFirst(found: Iterable<Found>, isHit: (one: Found) => boolean): Found[] {
    const hits: Found[] = [];
    for (const one of found) {
      const tie = this.#table.ties[one.entry];
      if (hits.length > 0 && tie !== this.#table.ties[hits[0]!.entry]) break;
      if (isHit(one)) hits.push(one);
    }
    return hits;
  }

  #hasPlainHost(): boolean {
    const { hostWithPort, hostWithoutPort } = this.request;
    const { plainHosts } = this.#index;
    return hostWithoutPort !== null && (plainHosts.has(hostWithPort) || plainHosts.has(hostWithoutPort));
  }

  #hostHits(): Found[] {
    const request = this.request;
    if (request.hostWithoutPort === null || this.#hasPlainHost()) return [];
    const { entries } = this.#table;
    return this.#tiedWithFirst(this.#index.wildcards(request), ({ value, entry }) =>
      entries[entry]!.hosts.some(
        (host) => host.value === value && (host.wildcard?.test(request.hostWithPort) ?? false),
      ),
    );
  }

  #regexHits(): { readonly found: Found[]; readonly isRefused: boolean } {
    const { path } = this.request;
    let isRefused = false;
    const found = this.#tiedWithFirst(this.#index.regexes(path), ({ value, entry }) => {
      if (entry >= this.#index.firstRejected) isRefused = true;
      if (isRefused) return false;
      const match = this.#pcre.match(value, path, true);
      if (match !== 'undecided') return match !== null && match !== 'rejected';
      this.#assumption.wasNeeded = true;
      return this.#assumption.matches;
    });
    const isReached = found.length === 0 && this.#index.firstRejected !== Number.POSITIVE_INFINITY;
    return { found, isRefused: isReached };
  }

  /** Headers of one entry have no order, so that each of them may be first. */
  #headerHits(): Found[] {
    const { headers } = this.request;
    const { entries, ties } = this.#table;
    const sent = this.#index.headersSent(headers);
    const least = smallest(sent.map(({ entry }) => ties[entry]!));
    const first = sent.filter(({ entry }) => ties[entry] === least);
    if (first.length < 2) return first;
    const names = new Set(first.map(({ value }) => value));
    const found: Found[] = [];
    for (let entry = least; entry < entries.length && ties[entry] === least; entry++) {
      for (const { name } of entries[entry]!.headers) if (names.has(name)) found.push({ value: name, entry });
    }
    return found;
  }

  /** `req_category` */
  #categoryBits(hits: Hits): number {
    const { method, sni, srcText, srcPort, dstText, dstPort, srcIp, dstIp } = this.request;
    const index = this.#index;
    const hasHost = hits.host !== null || this.#hasPlainHost();
    return (
      (hasHost ? bits.host : 0) |
      (hits.header === null ? 0 : bits.header) |
      (hits.uri === null ? 0 : bits.uri) |
      (index.methods.has(method) ? bits.method : 0) |
      (index.snis.has(sni) ? bits.sni : 0) |
      (index.sources.has(srcText, srcIp, srcPort) ? bits.src : 0) |
      (index.destinations.has(dstText, dstIp, dstPort) ? bits.dst : 0)
    );
  }

  /**
   * @param isEnough whether to look no further than the first category with a match
   */
  search(hits: Hits, order: Order, isEnough: boolean): Searched {
    const category = this.#categoryBits(hits);
    if (category === 0) return { entries: [], mixed: [] };
    const first = this.#table.positions.get(category) ?? 0;
    const byCategory = this.#byCategory(hits);
    const found: number[] = [];
    let mixed: readonly number[] | null = null;
    for (const position of [...byCategory.possible.keys()].sort((a, b) => a - b)) {
      if (position < first) continue;
      const matching = this.#matchingOf(position, byCategory, hits);
      if (matching.length === 0) continue;
      const ordered = this.#inOrder(this.#table.categories[position]!, matching, hits, order);
      mixed ??= ordered.mixed;
      append(found, ordered.entries);
      if (isEnough) break;
    }
    return { entries: found, mixed: mixed ?? [] };
  }

  #byCategory(hits: Hits): ByCategory {
    const key = JSON.stringify([hits.host, hits.uri]);
    let byCategory = this.#known.get(key);
    if (!byCategory) {
      const possible = new Map<number, number[]>();
      const candidates = this.#index.candidates(this.request, hits);
      for (let entry = candidates.next(); entry !== -1; entry = candidates.next()) {
        const position = this.#table.categoryOf[entry]!;
        const known = possible.get(position);
        if (known) known.push(entry);
        else possible.set(position, [entry]);
      }
      byCategory = { possible, matching: new Map() };
      this.#known.set(key, byCategory);
    }
    return byCategory;
  }

  #matchingOf(position: number, { possible, matching }: ByCategory, hits: Hits): readonly number[] {
    let found = matching.get(position);
    if (!found) {
      const how = this.matching(hits);
      found = possible.get(position)!.filter((entry) => matchesEntry(this.#table.entries[entry]!, how));
      matching.set(position, found);
    }
    return found;
  }

  matching(hits: Hits): Matching {
    const { rules } = this.#table;
    return { request: this.request, hits, rules, pcre: this.#pcre, assumption: this.#assumption };
  }

  /** Those that a key of the request finds first, then all of the category; each in its order. */
  #inOrder(category: Category, matching: readonly number[], hits: Hits, order: Order): Ordered {
    const placeOf = (entry: number) => order.get(entry) ?? entry;
    const sorted = order.size === 0 ? matching : [...matching].sort((a, b) => placeOf(a) - placeOf(b));
    const reduced = sorted.length < 2 ? null : this.#reduce(category, hits, order);
    if (reduced === null) return { entries: sorted, mixed: [] };
    const places = new Map<number, number>();
    for (const [place, entry] of reduced.entries.entries()) if (!places.has(entry)) places.set(entry, place);
    const first = sorted.filter((entry) => places.has(entry));
    if (reduced.addresses) first.sort((a, b) => places.get(a)! - places.get(b)!);
    const others = sorted.filter((entry) => !places.has(entry));
    return { entries: [...first, ...others], mixed: this.#mixed(reduced, first) };
  }

  /** Of four and more that are equal, Lua's sort keeps no order, and chance decides in which order it gets them. */
  #mixed({ entries: found, addresses }: Reduced, first: readonly number[]): readonly number[] {
    const { entries, ties } = this.#table;
    if (addresses === null || found.length < 4 || first.length < 2) return [];
    if (new Set(found.map((entry) => ties[entry])).size === found.length) return [];
    const isLike = hasAddressAndPort(entries[first[0]!]!, addresses);
    return first.filter((entry) => hasAddressAndPort(entries[entry]!, addresses) === isLike);
  }

  /** `reduce`: the fewest that one key finds; those of a header in any case. */
  #reduce(category: Category, hits: Hits, order: Order): Reduced | null {
    let smallest: Reduced | null = null;
    for (const rule of this.#isHttp ? httpRules : streamRules) {
      if ((category.bits & rule) === 0) continue;
      const addresses = rule === bits.src ? 'sources' : rule === bits.dst ? 'destinations' : null;
      const entries = this.#found(category, rule, hits, order);
      if (!entries) continue;
      if (rule === bits.header && this.#table.rules.headerFirst) return { entries, addresses };
      if (!smallest || entries.length < smallest.entries.length) smallest = { entries, addresses };
    }
    return smallest;
  }

  #found(category: Category, rule: number, hits: Hits, order: Order): readonly number[] | undefined {
    const request = this.request;
    switch (rule) {
      case bits.host:
        return category.byHost.get(hits.host ?? request.host);
      case bits.header:
        return hits.header === null ? undefined : category.byHeader.get(hits.header);
      case bits.uri:
        return hits.uri === null ? undefined : category.byUri.get(hits.uri);
      case bits.method:
        return category.byMethod.get(request.method);
      case bits.sni:
        return category.bySni.get(request.sni);
      case bits.src:
        return this.#byAddress(category.bySource, request.srcText, request.srcPort, 'sources', order);
      default:
        return this.#byAddress(
          category.byDestination,
          request.dstText,
          request.dstPort,
          'destinations',
          order,
        );
    }
  }

  #byAddress(
    by: Category['bySource'],
    address: string,
    port: number | null,
    field: 'sources' | 'destinations',
    order: Order,
  ): readonly number[] | undefined {
    const found = by.get(address) ?? by.get(port ?? '');
    if (!found || order.size === 0) return found;
    const { entries, rules } = this.#table;
    const again = [...found].sort((a, b) => (order.get(a) ?? a) - (order.get(b) ?? b));
    sortByAddress(again, field, entries, rules);
    return again;
  }
}
