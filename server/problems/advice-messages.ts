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
      return '`regex_priority` has no effect here: it orders routes with a regex path (one that starts with `~/`), and this route has none. Prefixes are ordered by their length.';
    case 'path_handling':
      return `\`path_handling: v1\` has no effect under ${code(args.flavor)}, which always joins paths as \`v0\` does. Only \`traditional\` supports \`v1\`.`;
    case 'https_redirect_status_code':
      return args.why === 'protocols'
        ? '`https_redirect_status_code` has no effect here: Kong redirects only for routes whose `protocols` are exactly `[https]`.'
        : '`https_redirect_status_code` has no effect here: the expression compares `net.protocol`, so a request without TLS does not match and is not redirected.';
    case 'headers':
      return 'Under `traditional` this is not a regex: `~*` has an effect only if the header has a single value. Kong compares this as text, including the `~*`. Write one regex with `|` for all values.';
  }
}

const pathWords: Readonly<Record<WrittenPath, (piece: string, isRegex: boolean) => string>> = {
  query: (piece) =>
    `No request matches this path: Kong compares \`paths\` with the path without the query string, and it never contains ${code(piece.charAt(0))}.`,
  fragment: () => 'No request matches this path: clients do not send what follows a `#`.',
  list: () =>
    'Kong compares this as one prefix, including the separators. Write each path as a separate item.',
  placeholder: (piece, isRegex) =>
    isRegex
      ? `${code(piece)} is not a placeholder: Kong reads it as literal text in the regex. Use a capturing group instead.`
      : `${code(piece)} is not a placeholder: a path without \`~\` is a literal prefix. Use a regex path with a capturing group instead.`,
  regex: (piece) =>
    `This is not a regex: a path without \`~\` is a literal prefix, including ${code(piece)}.`,
  glob: (piece) =>
    `${code(piece)} is not a wildcard: a path without \`~\` is a literal prefix, including the star. A prefix matches everything that starts with it.`,
  blank: () => 'This prefix ends with a space, which Kong compares like any other character.',
  'query-in-regex': () =>
    'In a regex, `?` makes the character before it optional. Kong compares the path without the query string.',
  'starred-slash': () =>
    'In a regex, `/*` matches any number of slashes. To match everything, write `.*`. (Kong merges repeated slashes before it compares the path.)',
};

const neverWords: Readonly<Record<PathNever, string>> = {
  query: 'Kong compares regex paths with the path without the query string, and it never contains `?`',
  fragment: 'clients do not send what follows a `#`',
  slashes: 'Kong merges repeated slashes before it compares the path',
  encoded:
    'Kong decodes the path before it compares it: only reserved characters such as `%2F` stay encoded, in upper case',
  regex: 'the regex matches nothing that starts with `/`',
};

