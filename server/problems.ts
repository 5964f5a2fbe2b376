/**
 * The one table of every problem: how grave it is, what it is called, what it says. Each code has a section of
 * the same name in `docs/problems.md`.
 *
 * The contract of severities: `error` means exactly that Kong, in this flavor and Gateway version, would reject
 * the route or the expression. What Kong accepts is never an error.
 */

import type { ExpressionProblemArguments } from '../grammar/index.js';
import type { GeneratedProblemArguments } from './flavors/acceptance.js';
import type { RouteProblemArguments } from './routes/rules.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

interface DocumentProblemArguments {
  'document-syntax': { message: string };
}

type ProblemArguments = ExpressionProblemArguments &
  RouteProblemArguments &
  GeneratedProblemArguments &
  DocumentProblemArguments;

export type ProblemCode = keyof ProblemArguments;

interface ProblemKind<Arguments> {
  readonly severity: Severity;
  /** What the section in the docs is headed with. */
  readonly title: string;
  readonly message: (args: Arguments) => string;
}

/** Where the sections are. */
const page = 'https://github.com/kong-routes/kong-routes/blob/main/docs/problems.md';

/** The page and section about a code. */
export const problemUrl = (code: ProblemCode) => `${page}#${code}`;

const mixed =
  "cannot set 'expression' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously";

