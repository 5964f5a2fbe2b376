/**
 * Requests that distinguish expressions: what their constants name and what only just differs from it, fields that are
 * not sent and fields that are sent several times. They are such as clients send, and what the engine gets of them is
 * what Kong hands over (`requests.ts`): a path is normalized first, a method is in capitals, ports end at 65535, and
 * names of hosts have no `*`.
 */

import {
  type Constant,
  type Expression,
  fieldOf,
  formatIpv4,
  formatIpv6,
  normalizePath,
  parseIpv4,
  parseIpv6,
  predicatesOf,
  type Subsystem,
} from '../../grammar/index.js';
import type { Random } from '../fuzz/random.js';
import type { RequestValues } from './engine.js';
import { type Request, valuesOf } from './requests.js';

/** The constants that an expression compares each of its fields with, the names of headers in lower case. */
type Constants = ReadonlyMap<string, readonly Constant[]>;

/**
 * @param trees whose constants count: those before and after a change
 * @returns what the engine gets of each request
 */
export function requestsFor(
  trees: readonly Expression[],
  subsystem: Subsystem,
  random: Random,
  count: number,
): RequestValues[] {
  const names = fieldNames(trees);
  return sentRequests(trees, subsystem, random, count).map((request) =>
    valuesAsked(request, subsystem, names),
  );
}

/** The same, as clients send them. */
export function sentRequests(
  trees: readonly Expression[],
  subsystem: Subsystem,
  random: Random,
  count: number,
): Request[] {
  const pools = new Map([...constantsOf(trees)].map(([name, all]) => [name, poolOf(name, all, random)]));
  return Array.from({ length: count }, () => requestOf(pools, subsystem, random));
}

export const fieldNames = (trees: readonly Expression[]): ReadonlySet<string> =>
  new Set(trees.flatMap((tree) => predicatesOf(tree).map(({ lhs }) => fieldOf(lhs)!.name)));

/** What the engine gets of a request. */
export const valuesAsked = (
  request: Request,
  subsystem: Subsystem,
  names: ReadonlySet<string>,
): RequestValues => asKongAsks(valuesOf(request, subsystem), names);

function constantsOf(trees: readonly Expression[]): Constants {
  const found = new Map<string, Constant[]>();
  for (const { lhs, rhs } of trees.flatMap(predicatesOf)) {
    const name = fieldOf(lhs)!.name.replace(/^http\.headers\..*/, (header) => header.toLowerCase());
    found.set(name, [...(found.get(name) ?? []), rhs!]);
  }
  return found;
}

/**
 * Only what is asked for is handed over, and the path. A header is found whatever the case of the name that it is asked
 * for by (`ngx.req.get_headers`).
 */
function asKongAsks(values: RequestValues, names: ReadonlySet<string>): RequestValues {
  const asked = [...names].map((name) => {
    const sent = name.startsWith('http.headers.') ? name.toLowerCase() : name;
    return [name, values[sent] ?? []] as const;
  });
  return { ...('http.path' in values && { 'http.path': values['http.path'] }), ...Object.fromEntries(asked) };
}

/** Values of a field near its constants, not all of which a request can have. */
function poolOf(name: string, constants: readonly Constant[], random: Random): readonly (string | number)[] {
  const pool = constants.flatMap((constant): (string | number)[] => {
    switch (constant.kind) {
      case 'int':
        return [-1n, 0n, 1n].map((step) => Number(constant.value + step));
      case 'string':
        return textsNear(constant.value, random);
      default:
        return addressesNear(constant);
    }
  });
  const texts = constants.flatMap((constant) => (constant.kind === 'string' ? [constant.value] : []));
  const joined = texts.slice(0, 6).flatMap((one) => texts.slice(0, 6).map((other) => one + other));
  return [...new Set([...pool, ...joined, ...(others[name] ?? [])])];
}

const others: Readonly<Record<string, readonly (string | number)[]>> = {
  'http.method': ['GET', 'POST', 'OPTIONS'],
  'http.path': ['/', '/other', '/a/b/c'],
  'http.host': ['example.com', 'EXAMPLE.com', 'a.example.com:8443', '[::1]:80', ''],
  'tls.sni': ['example.com'],
  'net.dst.port': [0, 80, 8443, 65_535],
  'net.src.port': [1, 65_535],
};

function textsNear(text: string, random: Random): string[] {
  const [first = '', last = ''] = [[...text][0], [...text].at(-1)];
  const literal = text.replace(/\\(.)/g, '$1').replace(/\.\*|[\^$]|\(\?[^)]*\)/g, '');
  return [
    text,
    `${text}x`,
    `${text}F`,
    `x${text}`,
    `${text}/x`,
    `/zz${text}`,
    `${text}${text}`,
    text.slice(0, text.length - last.length),
    text.slice(first.length),
    text.toUpperCase(),
    text.toLowerCase(),
    text.charAt(0).toUpperCase() + text.slice(1),
    `${text}\n`,
    `a\n${text}`,
    ...[literal, ...spelled(text, random)]
      .filter((one) => one !== text)
      .flatMap((one) => [one, `${one}x`, `x${one}`, `/zz${one}`, `a\n${one}`, `${one}\nb`]),
  ];
}

