/** Problems of the fields of a route, and of a route that a Gateway accepts and does not use as written. */

import { sentenceCase } from '../text/index.js';
import type { GeneratedProblemArguments } from './codes.js';
import { notJudged } from './not-judged.js';
import type { ProblemKinds } from './problem-kind.js';
import type {
  IdleProblemArguments,
  IdleRule,
  LeftOut,
  RoutePath,
  RouteProblemArguments,
  ValueType,
} from './route-problem.js';

const simultaneously = (field: string) =>
  `cannot set '${field}' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously`;

/** "an item of `hosts`" */
function valueInWords(path: RoutePath): string {
  if (path.length === 0) return 'a route';
  const last = path.at(-1)!;
  if (last === '') return `a name in \`${path[0]}\``;
  if (typeof last === 'number')
    return `an item of \`${path.filter((step) => typeof step === 'string').join('.')}\``;
  const [field, position] = path;
  return typeof position === 'number' ? `\`${last}\` of an item of \`${field}\`` : `\`${path.join('.')}\``;
}

const typeInWords = (type: ValueType): string => (type === 'integer' ? 'an integer' : `a ${type}`);

/** What a Gateway does with something that it accepts and ignores, by the rule in the version table. */
const idle: Readonly<Record<IdleRule, (version: string) => string>> = {
  'priority-with-fields': (version) =>
    `Gateway ${version} accepts \`priority\` next to traditional fields, ignores it, and orders the route by its fields. From 3.7.1 on Kong rejects it: remove it, or write an \`expression\`.`,
  'regex-priority-with-expression': (version) =>
    `Gateway ${version} accepts \`regex_priority\` next to an \`expression\` and ignores it. From 3.7.1 on Kong rejects it: use \`priority\`.`,
  'path-not-normalized': (version) =>
    `No request matches this path: Gateway ${version} normalizes the path of a request before it compares it, and this path is not normalized. From 3.1 on Kong rejects it.`,
  'protocol-websocket': (version) =>
    `Under \`expressions\`, Gateway ${version} answers WebSocket requests for this route with 404. This is fixed in 3.10.0.16, 3.12.0.9, 3.13.0.8, 3.14.0.8 and 3.15.0.0.`,
  'stream-expression': (version) =>
    `No connection matches this route: for TCP, TLS and UDP, Gateway ${version} always uses the traditional router, which ignores \`expression\`. From 3.4 on Kong evaluates it.`,
  'header-regex': (version) =>
    `Gateway ${version} compares this value as text, including the \`~*\`. From 2.8 on it is a regex.`,
};

/** What happens to a route that Kong accepts but the router's engine rejects. */
const leftOut: Readonly<Record<LeftOut, (version: string) => string>> = {
  'router-not-rebuilt': (version: string) =>
    `Gateway ${version} accepts this route and then cannot rebuild its router: no route change takes effect until this route is removed`,
  'route-left-out': (version: string) =>
    `Gateway ${version} accepts this route but leaves it out of its router: no request matches it`,
};

export const routeMessages: ProblemKinds<
  RouteProblemArguments & IdleProblemArguments & GeneratedProblemArguments
