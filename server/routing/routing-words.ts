/** Every sentence about which route a request goes to. */

import type {
  BuildFailure,
  LeftOut,
  LostTerm,
  MatchFailure,
  OpenAnswer,
  OpenReason,
  Outcome,
  Precedence,
  RoutedRequest,
  TracedTerm,
} from '../flavors/index.js';
import { inOneLine, unknownWords } from '../problems/index.js';
import type { RoutingTable } from './routing-table.js';

export type MatchWarningCode =
  | 'route-rejected'
  | 'route-left-out'
  | 'route-unknown'
  | 'route-filled-in'
  | 'router-not-built'
  | 'several-control-planes';

/** What makes that a Gateway with this table would not answer as the router does, or not at all. */
export interface MatchWarning {
  readonly code: MatchWarningCode;
  /** `null` if it is about the table. */
  readonly route: string | null;
  readonly message: string;
}

export function matchWarnings({ routes, router, unknown, controlPlanes }: RoutingTable): MatchWarning[] {
  const labelOf = (route: number | null) => (route === null ? null : routes[route]!.label);
  const { failure, leftOut } = router;
  return [
    ...(failure
      ? [
          {
            code: 'router-not-built' as const,
            route: labelOf(failure.route),
            message: buildFailures[failure.reason],
          },
        ]
      : []),
    ...(controlPlanes.length > 0 ? [severalControlPlanes(controlPlanes)] : []),
    ...routes.flatMap(({ label, rejections }) =>
      rejections.map((kong) => ({
        code: 'route-rejected' as const,
        route: label,
        message: `Kong rejects this route and therefore all routes of this file: ${inOneLine(kong)}`,
      })),
    ),
    ...routes
      .filter(({ filledIn }) => filledIn.length > 0)
      .map(({ label, filledIn }) => ({
        code: 'route-filled-in' as const,
        route: label,
        message: `Placeholders in ${filledIn.map((field) => `\`${field}\``).join(', ')} are filled in later, and are used as they are written here.`,
      })),
    ...unknown.map(({ label, fields }) => ({
      code: 'route-unknown' as const,
      route: label,
      message: `${unknownWords(fields)} It is left out here: a request that it matches may go to it.`,
    })),
    ...leftOut.map(({ route, reason }) => ({
      code: 'route-left-out' as const,
      route: labelOf(route),
      message: leftOutWords[reason],
    })),
  ];
}

const severalControlPlanes = (planes: readonly string[]): MatchWarning => ({
  code: 'several-control-planes',
  route: null,
  message: `The routes are for ${planes.length} control planes, which are read as one table here: ${planes.map((plane) => `\`${plane}\``).join(', ')}. No Gateway has all of them.`,
});

const buildFailures: Readonly<Record<BuildFailure['reason'], string>> = {
  'no-match-field': 'Kong cannot build its router: this route has no match field. No request is routed.',
  'engine-crash':
    'Kong cannot build its router: the engine crashes on this expression. No request is routed.',
  'expression-refused':
    'Kong cannot build its router: the engine rejects the expression of this route. No request is routed.',
  'invalid-order':
    'Kong cannot build its router: it cannot sort the sources or destinations. No request is routed.',
};

const leftOutWords: Readonly<Record<LeftOut['reason'], string>> = {
  'expression-refused': 'The engine rejects the expression of this route. The router leaves the route out.',
  'no-expression': 'The route has no expression. The router leaves the route out.',
  'same-id': 'Another route has the same id and priority. The router leaves this one out.',
};

const openReasons: Readonly<Record<OpenReason, string>> = {
  'load-order': 'the routes have the same created_at, so the order of loading decides',
  'created-at-unknown': 'the oldest route wins, but the files do not show which one that is',
  'header-order': 'the order of the headers in a hash table decides',
  'interpreter-or-jit': 'the priority depends on whether LuaJIT has compiled the code that computes it',
  'generated-id': 'the priorities are equal, so the id decides, but the files do not set it',
  'regex-undecided': 'a regex could not be checked',
};

/** `one of a, b: the routes have the same created_at, …` */
export function openWords({ anyOf, reasons }: OpenAnswer, labelOf: (route: number) => string): string {
  const names = anyOf.map((route) => (route === null ? 'no route' : labelOf(route)));
  return `one of ${names.join(', ')}: ${reasons.map((reason) => openReasons[reason]).join('; ')}`;
}

const failures: Readonly<Record<MatchFailure, string>> = {
  'router-not-built': 'Kong cannot build its router',
  'value-not-accepted': 'Kong answers 404: the engine does not accept a value of the request',
  'router-error': 'Kong answers 500: the router fails for this request',
  'regex-refused': 'Kong answers 404: PCRE rejects a regex path that is evaluated first',
};

export function outcomeWords(outcome: Outcome, failure: MatchFailure | null): string {
  if (failure) return failures[failure];
  switch (outcome.kind) {
    case 'no-route':
      return 'Kong answers 404';
    case 'redirected':
      return `Kong answers ${outcome.status}: ${outcome.location}`;
    case 'service-unknown':
      return 'the files do not define the service';
    case 'answered':
      return answers[outcome.reason];
    case 'proxied': {
      const { path, hostHeader } = outcome.upstream;
      const url = upstreamUrl(outcome);
      return path === null ? `sent to ${url}` : `sent to ${url} with Host ${hostHeader}`;
    }
  }
}

const answers = {
  'https-required': 'Kong answers 426: the route accepts only https',
  'not-grpc': 'Kong answers 415: the route accepts only gRPC',
  'grpcs-required': 'Kong answers with a gRPC error: the route accepts only grpcs',
  'no-service': 'Kong answers 503: the route has no service',
};

/** `GET http://a.com/b`, or for a connection `tls a.com to 10.0.0.1:443`. */
export function requestWords(request: RoutedRequest): string {
  const { method, scheme, host, path, uri, sni, dstIp, dstPort } = request;
  if (path !== undefined || host !== undefined || method !== undefined) {
    return `${method ?? 'GET'} ${scheme}://${host ?? ''}${uri ?? path ?? '/'}`;
  }
  const to = dstIp === undefined && dstPort === undefined ? '' : ` to ${dstIp ?? ''}:${dstPort ?? ''}`;
  return `${scheme}${sni === undefined ? '' : ` ${sni}`}${to}`;
}

/** What the service gets, as one URL; `null` if Kong sends nothing to a service. */
export function upstreamUrl(outcome: Outcome): string | null {
  if (outcome.kind !== 'proxied') return null;
  const { scheme, host, port, path, query } = outcome.upstream;
  return `${scheme}://${host}:${port}${path ?? ''}${query === null ? '' : `?${query}`}`;
}

type Compared = Pick<LostTerm, 'field' | 'functions' | 'operator' | 'constants'>;

/** `lower(http.path) ^= "/a"`; in the traditional router `methods: GET, POST`. */
export function termWords({ field, functions, operator, constants }: Compared): string {
  if (operator === null) return `${field}: ${constants.join(', ')}`;
  const called = functions.reduceRight((inner, name) => `${name}(${inner})`, field);
  const [constant = ''] = constants;
  const isText = !/^(?:net\..*(?:port|ip)|http\.path\.segments\.len)$/.test(field);
  return `${called} ${operator} ${isText ? JSON.stringify(constant) : constant}`;
}

/** What the request has: `"GET"`, `"a", "b"`, `not sent`. */
export const valueWords = (values: readonly string[] | null): string =>
  values === null || values.length === 0
    ? 'not sent'
    : values.map((value) => JSON.stringify(value)).join(', ');

export const resultWords: Readonly<Record<TracedTerm['result'], string>> = {
  true: 'true',
  false: 'false',
  undecided: 'not decided',
  'not-evaluated': 'not evaluated',
};

/** Why a route that matches does not get the request. */
export function precedenceWords(
  { winner, rule, values }: Precedence,
  labelOf: (route: number) => string,
): string {
  const name = labelOf(winner);
  const [one, two] = values.map((value) => (value === null ? 'unknown' : String(value)));
  switch (rule) {
    case 'priority':
      return `${name} is evaluated first: priority ${one} is higher than ${two}`;
    case 'id':
      return `${name} is evaluated first: the priorities are equal, and its id is higher (${one}, ${two})`;
    case 'match-weight':
      return `${name} is evaluated first: it has more kinds of match fields (${one}, ${two})`;
    case 'category':
      return `${name} is evaluated first: it has as many kinds of match fields, and hosts count before headers, paths, methods and SNIs`;
    case 'submatch-weight':
      return `${name} is evaluated first: a regex path or a host without wildcards counts more`;
    case 'headers':
      return `${name} is evaluated first: it has more headers (${one}, ${two})`;
    case 'regex_priority':
      return `${name} is evaluated first: regex_priority ${one} is higher than ${two}`;
    case 'path-length':
      return `${name} is evaluated first: its path is longer (${one} and ${two} bytes)`;
    case 'created_at':
      return `${name} is evaluated first: it is older (created_at ${one}, ${two})`;
    case 'load-order':
      return `${name} is evaluated first: the routes are of the same age, and it is loaded first`;
    case 'found-by-key':
      return `${name} is evaluated first: the router finds it by the host, header or path of the request`;
  }
}
