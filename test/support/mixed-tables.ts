/** Declarative files with routes of both styles, and requests for what their routes ask for. */

import {
  type Expression,
  fieldOf,
  formatIpv4,
  formatIpv6,
  parseIpv4,
  parseIpv6,
  predicatesOf,
  type Subsystem,
} from '../../grammar/index.js';
import type { Random } from '../fuzz/random.js';
import { randomRequest, randomTable } from './random-tables.js';
import { sentRequests } from './request-generator.js';
import type { Request } from './requests.js';

type Data = Readonly<Record<string, unknown>>;

const expressions = [
  'http.path == "/a"',
  'http.path == "/rest/v1/"',
  'http.path ^= "/"',
  'http.path ^= "/a/b" && http.method == "GET"',
  'http.host == "a.com"',
  'http.host =^ ".com" && http.path ^= "/a"',
  'lower(http.path) == "/a" || http.path == "/b"',
  'http.path ~ "^/a/(?<id>[0-9]+)$"',
  'http.headers.x_a == "1" && http.path ^= "/a"',
  'any(http.headers.x_a) == "1"',
  '!(http.path ^= "/a")',
  'net.dst.port == 8080 && http.path ^= "/"',
  'tls.sni == "a.com" && http.path ^= "/a"',
  'http.queries.q == "1"',
];
const priorities = [0, 0, 1, 2, 5, 100, 536_870_914, 2 ** 40, 2 ** 46 - 1];
const morePaths = ['/rest/v1/', '/a/b/c/d', '~/a/b', '/longer', '/foo', '/users', '/usersclass'];
/** PCRE reads it, the engine does not. */
const forPcre = '~/(?!public)a';

/**
 * A file with some services, and routes that share hosts, paths and priorities: some without an id, some that Kong splits.
 *
 * @param withExpressions whether some routes have an expression
 */
export function mixedFile(random: Random, subsystem: Subsystem, withExpressions: boolean): Data {
  const services = Array.from({ length: random.between(1, 3) }, (_, i) => ({
    name: `s${i}`,
    url: `http://s${i}.internal${i === 1 ? '/base' : ''}`,
    routes: [] as Data[],
  }));
  const loose: Data[] = [];
  const hasIds = random.chance(0.6);
  const isForPcre = random.chance(0.06);
  for (const { created_at: _, ...drawn } of randomTable(random, subsystem, false).slice(0, 14)) {
    const route = { ...(drawn as Record<string, unknown>) };
    if (!hasIds && random.chance(0.7)) delete route.id;
    if (subsystem === 'http') amend(route, random, withExpressions);
    else amendStream(route, random, withExpressions);
    if (isForPcre && Array.isArray(route.paths) && random.chance(0.2)) route.paths = [forPcre];
    if (random.chance(0.15)) loose.push(route);
    else random.pick(services).routes.push(route);
  }
  return { _format_version: '3.0', services, ...(loose.length > 0 && { routes: loose }) };
}

function amend(route: Record<string, unknown>, random: Random, withExpressions: boolean): void {
  if (withExpressions && random.chance(0.35)) {
    for (const field of ['hosts', 'paths', 'methods', 'headers', 'snis', 'regex_priority']) {
      delete route[field];
    }
    route.expression = random.pick(expressions);
    route.priority = random.pick(priorities);
  } else if (Array.isArray(route.paths) && random.chance(0.3)) {
    route.paths = [...new Set([...(route.paths as string[]), random.pick(morePaths)])];
  }
  if (random.chance(0.2)) route.strip_path = false;
  if (random.chance(0.25)) route.protocols = random.pick([['http'], ['https'], ['http', 'https']]);
  // Kong rejects server names without TLS.
  if (route.snis && (route.protocols as string[] | undefined)?.join() === 'http') delete route.protocols;
  if (random.chance(0.06) && !route.methods && route.snis === undefined) {
    route.protocols = ['grpc', 'grpcs'];
    route.strip_path = false;
  }
}

function amendStream(route: Record<string, unknown>, random: Random, withExpressions: boolean): void {
  const isSecure = (route.protocols as string[])[0] === 'tls';
  if (!isSecure) delete route.snis;
  if (!route.snis && !route.sources && !route.destinations) route.destinations = [{ port: 80 }];
  if (!withExpressions || random.chance(0.7)) return;
  for (const field of ['snis', 'sources', 'destinations']) delete route[field];
  route.expression = random.pick([
    'net.src.ip in 10.0.0.0/8',
    'net.dst.port == 80',
    'net.dst.ip == 10.0.0.1 && net.dst.port == 80',
    'net.src.port >= 80',
  ]);
  route.priority = random.pick(priorities);
}

/**
 * Requests that satisfy most of what one of some expressions asks for, and parts of another one; and some at random.
 *
 * @param trees of the matchers of the tables
 */
