/** What Gateways do differently with one route: codes with closed arguments, and the sentences. */

import { gatewayName, type OrderChangeReason } from './order-words.js';

const code = (text: string) => `\`${text}\``;

/** Each a verb phrase with the Gateway as its subject. */
const behaviours = {
  'other-requests-redirected':
    'also matches requests without TLS, and answers them with `https_redirect_status_code`',
  'protocol-ignored': 'ignores the protocol of a request',
  'host-port-or-default':
    'compares the port of the `Host` header, or the default port of the scheme (80 or 443)',
  'host-port-only': 'compares only the port of the `Host` header',
  'host-port-or-listener': 'compares the port of the `Host` header, or the port that the Gateway listens on',
  'label-required': 'requires a label before the dot',
  'host-without-port-not-matched': 'does not match a `Host` header without a port',
  'host-without-port-matched': 'matches a `Host` header without a port',
  'address-in-brackets': 'matches the address in brackets',
  'no-host-header': 'matches no `Host` header',
  'branches-anchored': 'anchors every branch of `|` at the start of the path',
  'first-branch-anchored':
    'anchors only the first branch of `|`, and matches the others anywhere in the path',
  'group-start-as-written': 'reads `?<` as written',
  'group-start-replaced': 'replaces every `?<` with `?P<`, even if it does not start a group name',
  'plus-possessive': 'reads a `+` after a quantifier as possessive',
  'plus-repetition': 'reads a `+` after a quantifier as a repetition',
  'class-characters': 'reads `[`, `&&`, `--` and `~~` in a class as characters',
  'class-operations': 'reads them as nested classes and set operations',
  'escapes-of-pcre': 'reads `\\v` as any vertical space, and `\\<` and `\\>` as characters',
  'escapes-of-rust': 'reads `\\v` as one character, and `\\<`, `\\>` and `\\b{…}` as word boundaries',
  'flags-of-pcre': 'reads `(?R)` as recursion, and with `(?x)` keeps white space in classes',
  'flags-of-rust': 'reads `(?R)` as a flag for line breaks, and with `(?x)` ignores white space in classes',
  'end-before-line-break': 'matches `$` also before a line break at the end',
  'end-only': 'matches `$` only at the end',
  'bytes-counted': 'counts a non-ASCII character as several bytes',
  'characters-counted': 'counts it as one character',
  'bytes-of-no-class': 'reads non-ASCII characters as bytes that belong to no class',
  'characters-of-classes':
    'reads them as characters, so that `\\d`, `\\w` and `\\s` match digits, letters and spaces among them',
  'path-prefix': 'reads it as a literal prefix',
  'path-regex': 'reads it as a regex, because of its characters',
  'path-normalized': 'compares it in normalized form',
  'path-as-written': 'compares it as written',
  'header-hyphens': 'matches it as written or with hyphens',
  'header-not-mixed': 'matches it only if it is sent with underscores only, or with hyphens only',
  'text-of-several-values': 'compares it as text, because the header has several values',
  'header-regex': 'reads it as a regex',
  'regex-on-lower-case': 'applies the regex as written to the value in lower case',
  'regex-lowered': 'converts the regex to lower case, so that `\\D` becomes `\\d`',
  'text-with-marker': 'compares it as text, including the `~*`',
  'letters-as-written': 'compares non-ASCII letters as written',
  'capitals-never':
    'never matches non-ASCII capital letters, because it converts the value that is sent to lower case',
  'letters-of-any-case': 'ignores the case of non-ASCII letters',
  'route-may-be-skipped':
    'may skip this route, if other fields of the request lead to a route with fewer match fields',
  'not-matched-strict': 'does not match them, as documented for `route_match_calculation`',
  'matched-whatever-sni': 'matches them regardless of the `snis`',
  'both-required': 'requires both to match',
  'one-required':
    'requires only one of them to match over TLS, because the generated expression lacks parentheses',
  'sni-only': 'matches them by SNI only',
  'sni-only-strict': 'matches them by SNI only, as documented for `route_match_calculation`',
  'matched-without-tls': 'matches them regardless of the `snis` if they do not use TLS',
  'address-as-text': 'compares it as text with the address as nginx writes it',
  'address-as-address': 'compares it as an IP address',
  'path-joined-v1': 'joins the path to the path of the service as Kong did before 2.0',
  ignored: 'ignores it',
  'strips-first': 'strips the first matching path, in the order of the expression',
  'strips-regex-or-longest': 'strips what a regex path matches, or otherwise the longest prefix',
  'grouped-from-left': 'groups `&&` and `||` from left to right',
  'or-grouped-first': 'groups `||` before `&&`',
  'first-value-only': 'compares only the first of several values',
  'every-value': 'requires every one of several values to match',
  'value-lowered': 'compares it in lower case',
  'value-as-sent': 'compares it as sent',
  'net-port-of-host': 'uses the port of the `Host` header',
  'net-port-or-listener': 'uses the port of the `Host` header, or the port that the Gateway listens on',
} as const;

export type Behaviour =
  | keyof typeof behaviours
  /** Also matches another host or header name. */
  | { readonly alsoMatches: string }
  | { readonly givesProtocols: readonly string[] }
  | { readonly onlyProtocols: readonly string[] };

function behaviourWords(behaviour: Behaviour): string {
  if (typeof behaviour === 'string') return behaviours[behaviour];
  if ('alsoMatches' in behaviour) return `also matches ${code(behaviour.alsoMatches)}`;
  if ('givesProtocols' in behaviour) {
    return `gives a new route ${behaviour.givesProtocols.map(code).join(' and ')}`;
  }
  return `matches only requests over ${behaviour.onlyProtocols.map(code).join(' and ')}`;
}

/** What a Gateway does something with. */
export type MatchingSubject =
  /** A value or a field, as written. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'header'; readonly name: string }
  | {
      readonly kind:
        | 'protocols-not-set'
        | 'requests-without-tls'
        | 'methods-and-snis'
        | 'connections'
        | 'expression';
    };

const subjects = {
  'protocols-not-set': '`protocols` is not set',
  'requests-without-tls': 'requests without TLS',
  'methods-and-snis': '`methods` and `snis`',
  connections: 'connections',
  expression: 'the expression',
} as const;

function subjectWords(subject: MatchingSubject): string {
  if (subject.kind === 'text') return code(subject.text);
  return subject.kind === 'header' ? `header ${code(subject.name)}` : subjects[subject.kind];
}

/** What two Gateways are called: by what is different between them. */
export type Names = Pick<OrderChangeReason, 'from' | 'to'>;

export type MatchingChange =
  | ({
      readonly kind: 'reads';
      readonly what: MatchingSubject;
      readonly was: Behaviour;
      readonly is: Behaviour;
    } & Names)
  /** The old Gateway rejects the route. */
  | ({ readonly kind: 'accepted-now' } & Names);

export function matchingChangeWords(change: MatchingChange): string {
  const [from, to] = [gatewayName(change.from), gatewayName(change.to)];
  if (change.kind === 'accepted-now') {
    return `${from} rejects this route, ${to} accepts it: requests match it from now on`;
  }
  const { what, was, is } = change;
  return `${subjectWords(what)}: ${from} ${behaviourWords(was)}; ${to} ${behaviourWords(is)}`;
}
