/** What Kong rejects in an expression: severity, title and message of each code. */

import type { ProblemArguments } from './codes.js';
import {
  constantInWords,
  fieldHint,
  functionsInWords,
  operatorsInWords,
  operatorTypeMessage,
  pieceInWords,
  syntaxHint,
  syntaxMessage,
  unclosedMessage,
} from './expression-messages.js';
import { notJudged } from './not-judged.js';
import type { ProblemKinds } from './problem-kind.js';

type ErrorCode =
  | 'expression-empty'
  | 'expression-syntax'
  | 'expression-unclosed'
  | 'expression-unopened'
  | 'expression-not'
  | 'expression-escape'
  | 'expression-comment'
  | 'expression-unknown-operator'
  | 'expression-unknown-function'
  | 'expression-not-in-spacing'
  | 'expression-hyphen'
  | 'expression-integer-range'
  | 'expression-ip-address'
  | 'expression-cidr-length'
  | 'expression-cidr-host-bits'
  | 'expression-regex'
  | 'expression-regex-not-judged'
  | 'expression-unknown-field'
  | 'expression-field-since'
  | 'expression-since'
  | 'expression-segments'
  | 'expression-lower-type'
  | 'expression-type-mismatch'
  | 'expression-operator-type';

export const expressionErrors: ProblemKinds<Pick<ProblemArguments, ErrorCode>> = {
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
    message: ({ name }) => `\`${name}\` is not a function.`,
    hint: () => `The functions are ${functionsInWords()}.`,
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
    hint: ({ name, subsystem, gatewayVersion }) => fieldHint(name, subsystem, gatewayVersion),
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
};