export function sharpRequests(
  trees: readonly Expression[],
  subsystem: Subsystem,
  random: Random,
  count: number,
): Request[] {
  const near = Math.ceil(count / 6);
  const drawn = Array.from({ length: near }, () => randomRequest(random, subsystem) as Request);
  const made = Array.from({ length: count - 2 * near }, () => {
    const wanted = new Map<string, string | number>();
    for (let i = random.between(1, 2); i > 0; i--) {
      for (const predicate of predicatesOf(random.pick(trees))) {
        const name = fieldOf(predicate.lhs)!.name;
        if (random.chance(0.15) || (wanted.has(name) && random.chance(0.5))) continue;
        wanted.set(name, satisfying(predicate, random));
      }
    }
    return requestOf(wanted, subsystem, random);
  });
  return [...drawn, ...made, ...sentRequests(trees, subsystem, random, near)].map(asKongReads);
}

type Predicate = ReturnType<typeof predicatesOf>[number];

function satisfying({ operator, rhs }: Predicate, random: Random): string | number {
  if (!rhs) return '';
  if (rhs.kind === 'int') return Number(rhs.value) + random.pick([0, 0, 0, 1, -1]);
  if (rhs.kind !== 'string') return addressIn(rhs.text, rhs.family, random);
  const { value } = rhs;
  switch (operator) {
    case '^=':
      return value + random.pick(['', '', '/', '/b', 'x', '1']);
    case '=^':
      return random.pick(['', 'x', 'a', 'b.a']) + value;
    case '~':
      return spelled(value, random);
    default:
      return value;
  }
}

/** A text that a plain regex matches. */
const spelled = (pattern: string, random: Random): string =>
  random
    .pick(pattern.split('|'))
    .replace(/\(\?(?:P?<\w+>|[a-zU-]*[:)]|[=!])|[()^$]|\\[Az]/g, '')
    .replace(/\[([^\]\\^])[^\]]*\]/g, '$1')
    .replace(/(?<!\\)\.\*/g, () => random.pick(['', 'a', 'a/b']))
    .replace(/[*+?]|\{\d+(?:,\d*)?\}/g, '')
    .replace(/\\(.)/g, '$1') + random.pick(['', '', 'x', '/b']);

function addressIn(text: string, family: 4 | 6, random: Random): string {
  const [address = '', length] = text.split('/');
  const width = family === 4 ? 32 : 128;
  const size = 1n << BigInt(length === undefined ? 0 : width - Number(length));
  const least = family === 4 ? parseIpv4(address, { leadingZeros: true })! : parseIpv6(address)!;
  const written = family === 4 ? formatIpv4 : formatIpv6;
  return written(least + (random.chance(0.5) ? 0n : size - 1n));
}

function requestOf(
  wanted: ReadonlyMap<string, string | number>,
  subsystem: Subsystem,
  random: Random,
): Request {
  const drawn = randomRequest(random, subsystem);
  const text = (name: string) => (wanted.has(name) ? String(wanted.get(name)) : undefined);
  const scheme = text('net.protocol') ?? drawn.scheme;
  const net = {
    scheme: wanted.has('tls.sni') && subsystem === 'http' ? 'https' : scheme,
    srcIp: text('net.src.ip') ?? drawn.srcIp!,
    srcPort: Number(wanted.get('net.src.port') ?? drawn.srcPort),
    dstIp: text('net.dst.ip') ?? drawn.dstIp!,
    dstPort: Number(wanted.get('net.dst.port') ?? drawn.dstPort),
    sni: text('tls.sni') ?? drawn.sni,
  };
  if (subsystem === 'stream') return net as Request;
  const sent = (prefix: string) => {
    const found = [...wanted].filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(
      found.map(([name, value]) => [name.slice(prefix.length).replaceAll('_', '-'), [String(value)]]),
    );
  };
  const name = text('http.host') ?? drawn.host;
  // Before 3.6 it is the port that the client writes.
  const port = text('net.port');
  const host = name !== undefined && port !== undefined && !name.includes(':') ? `${name}:${port}` : name;
  const path = text('http.path') ?? drawn.path!;
  return {
    ...net,
    method: text('http.method') ?? drawn.method!,
    ...(host !== undefined && { host }),
    path: path.startsWith('/') ? path : `/${path}`,
    headers: { ...drawn.headers, ...sent('http.headers.') },
    queries: sent('http.queries.'),
  } as Request;
}

const schemes: Readonly<Record<string, string>> = { grpc: 'http', grpcs: 'https', tls_passthrough: 'tls' };

/** nginx writes each address in one form (`ngx_inet6_ntop`), and `traditional` compares texts. */
function inKongsForm(address: string): string {
  const bits = parseIpv6(address);
  return bits === null ? address : formatIpv6(bits);
}

/** As nginx and Kong give it to the router: a server name comes with TLS alone; a gRPC request is one of HTTP. */
function asKongReads({ sni, headers = {}, ...request }: Request): Request {
  const scheme = schemes[request.scheme] ?? request.scheme;
  const isSecure = scheme === 'https' || scheme === 'tls';
  // Of two spellings of a header the router finds one: which, is not what is tested.
  const names = new Map(
    Object.entries(headers).map((one) => [one[0].toLowerCase().replaceAll('_', '-'), one]),
  );
  return {
    ...request,
    srcIp: inKongsForm(request.srcIp),
    dstIp: inKongsForm(request.dstIp),
    scheme,
    ...(request.path !== undefined && { headers: Object.fromEntries(names.values()) }),
    ...(isSecure && sni !== undefined && sni !== '' && { sni }),
  };
}
