/** The sentences about the fields of a route that Kong accepts. */

import type {
  AdviceCode,
  AdviceProblemArguments,
  FieldFixTitle,
  HostNotation,
  PathNever,
  WithoutEffect,
  WrittenPath,
} from './advice-problem.js';
import type { Severity } from './codes.js';

interface Advice<Arguments> {
  readonly severity: Severity;
  readonly title: string;
  readonly message: (args: Arguments) => string;
}

const code = (text: string): string => `\`${text}\``;

const codes = (texts: readonly string[]): string => texts.map(code).join(', ');

/** ` Write …` for a meant value. */
const write = (meant: string | null): string => (meant === null ? '' : ` Write ${code(meant)}.`);

function withoutEffect(args: WithoutEffect): string {
  switch (args.field) {
    case 'regex_priority':
      return '`regex_priority` has no effect here: it orders routes with a regex path (one that begins with `~/`), and this route has none. Prefixes are ordered by their length.';
    case 'path_handling':
      return `\`path_handling: v1\` has no effect under ${code(args.flavor)}, which joins paths as with \`v0\`. Only \`traditional\` has \`v1\`.`;
    case 'https_redirect_status_code':
      return args.why === 'protocols'
        ? '`https_redirect_status_code` has no effect here: Kong redirects only for routes whose `protocols` are exactly `[https]`.'
        : '`https_redirect_status_code` has no effect here: the expression asks for `net.protocol`, so that a request without TLS does not match and is not redirected.';
    case 'headers':
      return 'Under `traditional` this is not a regex: `~*` counts only where a header has one value. This is compared as text, with the `~*`. Write one regex with `|` for all of them.';
  }
}

const pathWords: Readonly<Record<WrittenPath, (piece: string, isRegex: boolean) => string>> = {
  query: (piece) =>
    `No request matches this path: \`paths\` are compared with the path alone, without the query string, and a path has no ${code(piece.charAt(0))}.`,
  fragment: () => 'No request matches this path: clients do not send what follows a `#`.',
  list: () => 'Kong compares this as one prefix, separators included. Each path is an item of its own.',
  placeholder: (piece, isRegex) =>
    isRegex
      ? `${code(piece)} is not a placeholder: Kong reads it as literal text of the regex. A capturing group is one.`
      : `${code(piece)} is not a placeholder: a path without \`~\` is a prefix that is compared literally. A regex path has capturing groups.`,
  regex: (piece) =>
    `This is not a regex: a path without \`~\` is a prefix that is compared literally, ${code(piece)} included.`,
  glob: (piece) =>
    `${code(piece)} is not a wildcard: a path without \`~\` is a prefix that is compared literally, star included. A prefix matches everything that begins with it.`,
  blank: () => 'This prefix ends with a blank, which is compared like any other character.',
  'starred-slash': () =>
    'In a regex `/*` is any number of slashes, not everything below: `.*` is. (Kong merges repeated slashes before it compares.)',
};

const neverWords: Readonly<Record<PathNever, string>> = {
  query: 'regex paths are matched against the path alone, without the query string, and it has no `?`',
  fragment: 'clients do not send what follows a `#`',
  slashes: 'Kong merges repeated slashes of a request before it compares',
  encoded:
    'Kong decodes the path of a request before it compares: only reserved characters such as `%2F` stay encoded, in capitals',
  regex: 'nothing that begins with `/` matches the regex',
};

const hostWords: Readonly<Record<HostNotation, string>> = {
  any: '`_` is not a wildcard: Kong compares it as a host of that name. Without `hosts` a route matches every host.',
  'final-dot': 'Kong compares hosts as text, and clients do not send the final dot.',
  ipv6: 'No request matches this host: an IPv6 address is in brackets in the `Host` header.',
};