/** Texts that a regex of the plainest kind matches: each of its alternatives, a repetition as one piece. */
function spelled(pattern: string, random: Random): string[] {
  return pattern.split('|').map((part) =>
    part
      .replace(/\(\?(?:P?<\w+>|[a-zU-]*[:)])|[()^$]|\\[Az]/g, '')
      .replace(/\[([^\]\\^])[^\]]*\]/g, '$1')
      .replace(/\\d/g, () => String(random.below(10)))
      .replace(/\\w/g, 'w')
      .replace(/(?<!\\)\./g, 'd')
      .replace(/[*+?]|\{\d+(?:,\d*)?\}/g, '')
      .replace(/\\(.)/g, '$1'),
  );
}

function addressesNear({ family, text }: Extract<Constant, { kind: 'ip' | 'cidr' }>): string[] {
  const [address = '', length] = text.split('/');
  const width = family === 4 ? 32 : 128;
  const size = 1n << BigInt(length === undefined ? 0 : width - Number(length));
  const least = family === 4 ? parseIpv4(address, { leadingZeros: true })! : parseIpv6(address)!;
  const written = family === 4 ? formatIpv4 : formatIpv6;
  return [least - 1n, least, least + size - 1n, least + size]
    .filter((bits) => bits >= 0n && bits < 1n << BigInt(width))
    .map(written);
}

type Pools = ReadonlyMap<string, readonly (string | number)[]>;

function requestOf(pools: Pools, subsystem: Subsystem, random: Random): Request {
  const pick = <Value extends string | number>(
    name: string,
    fallback: Value,
    isPossible: (value: Value) => boolean,
  ) => {
    const possible = ((pools.get(name) ?? []) as readonly Value[]).filter(isPossible);
    return possible.length > 0 && random.chance(0.9) ? random.pick(possible) : fallback;
  };
  const isPort = (port: number) => port >= 0 && port <= 65_535;
  const stream = {
    scheme: random.pick(subsystem === 'http' ? ['http', 'https'] : ['tcp', 'udp', 'tls']),
    srcIp: pick('net.src.ip', random.pick(['10.0.0.1', '192.168.1.1', '::1']), () => true),
    dstIp: pick('net.dst.ip', random.pick(['10.1.1.10', 'fd00::5']), () => true),
    srcPort: pick('net.src.port', 50_000, isPort),
    dstPort: pick('net.dst.port', 8000, isPort),
    ...(random.chance(0.7) && { sni: pick('tls.sni', 'a.example.com', isName) }),
  };
  if (subsystem === 'stream') return stream;
  return {
    ...stream,
    method: pick('http.method', 'GET', (method) => /^[A-Z_-]+$/.test(method)),
    ...(random.chance(0.95) && { host: pick('http.host', 'example.com', isHost) }),
    path: pathOf(pools, random),
    headers: valuesSent(pools, 'http.headers.', random, asHeader),
    queries: valuesSent(pools, 'http.queries.', random, (value) => value),
  };
}

const isName = (name: string): boolean => name !== '' && !/[*\s\0-\x1f\x7f]/.test(name);

/** A name or an address, with a port or without. */
const isHost = (host: string): boolean =>
  !/[*/\s\0-\x1f\x7f]/.test(host) && /^(?:[^:[\]]*|\[[\da-f:.]*\])(?::\d+)?$/i.test(host);

const asHeader = (value: string): string => value.replace(/[\0-\x1f\x7f]/g, '').trim();

function pathOf(pools: Pools, random: Random): string {
  const segments = [...pools.keys()].filter((name) => /^http\.path\.segments\.\d/.test(name));
  const lengths = pools.get('http.path.segments.len') ?? [];
  if (lengths.length > 0 && random.chance(0.5)) {
    return `/${Array.from({ length: Math.min(20, Math.max(0, Number(random.pick(lengths)))) }, () => 's').join('/')}`;
  }
  const raw =
    segments.length > 0 && random.chance(0.6)
      ? withSegments(pools, segments, random)
      : String(random.pick(pools.get('http.path') ?? ['/', '/other', '/a/b/c']));
  return normal(raw.startsWith('/') ? raw : `/${raw}`);
}

function withSegments(pools: Pools, names: readonly string[], random: Random): string {
  const path: string[] = [];
  for (const name of names) {
    const index = Number(/\d+/.exec(name)![0]);
    if (index > 20 || random.chance(0.15)) continue;
    while (path.length < index) path.push(random.pick(['a', 'b', 'v1']));
    path.splice(index, 1, ...String(random.pick(pools.get(name)!)).split('/'));
  }
  return `/${path.join('/')}`;
}

/** What nginx accepts of it (no NUL, no `%` but before two digits), and Kong makes of that. */
function normal(raw: string): string {
  const [path = '/'] = raw
    .replace(/\0/g, '')
    .replace(/%(?![\dA-Fa-f]{2})/g, '')
    .split('?');
  const bytes = normalizePath(Buffer.from(path, 'utf8').toString('latin1'));
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  // The engine rejects bytes that are not text: Kong then answers 404.
  return text.includes('\ufffd') || text.includes('\0') ? '/' : text;
}

function valuesSent(
  pools: Pools,
  prefix: string,
  random: Random,
  asSent: (value: string) => string,
): Record<string, string[]> {
  const names = [...pools.keys()].filter((name) => name.startsWith(prefix));
  return Object.fromEntries(
    names.flatMap((name) => {
      const count = random.pick([0, 1, 1, 1, 2, 2, 3]);
      const values = Array.from({ length: count }, () => asSent(String(random.pick(pools.get(name)!))));
      return count === 0 ? [] : [[name.slice(prefix.length), values]];
    }),
  );
}
