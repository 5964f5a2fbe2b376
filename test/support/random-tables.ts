/** Tables of routes that share hosts, paths and headers, and requests that many of them match. */

import type { Subsystem } from '../../grammar/index.js';
import type { RoutedRequest } from '../../server/flavors/router/index.js';
import type { Random } from '../fuzz/random.js';

type Data = Readonly<Record<string, unknown>>;

const hosts = [
  ...['a.com', 'b.com', 'A.com', '*.a.com', '*.com', 'x.*', 'a.com:80', 'a.com:8080', '*.a.com:8080'],
  ...['[::1]', '10.0.0.1', 'a.b.com'],
];
const prefixes = ['/', '/a', '/a/', '/ab', '/a/b', '/a/b/c', '/b', '/A', '/a.b', '/é', '/long/path'];
/** Such as PCRE, Rust's crate and JavaScript read alike. */
const regexes = [
  '~/a',
  '~/a$',
  '~/a/(?<id>[0-9]+)',
  '~/(a|b)',
  '~/.*',
  '~/[a-z]+/b',
  '~/a/?',
  '~/abc*',
  '~/a|/b',
];
const headerNames = ['X-A', 'x_a', 'X-B', 'x-c'];
const headerValues = ['1', '2', 'A', '~*^a', '~*[0-9]'];
const snis = ['a.com', 'b.com', 'a.com.'];
const nets = [
  ...[{ ip: '10.0.0.1' }, { ip: '10.0.0.0/8' }, { port: 80 }, { ip: '10.0.0.1', port: 80 }],
  ...[{ ip: 'fd00::5' }, { ip: 'fd00::/8', port: 443 }],
];
const expressions = [
  'http.host == "a.com" && http.path ^= "/a"',
  'http.path == "/a/b" || lower(http.host) == "b.com"',
  '!(http.path ^= "/a") && http.method == "GET"',
  'any(http.headers.x_a) == "1" && http.path ~ "^/a/[0-9]+"',
  'http.headers.x_b != "2"',
  'http.path.segments.0 == "a" && net.dst.port == 8080',
  'http.host =^ ".a.com" && (http.path == "/b" || http.path ^= "/a/b")',
];

function some<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  return [...new Set(Array.from({ length: count }, () => random.pick(items)))];
}

/** @param withExpressions whether some routes have an expression */
export function randomTable(random: Random, subsystem: Subsystem, withExpressions: boolean): Data[] {
  const length = random.between(1, 40);
  return Array.from({ length }, (_, i) => {
    const id = `00000000-0000-4000-8000-${String(random.below(1e9)).padStart(12, '0')}`;
    const route: Record<string, unknown> = {
      id,
      name: `r${i}`,
      created_at: 1_700_000_000 + (random.chance(0.5) ? i : random.below(3)),
    };
    if (subsystem === 'stream') {
      route.protocols = [random.pick(['tcp', 'tls', 'udp'])];
      if (random.chance(0.4)) route.snis = some(snis, 2, random);
      if (random.chance(0.6)) route.sources = some(nets, random.between(1, 3), random);
      if (random.chance(0.6)) route.destinations = some(nets, random.between(1, 3), random);
      return route.snis || route.sources || route.destinations ? route : { ...route, snis: ['a.com'] };
    }
    if (withExpressions && random.chance(0.3)) {
      return { ...route, expression: random.pick(expressions), priority: random.below(3) };
    }
    if (random.chance(0.5)) route.hosts = some(hosts, random.between(1, 3), random);
    if (random.chance(0.7)) route.paths = some([...prefixes, ...regexes], random.between(1, 3), random);
    if (random.chance(0.3)) route.methods = some(['GET', 'POST'], 2, random);
    if (random.chance(0.3)) {
      const names = some(headerNames, random.between(1, 2), random);
      route.headers = Object.fromEntries(
        names.map((name) => [name, some(headerValues, random.between(1, 2), random)]),
      );
    }
    if (random.chance(0.15)) route.snis = some(snis, 2, random);
    if (random.chance(0.3)) route.regex_priority = random.pick([0, 1, 5]);
    const isEmpty = !route.hosts && !route.paths && !route.methods && !route.headers && !route.snis;
    return isEmpty ? { ...route, paths: ['/'] } : route;
  });
}

const sentHosts = [
  'a.com',
  'b.com',
  'A.com',
  'x.a.com',
  'x.a.com:8080',
  'a.com:80',
  'x.net',
  '[::1]',
  '.a.com',
];
const sentPaths = [
  '/',
  '/a',
  '/a/',
  '/ab',
  '/a/b',
  '/a/b/c',
  '/b',
  '/A',
  '/a.b',
  '/axb',
  '/é',
  '/a/12',
  '/zz',
];

export function randomRequest(random: Random, subsystem: Subsystem): RoutedRequest {
  const addresses = ['10.0.0.1', '10.1.2.3', '192.168.1.1', 'fd00::5', 'fd00:0::5'];
  const net = {
    srcIp: random.pick(addresses),
    srcPort: random.pick([80, 443, 5000]),
    dstIp: random.pick(addresses),
    dstPort: random.pick([80, 443, 8080]),
  };
  if (subsystem === 'stream') {
    const scheme = random.pick(['tcp', 'tls', 'udp']);
    return { scheme, ...net, ...(scheme === 'tls' && { sni: random.pick(['a.com', 'b.com', 'c.com']) }) };
  }
  const scheme = random.pick(['http', 'https']);
  const names = some(['X-A', 'X_B', 'x-c'], random.between(1, 3), random);
  return {
    scheme,
    ...net,
    method: random.pick(['GET', 'POST', 'PUT']),
    ...(random.chance(0.9) && { host: random.pick(sentHosts) }),
    path: random.pick(sentPaths),
    ...(random.chance(0.5) && {
      headers: Object.fromEntries(
        names.map((name) => [name, some(['1', '2', 'a', 'b'], random.between(1, 2), random)]),
      ),
    }),
    ...(scheme === 'https' && random.chance(0.7) && { sni: random.pick(['a.com', 'b.com']) }),
  };
}
