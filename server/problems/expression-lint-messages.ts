/** What Kong accepts in an expression, and its author may not have meant: severity, title and message of each code. */

import type { ProblemArguments } from './codes.js';
import { differencesInWords, neverInWords } from './expression-messages.js';
import type { ProblemKinds } from './problem-kind.js';

type LintCode =
  | 'expression-precedence'
  | 'expression-absent'
  | 'expression-all-values'
  | 'expression-unanchored'
  | 'expression-simple-regex'
  | 'expression-never'
  | 'expression-header-case'
  | 'expression-host-case'
  | 'expression-contradiction'
  | 'expression-tautology'
  | 'expression-duplicate'
  | 'expression-other-family'
  | 'expression-alternative'
  | 'expression-octal'
  | 'expression-notation'
  | 'expression-starred-slash'
  | 'expression-regex-dot'
  | 'expression-host-open'
  | 'strip-path-cut';

type LimitCode = 'expression-net-port' | 'expression-nul' | 'expression-too-deep';

export const expressionLints: ProblemKinds<Pick<ProblemArguments, LintCode>> = {
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
    endsWithFix: true,
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
    message: ({ name, as, instead }) =>
      `${
        as === 'marker'
          ? `The \`~\` at the start of this regex is a literal tilde: it marks a regex in \`paths\` and \`headers\`, and the operator \`~\` does so in an expression.`
          : `Kong compares \`${name}\` with this text as written: only the constant of \`~\` is a regex, and there are no wildcards or placeholders.`
      }${instead === null ? '' : ` Write \`${instead}\`.`}`,
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
};

/** Text that Kong changes, ignores, or that is not checked. */
export const expressionLimits: ProblemKinds<Pick<ProblemArguments, LimitCode>> = {
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
};