export const problems: { readonly [Code in ProblemCode]: ProblemKind<ProblemArguments[Code]> } = {
  'document-syntax': {
    severity: 'error',
    title: 'The file cannot be read',
    message: ({ message }) => message,
  },

  'mixed-route': {
    severity: 'error',
    title: 'A route with an expression and traditional fields',
    message: ({ field }) => `\`${field}\` stands beside \`expression\`. Kong: ${mixed}`,
  },
  'expression-in-flavor': {
    severity: 'error',
    title: 'An expression under a flavor that has none',
    message: ({ flavor }) =>
      `Router flavor \`${flavor}\` has no field \`expression\`. Kong: unknown field. Only \`router_flavor = expressions\` reads it.`,
  },
  'priority-in-flavor': {
    severity: 'error',
    title: 'A priority under a flavor that has none',
    message: ({ flavor }) =>
      `Router flavor \`${flavor}\` has no field \`priority\`. Kong: unknown field. (The order of regex paths is \`regex_priority\`.)`,
  },
  'field-in-flavor': {
    severity: 'error',
    title: 'A traditional field under expressions before Gateway 3.7',
    message: ({ field }) =>
      `Before Gateway 3.7, router flavor \`expressions\` has no field \`${field}\`. Kong: unknown field`,
  },
  'expression-missing': {
    severity: 'error',
    title: 'No expression where one is required',
    message: () =>
      'Before Gateway 3.7, a route under `expressions` must have an `expression`. Kong: required field missing',
  },
  'expression-type': {
    severity: 'error',
    title: 'An expression that is no text',
    message: ({ found }) => `\`expression\` must be a text, not a ${found}. Kong: expected a string`,
  },
  'priority-type': {
    severity: 'error',
    title: 'A priority that is no integer',
    message: () => '`priority` must be an integer. Kong: expected an integer',
  },
  'priority-range': {
    severity: 'error',
    title: 'A priority out of range',
    message: () => '`priority` must lie in 0 … 2^46 − 1. Kong: value should be between 0 and 70368744177663',
  },
  'priority-with-fields': {
    severity: 'error',
    title: 'A priority beside traditional fields',
    message: () =>
      "`priority` orders routes that have an `expression`. Kong: cannot set 'priority' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously",
  },
  'priority-without-expression': {
    severity: 'error',
    title: 'A priority without an expression',
    message: () => 'This route has a `priority` but no `expression`, and nothing else that matches requests.',
  },
  'regex-priority-with-expression': {
    severity: 'error',
    title: 'A regex_priority beside an expression',
    message: () =>
      "`regex_priority` orders traditional regex paths; a route with an `expression` has `priority`. Kong: cannot set 'regex_priority' with 'expression' simultaneously",
  },
  'match-missing': {
    severity: 'error',
    title: 'A route that matches nothing',
    message: ({ fields, protocol }) => `Kong: must set one of ${fields} when 'protocols' is ${protocol}`,
  },
  'generated-expression': {
    severity: 'error',
    title: 'A traditional field that cannot become an expression',
    message: ({ flavor, expression, message }) =>
      `Router flavor \`${flavor}\` turns this into \`${expression}\`, which Kong rejects: ${message}`,
  },

  'expression-empty': {
    severity: 'error',
    title: 'An empty expression',
    message: () => 'The expression is empty.',
  },
  'expression-syntax': {
    severity: 'error',
    title: 'Something else is expected here',
    message: ({ expected, found }) =>
      found === 'the end'
        ? `Expected ${expected}, but the expression ends here.`
        : `Expected ${expected}, found ${found}.`,
  },
  'expression-unclosed': {
    severity: 'error',
    title: 'Something is not closed',
    message: ({ what, close }) =>
      what.includes('string')
        ? `The ${what} is not closed: \`${close}\` is missing.`
        : `\`${what}\` is not closed: \`${close}\` is missing.`,
  },
  'expression-unopened': {
    severity: 'error',
    title: 'A closing parenthesis too many',
    message: () => 'There is no `(` for this `)`.',
  },
  'expression-not': {
    severity: 'error',
    title: '! without a parenthesis',
    message: () => '`!` stands only before a parenthesis: `!( … )`.',
  },
  'expression-escape': {
    severity: 'error',
    title: 'An escape that the language does not have',
    message: ({ escape: written }) =>
      `\`${written}\` is no escape: there are \`\\"\`, \`\\\\\`, \`\\n\`, \`\\r\` and \`\\t\`. In a raw string, r#"…"#, a backslash is itself.`,
  },
  'expression-comment': {
    severity: 'error',
    title: 'A comment',
    message: () => 'Expressions have no comments.',
  },
  'expression-unknown-operator': {
    severity: 'error',
    title: 'An unknown operator',
    message: ({ operator }) =>
      `\`${operator}\` is no operator: there are \`==\` \`!=\` \`~\` \`^=\` \`=^\` \`>\` \`>=\` \`<\` \`<=\` \`in\` \`not in\` \`contains\`.`,
  },
  'expression-unknown-function': {
    severity: 'error',
    title: 'An unknown function',
    message: ({ name }) => `\`${name}\` is no function: there are \`lower( … )\` and \`any( … )\`.`,
  },
  'expression-not-in-spacing': {
    severity: 'error',
    title: 'not in with other than one space',
    message: () =>
      'Between `not` and `in` there must be exactly one space. Kong does not refuse this: its router crashes on it.',
  },
  'expression-hyphen': {
    severity: 'error',
    title: 'A hyphen in a field name',
    message: ({ name }) =>
      `Field names have no hyphen: write \`${name.replaceAll('-', '_').toLowerCase()}\`.`,
  },
  'expression-integer-range': {
    severity: 'error',
    title: 'An integer out of range',
    message: ({ text }) => `\`${text}\` does not fit in 64 bits.`,
  },
  'expression-ip-address': {
    severity: 'error',
    title: 'Not an IP address',
    message: ({ text, family }) => `\`${text}\` is no ${family} address.`,
  },
  'expression-cidr-length': {
    severity: 'error',
    title: 'A network length out of range',
    message: ({ text, longest }) => `The length of the network \`${text}\` is more than ${longest}.`,
  },
  'expression-cidr-host-bits': {
    severity: 'error',
    title: 'Host bits in a network',
    message: ({ text, network }) =>
      `\`${text}\` has bits set behind the network: the network is \`${network}\`.`,
  },
  'expression-regex': {
    severity: 'error',
    title: 'A regex that Rust does not take',
    message: ({ message }) => `Not a regex for Kong's router (the Rust crate \`regex\`): ${message}`,
  },
  'expression-unknown-field': {
    severity: 'error',
    title: 'An unknown field',
    message: ({ name, subsystem }) =>
      `\`${name}\` is no field of ${subsystem === 'http' ? 'HTTP' : 'stream'} routes. Kong: Unknown LHS field`,
  },
  'expression-segments': {
    severity: 'error',
    title: 'A malformed path segment field',
    message: ({ name }) =>
      `\`${name}\` is malformed: write \`http.path.segments.0\`, a range such as \`http.path.segments.1_3\`, or \`http.path.segments.len\`.`,
  },
  'expression-lower-type': {
    severity: 'error',
    title: 'lower() on something other than text',
    message: ({ name, type }) =>
      `\`lower( … )\` takes a field of type String; \`${name}\` is of type ${type}.`,
  },
  'expression-type-mismatch': {
    severity: 'error',
    title: 'A constant of the wrong type',
    message: ({ name, type, found }) =>
      `\`${name}\` is of type ${type} and cannot be compared with ${found}.`,
  },
  'expression-operator-type': {
    severity: 'error',
    title: 'An operator on the wrong type',
    message: ({ operator, needs, found }) => `\`${operator}\` needs ${needs}, found ${found}.`,
  },
  'expression-net-port': {
    severity: 'warning',
    title: 'The old name net.port',
    message: () =>
      'Kong replaces the text `net.port` by `net.dst.port` here, and will not do so for ever: write `net.dst.port`.',
  },
  'expression-nul': {
    severity: 'warning',
    title: 'A NUL ends the expression',
    message: () => 'Kong reads an expression only up to the first NUL character: what follows has no effect.',
  },
  'expression-too-deep': {
    severity: 'warning',
    title: 'Nested too deep to be checked',
    message: () => 'The parentheses are nested deeper than this tool reads; the expression was not checked.',
  },
};

/** Any problem: a code with the arguments of its message. */
export type AnyProblem = {
  [Code in ProblemCode]: { readonly code: Code; readonly args: ProblemArguments[Code] };
}[ProblemCode];

/** The sentence for a problem. */
export function messageOf(problem: AnyProblem): string {
  const kind = problems[problem.code] as ProblemKind<unknown>;
  return kind.message(problem.args);
}

export const severityOf = (code: ProblemCode): Severity => problems[code].severity;
