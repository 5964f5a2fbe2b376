/** Requests as `match.json` describes them, and which matcher of the atc router the real engine finds for them. */

import type { Subsystem } from '../../grammar/index.js';
import type { Engine, RequestValues } from './engine.js';

/** `test/vectors/README.md` says what each field is. */
export interface Request {
  readonly method?: string;
  readonly scheme: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly queries?: Readonly<Record<string, readonly (string | true)[]>>;
  readonly sni?: string;
  readonly srcIp: string;
  readonly srcPort: number;
  readonly dstIp: string;
  readonly dstPort: number;
}

/** What Kong's `kong/router/fields.lua` reads from a request. */
export function valuesOf(request: Request, subsystem: Subsystem): RequestValues {
  const {
    method,
    scheme,
    host,
    path,
    headers = {},
    queries = {},
    sni,
    srcIp,
    srcPort,
    dstIp,
    dstPort,
  } = request;
  const [, name, port] = /^([^:]*):\s*(\d+)$/.exec(host ?? '') ?? [];
  const one = <Value>(value: Value | undefined) => (value === undefined ? [] : [value]);
  const values: Record<string, readonly (string | number)[]> = {
    'net.protocol': [scheme],
    'tls.sni': one(sni),
    'net.src.ip': [srcIp],
    'net.src.port': [srcPort],
    'net.dst.ip': [dstIp],
    'net.dst.port': [port === undefined ? dstPort : Number(port)],
  };
  if (subsystem === 'stream') return values;
  return {
    ...values,
    'http.method': one(method),
    'http.host': one(name ?? host),
    'http.path': one(path),
    ...segmentsOf(path ?? '/'),
    ...headersOf(headers),
    ...Object.fromEntries(
      Object.entries(queries).map(([query, each]) => [
        `http.queries.${query}`,
        each.map((value) => (value === true ? '' : value)),
      ]),
    ),
  };
}

/** A field with underscores finds the header of that name, else the one with hyphens (`ngx.req.get_headers`). */
function headersOf(headers: NonNullable<Request['headers']>): RequestValues {
  const sent = new Map(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values]));
  const fields = new Set([...sent.keys()].map((name) => name.replaceAll('-', '_')));
  return Object.fromEntries(
    [...fields].map((name) => [
      `http.headers.${name}`,
      sent.get(name) ?? sent.get(name.replaceAll('_', '-')) ?? [],
    ]),
  );
}

function segmentsOf(path: string): RequestValues {
  const segments = path.replace(/^\//, '').split('/');
  while (segments.at(-1) === '') segments.pop();
  const ranges = segments.flatMap((segment, i) => [
    [`http.path.segments.${i}`, [segment]] as const,
    ...segments
      .slice(i + 1)
      .map(
        (_, k) => [`http.path.segments.${i}_${i + k + 1}`, [segments.slice(i, i + k + 2).join('/')]] as const,
      ),
  ]);
  return { 'http.path.segments.len': [segments.length], ...Object.fromEntries(ranges) };
}

/** What the atc router holds of a route, or of a part of one. */
export interface LoadedMatcher {
  readonly route: number;
  readonly expression: string;
  readonly priority: bigint;
  readonly id: string;
}

/** @returns for each request the index of its route, or `null` */
export function selectByEngine(
  engine: Engine,
  matchers: readonly LoadedMatcher[],
  subsystem: Subsystem,
  requests: readonly Request[],
): (number | null)[] {
  const values = requests.map((request) => valuesOf(request, subsystem));
  const sorted = [...matchers].sort((a, b) =>
    a.priority === b.priority ? (a.id > b.id ? -1 : 1) : a.priority > b.priority ? -1 : 1,
  );
  const selected: (number | null)[] = requests.map(() => null);
  let open = requests.map((_, i) => i);
  for (const { expression, route } of sorted) {
    if (open.length === 0) break;
    const matches = engine.matches(
      expression,
      subsystem,
      open.map((i) => values[i]!),
    );
    for (const [k, i] of open.entries()) if (matches[k]) selected[i] = route;
    open = open.filter((_, k) => !matches[k]);
  }
  return selected;
}
