/**
 * The one table of all problems: severity, title and message of each code. Each code has a section of the same name in
 * `docs/problems.md`.
 *
 * The contract of severities: `error` means exactly that Kong, in this flavor and Gateway version, would reject the route
 * or the expression; for a setting of a Gateway, that the Gateway would not start or would reject its routes. What Kong
 * accepts is never an error.
 */

import type { ExpressionFix, NotJudged } from '../../grammar/index.js';
import { sentenceCase } from '../text/index.js';
import { advice, fieldFixTitle } from './advice-messages.js';
import type { AdviceCode, FieldFixTitle } from './advice-problem.js';
import type {
  AnyProblem,
  ProblemArguments,
  ProblemCode,
  Severity,
  TemplateNotation,
  UnreadReason,
} from './codes.js';
import {
  constantInWords,
  differencesInWords,
  fieldHint,
  functionsInWords,
  neverInWords,
  operatorsInWords,
  operatorTypeMessage,
  pieceInWords,
  syntaxHint,
  syntaxMessage,
  unclosedMessage,
} from './expression-messages.js';
import { fixTitle } from './fix-titles.js';
import type { Disagreement } from './gateway-problem.js';
import { orderChangeWords } from './order-words.js';
import type { IdleRule, LeftOut, RoutePath, ValueType } from './route-problem.js';
import { tableMessages } from './table-messages.js';
import { terraformMessages } from './terraform-messages.js';

interface ProblemKind<Arguments> {
  readonly severity: Severity;
  /** The first sentence of the section in the docs. */
  readonly title: string;
  readonly message: (args: Arguments) => string;
  /**
   * What to do about a mistake when there is no obvious fix: a sentence or `''`. When there is an obvious fix, its title
   * is appended to the message instead. Absent if the message itself says what to do.
   */
  readonly hint?: (args: Arguments) => string;
  /** Kong's own message, if the message does not contain it. */
  readonly kong?: string;
}

/** Where the sections are. */
const page = 'https://github.com/kong-routes/kong-routes/blob/main/docs/problems.md';

/** The page and section about a code. */
export const problemUrl = (code: ProblemCode) => `${page}#${code}`;

const simultaneously = (field: string) =>
  `cannot set '${field}' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously`;

const whyNotJudged: Readonly<Record<NotJudged, (engine: string) => string>> = {
  'engine-failed': (engine) => `the copy of ${engine} in Kong Routes failed`,
  'engine-differs': (engine) =>
    `this Gateway version uses an older version of ${engine}, which may read it differently`,
  'size-unknown': (engine) => `it may exceed the size limit of ${engine}, which is 10 MiB`,
};

const notJudged = (engine: string, reason: NotJudged, what: string) =>
  `This regex was not checked, because ${whyNotJudged[reason](engine)}. Kong may reject the ${what}. Check the regex with Kong itself.`;

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

const flavors = 'traditional, traditional_compatible, expressions';

/** What happens when Gateways have different settings, and how to correct it. */
const disagreements: Readonly<Record<Disagreement, string>> = {
  'controller-style':
    'The controller writes routes for the flavor of whichever Gateway answers first; the others reject them (`expression: unknown field`) or match them differently. Give all of them the same flavor, then restart the controller.',
  style:
    'Gateways that do not run `expressions` reject or ignore a route with an `expression`. Give all of them the same flavor.',
  router:
    'They accept the same routes, but order and match them differently: the same request can get different answers. Give all of them the same flavor.',
  'hybrid-router':
    'The control plane validates routes for its own flavor, but the data plane orders and matches them by another. Give both the same flavor.',
  'mixed-routes':
    'Before Gateway 3.7, `expressions` rejects routes with traditional fields. Upgrade all of them to 3.7 or later, or give every route an `expression`.',
  major:
    'From Gateway 3.0 on a regex path starts with `~`, before it does not: the same routes match differently. Give all of them the same version.',
};

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

const positions = { first: 'before', second: 'after', undecided: 'before or after' } as const;

