/**
 * A route as the traditional router holds it, once for each of its paths.
 * Source: Kong/kong `kong/router/traditional.lua` (`marshall_route`); names in the comments are from there.
 */

import { migratePath, type Net, type Route } from '../../../routes/index.js';
import { addressOf, type Network } from '../requests/address.js';
import { byteLength } from '../requests/byte-text.js';
import { asciiLower, asciiUpper } from '../requests/lua-text.js';
import { splitPort } from '../requests/split-port.js';
import type { TraditionalRules } from './traditional-rules.js';

/** `MATCH_RULES` */
export const bits = { host: 0x40, header: 0x20, uri: 0x10, method: 0x08, sni: 0x04, src: 0x02, dst: 0x01 };

/** `MATCH_SUBRULES` */
const hasRegex = 0x01;
const plainHostsOnly = 0x02;
const hasWildcardPort = 0x04;

export interface HostEntry {
  readonly value: string;
  /** Of a host with `*`: what a host with its port is compared with. */
  readonly wildcard: RegExp | null;
}

export interface HeaderEntry {
  /** In lower case. */
  readonly name: string;
  /** In lower case. */
  readonly values: ReadonlySet<string>;
  /** Without `~*`. */
  readonly pattern: string | null;
}

export interface UriEntry {
  /** Without `~`. */
  readonly value: string;
  readonly isRegex: boolean;
}

/** An element of `sources` or `destinations`. */
export interface NetEntry {
  readonly ip: string | null;
  readonly port: number | null;
  /** Of an `ip` with a length. */
  readonly network: Network | null;
}

/** `route_t` */
export interface TraditionalEntry {
  readonly engine: 'traditional';
  /** The position of the route in the table. */
  readonly route: number;
  readonly createdAt: number | null;
  /** The kinds of match fields, as bits. */
  readonly rules: number;
  readonly weight: number;
  readonly submatch: number;
  readonly regexPriority: bigint;
  /** In bytes, of a prefix. */
  readonly uriLength: number;
  readonly hosts: readonly HostEntry[];
  readonly headers: readonly HeaderEntry[];
  readonly uri: UriEntry | null;
  readonly methods: readonly string[];
  readonly snis: readonly string[];
  readonly sources: readonly NetEntry[];
  readonly destinations: readonly NetEntry[];
}

/**
 * @returns `null` for a route without anything that the router reads: then the router is not built ("could not categorize route").
 *   An empty list is read.
 */
export function entriesOf(
  route: Route,
  position: number,
  createdAt: number | null,
  rules: TraditionalRules,
): TraditionalEntry[] | null {
  const { hosts, headers, methods, paths, snis, sources, destinations } = route;
  if (!hosts && !headers && !methods && !paths && !snis && !sources && !destinations) return null;
  const split = paths && paths.length > 1 ? paths : [paths?.[0] ?? null];
  return split.map((path) => entryOf(route, path, position, createdAt, rules));
}

function entryOf(
  route: Route,
  path: string | null,
  position: number,
  createdAt: number | null,
  rules: TraditionalRules,
): TraditionalEntry {
  const hosts = (route.hosts ?? []).map(hostEntry);
  const headers = headerEntries(route, rules);
  const uri = path === null ? null : uriEntry(path, rules);
  const methods = (route.methods ?? []).map(asciiUpper);
  const snis = (route.snis ?? []).map((sni) =>
    rules.dropsFinalDot && sni.length > 1 && sni.endsWith('.') ? sni.slice(0, -1) : sni,
  );
  const sources = (route.sources ?? []).map(netEntry);
  const destinations = (route.destinations ?? []).map(netEntry);
  const fields: readonly (readonly [number, number])[] = [
    [bits.host, hosts.length],
    [bits.header, headers.length],
    [bits.uri, uri === null ? 0 : 1],
    [bits.method, methods.length],
    [bits.sni, snis.length],
    [bits.src, sources.length],
    [bits.dst, destinations.length],
  ];
  const set = fields.filter(([, count]) => count > 0);
  const isRegex = uri?.isRegex ?? false;
  return {
    engine: 'traditional',
    route: position,
    createdAt,
    rules: set.reduce((sum, [bit]) => sum | bit, 0),
    weight: set.length + (rules.countsEachSni && snis.length > 1 ? snis.length - 1 : 0),
    submatch:
      (route.hosts && !hosts.some(({ wildcard }) => wildcard) ? plainHostsOnly : 0) |
      (hasPortOfWildcard(route.hosts ?? [], rules) ? hasWildcardPort : 0) |
      (isRegex ? hasRegex : 0),
    regexPriority: isRegex || rules.regexPriorityOfAll ? BigInt(route.regex_priority ?? 0) : 0n,
    uriLength: path === null || isRegex ? 0 : byteLength(path),
    hosts,
    headers,
    uri,
    methods,
    snis,
    sources,
    destinations,
  };
}

function hostEntry(value: string): HostEntry {
  return { value, wildcard: value.includes('*') ? wildcardRegex(value) : null };
}

/**
 * `.` is escaped and `*` becomes `.+`, anchored at both ends; a port may follow where none is written. What else is in a
 * host is in no regex special (`kong/tools/ip.lua` accepts no other characters), but for brackets.
 */
function wildcardRegex(host: string): RegExp {
  const regex = host.replace(/[\\^$+?()[\]{}|.]/g, '\\$&').replaceAll('*', '.+');
  return new RegExp(`^${regex}${splitPort(host, null).hasPort ? '$' : '(?::\\d+)?$'}`, 's');
}

function hasPortOfWildcard(hosts: readonly string[], { lastWildcardPort }: TraditionalRules): boolean {
  const wildcards = hosts.filter((host) => host.includes('*'));
  const counting = lastWildcardPort ? wildcards.slice(-1) : wildcards;
  return counting.some((host) => splitPort(host, null).hasPort);
}

function headerEntries({ headers }: Route, { headerRegexes }: TraditionalRules): HeaderEntry[] {
  return [...(headers ?? [])].flatMap(([written, values]) => {
    const name = asciiLower(written);
    if (name === 'host') return [];
    const [only] = values;
    const isPattern = headerRegexes && values.length === 1 && only!.startsWith('~*');
    return [{ name, values: new Set(values.map(asciiLower)), pattern: isPattern ? only!.slice(2) : null }];
  });
}

function uriEntry(path: string, { regexByCharacters, normalizesTable }: TraditionalRules): UriEntry {
  const isPlain = !regexByCharacters || /^[a-zA-Z0-9.\-_~/%]*$/.test(path);
  const marked = normalizesTable ? migratePath(path) : isPlain ? path : `~${path}`;
  const isRegex = regexByCharacters ? !isPlain : path.startsWith('~');
  return { value: isRegex ? marked.slice(1) : marked, isRegex };
}

function netEntry({ ip, port }: Net): NetEntry {
  const [address = '', length] = ip?.split('/') ?? [];
  const parsed = length === undefined ? null : addressOf(address);
  const hostBits = BigInt(Math.max(0, (parsed?.family === 4 ? 32 : 128) - Number(length)) || 0);
  return {
    ip: ip ?? null,
    port: port ?? null,
    network: parsed && { family: parsed.family, prefix: parsed.bits >> hostBits, hostBits },
  };
}
