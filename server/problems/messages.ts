/**
 * The one table of every problem: how grave it is, what it is called, what it says. Each code has a section of
 * the same name in `docs/problems.md`.
 *
 * The contract of severities: `error` means exactly that Kong, in this flavor and Gateway version, would reject
 * the route or the expression; of a setting of a gateway, that it would not start, or would not take its routes. What
 * Kong accepts is never an error.
 */

import type { ExpressionFix, NotJudged } from '../../grammar/index.js';
import { sentenceCase } from '../text/index.js';
import type { AnyProblem, ProblemArguments, ProblemCode, Severity } from './codes.js';
import {
  constantInWords,
  differencesInWords,
  fieldHint,
  fixTitle,
  functionsInWords,
  neverInWords,
  operatorsInWords,
  operatorTypeMessage,
  pieceInWords,
  syntaxHint,
  syntaxMessage,
  unclosedMessage,
} from './expression-messages.js';
import type { Disagreement } from './gateway-problem.js';
import type { IdleRule, LeftOut } from './route-problem.js';

interface ProblemKind<Arguments> {
  readonly severity: Severity;
  /** What the section in the docs is headed with. */
  readonly title: string;
  readonly message: (args: Arguments) => string;
  /**
   * Of a mistake, what to do about it where that is not obvious, in a sentence or `''`. Where it is obvious, what was
   * meant is told with the message, as the quick fix has it. Left out where the message itself says what to do.
   */
  readonly hint?: (args: Arguments) => string;
  /** What Kong says, where that is not part of the message. */
  readonly kong?: string;
}

/** Where the sections are. */
const page = 'https://github.com/kong-routes/kong-routes/blob/main/docs/problems.md';

/** The page and section about a code. */
export const problemUrl = (code: ProblemCode) => `${page}#${code}`;

const simultaneously = (field: string) =>
  `cannot set '${field}' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously`;

const whyNotJudged: Readonly<Record<NotJudged, (engine: string) => string>> = {
  'engine-failed': (engine) => `the copy of ${engine} in this program failed`,
  'engine-differs': (engine) =>
    `this Gateway version has an older version of ${engine}, which may read it differently`,
  'size-unknown': (engine) => `it may be too large for ${engine}, whose limit is 10 MiB`,
};

const notJudged = (engine: string, reason: NotJudged, what: string) =>
  `This regex was not judged, because ${whyNotJudged[reason](engine)}. Kong may reject the ${what}. Check the regex with Kong itself.`;

const flavors = 'traditional, traditional_compatible, expressions';

/** What comes of gateways that do not agree, and the way out. */
const disagreements: Readonly<Record<Disagreement, string>> = {
  'controller-style':
    'The controller writes routes for the flavor of whichever answers it first; the others refuse them (`expression: unknown field`) or match them differently. Give all of them one flavor, then restart the controller.',
  style:
    'A route with an `expression` is refused or passed over by those that do not run `expressions`. Give all of them one flavor.',
  router:
    'They take the same routes, but do not order and match them alike: the same request can get different answers. Give all of them one flavor.',
  'hybrid-router':
    'The control plane checks routes for its own flavor, and the data plane orders and matches them by another. Give both one flavor.',
  'mixed-routes':
    'Before Gateway 3.7, `expressions` takes no routes with traditional fields. Give all of them 3.7 or later, or every route an `expression`.',
  major:
    'A regex path begins with `~` from Gateway 3.0 on and does not before: the same routes do not match alike. Give all of them one version.',
};

const priorityKeeps = 'orders the route by its fields';