const hostWords: Readonly<Record<HostNotation, string>> = {
  any: '`_` is not a wildcard: Kong compares it as a literal host. Without `hosts` a route matches every host.',
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
      `The router has 12 bits for \`regex_priority\`, 0 to 4095: ${value} ${counts === 'first' ? 'puts the route before almost all others' : `counts as ${counts}`}.`,
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
    title: 'Alternatives of a regex path that are not anchored',
    message: ({ meant }) =>
      `Only the first alternative is anchored at the start of the path. The others match anywhere in the path, because the router puts \`^\` only at the start of the regex. ${meant === null ? 'Put all of them into a group after `~/`.' : `Write ${code(meant)}.`}`,
  },
  'path-group-name': {
    severity: 'warning',
    title: 'A regex path whose meaning the router changes',
    message: () =>
      'The router replaces every `?<` in a regex path with `?P<`, even if it does not start a group name. This changes the meaning of this regex.',
  },
  'header-notation': {
    severity: 'warning',
    title: 'A header value in the notation of another tool',
    message: ({ notation, meant }) => {
      const values = meant.length === 0 ? '' : ` Write ${codes(meant)}.`;
      switch (notation) {
        case 'blank':
          return `The space after \`~*\` is part of the regex.${values}`;
        case 'list':
          return `Kong compares this value as text, including the \`|\`. Write each value as a separate item.${values}`;
        case 'glob':
          return `\`*\` is not a wildcard: Kong compares this value as text. A regex starts with \`~*\`.${values}`;
        default:
          return `This is not a regex: a regex starts with \`~*\`. Kong compares this value as text.${values}`;
      }
    },
  },
  'header-regex-case': {
    severity: 'warning',
    title: 'Capital letters in a header regex',
    message: ({ lowered, piece }) =>
      lowered === 'pattern'
        ? `The router converts a header regex to lower case: ${code(piece)} becomes ${code(piece.toLowerCase())}, which has another meaning.`
        : `\`traditional\` applies a header regex to the value in lower case, so ${code(piece)} never matches. Write ${code(piece.toLowerCase())}.`,
  },
  'regex-dot': {
    severity: 'hint',
    title: 'A dot in a regex that matches any character',
    message: ({ piece, meant }) =>
      `The dot in ${code(piece)} matches any character. To match a dot, write ${code(meant)}.`,
  },
  'host-case': {
    severity: 'warning',
    title: 'Capital letters in hosts',
    message: ({ meant }) =>
      `The comparison of \`hosts\` with the \`Host\` header is case-sensitive, and almost all clients send it in lower case. Write ${code(meant)}.`,
  },
  'host-notation': {
    severity: 'warning',
    title: 'A host in the notation of another tool',
    message: ({ notation, meant }) => `${hostWords[notation]}${write(meant)}`,
  },
  'host-default-port': {
    severity: 'information',
    title: 'A host with a default port',
    message: ({ port, listens }) =>
      listens
        ? `Clients do not send port ${port} in the \`Host\` header. Kong then compares the port that the Gateway listens on: this host matches only if that port is ${port}. Without the port it matches on every port.`
        : `Clients do not send port ${port} in the \`Host\` header, so this host does not match. Without the port it matches on every port.`,
  },
  'method-unusual': {
    severity: 'warning',
    title: 'A method that no client sends',
    message: ({ method, meant }) =>
      meant === 'all'
        ? `${code(method)} does not mean all methods: Kong compares it as a literal method. Without \`methods\` a route matches all of them.`
        : `No client sends the method ${code(method)}.${write(meant)}`,
  },
  'snis-without-tls': {
    severity: 'warning',
    title: 'SNIs that are ignored for requests without TLS',
    message: () =>
      'The router ignores `snis` for requests without TLS: over plain HTTP this route matches requests for every host. Add `hosts`, or keep only protocols with TLS.',
  },
  'expression-protocols': {
    severity: 'warning',
    title: 'An expression that its protocols exclude',
    message: ({ protocols }) =>
      `No request matches this route: under \`expressions\` its \`protocols\` allow only ${codes(protocols)}, but the expression requires another protocol.`,
  },
  'hosts-empty': {
    severity: 'warning',
    title: 'An empty list of hosts',
    message: () =>
      'The router orders a route with an empty list of `hosts` like a route with plain hosts: it is evaluated before routes with more fields. Remove the empty list.',
  },
  'address-spelling': {
    severity: 'warning',
    title: 'An IPv6 address in a notation that nginx does not use',
    message: ({ meant }) =>
      `No connection matches this address: the traditional router compares it as text with the address as nginx writes it. Write ${code(meant)}.`,
  },
  'address-host-bits': {
    severity: 'information',
    title: 'A CIDR range with host bits',
    message: ({ network }) => `This CIDR range has host bits. Kong uses the network ${code(network)}.`,
  },
  'value-repeated': {
    severity: 'hint',
    title: 'A repeated value',
    message: ({ value }) => `${code(value)} is already in this list.`,
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

/** The sentence of advice that has no place of its own. */
export function adviceMessage<Code extends AdviceCode>({
  code,
  args,
}: {
  readonly code: Code;
  readonly args: AdviceProblemArguments[Code];
}): string {
  return advice[code].message(args);
}
