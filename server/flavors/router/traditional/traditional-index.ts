/**
 * Indexes over the entries of the traditional router: which of them a request may match, and which wildcard host, regex,
 * prefix and header it meets first.
 */

import type { GatewayVersion } from '../../../../grammar/index.js';
import { checkPcre } from '../../../routes/index.js';
import { CandidateIndex, type Candidates } from '../candidates/candidate-index.js';
import type { Conditions, Key } from '../candidates/conditions.js';
import { literalPrefix } from '../candidates/literal-prefix.js';
import { PrefixTree } from '../candidates/prefix-tree.js';
import { type Address, isInside, type Network } from '../requests/address.js';
import type { SentHeaders } from '../requests/request.js';
import { bits, type NetEntry, type TraditionalEntry } from './traditional-entry.js';
import type { Hits, TraditionalRequest } from './traditional-match.js';

const hostDimension = 0;
const pathDimension = 1;
const methodDimension = 2;

/** A key by which a request finds an entry first. */
export interface Found {
  readonly value: string;
  /** The entry that has it. */
  readonly entry: number;
}

export class TraditionalIndex {
  readonly #entries: CandidateIndex;
  /** Wildcard hosts, in the order of their entries. */
  readonly wildcardHosts: readonly Found[];
  readonly #wildcardIndex: CandidateIndex;
  /** Regexes of paths, in the order of their entries. */
  readonly regexPaths: readonly Found[];
  readonly #regexIndex: CandidateIndex;
  readonly #prefixes: PrefixTree<string>;
  /** `plain_indexes`, of all entries */
  readonly plainHosts: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  readonly snis: ReadonlySet<string>;
  /** For a name in which `_` is `-`, names of headers with the first entry that has each. */
  readonly #headers: ReadonlyMap<string, readonly Found[]>;
  readonly sources: AddressIndex;
  readonly destinations: AddressIndex;
  /** The first entry whose regex PCRE does not compile; infinite if PCRE compiles all of them. */
  readonly firstRejected: number;

  constructor(entries: readonly TraditionalEntry[], version: GatewayVersion) {
    this.#entries = new CandidateIndex(entries.map(conditionsOfEntry));
    this.wildcardHosts = entries.flatMap(({ hosts }, entry) =>
      hosts.flatMap(({ value, wildcard }) => (wildcard ? [{ value, entry }] : [])),
    );
    this.#wildcardIndex = new CandidateIndex(
      this.wildcardHosts.map(({ value }) => onlyIf(hostDimension, [hostKey(value)])),
    );
    this.regexPaths = entries.flatMap(({ uri }, entry) =>
      uri?.isRegex ? [{ value: uri.value, entry }] : [],
    );
    this.#regexIndex = new CandidateIndex(
      this.regexPaths.map(({ value }) => onlyIf(pathDimension, [regexKey(value)])),
    );
    const prefixes = entries.flatMap(({ uri }) => (uri && !uri.isRegex ? [uri.value] : []));
    this.#prefixes = new PrefixTree(new Map(prefixes.map((prefix) => [prefix, prefix])));
    this.plainHosts = new Set(
      entries.flatMap(({ hosts }) => hosts.flatMap(({ value, wildcard }) => (wildcard ? [] : [value]))),
    );
    this.methods = new Set(entries.flatMap(({ methods }) => methods));
    this.snis = new Set(entries.flatMap(({ snis }) => snis));
    this.#headers = headersOf(entries);
    this.sources = new AddressIndex(entries.flatMap(({ sources }) => sources));
    this.destinations = new AddressIndex(entries.flatMap(({ destinations }) => destinations));
    const rejected = this.regexPaths.find(({ value }) => checkPcre(value, version) !== null);
    this.firstRejected = rejected?.entry ?? Number.POSITIVE_INFINITY;
  }

  /** Entries that a request may match, in their order. */
  candidates(request: TraditionalRequest, { host, uri }: Hits): Candidates {
    return this.#entries.candidates((dimension) => {
      switch (dimension) {
        case hostDimension:
          return host === null ? hostValues(request) : [host, ...hostValues(request)];
        case pathDimension:
          return uri === null || uri === request.path ? [request.path] : [request.path, uri];
        default:
          return [request.method];
      }
    });
  }

  /** Wildcard hosts that may match, in the order of their entries. */
  *wildcards(request: TraditionalRequest): Generator<Found> {
    const found = this.#wildcardIndex.candidates(() => hostValues(request));
    for (let at = found.next(); at !== -1; at = found.next()) yield this.wildcardHosts[at]!;
  }

  /** Regexes that may match, in the order of their entries. */
  *regexes(path: string): Generator<Found> {
    const found = this.#regexIndex.candidates(() => [path]);
    for (let at = found.next(); at !== -1; at = found.next()) yield this.regexPaths[at]!;
  }

  /** The headers of the table that a request has, each with the first entry that has it. */
  headersSent(sent: SentHeaders): Found[] {
    if (this.#headers.size === 0) return [];
    const names = new Set(sent.names().map((name) => name.replaceAll('_', '-')));
    return [...names].flatMap((name) =>
      (this.#headers.get(name) ?? []).filter(({ value }) => sent.get(value) !== null),
    );
  }

  /** The names of headers, each with the first entry that has it. */
  headers(): readonly Found[] {
    return [...this.#headers.values()].flat();
  }

  /** The longest prefix that a path begins with. */
  prefix(path: string): string | null {
    let longest: string | null = null;
    this.#prefixes.forEach(path, (prefix) => {
      longest ??= prefix;
    });
    return longest;
  }
}

