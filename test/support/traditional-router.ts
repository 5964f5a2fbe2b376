/**
 * Kong's traditional router, written a second time from its source (Kong/kong `kong/router/traditional.lua`; names
 * are from there) to say which route a request goes to. Regexes are JavaScript's, so that only such as PCRE reads
 * alike belong in a table.
 */

import { isIP } from 'node:net';
import { luaSort } from '../../server/flavors/router/traditional/lua-sort.js';
import type { Route } from '../../server/routes/route.js';
import type { Request } from './requests.js';

export interface LoadedRoute {
  readonly route: Route;
  /** Of several with the same, the first one of the table is the oldest. */
  readonly createdAt: number;
}

interface RouteT {
  readonly index: number;
  readonly route: Route;
  readonly createdAt: number;
  readonly path: string | null;
  readonly isRegex: boolean;
  readonly rules: number;
  readonly submatch: number;
  readonly length: number;
}

const host = 0x40;
const header = 0x20;
const uri = 0x10;
const method = 0x08;
const sni = 0x04;
const src = 0x02;
const dst = 0x01;
const httpRules = [host, header, uri, method, sni];
const streamRules = [sni, src, dst];

export class TraditionalRouter {
  readonly #sorted: readonly RouteT[];
  readonly #categories: readonly { readonly bits: number; readonly all: readonly RouteT[] }[];
  readonly #rules: readonly number[];

  /** @param routes of one subsystem, each of which the router accepts */
  constructor(routes: readonly LoadedRoute[], subsystem: 'http' | 'stream') {
    this.#rules = subsystem === 'http' ? httpRules : streamRules;
    const marshalled = routes.flatMap(({ route, createdAt }, index) => {
      const { paths } = route;
      const each = paths && paths.length > 0 ? paths : [null];
      return each.map((path) => marshall(route, path, createdAt, index));
    });
    this.#sorted = marshalled.sort(sortRoutes);
    const categories = new Map<number, RouteT[]>();
    for (const one of this.#sorted) categories.set(one.rules, [...(categories.get(one.rules) ?? []), one]);
    this.#categories = [...categories]
      .map(([bits, all]) => ({ bits, all }))
      .sort((a, b) => weight(b.bits) - weight(a.bits) || b.bits - a.bits);
  }

  /** @returns the index of the route, or `null` */
  select(request: Request): number | null {
    const context = this.#contextOf(request);
    if (context.category === 0) return null;
    const start = this.#categories.findIndex(({ bits }) => bits === context.category);
    for (const { bits, all } of this.#categories.slice(Math.max(start, 0))) {
      const reduced = this.#reduce(bits, all, context);
      const found = [...(reduced ?? []), ...all].find((one) => this.#matches(one, context));
      if (found) return found.index;
    }
    return null;
  }

  /** `find_route` up to the call of `find_match` */
  #contextOf(request: Request) {
    const { noPort, withPort } = splitPort(request.host ?? '', request.scheme === 'https' ? 443 : 80);
    const plain = new Set(
      this.#sorted.flatMap(({ route }) => (route.hosts ?? []).filter((one) => !one.includes('*'))),
    );
    const wildcards = this.#sorted.flatMap(({ route }) =>
      (route.hosts ?? []).filter((one) => one.includes('*')),
    );
    let category = 0;
    let hitHost: string | null = null;
    if (request.host !== undefined) {
      if (plain.has(withPort) || plain.has(noPort)) category |= host;
      else hitHost = wildcards.find((one) => wildcardRegex(one).test(withPort)) ?? null;
      if (hitHost !== null) category |= host;
    }
    const names = this.#sorted.flatMap(({ route }) =>
      [...(route.headers?.keys() ?? [])].map((name) => name.toLowerCase()),
    );
    const hitHeader = names.find((name) => valuesOf(request, name) !== null) ?? null;
    if (hitHeader !== null) category |= header;
    const path = request.path ?? '';
    const regexes = this.#sorted.filter(({ isRegex }) => isRegex).map((one) => one.path!);
    let hitUri = regexes.find((regex) => regexOf(regex).test(path)) ?? null;
    if (hitUri === null) {
      const prefixes = this.#sorted
        .filter((one) => one.path !== null && !one.isRegex)
        .map((one) => one.path!);
      const longest = prefixes
        .filter((prefix) => path.startsWith(prefix))
        .sort((a, b) => b.length - a.length);
      hitUri = longest[0] ?? null;
    }
    if (hitUri !== null) category |= uri;
    if (this.#sorted.some(({ route }) => route.methods?.includes(request.method ?? ''))) category |= method;
    if (this.#sorted.some(({ route }) => snisOf(route).includes(request.sni ?? ''))) category |= sni;
    for (const [rule, field, ip, port] of [
      [src, 'sources', request.srcIp, request.srcPort],
      [dst, 'destinations', request.dstIp, request.dstPort],
    ] as const) {
      const isKnown = this.#sorted.some(({ route }) =>
        route[field]?.some(
          (net) => net.ip === ip || net.port === port || (net.ip?.includes('/') && isInside(ip, net.ip)),
        ),
      );
      if (isKnown) category |= rule;
    }
    return { request, category, noPort, withPort, hitHost, hitHeader, hitUri, path };
  }

