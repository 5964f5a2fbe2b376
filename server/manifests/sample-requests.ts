/**
 * Requests of every kind that a table of routes is about: each value that a route names, what is next to it, and what a
 * regex matches by a dot.
 */

import type { RoutedRequest } from '../flavors/index.js';
import type { Route } from '../routes/index.js';
import { largest } from '../text/index.js';

/** What one route is about. */
interface Traits {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[];
  readonly queries: readonly (readonly [name: string, value: string])[];
}

/** More than these are not tried for one host of one route. */
const mostPaths = 60;

/** Of a header no more values than these are tried. */
const mostValues = 4;

/** In the order of the routes, each once. */
export function sampleRequests(routes: readonly Route[]): RoutedRequest[] {
  const all = routes.map(traitsOf);
  const found = new Map<string, RoutedRequest>();
  for (const own of all) {
    for (const host of own.hosts.length > 0 ? own.hosts : ['none.test']) {
      // Routes of the same host, and those of every host, are what the request may go to instead.
      const near = all.filter(({ hosts }) => hosts.length === 0 || hosts.includes(host));
      const paths = unique([...own.paths, ...near.flatMap((one) => one.paths)]).slice(0, mostPaths);
      for (const request of requestsFor(own, host, paths)) {
        const key = JSON.stringify(request);
        if (!found.has(key)) found.set(key, request);
      }
    }
  }
  return [...found.values()];
}

function requestsFor(own: Traits, host: string, paths: readonly string[]): RoutedRequest[] {
  const methods = unique([own.methods[0] ?? 'GET', 'PUT']);
  return headerSets(own).flatMap((headers) =>
    (paths.length > 0 ? paths : ['/']).flatMap((path) =>
      methods.map((method): RoutedRequest => {
        const queries = Object.fromEntries(own.queries.map(([name, value]) => [name, [value]]));
        return {
          method,
          scheme: 'http',
          host,
          path,
          ...(Object.keys(headers).length > 0 && { headers }),
          ...(own.queries.length > 0 && { queries }),
        };
      }),
    ),
  );
}

/** None, as they are named, and with capitals: only some flavors compare them exactly. */
function headerSets({ headers }: Traits): Record<string, string[]>[] {
  if (headers.length === 0) return [{}];
  const most = Math.min(mostValues, largest(headers.map(([, values]) => values.length)));
  const named = (index: number, change: (value: string) => string) =>
    Object.fromEntries(
      headers.map(([name, values]) => [name, [change(values[Math.min(index, values.length - 1)] ?? '')]]),
    );
  const sets = Array.from({ length: most }, (_, index) => [
    named(index, (value) => value),
    named(index, (value) => value.toUpperCase()),
  ]);
  return [{}, ...sets.flat()];
}

function traitsOf(route: Route): Traits {
  return route.expression === undefined ? fieldTraits(route) : expressionTraits(route.expression);
}

function fieldTraits({ hosts, paths, methods, headers }: Route): Traits {
  return {
    hosts: (hosts ?? []).map(hostFor),
    paths: around(
      (paths ?? []).flatMap((path) => (path.startsWith('~') ? regexSamples(path.slice(1)) : [path])),
    ),
    methods: methods ?? [],
    headers: [...(headers ?? [])].map(([name, values]) => [name, values.flatMap(valueSamples)] as const),
    queries: [],
  };
}

const valueSamples = (value: string): string[] =>
  value.startsWith('~*') ? regexSamples(value.slice(2)) : [value];

const predicate = /([a-z]+\.[\w.*-]+)\s*(==|\^=|=\^|~)\s*"((?:[^"\\]|\\.)*)"/g;

/** Of an expression as the controllers write it: predicates on text, in ordinary quotes. */
function expressionTraits(expression: string): Traits {
  const found = [...expression.matchAll(predicate)].map(([, field = '', operator = '', text = '']) => {
    const value = text.replace(
      /\\(.)/g,
      (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter,
    );
    return { field, operator, value };
  });
  const of = (name: string) => found.filter(({ field }) => field === name);
  const named = (prefix: string) =>
    found
      .filter(({ field }) => field.startsWith(prefix))
      .map(({ field, operator, value }) => {
        const samples = operator === '~' ? regexSamples(value) : [value];
        return [field.slice(prefix.length), samples] as const;
      });
  return {
    hosts: of('http.host').map(({ operator, value }) => (operator === '=^' ? `zz${value}` : value)),
    paths: around(
      of('http.path').flatMap(({ operator, value }) =>
        operator === '~' ? regexSamples(value) : [operator === '=^' ? `/q${value}` : value],
      ),
    ),
    methods: of('http.method').map(({ value }) => value),
    headers: named('http.headers.').map(([name, values]) => [name.replaceAll('_', '-'), values] as const),
    queries: named('http.queries.').map(([name, [value = '']]) => [name, value] as const),
  };
}

const hostFor = (host: string): string =>
  host.replace(/^\*/, 'zz').replace(/\*$/, 'test').replace(/:\d+$/, '');

/** A path, the same with a slash at its end, without, and one below it. */
function around(paths: readonly string[]): string[] {
  return unique(
    paths.flatMap((path) => {
      const bare = path.replace(/\/$/, '');
      return bare === '' ? ['/', '/sub'] : [bare, `${bare}/`, `${bare}/sub`];
    }),
  );
}

/**
 * Texts that a regex is likely to match: its own text, where it is meant literally; the same with other characters in the
 * place of dots; and one with its classes and groups filled in. A sample that does not match does no harm.
 */
function regexSamples(regex: string): string[] {
  const bare = regex.replace(/^\^/, '').replace(/\$$/, '');
  const literal = bare.replace(/\\(.)/g, '$1');
  const filled = (part: string): string =>
    part
      .replace(/\(\?<?[=!][^)]*\)/g, '')
      .replace(/\\d/g, '1')
      .replace(/\\w/g, 'a')
      .replace(/\\[sS]/g, 'a')
      .replace(/\[\^[^\]]*\]/g, 'q')
      .replace(/\[([^\]\\])[^\]]*\]/g, '$1')
      .replace(/\.[*+]/g, 'q')
      .replace(/\((?:\?(?:<\w+>|P<\w+>|:))?([^()|]*)(?:\|[^()]*)*\)/g, '$1')
      .replace(/\((?:\?(?:<\w+>|P<\w+>|:))?([^()|]*)(?:\|[^()]*)*\)/g, '$1')
      .replace(/(?<!\\)\./g, 'X')
      .replace(/(?<!\\)[*+?]|\{\d+(?:,\d*)?\}/g, '')
      .replace(/\\(.)/g, '$1');
  const branches = bare.includes('(') ? [bare] : bare.split('|');
  return unique([
    literal,
    ...branches.map(filled),
    ...branches.map((one) => filled(one).replace(/1/g, '12')),
  ]).filter((text) => text !== '');
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