const appliesBy = {
  chart: ", the chart's default",
  kong: ", Kong's default",
  value: ', which another value sets',
} as const;

const actions: Readonly<Record<TemplateNotation, string>> = { braces: '`{{ … }}`', erb: '`<% … %>`' };

/** What is not read, with what to do about it. */
const unread: Readonly<Record<UnreadReason, (what: string) => string>> = {
  template: () =>
    'This is a template: its output here is not known before it is rendered, and is not checked. Check the rendered file.',
  encrypted: (what) =>
    `${what || 'This'} is encrypted: its routes are not checked. Check the decrypted file.`,
  command: (what) =>
    `This command sends data from elsewhere (${what}), which is not checked. Check the file that contains it.`,
  form: () =>
    'Kong Routes cannot read a Kong configuration in this form: its routes are not checked. Put it into a separate file, or into a block scalar (`|`).',
  kubernetes: (what) => `Kong Routes recognizes ${what} but does not read it: its routes are not checked.`,
  terraform: (what) => `Kong Routes recognizes ${what} but does not read it: its routes are not checked.`,
};

export const problems: { readonly [Code in ProblemCode]: ProblemKind<ProblemArguments[Code]> } = {
  'document-syntax': {
    severity: 'error',
    title: 'The file cannot be read',
    message: ({ message }) => message,
  },
  'document-template': {
    severity: 'information',
    title: 'A template',
    message: ({ notation }) =>
      `This file is valid only after it is rendered. Kong Routes read it without its actions (${actions[notation]}), and values that contain an action are not checked.`,
  },
  'routes-not-read': {
    severity: 'warning',
    title: 'Routes that were recognized but not read',
    message: ({ reason, what }) => unread[reason](what),
  },
  'format-version-not-read': {
    severity: 'warning',
    title: 'A format that this Gateway does not read',
    message: ({ format, version, by }) =>
      by === 'deck'
        ? `decK does not sync a file of format ${format} to Gateway ${version}: change it to "3.0", and put \`~\` before each regex path. decK: cannot apply '${format}' config format version to Kong version 3.0 or above`
        : `Gateway ${version} does not load a declarative file of format ${format} (decK does sync such a file). Kong: _format_version: expected one of: 1.1, 2.1`,
  },
  'plugin-condition-not-in-version': {
    severity: 'error',
    title: 'A plugin condition before Gateway 3.14',
    message: ({ version }) =>
      `In Gateway ${version}, plugins have no \`condition\`. It was added in 3.14. Kong: condition: unknown field`,
  },
  'plugin-condition-language': {
    severity: 'warning',
    title: 'A plugin condition in the language of another Gateway version',
    message: ({ version, reads }) =>
      reads === 'cel'
        ? `Gateway ${version} reads a \`condition\` as CEL, but this is a router expression, the language of conditions in 3.14: \`http.path ^= "/a"\` becomes \`http.path.startsWith("/a")\`.`
        : `Gateway ${version} reads a \`condition\` as a router expression, but this is CEL, the language of conditions from 3.15 on.`,
  },
  'konnect-not-synced': {
    severity: 'error',
    title: 'Routes that Konnect does not send to the data plane',
    message: ({ version }) =>
      `Konnect sends no configuration to data planes of version ${version} that run \`expressions\`: this is supported from 3.6 on. Konnect: P243`,
  },

  'list-expected': {
    severity: 'error',
    title: 'A value that is not a list',
    message: ({ key, found }) =>
      `\`${key}\` must be a list, not a ${found}: each item starts with \`-\`, and its name is in \`name\`. Kong Routes did not read the value. Kong: expected an array`,
  },
  'field-misplaced': {
    severity: 'error',
    title: 'A route field outside of a route',
    message: ({ field, owner, belongs }) =>
      belongs === 'file'
        ? `A service has no \`${field}\`: it is a top-level key of the file. Kong: unknown field`
        : `${owner === 'file' ? 'A file' : 'A service'} has no \`${field}\`: it is a route field. Move it into the route. Kong: unknown field`,
  },
  'key-misspelt': {
    severity: 'error',
    title: 'A misspelt key',
    message: ({ key, owner, meant }) =>
      `${owner === 'file' ? 'A file' : 'A service'} has no \`${key}\`. Write \`${meant}\`. Kong: unknown field`,
  },
  'route-repeated': {
    severity: 'warning',
    title: 'A name or id that another route already has',
    message: ({ field, value }) =>
      `Another route in this file has the same ${field}, \`${value}\`. decK rejects the file, and a Gateway without a database loads only one of the two routes or also rejects the file.`,
  },

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
    message: ({ flavor, expression, message }) =>
      `Under \`${flavor}\`, Kong translates this to \`${expression}\`, which it then rejects. ${message}`,
  },
  'route-left-out': {
    severity: 'warning',
    title: 'A route that Kong leaves out of its router',
    message: ({ version, consequence, expression, message }) =>
      `${leftOut[consequence](version)}. Kong translates this to \`${expression}\`, which the router's engine rejects. ${message}`,
  },
  'accepted-without-effect': {
    severity: 'warning',
    title: 'A field or value that this Gateway accepts and ignores',
    message: ({ rule, version }) => idle[rule](version),
  },

  'expression-empty': {
    severity: 'error',
    title: 'An empty expression',
    message: () => 'The expression is empty.',
  },
  'expression-syntax': {
    severity: 'error',
    title: 'A syntax error',
    message: syntaxMessage,
    hint: syntaxHint,
  },
  'expression-unclosed': {
    severity: 'error',
    title: 'A string or parenthesis that is not closed',
    message: unclosedMessage,
  },
  'expression-unopened': {
    severity: 'error',
    title: 'An extra closing parenthesis',
    message: () => 'There is no `(` for this `)`.',
    hint: () => '',
  },
  'expression-not': {
    severity: 'error',
    title: '! without a parenthesis',
    message: () =>
      'Write a negation as `!( … )`, with parentheses around the whole comparison. `!` is not allowed anywhere else.',
  },
  'expression-escape': {
    severity: 'error',
    title: 'An unknown escape sequence',
    message: ({ escape: written }) =>
      `\`${written}\` is not an escape sequence. These are \`\\"\` \`\\\\\` \`\\n\` \`\\r\` \`\\t\`. For a regex, use a raw string: in \`r#"…"#\` a backslash is an ordinary character.`,
  },
  'expression-comment': {
    severity: 'error',
    title: 'A comment',
    message: () => 'Expressions cannot have comments.',
    hint: () => 'Put a YAML comment above the key instead.',
  },
  'expression-unknown-operator': {
    severity: 'error',
    title: 'An unknown operator',
    message: ({ operator }) => `\`${operator}\` is not an operator.`,
    hint: ({ operator }) =>
      operator.startsWith('[')
        ? 'The parts of a field name are separated by dots: `http.headers.x_name`, `http.path.segments.0`.'
        : `The operators are ${operatorsInWords()}.`,
  },
  'expression-unknown-function': {
    severity: 'error',
    title: 'An unknown function',
    message: ({ name }) =>
      name === 'not'
        ? '`not` is not a function. Write a negation as `!( … )`.'
        : `\`${name}\` is not a function. The functions are ${functionsInWords()}.`,
  },
  'expression-not-in-spacing': {
    severity: 'error',
    title: 'not in without exactly one space',
    message: () =>
      "There must be exactly one space between `not` and `in`: anything else crashes Kong's router.",
  },
  'expression-hyphen': {
    severity: 'error',
    title: 'A hyphen in a field name',
    message: ({ name }) =>
      `A field name cannot contain hyphens. Kong replaces the hyphens of a header name with underscores: write \`${name.replaceAll('-', '_').toLowerCase()}\`.`,
  },
  'expression-integer-range': {
    severity: 'error',
    title: 'An integer out of range',
    message: ({ text }) => `\`${text}\` does not fit into a 64-bit integer.`,
  },
  'expression-ip-address': {
    severity: 'error',
    title: 'Not an IP address',
    message: ({ text, family }) => `\`${text}\` is not an IPv${family} address.`,
  },
  'expression-cidr-length': {
    severity: 'error',
    title: 'A CIDR prefix length out of range',
    message: ({ text, longest }) =>
      `\`${text}\` is not a CIDR range: the prefix length can be at most ${longest}.`,
  },
  'expression-cidr-host-bits': {
    severity: 'error',
    title: 'Host bits in a CIDR range',
    message: ({ text, network }) => `\`${text}\` has host bits: write the network address, \`${network}\`.`,
  },
  'expression-regex': {
    severity: 'error',
    title: 'A regex that the router rejects',
    message: ({ message }) => `Kong's router (the Rust crate \`regex\`) rejects this regex: ${message}`,
  },
  'expression-regex-not-judged': {
    severity: 'warning',
    title: 'A regex in an expression that could not be checked',
    message: ({ reason }) => notJudged("the router's regex engine", reason, 'expression'),
  },
  'expression-unknown-field': {
    severity: 'error',
    title: 'An unknown field',
    message: ({ name, subsystem }) =>
      `\`${name}\` is not a field of ${subsystem === 'http' ? 'HTTP' : 'stream'} routes.`,
    hint: ({ name, subsystem }) => fieldHint(name, subsystem),
    kong: 'Unknown LHS field',
  },
  'expression-field-since': {
    severity: 'error',
    title: 'A field that a later Gateway version added to the language',
    message: ({ name, since }) =>
      `\`${name}\` was added in Gateway ${since}, and this Gateway is older. Kong: Unknown LHS field`,
  },
  'expression-since': {
    severity: 'error',
    title: 'Syntax that a later Gateway version added to the language',
    message: ({ what, since }) =>
      `${pieceInWords(what)} was added in Gateway ${since}, and this Gateway is older.`,
    hint: () => '',
  },
  'expression-segments': {
    severity: 'error',
    title: 'A malformed path segment field',
    message: ({ name }) => `\`${name}\` is malformed.`,
    hint: () =>
      'A segment is `http.path.segments.0`, a range of segments is `http.path.segments.1_3`, and the number of segments is `http.path.segments.len`.',
    kong: 'illformed http.path.segments.* field',
  },
  'expression-lower-type': {
    severity: 'error',
    title: 'lower() on something other than a string',
    message: ({ name, type }) =>
      `\`lower( … )\` accepts a field of type String, but \`${name}\` is of type ${type}.`,
    hint: () => '',
  },
  'expression-type-mismatch': {
    severity: 'error',
    title: 'A constant of the wrong type',
    message: ({ name, type, constant }) =>
      `\`${name}\` is of type ${type} and cannot be compared with ${constantInWords(constant)}.`,
    hint: () => '',
  },
  'expression-operator-type': {
    severity: 'error',
    title: 'An operator on the wrong type',
    message: operatorTypeMessage,
    hint: () => '',
  },
  'expression-precedence': {
    severity: 'warning',
    title: 'Mixed logical operators without parentheses',
    message: ({ tighter, looser, alike }) =>
      alike
        ? `Before Gateway 3.4, \`&&\` and \`||\` have the same precedence and group from left to right: Kong reads this as one side of the \`${looser}\` that follows. Since 3.4 \`||\` binds tighter. Add parentheses to make the grouping explicit.`
        : `In Kong, \`${tighter}\` binds tighter than \`${looser}\`, unlike in most languages: Kong reads this as one term of the \`${looser}\`. Add parentheses to make that explicit.`,
  },
  'expression-absent': {
    severity: 'information',
    title: 'A negative comparison of a field that may be absent',
    message: ({ name, operator }) =>
      `\`${operator}\` is false when \`${name}\` is absent. To match "different or absent", negate the opposite comparison: \`!( … )\`.`,
  },
  'expression-all-values': {
    severity: 'hint',
    title: 'Every value must match',
    message: ({ name }) =>
      `If \`${name}\` is sent several times, every value must match. With \`any( … )\`, one matching value is enough.`,
  },
  'expression-unanchored': {
    severity: 'warning',
    title: 'A path regex without ^',
    message: ({ name, begins }) =>
      begins === 'inside'
        ? `This regex matches anywhere in \`${name}\`, not only at the start. To match at the start, begin it with \`^/\`. (Kong anchors a regex in \`paths\`, but not one in an expression.)`
        : `This regex matches anywhere in \`${name}\`, not only at the start: begin it with \`^\`. (Kong anchors a regex in \`paths\`, but not one in an expression.)`,
  },
  'expression-simple-regex': {
    severity: 'information',
    title: 'A regex that is plain text',
    message: ({ instead, differences }) =>
      differences.length === 0
        ? `\`${instead}\` matches the same without a regex, and is faster.`
        : `\`${instead}\` matches almost the same without a regex, and is faster. The difference: ${differencesInWords(differences)}.`,
  },
  'expression-never': {
    severity: 'warning',
    title: 'A comparison with a value that no request has',
    message: (args) =>
      `This ${args.outcome === 'never' ? 'never matches' : 'excludes nothing'}: ${neverInWords(args)}.`,
  },
  'expression-header-case': {
    severity: 'hint',
    title: 'Capital letters in a header name',
    message: ({ right }) =>
      `Kong ignores the case of a header name here. Its documentation and other tools use lower case: write \`${right}\`.`,
  },
  'expression-host-case': {
    severity: 'warning',
    title: 'Capital letters in a host',
    message: () =>
      'The comparison of `http.host` is case-sensitive, and almost all clients send the host in lower case. To match any case, write `lower(http.host)` and the constant in lower case.',
  },
  'expression-contradiction': {
    severity: 'warning',
    title: 'Terms that exclude each other',
    message: ({ first, second }) =>
      `\`${first}\` and \`${second}\` are never true together: this never matches.`,
  },
  'expression-tautology': {
    severity: 'warning',
    title: 'Two terms that cover every case',
    message: ({ first, second, name, when }) => {
      switch (when) {
        case 'always':
          return `Either \`${first}\` or \`${second}\` is always true: this matches everything.`;
        case 'sent':
          return `If \`${name}\` is present, either \`${first}\` or \`${second}\` is true: this only tests whether \`${name}\` is present.`;
        case 'sent once':
          return `If \`${name}\` is sent once, either \`${first}\` or \`${second}\` is true: this matches almost everything.`;
      }
    },
  },
  'expression-duplicate': {
    severity: 'warning',
    title: 'A repeated term',
    message: ({ term }) => `\`${term}\` is repeated.`,
  },
  'expression-other-family': {
    severity: 'information',
    title: 'A network that excludes only one address family',
    message: ({ name, family }) =>
      `This is true for every IPv${family} address, because no IPv${family} address is in an IPv${family === 4 ? 6 : 4} network. To exclude these too, add \`${name} in ${family === 6 ? '0.0.0.0/0' : '::/0'}\`.`,
  },
  'expression-alternative': {
    severity: 'information',
    title: 'An alternative that does not compare the host or the path',
    message: ({ parts }) =>
      `The other alternatives of this \`||\` compare the ${parts.join(' and the ')}, but this one does not: it matches any ${parts.join(' and any ')}.`,
  },
  'expression-octal': {
    severity: 'warning',
    title: 'An integer that is read as octal',
    message: ({ written, value }) =>
      `An integer that starts with \`0\` is octal: Kong reads \`${written}\` as ${value}.`,
  },
  'expression-notation': {
    severity: 'warning',
    title: 'A constant in the notation of another tool',
    message: ({ name, instead }) =>
      `Kong compares \`${name}\` with this text as written: only the constant of \`~\` is a regex, and there are no wildcards or placeholders.${instead === null ? '' : ` Write \`${instead}\`.`}`,
  },
  'expression-starred-slash': {
    severity: 'warning',
    title: 'A star after a slash in a regex',
    message: () =>
      'In a regex, `/*` matches any number of slashes. To match everything, write `.*`. (Kong merges repeated slashes before it compares the path.)',
  },
  'expression-regex-dot': {
    severity: 'hint',
    title: 'A dot in a regex of an expression that matches any character',
    message: ({ piece, meant }) =>
      `The dot in \`${piece}\` matches any character. To match a dot, write \`${meant}\`.`,
  },
  'expression-host-open': {
    severity: 'information',
    title: 'A host regex that is not anchored',
    message: ({ name, side }) => {
      const where = { start: 'begin', end: 'end', both: 'begin and end' }[side];
      return `The match does not have to ${where} where \`${name}\` does, so the regex also matches longer names. Anchor it with \`^\` and \`$\`.`;
    },
  },
  'strip-path-cut': {
    severity: 'warning',
    title: 'strip_path with a match that is not at the start of the path',
    message: ({ operator, cuts }) =>
      cuts === 'nothing'
        ? `\`strip_path\` is on (the default), but with \`${operator}\` it strips nothing: the service receives the whole path.`
        : `\`strip_path\` is on (the default). It strips as many characters from the start of the path as \`${operator}\` matched, even if the match is not at the start.`,
  },
  ...advice,
  'expression-net-port': {
    severity: 'warning',
    title: 'The deprecated field net.port',
    message: () =>
      '`net.port` is deprecated. Kong replaces it with `net.dst.port`, but will stop doing so: write `net.dst.port`.',
  },
  'expression-nul': {
    severity: 'warning',
    title: 'A NUL ends the expression',
    message: () =>
      'Kong reads an expression only up to the first NUL character. The text after it has no effect.',
  },
  'expression-too-deep': {
    severity: 'warning',
    title: 'An expression that is nested too deeply to be checked',
    message: () => 'The parentheses are nested too deeply for Kong Routes: this expression was not checked.',
  },

  ...terraformMessages,

  'flavor-unknown': {
    severity: 'error',
    title: 'A router flavor that Kong does not have',
    message: ({ text, meant }) =>
      meant
        ? `Kong does not start with this router flavor: write \`${meant}\`. Kong: router_flavor has an invalid value: '${text}' (${flavors})`
        : `Kong does not start with this router flavor. Kong: router_flavor has an invalid value: '${text}' (${flavors})`,
  },
  'flavor-unread': {
    severity: 'warning',
    title: 'A router flavor that the chart does not read',
    message: ({ key, chart, reads, applies }) => {
      const instead = applies ? `, and the Gateway runs \`${applies.flavor}\`${appliesBy[applies.by]}` : '';
      return `Chart \`${chart}\` does not read \`${key}\`${instead}. It reads \`${reads}\`.`;
    },
  },
  'flavor-not-in-version': {
    severity: 'warning',
    title: 'A router flavor for a Gateway without flavors',
    message: ({ version }) =>
      `Gateway ${version} has no \`router_flavor\`: it ignores this setting and always uses the traditional router.`,
  },
  'flavor-deprecated': {
    severity: 'hint',
    title: 'A deprecated router flavor',
    message: () =>
      '`traditional` is deprecated since Gateway 3.0, and the next major version removes it. `traditional_compatible` accepts the same fields.',
  },
  'declarative-file-unread': {
    severity: 'warning',
    title: 'A declarative file that a Gateway with a database does not read',
    message: ({ database }) =>
      `Kong does not read this file: \`declarative_config\` has an effect only if \`database\` is \`off\`, but here it is \`${database}\`.`,
  },
  'calculation-unknown': {
    severity: 'warning',
    title: 'A route_match_calculation that Kong does not have',
    message: ({ text }) =>
      `\`${text}\` is not a valid value of \`route_match_calculation\`: write \`original\` or \`strict\`.`,
  },
  'calculation-not-in-version': {
    severity: 'warning',
    title: 'A route_match_calculation for a Gateway without this setting',
    message: ({ gateway }) =>
      `${gateway} has no \`route_match_calculation\`: it ignores this setting and computes priorities as \`original\` does.`,
  },
  'calculation-without-effect': {
    severity: 'warning',
    title: 'A route_match_calculation that this flavor ignores',
    message: ({ flavor, gateway }) =>
      `Under \`${flavor}\`, ${gateway} ignores \`route_match_calculation\`: the setting does not change the order of routes.`,
  },
  'gateway-version-unknown': {
    severity: 'warning',
    title: 'A Gateway version that Kong Routes has no rules for',
    message: ({ version, is, nearest }) =>
      is === 'newer'
        ? `Kong Routes has no rules for Gateway ${version}, which is newer than ${nearest}. It applies the rules of ${nearest}, which may be wrong for ${version}.`
        : `Kong Routes has no rules for Gateway ${version}, which is older than ${nearest}. It applies the rules of ${nearest}, which may be wrong for ${version}.`,
  },
  'gateway-end-of-life': {
    severity: 'hint',
    title: 'A Gateway version that no longer receives fixes',
    message: ({ end }) =>
      end.kind === 'support-ended'
        ? `Kong's full support for Gateway ${end.line} ended on ${end.day}.`
        : `${end.release} (${end.day}) was the last release of the open-source Gateway ${end.line}. The last open-source line is ${end.newest}.`,
  },
  'gateways-disagree': {
    severity: 'warning',
    title: 'Gateways whose settings must agree but differ',
    message: ({ kind, gateway, runs, others, why }) => {
      const all = others.map((other) => `${other.gateway} runs ${other.runs}`).join(', ');
      return `${sentenceCase(gateway)} runs ${runs}, but ${all}, and ${why}. ${disagreements[kind]}`;
    },
  },
  'data-plane-flavor': {
    severity: 'error',
    title: 'A data plane that rejects what its control plane sends',
    message: ({ flavor, controlPlaneFlavor, kong }) =>
      `The control plane runs \`${controlPlaneFlavor}\`. A data plane that runs \`${flavor}\` rejects every configuration from it that has a route: give both the same flavor. Kong: bad config received from control plane … ${kong}`,
  },
  'data-plane-version': {
    severity: 'error',
    title: 'A data plane that its control plane does not serve',
    message: ({ isNewer, kong }) =>
      isNewer
        ? `A control plane does not serve data planes that are newer than itself: upgrade the control plane first. Kong: ${kong}`
        : `A control plane serves only data planes of its own major version: upgrade the data plane. Kong: ${kong}`,
  },
  'data-plane-routes': {
    severity: 'error',
    title: 'A data plane that does not receive routes of this kind',
    message: ({ version, kong }) =>
      `Before Gateway 3.7, \`expressions\` accepts only routes with an \`expression\`, and some routes have none: a data plane of version ${version} receives no routes until it is upgraded. Kong: ${kong}`,
  },
  'route-refused-elsewhere': {
    severity: 'warning',
    title: 'A route that another Gateway rejects',
    message: ({ gateway, runs, kong }) =>
      `${sentenceCase(gateway)} also reads this route, and rejects it under ${runs}. Kong: ${kong}`,
  },
  'route-reordered': {
    severity: 'information',
    title: 'A route that another Gateway evaluates in a different order',
    message: ({ gateway, runs, others, more }) => {
      const [first, ...rest] = others;
      const count = rest.length + more;
      const other = count > 0 ? `\`${first!.route}\` (and ${count} more)` : `\`${first!.route}\``;
      return `${sentenceCase(gateway)} also reads this route. Under ${runs}, it is evaluated ${positions[first!.there]} ${other}, not ${positions[first!.here]}: ${orderChangeWords(first!.why)}.`;
    },
  },
  'route-matches-differently': {
    severity: 'information',
    title: 'A route that matches different requests in another Gateway',
    message: ({ gateway, runs, differences: all }) =>
      `${sentenceCase(gateway)} also reads this route. Under ${runs}, it matches different requests. ${all.map((one) => `${sentenceCase(one)}.`).join(' ')}`,
  },
  'rolling-update-mixes': {
    severity: 'information',
    title: 'A rolling update that runs two flavors at the same time',
    message: ({ gateway, flavor, from, controlled }) =>
      controlled
        ? `A rolling update of ${gateway} runs \`${flavor}\` next to \`${from}\` until the last replica is replaced. The controller continues to write routes for the flavor that it found when it started, so new replicas may never become ready. To change the flavor, replace all replicas at once, then restart the controller.`
        : `A rolling update of ${gateway} runs \`${flavor}\` next to \`${from}\` until the last replica is replaced. To change the flavor, replace all replicas at once.`,
  },

  'route-unreachable': {
    severity: 'warning',
    title: 'A route that no request reaches',
    message: tableMessages['route-unreachable'],
  },
  'route-order-accidental': {
    severity: 'warning',
    title: 'Two routes whose order is an accident',
    message: tableMessages['route-order-accidental'],
  },
  'route-outranked': {
    severity: 'information',
    title: 'A route that is evaluated after one that it was meant to precede',
    message: tableMessages['route-outranked'],
  },
  'path-open-ended': {
    severity: 'information',
    title: 'A path that also matches requests meant for another route',
    message: tableMessages['path-open-ended'],
  },
};

/**
 * The sentence for a problem. It ends with the most likely fix, if there is an obvious one.
 *
 * @param problem a problem of an expression may have a fix
 */