  #reduce(bits: number, all: readonly RouteT[], context: Context): readonly RouteT[] | null {
    const { request, hitHost, hitHeader, hitUri } = context;
    let smallest: readonly RouteT[] | null = null;
    for (const rule of this.#rules) {
      if ((bits & rule) === 0) continue;
      const candidates = all.filter(({ route, path }) => {
        switch (rule) {
          case host:
            return route.hosts?.includes(hitHost ?? request.host ?? '');
          case header:
            return [...(route.headers?.keys() ?? [])].some((name) => name.toLowerCase() === hitHeader);
          case uri:
            return hitUri !== null && path === hitUri;
          case method:
            return route.methods?.includes(request.method ?? '');
          case sni:
            return snisOf(route).includes(request.sni ?? '');
          default:
            return false;
        }
      });
      const found = rule === src || rule === dst ? netCandidates(rule, all, request) : candidates;
      if (found.length === 0) continue;
      if (rule === header) return found;
      if (!smallest || found.length < smallest.length) smallest = found;
    }
    return smallest;
  }

  #matches({ rules, route, path, isRegex }: RouteT, context: Context): boolean {
    const { request, noPort, withPort, hitHost } = context;
    if (rules & host) {
      const hosts = route.hosts!;
      const isPlain = [hitHost ?? request.host ?? '', noPort].some(
        (one) => hosts.includes(one) && !one.includes('*'),
      );
      const wildcards = hosts.filter((one) => one.includes('*'));
      if (!isPlain && !wildcards.some((one) => wildcardRegex(one).test(withPort))) return false;
    }
    if (
      rules & header &&
      ![...route.headers!].every(([name, values]) => hasHeader(request, name.toLowerCase(), values))
    )
      return false;
    if (rules & uri && !(isRegex ? regexOf(path!).test(context.path) : context.path.startsWith(path!)))
      return false;
    if (rules & method && !route.methods!.includes(request.method ?? '')) return false;
    if (rules & sni && request.scheme !== 'http' && !snisOf(route).includes(request.sni ?? '')) return false;
    if (rules & src && !hasNet(route.sources!, request.srcIp, request.srcPort)) return false;
    return !(rules & dst) || hasNet(route.destinations!, request.dstIp, request.dstPort);
  }
}

interface Context {
  readonly request: Request;
  readonly noPort: string;
  readonly withPort: string;
  readonly hitHost: string | null;
  readonly hitHeader: string | null;
  readonly hitUri: string | null;
  readonly path: string;
}

const weight = (bits: number) => [...bits.toString(2)].filter((bit) => bit === '1').length;

function marshall(route: Route, path: string | null, createdAt: number, index: number): RouteT {
  const { hosts, headers, methods, snis, sources, destinations } = route;
  const isRegex = path?.startsWith('~') ?? false;
  const has = (value: { readonly length: number } | undefined, rule: number) =>
    value && value.length > 0 ? rule : 0;
  const wildcards = hosts?.filter((one) => one.includes('*')) ?? [];
  return {
    index,
    route,
    createdAt,
    path: isRegex ? path!.slice(1) : path,
    isRegex,
    rules:
      has(hosts, host) |
      (headers && headers.size > 0 ? header : 0) |
      (path === null ? 0 : uri) |
      has(methods, method) |
      has(snis, sni) |
      has(sources, src) |
      has(destinations, dst),
    submatch:
      (hosts && wildcards.length === 0 ? 2 : 0) |
      (wildcards.some((one) => /:\d+$/.test(one)) ? 4 : 0) |
      (isRegex ? 1 : 0),
    length: path === null || isRegex ? 0 : Buffer.byteLength(path),
  };
}

function sortRoutes(a: RouteT, b: RouteT): number {
  const headers = ({ route }: RouteT) => route.headers?.size ?? 0;
  const regexPriority = ({ route, isRegex }: RouteT) => (isRegex ? Number(route.regex_priority ?? 0) : 0);
  return (
    b.submatch - a.submatch ||
    headers(b) - headers(a) ||
    regexPriority(b) - regexPriority(a) ||
    b.length - a.length ||
    a.createdAt - b.createdAt
  );
}

