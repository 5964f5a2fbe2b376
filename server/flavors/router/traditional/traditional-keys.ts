/**
 * By which keys of a request the traditional router finds the entries of a category (`reduce` in Kong/kong
 * `kong/router/traditional.lua`). It tries them in one order for all requests that have these keys.
 */

import { literalPrefix } from '../candidates/literal-prefix.js';
import { splitPort } from '../requests/split-port.js';
import { bits } from './traditional-entry.js';
import type { Found, TraditionalIndex } from './traditional-index.js';
import type { FirstHits, TraditionalSearch } from './traditional-search.js';
import { type Category, httpRules, streamRules, type TraditionalTable } from './traditional-table.js';

/** What requests have that find entries by the same key. */
export type KeyCondition =
  /** `value` is `null` if no key has it. */
  | { readonly kind: 'method' | 'sni'; readonly value: string | null; readonly keys: readonly string[] }
  | {
      readonly kind: 'source' | 'destination';
      readonly address: string | null;
      readonly addresses: readonly string[];
      /** `undefined`: it is not asked for, since the address is found. */
      readonly port: number | null | undefined;
      readonly ports: readonly number[];
    }
  /** The host as it is sent; without a port the usual one of the protocol counts. */
  | {
      readonly kind: 'host';
      readonly name: string;
      readonly port: number | null;
      readonly scheme: 'http' | 'https';
    }
  /** Hosts that a wildcard matches, and none of those that are looked for before. */
  | { readonly kind: 'wildcard'; readonly value: string; readonly before: readonly string[] }
  /** The header is there, and none of those that are looked for before. */
  | { readonly kind: 'header'; readonly name: string; readonly before: readonly string[] }
  /** The regex matches, and none of those that are looked for before. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly before: readonly string[] }
  /** The prefix is the longest, and no regex matches. */
  | {
      readonly kind: 'prefix';
      readonly prefix: string;
      readonly longer: readonly string[];
      readonly regexes: readonly string[];
    };

/**
 * When an entry with SNIs matches plain HTTP, where its SNIs do not count: `never`; `always` where its other fields match;
 * or only if the request also has one of these, so that the router begins with a category of as many fields.
 */
export type SniOverHttp =
  | 'never'
  | 'always'
  | {
      readonly hosts: readonly string[];
      readonly headers: readonly string[];
      readonly paths: readonly { readonly value: string; readonly isRegex: boolean }[];
      readonly methods: readonly string[];
    };

/** More than these are not put into one condition. */
const mostBefore = 24;

