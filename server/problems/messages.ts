/**
 * The one table of all problems: severity, title and message of each code. Each code has a section of the same name in
 * `docs/problems.md`.
 *
 * The contract of severities: `error` means exactly that Kong, in this flavor and Gateway version, would reject the route
 * or the expression; for a setting of a Gateway, that the Gateway would not start or would reject its routes. What Kong
 * accepts is never an error.
 */

import type { ExpressionFix } from '../../grammar/index.js';
import { advice, fieldFixTitle } from './advice-messages.js';
import type { AdviceCode, FieldFixTitle } from './advice-problem.js';
import type { AnyProblem, ProblemArguments, ProblemCode, Severity } from './codes.js';
import { documentMessages } from './document-messages.js';
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
import { gatewayMessages } from './gateway-messages.js';
import { notJudged } from './not-judged.js';
import type { ProblemKind, ProblemKinds } from './problem-kind.js';
import { routeMessages } from './route-messages.js';
import { tableMessages } from './table-messages.js';
import { terraformMessages } from './terraform-messages.js';

/** Where the sections are. */
const page = 'https://github.com/kong-routes/kong-routes/blob/main/docs/problems.md';

/** The page and section about a code. */
export const problemUrl = (code: ProblemCode) => `${page}#${code}`;

export const problems: ProblemKinds<ProblemArguments> = {
  ...documentMessages,
  ...routeMessages,
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
      // Kong/kong `kong/router/fields.lua`: the names of headers are changed so, those of parameters are not.
      /^http\.queries\./i.test(name)
        ? 'A field name cannot contain hyphens, and Kong compares the name of a query parameter as it is sent: an expression cannot match a parameter with a hyphen in its name.'
        : `A field name cannot contain hyphens. Kong replaces the hyphens of a header name with underscores: write \`${name.replaceAll('-', '_').toLowerCase()}\`.`,
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

  ...gatewayMessages,
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
export const isUnread = (code: string): boolean => unreadCodes.has(code);

const unreadCodes: ReadonlySet<string> = new Set<ProblemCode>([
  ...(['routes-not-read', 'document-too-deep', 'document-encoding', 'document-line-ends'] as const),
]);

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