> = {
  'mixed-route': {
    severity: 'error',
    title: 'A route with an expression and traditional fields',
    message: ({ field }) =>
      `A route has either an \`expression\` or \`${field}\`, not both. Kong: ${simultaneously('expression')}`,
  },
  'expression-in-flavor': {
    severity: 'error',
    title: 'An expression under a flavor that does not support it',
    message: ({ flavor }) =>
      `A route can have an \`expression\` only under \`router_flavor = expressions\`, but this Gateway runs \`${flavor}\`. Kong: expression: unknown field`,
  },
  'priority-in-flavor': {
    severity: 'error',
    title: 'A priority under a flavor that does not support it',
    message: ({ flavor }) =>
      `A route can have a \`priority\` only under \`router_flavor = expressions\`, but this Gateway runs \`${flavor}\`, which orders regex paths by \`regex_priority\`. Kong: priority: unknown field`,
  },
  'field-in-flavor': {
    severity: 'error',
    title: 'A traditional field under expressions before Gateway 3.7',
    message: ({ field }) =>
      `Before Gateway 3.7, a route under \`expressions\` matches by its \`expression\` only and cannot have \`${field}\`. Kong: ${field}: unknown field`,
  },
  'field-not-in-version': {
    severity: 'error',
    title: 'A field that a later Gateway version added',
    message: ({ field, version, since }) =>
      `In Gateway ${version}, routes have no \`${field}\`. It was added in ${since}. Kong: ${field}: unknown field`,
  },
  'expression-missing': {
    severity: 'error',
    title: 'A missing expression',
    message: () =>
      'Before Gateway 3.7, every route under `expressions` needs an `expression`. Kong: expression: required field missing',
  },
  'expression-type': {
    severity: 'error',
    title: 'An expression that is not a string',
    message: ({ found }) =>
      `\`expression\` must be a string, not ${typeInWords(found)}. Kong: expected a string`,
  },
  'priority-type': {
    severity: 'error',
    title: 'A priority that is not an integer',
    message: () => '`priority` must be an integer. Kong: expected an integer',
  },
  'priority-range': {
    severity: 'error',
    title: 'A priority out of range',
    message: () =>
      '`priority` must be an unsigned 46-bit integer. Kong: value should be between 0 and 70368744177663',
  },
  'priority-with-fields': {
    severity: 'error',
    title: 'A priority next to traditional fields',
    message: () =>
      `Only routes with an \`expression\` can have a \`priority\`; Kong orders this route by its fields. Kong: ${simultaneously('priority')}`,
  },
  'priority-without-expression': {
    severity: 'error',
    title: 'A priority without an expression',
    message: ({ kong }) =>
      `This route has a \`priority\`, but no \`expression\` and no other field that matches requests. Kong: ${kong}`,
  },
  'regex-priority-with-expression': {
    severity: 'error',
    title: 'A regex_priority next to an expression',
    message: () =>
      "`regex_priority` orders regex `paths`; a route with an `expression` is ordered by its `priority`. Kong: cannot set 'regex_priority' with 'expression' simultaneously",
  },
  'match-missing': {
    severity: 'error',
    title: 'A route without a field that matches requests',
    message: ({ kong }) => `This route has no field that matches requests. Kong: ${kong}`,
  },
  'field-unknown': {
    severity: 'error',
    title: 'A field that Kong does not know',
    message: ({ field, owner }) =>
      `${sentenceCase(valueInWords(owner))} has no \`${field}\`. Kong: unknown field`,
  },
  'field-not-for-protocol': {
    severity: 'error',
    title: 'A field that is not allowed with these protocols',
    message: ({ field, kong }) =>
      `\`${field}\` is not allowed with the \`protocols\` of this route. Kong: ${kong}`,
  },
  'value-type': {
    severity: 'error',
    title: 'A value of the wrong type',
    message: ({ value, wanted, found, kong }) =>
      `${sentenceCase(valueInWords(value))} must be ${typeInWords(wanted)}, not ${typeInWords(found)}. Kong: ${kong}`,
  },
  'value-null': {
    severity: 'error',
    title: 'null for a required value',
    message: ({ value }) =>
      `${sentenceCase(valueInWords(value))} must not be null. Kong: required field missing`,
  },
  'value-empty': {
    severity: 'error',
    title: 'An empty value',
    message: ({ value, kong }) => `${sentenceCase(valueInWords(value))} must not be empty. Kong: ${kong}`,
  },
  'value-not-listed': {
    severity: 'error',
    title: 'A value that is not allowed',
    message: ({ value, kong }) => `This is not a valid value of ${valueInWords(value)}. Kong: ${kong}`,
  },
  'value-range': {
    severity: 'error',
    title: 'A number out of range',
    message: ({ value, kong }) => `${sentenceCase(valueInWords(value))} is out of range. Kong: ${kong}`,
  },
  'protocol-unknown': {
    severity: 'error',
    title: 'An unknown protocol',
    message: ({ protocol, kong }) => `\`${protocol}\` is not a protocol that Kong knows. Kong: ${kong}`,
  },
  'protocols-exclusive': {
    severity: 'error',
    title: 'Protocols that one route cannot have together',
    message: ({ kong }) => `One route cannot have all of these protocols. Split the route. Kong: ${kong}`,
  },
  'path-form': {
    severity: 'error',
    title: 'A malformed path',
    message: ({ kong }) =>
      kong === 'must not have empty segments'
        ? `A path cannot contain \`//\`: Kong merges the slashes of a request before it compares the path. Kong: ${kong}`
        : `Kong does not accept this path. Kong: ${kong}`,
  },
  'path-marker-not-in-version': {
    severity: 'error',
    title: 'A regex path with ~ before Gateway 3.0',
    message: ({ version, kong }) =>
      `In Gateway ${version}, a path with special characters is a regex without a \`~\` before it. The \`~\` was introduced in 3.0. Kong: ${kong}`,
  },
  'path-not-normalized': {
    severity: 'error',
    title: 'A path that is not normalized',
    message: ({ normalized, kong }) =>
      `Kong normalizes the path of a request before it compares it, and this path is not normalized: write \`${normalized}\`. Kong: ${kong}`,
  },
  'path-regex': {
    severity: 'error',
    title: 'A regex path that PCRE rejects',
    message: ({ message, rest }) =>
      `Kong compiles every regex path with PCRE, which rejects this one: ${message}${rest && ` (at \`${rest}\`)`}. Kong: invalid regex`,
  },
  'regex-not-judged': {
    severity: 'warning',
    title: 'A regex that could not be checked',
    message: ({ judge, reason }) =>
      notJudged(judge === 'pcre' ? 'PCRE' : "the router's regex engine", reason, 'route'),
  },
  'host-form': {
    severity: 'error',
    title: 'A malformed host',
    message: ({ kong }) =>
      `A host is a name or an IP address with an optional port. Its first or last label can be \`*\`. Kong: ${kong}`,
  },
  'method-form': {
    severity: 'error',
    title: 'A malformed method',
    message: ({ kong }) => `A method consists of capital letters only. Kong: ${kong}`,
  },
  'header-name': {
    severity: 'error',
    title: 'A header name that Kong rejects',
    message: ({ kong }) => `A route cannot match by a header with this name. Kong: ${kong}`,
  },
  'sni-form': {
    severity: 'error',
    title: 'A malformed SNI',
    message: ({ kong }) => `An SNI is a host name without a port. Kong: ${kong}`,
  },
  'address-form': {
    severity: 'error',
    title: 'A malformed address',
    message: ({ kong }) => `This is neither an IP address nor a CIDR range. Kong: ${kong}`,
  },
  'address-missing': {
    severity: 'error',
    title: 'Neither an address nor a port',
    message: ({ kong }) => `An \`ip\`, a \`port\`, or both are required here. Kong: ${kong}`,
  },
  'name-form': {
    severity: 'error',
    title: 'A malformed name',
    message: ({ kong }) => `Kong does not accept this name. Kong: ${kong}`,
  },
  'tag-form': {
    severity: 'error',
    title: 'A malformed tag',
    message: ({ kong }) => `Kong does not accept this tag. Kong: ${kong}`,
  },
  'id-form': {
    severity: 'error',
    title: 'An id that is not a UUID',
    message: ({ kong }) => `An id is a UUID: 32 hexadecimal digits in five groups. Kong: ${kong}`,
  },
  'generated-expression': {
    severity: 'error',
    title: 'A traditional field that cannot be translated to an expression',
    message: ({ flavor, expression, problem }, messageOf) =>
      `Under \`${flavor}\`, Kong translates this to \`${expression}\`, which it then rejects. ${messageOf(problem)}`,
  },
  'route-left-out': {
    severity: 'warning',
    title: 'A route that Kong leaves out of its router',
    message: ({ version, consequence, expression, problem }, messageOf) =>
      `${leftOut[consequence](version)}. Kong translates this to \`${expression}\`, which the router's engine rejects. ${messageOf(problem)}`,
  },
  'accepted-without-effect': {
    severity: 'warning',
    title: 'A field or value that this Gateway accepts and ignores',
    message: ({ rule, version }) => idle[rule](version),
  },
};