/** @returns `null` if chance decides something, or too much would have to be said */
export function keysOfCategory(
  category: Category,
  table: TraditionalTable,
  index: TraditionalIndex,
  search: TraditionalSearch,
  found: FirstHits,
  isHttp: boolean,
): readonly KeyCondition[] | null {
  const { request } = search;
  const conditions: KeyCondition[] = [];
  for (const rule of isHttp ? httpRules : streamRules) {
    if ((category.bits & rule) === 0) continue;
    const condition = conditionOf(rule);
    if (condition === null) return null;
    conditions.push(condition);
  }
  return conditions;

  function conditionOf(rule: number): KeyCondition | null {
    switch (rule) {
      case bits.host:
        return found.host.length === 0 ? sentHost() : wildcard(found.host);
      case bits.header:
        return header(found.header);
      case bits.uri:
        return found.uri.length === 0 ? prefix(found.prefix) : regex(found.uri);
      case bits.method:
        return textKey('method', category.byMethod, request.method);
      case bits.sni:
        return textKey('sni', category.bySni, request.sni);
      case bits.src:
        return addressKey('source', category.bySource, request.srcText, request.srcPort);
      default:
        return addressKey('destination', category.byDestination, request.dstText, request.dstPort);
    }
  }

  function sentHost(): KeyCondition | null {
    const [, name, port] = /^([^[\]:]+)(?::(\d+))?$/.exec(request.host) ?? [];
    if (name === undefined) return null;
    const scheme = request.isPlainHttp ? 'http' : 'https';
    return { kind: 'host', name, port: port === undefined ? null : Number(port), scheme };
  }

  function wildcard(hits: readonly Found[]): KeyCondition | null {
    const hit = onlyOne(hits);
    if (hit === null || splitPort(hit.value, null).hasPort) return null;
    const names = (hosts: Iterable<string>) => [...hosts].map((host) => splitPort(host, null).withoutPort);
    const before = [...names(index.plainHosts), ...names(valuesBefore(index.wildcardHosts, hit))];
    return isFew(before) ? { kind: 'wildcard', value: hit.value, before } : null;
  }

  function header(hits: readonly Found[]): KeyCondition | null {
    const hit = onlyOne(hits);
    if (hit === null) return null;
    const before = valuesBefore(index.headers(), hit);
    return isFew(before) ? { kind: 'header', name: hit.value, before } : null;
  }

  function regex(hits: readonly Found[]): KeyCondition | null {
    const hit = onlyOne(hits);
    if (hit === null) return null;
    const front = literalPrefix(hit.value);
    const before = valuesBefore(index.regexPaths, hit).filter((other) =>
      mayMeet(literalPrefix(other), front),
    );
    return isFew(before) ? { kind: 'regex', pattern: hit.value, before } : null;
  }

  function prefix(hit: string | null): KeyCondition | null {
    if (hit === null) return null;
    const longer = new Set(
      table.entries.flatMap(({ uri }) =>
        uri && !uri.isRegex && uri.value !== hit && uri.value.startsWith(hit) ? [uri.value] : [],
      ),
    );
    const regexes = new Set(
      index.regexPaths.map(({ value }) => value).filter((other) => mayMeet(literalPrefix(other), hit)),
    );
    if (!isFew([...longer, ...regexes])) return null;
    return { kind: 'prefix', prefix: hit, longer: [...longer], regexes: [...regexes] };
  }

  /** Those that come before one, or that chance may put before it. */
  function valuesBefore(all: readonly Found[], { value, entry }: Found): string[] {
    const tie = table.ties[entry]!;
    const before = all.filter((one) => table.ties[one.entry]! <= tie && one.value !== value);
    return [...new Set(before.map((one) => one.value))];
  }
}

const isFew = (all: readonly unknown[]): boolean => all.length <= mostBefore;

const mayMeet = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** `null` if chance decides which is found first. */
function onlyOne(hits: readonly Found[]): Found | null {
  const [first] = hits;
  return first && hits.every(({ value }) => value === first.value) ? first : null;
}

function textKey(kind: 'method' | 'sni', by: Category['byMethod'], sent: string): KeyCondition | null {
  const keys = [...by.keys()].map(String);
  return isFew(keys) || by.has(sent) ? { kind, value: by.has(sent) ? sent : null, keys } : null;
}

function addressKey(
  kind: 'source' | 'destination',
  by: Category['bySource'],
  address: string,
  port: number | null,
): KeyCondition {
  const keys = [...by.keys()];
  const addresses = keys.flatMap((key) => (typeof key === 'string' && !key.includes('/') ? [key] : []));
  const ports = keys.flatMap((key) => (typeof key === 'number' ? [key] : []));
  if (by.has(address)) return { kind, address, addresses, port: undefined, ports };
  return { kind, address: null, addresses, port: port !== null && by.has(port) ? port : null, ports };
}

/** @param rules the fields of an entry with SNIs */
export function sniOverHttp(rules: number, table: TraditionalTable, index: TraditionalIndex): SniOverHttp {
  if (!table.rules.ignoresSniOverHttp) return 'never';
  const others = rules & ~bits.sni;
  // Without any field that it knows, the router looks for nothing (`req_category == 0x00`).
  if (others !== 0 && !table.positions.has(others)) return 'always';
  const more = (bit: number) => (others & bit) === 0;
  return {
    hosts: more(bits.host) ? [...index.plainHosts, ...index.wildcardHosts.map(({ value }) => value)] : [],
    headers: more(bits.header) ? [...new Set(index.headers().map(({ value }) => value))] : [],
    paths: more(bits.uri) ? table.entries.flatMap(({ uri }) => uri ?? []) : [],
    methods: more(bits.method) ? [...index.methods] : [],
  };
}