/** What becomes of something that a Gateway accepts, by the rule of the table of versions. */
const idle: Readonly<Record<IdleRule, (version: string) => string>> = {
  'priority-with-fields': (version) =>
    `Gateway ${version} accepts \`priority\` next to traditional fields, ignores it, and ${priorityKeeps}. From 3.7.1 on Kong rejects it: remove it, or write an \`expression\`.`,
  'regex-priority-with-expression': (version) =>
    `Gateway ${version} accepts \`regex_priority\` next to an \`expression\` and ignores it. From 3.7.1 on Kong rejects it: use \`priority\`.`,
  'path-not-normalized': (version) =>
    `No request matches this path: Gateway ${version} compares the path of a request in its normal form, which this is not. From 3.1 on Kong rejects it.`,
  'protocol-websocket': (version) =>
    `Under \`expressions\` Gateway ${version} answers WebSocket requests for this route with 404. This is fixed in 3.10.0.16, 3.12.0.9, 3.13.0.8, 3.14.0.8 and 3.15.0.0.`,
  'stream-expression': (version) =>
    `No connection matches this route: Gateway ${version} has the traditional router for TCP, TLS and UDP, whatever the flavor, and that reads no \`expression\`. From 3.4 on it does.`,
  'header-regex': (version) =>
    `Gateway ${version} compares this value as text, with the \`~*\`. From 2.8 on it is a regex.`,
};

/** What becomes of a route that the engine refuses although Kong accepts it. */
const leftOut: Readonly<Record<LeftOut, (version: string) => string>> = {
  'router-not-rebuilt': (version: string) =>
    `Gateway ${version} accepts this and then cannot rebuild its router: no change of any route takes effect until this route is gone`,
  'route-left-out': (version: string) =>
    `Gateway ${version} accepts this route and leaves it out of its router: no request matches it`,
};

const turns = { first: 'before', second: 'after', undecided: 'before or after' } as const;

const appliesBy = {
  chart: ", the chart's default",
  kong: ", Kong's default",
  value: ', as another value says',
} as const;