/** `match_src_dst`: whether any entry has the address, the port, or a network with the address in it. */
class AddressIndex {
  readonly #texts = new Set<string>();
  readonly #ports = new Set<number>();
  readonly #networks: Network[] = [];

  constructor(nets: readonly NetEntry[]) {
    for (const { ip, port, network } of nets) {
      if (ip !== null) this.#texts.add(ip);
      if (port !== null) this.#ports.add(port);
      if (network !== null) this.#networks.push(network);
    }
  }

  has(text: string, address: Address | null, port: number | null): boolean {
    if (this.#texts.has(text) || (port !== null && this.#ports.has(port))) return true;
    return address !== null && this.#networks.some((network) => isInside(address, network));
  }
}

/** A host is compared with and without its port, and a wildcard without a port with both. */
function hostValues({ host, hostWithPort, hostWithoutPort }: TraditionalRequest): string[] {
  const values = [host, hostWithPort, hostWithPort.replace(/:\d+$/, '')];
  if (hostWithoutPort !== null) values.push(hostWithoutPort);
  return [...new Set(values)];
}

const onlyIf = (dimension: number, keys: readonly (Key | null)[]): Conditions =>
  keys.length === 0 || keys.includes(null) ? new Map() : new Map([[dimension, keys as readonly Key[]]]);

/** More alternatives than these are not worth a place in an index. */
const mostKeys = 64;

function conditionsOfEntry({ rules, hosts, uri, methods }: TraditionalEntry): Conditions {
  const conditions = new Map<number, readonly Key[]>();
  const add = (dimension: number, keys: readonly (Key | null)[]) => {
    if (keys.length > mostKeys) return;
    for (const [of, found] of onlyIf(dimension, keys)) conditions.set(of, found);
  };
  if (rules & bits.host) {
    add(
      hostDimension,
      hosts.map(({ value, wildcard }) => (wildcard ? hostKey(value) : { kind: 'exact', text: value })),
    );
  }
  if (uri) {
    const key: Key | null = uri.isRegex ? regexKey(uri.value) : { kind: 'prefix', text: uri.value };
    // By its own text an entry is found, whatever that text means as a regex.
    add(pathDimension, key === null ? [null] : [key, { kind: 'exact', text: uri.value }]);
  }
  if (rules & bits.method)
    add(
      methodDimension,
      methods.map((text) => ({ kind: 'exact', text })),
    );
  return conditions;
}

/** What is before or after the `*`. */
function hostKey(wildcard: string): Key | null {
  const star = wildcard.indexOf('*');
  if (star > 0) return { kind: 'prefix', text: wildcard.slice(0, star) };
  const suffix = wildcard.slice(1);
  return suffix === '' || suffix.includes('*') ? null : { kind: 'suffix', text: suffix };
}

function regexKey(pattern: string): Key | null {
  const text = literalPrefix(pattern);
  return text === '' ? null : { kind: 'prefix', text };
}

function headersOf(entries: readonly TraditionalEntry[]): Map<string, Found[]> {
  const found = new Map<string, Map<string, number>>();
  for (const [entry, { headers }] of entries.entries()) {
    for (const { name } of headers) {
      const key = name.replaceAll('_', '-');
      const names = found.get(key) ?? new Map<string, number>();
      if (!names.has(name)) names.set(name, entry);
      found.set(key, names);
    }
  }
  return new Map(
    [...found].map(([key, names]) => [key, [...names].map(([value, entry]) => ({ value, entry }))]),
  );
}