/** `categorize_src_dst`, `sort_sources`: by the address, or where no route has it by the port. */
function netCandidates(rule: number, all: readonly RouteT[], request: Request): readonly RouteT[] {
  const [field, ip, port] =
    rule === src
      ? (['sources', request.srcIp, request.srcPort] as const)
      : (['destinations', request.dstIp, request.dstPort] as const);
  const byIp = all.filter(({ route }) => route[field]?.some((net) => net.ip === ip));
  const found =
    byIp.length > 0 ? byIp : all.filter(({ route }) => route[field]?.some((net) => net.port === port));
  const hasBoth = ({ route }: RouteT) =>
    Number(route[field]!.some((net) => net.ip !== undefined && net.port !== undefined));
  // It does not keep the order of those that are equal.
  const sorted = [...found];
  luaSort(sorted, (a, b) => hasBoth(a) > hasBoth(b));
  return sorted;
}

const snisOf = ({ snis }: Route) =>
  (snis ?? []).map((one) => (one.length > 1 ? one.replace(/\.$/, '') : one));

/** `split_port` */
function splitPort(name: string, defaultPort: number): { noPort: string; withPort: string } {
  const whole = { noPort: name, withPort: `${name}:${defaultPort}` };
  if (name.startsWith('[')) {
    if (name.endsWith(']')) return { ...whole, noPort: name.slice(1, -1) };
    const [, inner, port] = /^\[(.*?)\]:(.*)$/.exec(name) ?? [];
    if (inner === undefined) return whole;
    if (port === '') return { noPort: inner, withPort: `${name}${defaultPort}` };
    return /^\d+$/.test(port!) ? { noPort: inner, withPort: name } : whole;
  }
  const colon = name.indexOf(':');
  if (colon === -1) return whole;
  const front = name.slice(0, colon);
  if (colon === name.length - 1) return { noPort: front, withPort: `${front}:${defaultPort}` };
  if (!/^\d+$/.test(name.slice(colon + 1))) return { noPort: name, withPort: `[${name}]:${defaultPort}` };
  return { noPort: front, withPort: name };
}

function wildcardRegex(written: string): RegExp {
  const regex = written.replaceAll('.', '\\.').replaceAll('*', '.+');
  return new RegExp(`^(?:${regex}${/:\d+$/.test(written) ? '$' : '(?::\\d+)?$'})`);
}

const regexes = new Map<string, RegExp>();

/** Anchored, and for bytes. */
function regexOf(pattern: string): RegExp {
  let regex = regexes.get(pattern);
  if (!regex) {
    const flags = /^\(\?i\)/.test(pattern) ? 'i' : '';
    regex = new RegExp(`^(?:${pattern.replace(/^\(\?i\)/, '')})`, flags);
    regexes.set(pattern, regex);
  }
  return regex;
}

/** `ngx.req.get_headers`: names in lower case, and one with underscores also finds the one with hyphens. */
function valuesOf(request: Request, name: string): readonly string[] | null {
  const find = (wanted: string) =>
    Object.entries(request.headers ?? {}).find(([sent]) => sent.toLowerCase() === wanted)?.[1] ?? null;
  return find(name) ?? find(name.replaceAll('_', '-'));
}

const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function hasHeader(request: Request, name: string, values: readonly string[]): boolean {
  const sent = (valuesOf(request, name) ?? []).map(lower);
  const [only] = values;
  const pattern = values.length === 1 && only!.startsWith('~*') ? new RegExp(only!.slice(2)) : null;
  return sent.some((value) => values.map(lower).includes(value) || (pattern?.test(value) ?? false));
}

type Nets = NonNullable<Route['sources']>;

const hasNet = (nets: Nets, ip: string | undefined, port: number | undefined) =>
  nets.some(
    (net) =>
      (net.ip === undefined || (net.ip.includes('/') ? isInside(ip, net.ip) : net.ip === ip)) &&
      (net.port === undefined || net.port === port),
  );

function isInside(ip: string | undefined, network: string): boolean {
  const [address, length] = network.split('/');
  if (ip === undefined || isIP(ip) !== isIP(address!)) return false;
  const size = isIP(ip) === 4 ? 32n : 128n;
  const shift = size - BigInt(length!);
  return bitsOf(ip) >> shift === bitsOf(address!) >> shift;
}

function bitsOf(ip: string): bigint {
  if (isIP(ip) === 4) return ip.split('.').reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
  const [head = '', tail] = ip.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = Array(8 - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