export const problems: { readonly [Code in ProblemCode]: ProblemKind<ProblemArguments[Code]> } = {
  'document-syntax': {
    severity: 'error',
    title: 'The file cannot be read',
    message: ({ message }) => message,
  },
  'format-version-not-read': {
    severity: 'warning',
    title: 'A format that this Gateway does not read',
    message: ({ format, version, by }) =>
      by === 'deck'
        ? `decK does not sync a file of format ${format} to Gateway ${version}: change it to "3.0", with \`~\` before each regex path. decK: cannot apply '${format}' config format version to Kong version 3.0 or above`
        : `Gateway ${version} does not load a declarative file of format ${format} (decK does sync one). Kong: _format_version: expected one of: 1.1, 2.1`,
  },
  'plugin-condition-not-in-version': {
    severity: 'error',
    title: 'A condition of a plugin before Gateway 3.14',
    message: ({ version }) =>
      `Plugins of Gateway ${version} have no \`condition\`: it came with 3.14. Kong: condition: unknown field`,
  },
  'plugin-condition-language': {
    severity: 'warning',
    title: 'A condition of a plugin in the language of another Gateway',
    message: ({ version, reads }) =>
      reads === 'cel'
        ? `Gateway ${version} reads a \`condition\` as CEL, and this is an expression of the router, which conditions were written in up to 3.14: \`http.path ^= "/a"\` becomes \`http.path.startsWith("/a")\`.`
        : `Gateway ${version} reads a \`condition\` as an expression of the router, and this is CEL, which conditions are written in from 3.15 on.`,
  },
  'konnect-not-synced': {
    severity: 'error',
    title: 'Routes that Konnect does not send to the data plane',
    message: ({ version }) =>
      `Konnect sends nothing to a data plane ${version} that runs \`expressions\`: that is supported from 3.6 on. Konnect: P243`,
  },

  'mixed-route': {
    severity: 'error',
    title: 'A route with an expression and traditional fields',
    message: ({ field }) =>
      `A route has either an \`expression\` or \`${field}\`, not both. Kong: ${simultaneously('expression')}`,
  },
  'expression-in-flavor': {
    severity: 'error',
    title: 'An expression under a flavor that has none',
    message: ({ flavor }) =>
      `Routes have an \`expression\` only under \`router_flavor = expressions\`, and this one is for \`${flavor}\`. Kong: expression: unknown field`,
  },
  'priority-in-flavor': {
    severity: 'error',
    title: 'A priority under a flavor that has none',
    message: ({ flavor }) =>
      `Routes have a \`priority\` only under \`router_flavor = expressions\`, and this one is for \`${flavor}\` (which orders regex paths by \`regex_priority\`). Kong: priority: unknown field`,
  },
  'field-in-flavor': {
    severity: 'error',
    title: 'A traditional field under expressions before Gateway 3.7',
    message: ({ field }) =>
      `Before Gateway 3.7, a route under \`expressions\` is matched by its \`expression\` alone and has no \`${field}\`. Kong: ${field}: unknown field`,
  },
  'field-not-in-version': {
    severity: 'error',
    title: 'A field that came with a later Gateway',
    message: ({ field, version, since }) =>
      `Routes of Gateway ${version} have no \`${field}\`: it came with ${since}. Kong: ${field}: unknown field`,
  },
  'expression-missing': {
    severity: 'error',
    title: 'No expression where one is required',
    message: () =>
      'Before Gateway 3.7, every route under `expressions` needs an `expression`. Kong: expression: required field missing',
  },
  'expression-type': {
    severity: 'error',
    title: 'An expression that is not a string',
    message: ({ found }) => `\`expression\` must be a string, not ${found}. Kong: expected a string`,
  },
  'priority-type': {
    severity: 'error',
    title: 'A priority that is not an integer',
    message: () => '`priority` must be an integer. Kong: expected an integer',
  },
  'priority-range': {
    severity: 'error',
    title: 'A priority out of range',
    message: () => '`priority` has 46 bits and no sign. Kong: value should be between 0 and 70368744177663',
  },
  'priority-with-fields': {
    severity: 'error',
    title: 'A priority beside traditional fields',
    message: () =>
      `\`priority\` is for routes with an \`expression\`; the place of this one follows from its fields. Kong: ${simultaneously('priority')}`,
  },
  'priority-without-expression': {
    severity: 'error',
    title: 'A priority without an expression',
    message: ({ kong }) =>
      `This route has a \`priority\`, but neither an \`expression\` nor anything else that matches requests. Kong: ${kong}`,
  },
  'regex-priority-with-expression': {
    severity: 'error',
    title: 'A regex_priority beside an expression',
    message: () =>
      "`regex_priority` orders regex `paths`; the place of a route with an `expression` is its `priority`. Kong: cannot set 'regex_priority' with 'expression' simultaneously",
  },
  'match-missing': {
    severity: 'error',
    title: 'A route that matches nothing',
    message: ({ kong }) => `Nothing in this route matches requests. Kong: ${kong}`,
  },
  'field-unknown': {
    severity: 'error',
    title: 'A field that Kong does not know',
    message: ({ field, owner }) => `${sentenceCase(owner)} has no \`${field}\`. Kong: unknown field`,
  },
  'field-not-for-protocol': {
    severity: 'error',
    title: 'A field that does not go with the protocols',
    message: ({ field, kong }) =>
      `\`${field}\` does not go with the \`protocols\` of this route. Kong: ${kong}`,
  },
  'value-type': {
    severity: 'error',
    title: 'A value of the wrong type',
    message: ({ value, wanted, found, kong }) =>
      `${sentenceCase(value)} must be ${wanted}, not ${found}. Kong: ${kong}`,
  },
  'value-null': {
    severity: 'error',
    title: 'A null where a value is required',
    message: ({ value }) => `${sentenceCase(value)} must not be null. Kong: required field missing`,
  },
  'value-empty': {
    severity: 'error',
    title: 'An empty value',
    message: ({ value, kong }) => `${sentenceCase(value)} must not be empty. Kong: ${kong}`,
  },
  'value-not-listed': {
    severity: 'error',
    title: 'A value that is not among those allowed',
    message: ({ value, kong }) => `This is not a value of ${value}. Kong: ${kong}`,
  },
  'value-range': {
    severity: 'error',
    title: 'A number out of range',
    message: ({ value, kong }) => `${sentenceCase(value)} is out of range. Kong: ${kong}`,
  },
  'protocol-unknown': {
    severity: 'error',
    title: 'An unknown protocol',
    message: ({ protocol, kong }) => `\`${protocol}\` is not a protocol that Kong knows. Kong: ${kong}`,
  },
  'protocols-exclusive': {
    severity: 'error',
    title: 'Protocols that one route cannot have together',
    message: ({ kong }) => `One route cannot have all of these protocols: split it. Kong: ${kong}`,
  },
  'path-form': {
    severity: 'error',
    title: 'A malformed path',
    message: ({ kong }) => `This is not a path that Kong takes. Kong: ${kong}`,
  },
  'path-marker-not-in-version': {
    severity: 'error',
    title: 'A regex path with ~ before Gateway 3.0',
    message: ({ version, kong }) =>
      `In Gateway ${version} a path is a regex because of its characters, and has no \`~\` before it; that came with 3.0. Kong: ${kong}`,
  },
  'path-not-normalized': {
    severity: 'error',
    title: 'A path that is not in its normal form',
    message: ({ normalized, kong }) =>
      `Requests are compared in their normal form, which this path is not in: write \`${normalized}\`. Kong: ${kong}`,
  },
  'path-regex': {
    severity: 'error',
    title: 'A regex path that PCRE does not take',
    message: ({ message, rest }) =>
      `Kong compiles every regex path with PCRE, which does not take this one: ${message}${rest && ` (at \`${rest}\`)`}. Kong: invalid regex`,
  },
  'regex-not-judged': {
    severity: 'warning',
    title: 'A regex that could not be judged',
    message: ({ judge, reason }) =>
      notJudged(judge === 'pcre' ? 'PCRE' : "the router's regex engine", reason, 'route'),
  },
  'host-form': {
    severity: 'error',
    title: 'A malformed host',
    message: ({ kong }) =>
      `A host is a name or an address, with a port or without, and \`*\` can stand for its first or last label. Kong: ${kong}`,
  },
  'method-form': {
    severity: 'error',
    title: 'A malformed method',
    message: ({ kong }) => `A method is made of capital letters, and of nothing else. Kong: ${kong}`,
  },
  'header-name': {
    severity: 'error',
    title: 'A header name that Kong does not take',
    message: ({ kong }) => `Requests cannot be matched by a header of this name. Kong: ${kong}`,
  },
  'sni-form': {
    severity: 'error',
    title: 'A malformed SNI',
    message: ({ kong }) => `An SNI is the name of a host, without a port. Kong: ${kong}`,
  },
  'address-form': {
    severity: 'error',
    title: 'A malformed address',
    message: ({ kong }) => `This is neither an IP address nor a network. Kong: ${kong}`,
  },
  'address-missing': {
    severity: 'error',
    title: 'Neither an address nor a port',
    message: ({ kong }) => `An address, a port, or both must stand here. Kong: ${kong}`,
  },
  'name-form': {
    severity: 'error',
    title: 'A malformed name',
    message: ({ kong }) => `This is not a name that Kong takes. Kong: ${kong}`,
  },
  'tag-form': {
    severity: 'error',
    title: 'A malformed tag',
    message: ({ kong }) => `This is not a tag that Kong takes. Kong: ${kong}`,
  },
  'id-form': {
    severity: 'error',
    title: 'An id that is not a UUID',
    message: ({ kong }) => `An id is a UUID: 32 hexadecimal digits in five groups. Kong: ${kong}`,
  },
  'generated-expression': {
    severity: 'error',
    title: 'A traditional field that cannot become an expression',
    message: ({ flavor, expression, message }) =>
      `Under \`${flavor}\` this becomes \`${expression}\`, which Kong rejects. ${message}`,
  },
  'route-left-out': {
    severity: 'warning',
    title: 'A route that does not get into the router',
    message: ({ version, consequence, expression, message }) =>
      `${leftOut[consequence](version)}. This becomes \`${expression}\`, which the engine of the router refuses. ${message}`,
  },
  'accepted-without-effect': {
    severity: 'warning',
    title: 'Something that this Gateway accepts and ignores',
    message: ({ rule, version }) => idle[rule](version),
  },

  'expression-empty': {
    severity: 'error',
    title: 'An empty expression',
    message: () => 'The expression is empty.',
  },
  'expression-syntax': {
    severity: 'error',
    title: 'Something else is expected here',
    message: syntaxMessage,
    hint: syntaxHint,
  },
  'expression-unclosed': {
    severity: 'error',
    title: 'Something is not closed',
    message: unclosedMessage,
  },
  'expression-unopened': {
    severity: 'error',
    title: 'A closing parenthesis too many',
    message: () => 'There is no `(` for this `)`.',
    hint: () => '',
  },
  'expression-not': {
    severity: 'error',
    title: '! without a parenthesis',
    message: () =>
      'A negation is `!( … )`, with parentheses around the whole comparison; `!` stands nowhere else.',
  },
  'expression-escape': {
    severity: 'error',
    title: 'An escape that the language does not have',
    message: ({ escape: written }) =>
      `\`${written}\` is not an escape; the escapes are \`\\"\` \`\\\\\` \`\\n\` \`\\r\` \`\\t\`. For a regex, a raw string is easier: in \`r#"…"#\` a backslash is a backslash.`,
  },
  'expression-comment': {
    severity: 'error',
    title: 'A comment',
    message: () => 'Expressions cannot have comments.',
    hint: () => 'Those of YAML stand above the key.',
  },
  'expression-unknown-operator': {
    severity: 'error',
    title: 'An unknown operator',
    message: ({ operator }) => `\`${operator}\` is not an operator.`,
    hint: ({ operator }) =>
      operator.startsWith('[')
        ? 'The parts of a field stand behind points: `http.headers.x_name`, `http.path.segments.0`.'
        : `The operators are ${operatorsInWords()}.`,
  },
  'expression-unknown-function': {
    severity: 'error',
    title: 'An unknown function',
    message: ({ name }) =>
      name === 'not'
        ? '`not` is not a function: a negation is written `!( … )`.'
        : `\`${name}\` is not a function. The functions are ${functionsInWords()}.`,
  },
  'expression-not-in-spacing': {
    severity: 'error',
    title: 'not in with other than one space',
    message: () =>
      'Between `not` and `in` there must be exactly one space: anything else crashes the router of Kong.',
  },
  'expression-hyphen': {
    severity: 'error',
    title: 'A hyphen in a field name',
    message: ({ name }) =>
      `Field names cannot have hyphens; Kong turns those of a header's name into underscores: write \`${name.replaceAll('-', '_').toLowerCase()}\`.`,
  },
  'expression-integer-range': {
    severity: 'error',
    title: 'An integer out of range',
    message: ({ text }) => `\`${text}\` is too large: integers have 64 bits.`,
  },
  'expression-ip-address': {
    severity: 'error',
    title: 'Not an IP address',
    message: ({ text, family }) => `\`${text}\` is not an IPv${family} address.`,
  },
  'expression-cidr-length': {
    severity: 'error',
    title: 'A network length out of range',
    message: ({ text, longest }) => `\`${text}\` is not a network: its length can be at most ${longest}.`,
  },
  'expression-cidr-host-bits': {
    severity: 'error',
    title: 'Host bits in a network',
    message: ({ text, network }) =>
      `\`${text}\` is an address in a network, not the network: write \`${network}\`.`,
  },
  'expression-regex': {
    severity: 'error',
    title: 'A regex that the router does not take',
    message: ({ message }) => `The router (the Rust crate \`regex\`) does not take this regex: ${message}`,
  },
  'expression-regex-not-judged': {
    severity: 'warning',
    title: 'A regex in an expression that could not be judged',
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
    title: 'A field that came later',
    message: ({ name, since }) =>
      `\`${name}\` came with Gateway ${since}, and this route is for an older one. Kong: Unknown LHS field`,
  },
  'expression-since': {
    severity: 'error',
    title: 'A piece of the language that came later',
    message: ({ what, since }) =>
      `${pieceInWords(what)} came with Gateway ${since}, and this route is for an older one.`,
    hint: () => '',
  },
  'expression-segments': {
    severity: 'error',
    title: 'A malformed path segment field',
    message: ({ name }) => `\`${name}\` is malformed.`,
    hint: () =>
      'A segment is `http.path.segments.0`, a range of them `http.path.segments.1_3`, their number `http.path.segments.len`.',
    kong: 'illformed http.path.segments.* field',
  },
  'expression-lower-type': {
    severity: 'error',
    title: 'lower() on something other than a string',
    message: ({ name, type }) =>
      `\`lower( … )\` takes a field of type String; \`${name}\` is of type ${type}.`,
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
    title: 'Two logical operators without parentheses',
    message: ({ tighter, looser, alike }) =>
      alike
        ? `Before Gateway 3.4 \`&&\` and \`||\` bind alike and group from the left, so that this is one side of the \`${looser}\` that follows; since 3.4 \`||\` binds tighter. Write the parentheses.`
        : `In Kong \`${tighter}\` binds tighter than \`${looser}\`, unlike in most languages: this is one term of the \`${looser}\`. Write the parentheses.`,
  },
  'expression-absent': {
    severity: 'information',
    title: 'A negative comparison of what may be absent',
    message: ({ name, operator }) =>
      `Without \`${name}\` this is false: \`${operator}\` compares nothing with nothing. For “other than, or not there” negate the opposite.`,
  },
  'expression-all-values': {
    severity: 'hint',
    title: 'All values have to match',
    message: ({ name }) =>
      `Where \`${name}\` is sent several times, every one of its values has to match; in \`any( … )\` one is enough.`,
  },
  'expression-unanchored': {
    severity: 'warning',
    title: 'A path regex without ^',
    message: ({ name, begins }) =>
      `The regex matches anywhere in \`${name}\`, also in the middle: begin it with \`${begins === 'inside' ? '^/' : '^'}\`${begins === 'inside' ? ' if it is about the start' : ''}. (The regex of a \`~\` in \`paths\` is anchored by itself, this is not.)`,
  },
  'expression-simple-regex': {
    severity: 'information',
    title: 'A regex that is plain text',
    message: ({ instead, differences }) =>
      differences.length === 0
        ? `\`${instead}\` says the same without a regex, and is faster.`
        : `\`${instead}\` says nearly the same without a regex, and is faster; ${differencesInWords(differences)}.`,
  },
  'expression-never': {
    severity: 'warning',
    title: 'A comparison with what no request has',
    message: (args) =>
      `This ${args.outcome === 'never' ? 'never matches' : 'excludes nothing'}: ${neverInWords(args)}.`,
  },
  'expression-header-case': {
    severity: 'hint',
    title: 'Capitals in the name of a header',
    message: ({ right }) =>
      `Kong finds the header whatever the case of its name here; its documentation, and other tools, have names in lower case: write \`${right}\`.`,
  },
  'expression-host-case': {
    severity: 'warning',
    title: 'Capitals in a host',
    message: () =>
      '`http.host` is compared with regard to case, as the client sent it, and nearly all clients send lower case. For any case write `lower(http.host)` and the constant in lower case.',
  },
  'expression-contradiction': {
    severity: 'warning',
    title: 'Terms that exclude each other',
    message: ({ first, second }) => `\`${first}\` and \`${second}\` are never both true: this never matches.`,
  },
  'expression-tautology': {
    severity: 'warning',
    title: 'Terms of which one is always true',
    message: ({ first, second, name, when }) => {
      const both = `one of \`${first}\` and \`${second}\``;
      if (when === 'always') return `${sentenceCase(both)} is always true: this excludes nothing.`;
      return when === 'sent'
        ? `Where there is a \`${name}\`, ${both} is true: this only asks whether there is one.`
        : `Where \`${name}\` is sent once, ${both} is true: this excludes hardly anything.`;
    },
  },
  'expression-duplicate': {
    severity: 'warning',
    title: 'The same term again',
    message: ({ term }) => `\`${term}\` stands here already.`,
  },
  'strip-path-cut': {
    severity: 'warning',
    title: 'strip_path with a match that is not at the start',
    message: ({ operator, cuts }) =>
      cuts === 'nothing'
        ? `\`strip_path\` is on (as by default) and \`${operator}\` gives it nothing to cut: the whole path goes to the service.`
        : `\`strip_path\` is on (as by default) and cuts as many characters as \`${operator}\` matched from the front of the path, wherever they matched.`,
  },
  'expression-net-port': {
    severity: 'warning',
    title: 'The old name net.port',
    message: () =>
      'Kong puts `net.dst.port` in the place of the deprecated `net.port`, and will stop doing so: write `net.dst.port`.',
  },
  'expression-nul': {
    severity: 'warning',
    title: 'A NUL ends the expression',
    message: () => 'Kong reads an expression only up to the first NUL character; what follows has no effect.',
  },
  'expression-too-deep': {
    severity: 'warning',
    title: 'Nested too deep to be checked',
    message: () => 'The parentheses are nested deeper than Kong Routes reads: the expression is not checked.',
  },

  'flavor-unknown': {
    severity: 'error',
    title: 'A router flavor that Kong does not have',
    message: ({ text, meant }) =>
      `Kong does not start with this router flavor${meant ? `: write \`${meant}\`` : ''}. Kong: router_flavor has an invalid value: '${text}' (${flavors})`,
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
    title: 'A router flavor for a Gateway that has none',
    message: ({ version }) =>
      `Gateway ${version} has no \`router_flavor\`: it passes over this setting, and routes as \`traditional\` does.`,
  },
  'flavor-deprecated': {
    severity: 'hint',
    title: 'The old router',
    message: () =>
      '`traditional` is deprecated since Gateway 3.0 and goes away with the next major version; `traditional_compatible` takes the same fields.',
  },
  'declarative-file-unread': {
    severity: 'warning',
    title: 'A declarative file that a Gateway with a database does not read',
    message: ({ database }) =>
      `Kong does not read this file: \`declarative_config\` counts only where \`database\` is \`off\`, and here it is \`${database}\`.`,
  },
  'calculation-unknown': {
    severity: 'warning',
    title: 'A route_match_calculation that Kong does not have',
    message: ({ text }) =>
      `\`${text}\` is not a value of \`route_match_calculation\`: write \`original\` or \`strict\`.`,
  },
  'calculation-not-in-version': {
    severity: 'warning',
    title: 'A route_match_calculation for a Gateway that has none',
    message: ({ gateway }) =>
      `${gateway} has no \`route_match_calculation\`: it passes over this setting, and computes priorities as with \`original\`.`,
  },
  'calculation-without-effect': {
    severity: 'warning',
    title: 'A route_match_calculation that this flavor ignores',
    message: ({ flavor, gateway }) =>
      `Under \`${flavor}\` ${gateway} ignores \`route_match_calculation\`: it orders routes as without this setting.`,
  },
  'gateway-version-unknown': {
    severity: 'warning',
    title: 'A Gateway version that Kong Routes does not know',
    message: ({ version, is, nearest }) =>
      `Gateway ${version} is ${is} than the rules of Kong Routes, which ${is === 'newer' ? 'end' : 'begin'} with ${nearest}. What is said of it is what holds for ${nearest}, and may not hold for ${version}.`,
  },
  'gateway-end-of-life': {
    severity: 'hint',
    title: 'A Gateway that gets no fixes any more',
    message: ({ end }) =>
      end.kind === 'support-ended'
        ? `Kong ended the full support of Gateway ${end.line} on ${end.day}.`
        : `The last release of the open-source Gateway ${end.line} was ${end.release} (${end.day}), and its last line is ${end.newest}.`,
  },
  'gateways-disagree': {
    severity: 'warning',
    title: 'Gateways that have to agree, and do not',
    message: ({ kind, gateway, runs, others, why }) => {
      const all = others.map((other) => `${other.gateway} runs ${other.runs}`).join(', ');
      return `${sentenceCase(gateway)} runs ${runs}, but ${all}, and ${why}. ${disagreements[kind]}`;
    },
  },
  'data-plane-flavor': {
    severity: 'error',
    title: 'A data plane that refuses what it is sent',
    message: ({ flavor, controlPlaneFlavor, kong }) =>
      `The control plane runs \`${controlPlaneFlavor}\`, and a data plane with \`${flavor}\` refuses every configuration of it that has a route: give both one flavor. Kong: bad config received from control plane … ${kong}`,
  },
  'data-plane-version': {
    severity: 'error',
    title: 'A data plane that its control plane does not serve',
    message: ({ isNewer, kong }) =>
      `A control plane serves data planes of its own major version that are not newer than itself: upgrade the ${isNewer ? 'control plane first' : 'data plane'}. Kong: ${kong}`,
  },
  'data-plane-routes': {
    severity: 'error',
    title: 'A data plane that does not have routes of this kind',
    message: ({ version, kong }) =>
      `Before Gateway 3.7, \`expressions\` takes only routes with an \`expression\`, and there are others: a data plane of version ${version} gets none of them until it is upgraded. Kong: ${kong}`,
  },
  'route-refused-elsewhere': {
    severity: 'warning',
    title: 'A route that another gateway refuses',
    message: ({ gateway, runs, kong }) =>
      `${sentenceCase(gateway)} has this route too, and refuses it under ${runs}. Kong: ${kong}`,
  },
  'route-reordered': {
    severity: 'information',
    title: 'A route that another gateway tries earlier or later',
    message: ({ gateway, runs, others, more }) => {
      const [first, ...rest] = others;
      const count = rest.length + more;
      const many = count > 0 ? ` (and ${count} more)` : '';
      const turn = `${turns[first!.there]} \`${first!.route}\`${many}, not ${turns[first!.here]} it`;
      return `${sentenceCase(gateway)} has this route too, and under ${runs} tries it ${turn}: ${first!.why}.`;
    },
  },
  'route-matches-differently': {
    severity: 'information',
    title: 'A route that matches other requests at another gateway',
    message: ({ gateway, runs, differences: all }) =>
      `${sentenceCase(gateway)} has this route too, and under ${runs} it matches other requests. ${all.map((one) => `${sentenceCase(one)}.`).join(' ')}`,
  },
  'rolling-update-mixes': {
    severity: 'information',
    title: 'A rolling update that runs two flavors at once',
    message: ({ gateway, flavor, from, controlled }) =>
      `Rolled out over ${gateway}, this runs \`${flavor}\` beside \`${from}\` until the last replica is replaced${controlled ? ', and the controller goes on writing routes for the flavor that it found when it started: new replicas may never become ready' : ''}. To change the flavor, replace all replicas at once${controlled ? ', then restart the controller' : ''}.`,
  },
};

/**
 * The sentence for a problem; with what was most likely meant, where that is obvious.
 *
 * @param problem of an expression, perhaps with its fix
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

export const severityOf = (code: ProblemCode): Severity => problems[code].severity;

/** Nobody knows whether Kong accepts what has such a problem: it is never taken for right. */
export const isUnjudged = (code: ProblemCode): boolean =>
  code === 'regex-not-judged' || code === 'expression-regex-not-judged';

/** Advice: Kong takes it, and an author may not want to be told. */
const lints: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...([
    'expression-precedence',
    'expression-absent',
    'expression-all-values',
    'expression-unanchored',
  ] as const),
  ...(['expression-simple-regex', 'expression-never', 'expression-contradiction'] as const),
  ...(['expression-header-case', 'expression-host-case'] as const),
  ...(['expression-tautology', 'expression-duplicate', 'strip-path-cut', 'expression-net-port'] as const),
]);

export const isLint = (code: ProblemCode): boolean => lints.has(code);