export const advice: { readonly [Code in AdviceCode]: Advice<AdviceProblemArguments[Code]> } = {
  'field-without-effect': {
    severity: 'warning',
    title: 'A field that has no effect here',
    message: withoutEffect,
  },
  'regex-priority-overflow': {
    severity: 'warning',
    title: 'A regex_priority that does not fit',
    message: ({ value, counts }) =>
      `The router has 12 bits for \`regex_priority\`, 0 to 4095: ${value} ${counts === 'first' ? 'puts the route before nearly all others' : `counts as ${counts}`}.`,
  },
  'path-notation': {
    severity: 'warning',
    title: 'A path in the notation of another tool',
    message: ({ notation, piece, isRegex, meant }) =>
      `${pathWords[notation](piece, isRegex)}${meant === null ? '' : ` Write ${meant}.`}`,
  },
  'path-never': {
    severity: 'warning',
    title: 'A regex path that no request matches',
    message: ({ why }) => `No request matches this path: ${neverWords[why]}.`,
  },
  'path-alternatives': {
    severity: 'warning',
    title: 'Alternatives of which only the first is anchored',
    message: ({ meant }) =>
      `Only the first alternative has to match at the start of the path; the others match anywhere in it, because the router puts \`^\` in front of the whole. ${meant === null ? 'Put all of them into a group after `~/`.' : `Write ${code(meant)}.`}`,
  },
  'path-group-name': {
    severity: 'warning',
    title: 'A regex path in which the router changes more than names',
    message: () =>
      'The router writes `?P<` for every `?<` of a regex path, also where it does not begin the name of a group, and the regex then means something else.',
  },
  'header-notation': {
    severity: 'warning',
    title: 'A header value in the notation of another tool',
    message: ({ notation, meant }) => {
      const values = meant.length === 0 ? '' : ` Write ${codes(meant)}.`;
      switch (notation) {
        case 'blank':
          return `The blank after \`~*\` is part of the regex.${values}`;
        case 'list':
          return `Kong compares this value as text, \`|\` included. Each value is an item of its own.${values}`;
        case 'glob':
          return `\`*\` is not a wildcard: Kong compares this value as text. A regex begins with \`~*\`.${values}`;
        default:
          return `This is not a regex: only a value that begins with \`~*\` is one. Kong compares this as text.${values}`;
      }
    },
  },
  'header-regex-case': {
    severity: 'warning',
    title: 'A header regex whose capitals do not count',
    message: ({ lowered, piece }) =>
      lowered === 'pattern'
        ? `The router puts a header regex in lower case, so that ${code(piece)} becomes ${code(piece.toLowerCase())}, which means something else.`
        : `\`traditional\` compares a header regex with the value in lower case, so that ${code(piece)} never matches. Write ${code(piece.toLowerCase())}.`,
  },
  'regex-dot': {
    severity: 'hint',
    title: 'A dot of a regex that is any character',
    message: ({ piece, meant }) =>
      `The dot in ${code(piece)} matches any character. For a dot write ${code(meant)}.`,
  },
  'host-case': {
    severity: 'warning',
    title: 'Capitals in hosts',
    message: ({ meant }) =>
      `Kong compares \`hosts\` as they are written with the \`Host\` header, and nearly all clients send it in lower case. Write ${code(meant)}.`,
  },
  'host-notation': {
    severity: 'warning',
    title: 'A host in the notation of another tool',
    message: ({ notation, meant }) => `${hostWords[notation]}${write(meant)}`,
  },
  'host-default-port': {
    severity: 'information',
    title: 'A host with the port that clients leave out',
    message: ({ port, listens }) =>
      `Clients leave out port ${port} in the \`Host\` header${listens ? `, and without it the port that the Gateway listens on counts: this matches only if that is ${port}` : ', so that this does not match'}. Without the port the host matches on every port.`,
  },
  'method-unusual': {
    severity: 'warning',
    title: 'A method that no client sends',
    message: ({ method, meant }) =>
      meant === 'all'
        ? `${code(method)} is not a word for all methods: Kong compares it as a method of that name. Without \`methods\` a route matches all of them.`
        : `No client sends the method ${code(method)}.${write(meant)}`,
  },
  'snis-without-tls': {
    severity: 'warning',
    title: 'SNIs that do not count for requests without TLS',
    message: () =>
      'Requests without TLS have no SNI, and the router does not ask them for one: over plain HTTP this route matches requests for every host. Add `hosts`, or leave only protocols with TLS.',
  },
  'expression-protocols': {
    severity: 'warning',
    title: 'An expression that its protocols exclude',
    message: ({ protocols }) =>
      `No request matches this route: under \`expressions\` its \`protocols\` let in only ${codes(protocols)}, and the expression asks for another protocol.`,
  },
  'hosts-empty': {
    severity: 'warning',
    title: 'An empty list of hosts',
    message: () =>
      'The router orders a route with an empty list of `hosts` as one with plain hosts: it comes before routes that have more fields. Leave it out.',
  },
  'address-spelling': {
    severity: 'warning',
    title: 'An IPv6 address that is not spelled as nginx spells it',
    message: ({ meant }) =>
      `No connection matches this address: the traditional router compares it as text with the address as nginx writes it. Write ${code(meant)}.`,
  },
  'address-host-bits': {
    severity: 'information',
    title: 'A network with host bits',
    message: ({ network }) =>
      `This is an address with the length of its network. Kong uses the network ${code(network)}.`,
  },
  'value-repeated': {
    severity: 'hint',
    title: 'The same value again',
    message: ({ value }) => `${code(value)} is in this list already.`,
  },
};

/** The title of a fix, for a menu. */
export function fieldFixTitle(fix: FieldFixTitle): string {
  switch (fix.code) {
    case 'write-value':
      return `Write ${codes(fix.values)}`;
    case 'rename-field':
      return `Write ${code(fix.to)} instead of ${code(fix.field)}`;
    case 'remove-value':
      return `Remove ${code(fix.value)}`;
    case 'remove-field':
      return `Remove ${code(fix.field)}`;
  }
}