export function messageOf(problem: AnyProblem & { readonly fix?: ExpressionFix }): string {
  const { message, hint, kong } = problems[problem.code] as ProblemKind<unknown>;
  const said = message(problem.args);
  if (!hint) return said;
  const title = problem.fix && fixTitle(problem.fix);
  const meant = title && `${said.slice(0, -1)}: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`;
  return [meant ?? said, meant ? '' : hint(problem.args), kong ? `Kong: ${kong}` : '']
    .filter(Boolean)
    .join(' ');
}

/** The sentence for what Kong refuses, with what was most likely meant. */
export function refusalWithMeant(problem: AnyProblem, meant: FieldFixTitle): string {
  const [said = '', ...kong] = messageOf(problem).split(/ (?=Kong: )/);
  return [said, `${fieldFixTitle(meant)}.`, ...kong].join(' ');
}

export const severityOf = (code: ProblemCode): Severity => problems[code].severity;

/** Whether the problem means "not checked": Kong may accept or reject the route, so it never counts as valid. */
export const isUnjudged = (code: string): boolean =>
  code === 'regex-not-judged' || code === 'expression-regex-not-judged';

/** Whether the problem means that a Kong document was recognized but not read. */
export const isUnread = (code: string): boolean => code === 'routes-not-read';

/** Lints: Kong accepts the route, and an author may want to silence them. */
const lints: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...([
    'expression-precedence',
    'expression-absent',
    'expression-all-values',
    'expression-unanchored',
  ] as const),
  ...(['expression-simple-regex', 'expression-never', 'expression-contradiction'] as const),
  ...(['expression-header-case', 'expression-host-case'] as const),
  ...(['expression-octal', 'expression-notation', 'expression-starred-slash'] as const),
  ...(['expression-regex-dot', 'expression-host-open'] as const),
  ...(['expression-other-family', 'expression-alternative'] as const),
  ...(['expression-tautology', 'expression-duplicate', 'strip-path-cut', 'expression-net-port'] as const),
  ...(Object.keys(advice) as AdviceCode[]),
  ...(['route-unreachable', 'route-order-accidental', 'route-outranked', 'path-open-ended'] as const),
]);

export const isLint = (code: ProblemCode): boolean => lints.has(code);
