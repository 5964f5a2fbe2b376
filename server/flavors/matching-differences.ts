/**
 * A route that two Gateways take, and that other requests match in one than in the other.
 *
 * Each rule knows a trait of routes, and what a Gateway makes of it in words; where the words differ, so do the
 * Gateways. `flavor-differences` in the tests' vectors (`match.json`) hold most of them against Kong's router.
 */

import {
  type Expression,
  fieldOf,
  formatIpv6,
  type Lhs,
  parse,
  parseIpv6,
  predicatesOf,
  type RegexTrait,
  regexTraits,
} from '../../grammar/index.js';
import type { RoutePath } from '../problems/index.js';
import {
  defaultProtocols,
  type Gateway,
  hasFlavors,
  isInEffect,
  isPlainPath,
  isSet,
  type Net,
  type Route,
  subsystemOf,
  type VersionRule,
} from '../routes/index.js';
import type { TableRoute } from './conversion-for.js';
import { engineOf, protocolFilter } from './engine-of.js';
import { isRegexPath, splitHostPort } from './generated-expression.js';
import { overlapOf, requestsOfPath } from './request-set.js';
import { withDefaults } from './translate.js';

/** What differs, each where the route has the trait that it is about. */
export type MatchingRule =
  | 'accepted-now'
  | 'default-protocols'
  | 'expression-first-value'
  | 'expression-header-case'
  | 'expression-net-port'
  | 'expression-precedence'
  | 'header-case'
  | 'header-regex'
  | 'header-regex-case'
  | 'header-regex-several'
  | 'header-underscore'
  | 'host-empty-label'
  | 'host-ipv6'
  | 'host-port'
  | 'https-redirect'
  | 'ip-spelling'
  | 'path-handling'
  | 'path-normal-form'
  | 'path-regex-by-characters'
  | 'protocol-filter'
  | 'regex-alternation'
  | 'regex-class'
  | 'regex-escape'
  | 'regex-flag'
  | 'regex-group-name'
  | 'regex-line-end'
  | 'regex-possessive'
  | 'regex-unicode'
  | 'sni-http'
  | 'sni-methods'
  | 'sni-stream'
  | 'strip-path';

export interface MatchingDifference {
  readonly rule: MatchingRule;
  /** Where in the data of the route the trait stands. */
  readonly field: RoutePath;
  readonly message: string;
  /** Only requests that no ordinary client sends are matched differently, such as one of `Host: .example.com`. */
  readonly rare: boolean;
}

interface Trait {
  readonly rule: MatchingRule;
  readonly field: RoutePath;
  /** What the words are about. */
  readonly what: string;
  /** What a Gateway makes of it. */
  under(gateway: Gateway): string;
  readonly rare?: boolean;
}

/**
 * @param before the route as the old Gateway takes it
 * @param after what the new one has of it; the same where it stays
 */
export function matchingDifferences(
  before: TableRoute,
  after: readonly TableRoute[],
  from: Gateway,
  to: Gateway,
  names: { readonly from: string; readonly to: string },
): readonly MatchingDifference[] {
  // Expressions that are converted to fields match what the fields match; so the fields say what differs.
  const [first] = after;
  const fields = [before, first!].find(({ route }) => route.expression === undefined);
  const traits = [
    ...protocolTraits(before),
    ...(fields ? fieldTraits(fields.route) : expressionTraits(before.route)),
    ...(before.route.expression !== undefined && fields ? stripTraits(before, fields.route) : []),
  ];
  return traits.flatMap(({ rule, field, what, under, rare = false }) => {
    // A table of Gateway 2.x is compared as it is written for 3.0.
    if (rule === 'path-regex-by-characters' && !hasFlavors(from.version)) return [];
    const [was, is] = [under(from), under(to)];
    if (was === is) return [];
    return [{ rule, field, message: `${what}: under ${names.from} ${was}; under ${names.to} ${is}`, rare }];
  });
}

const fieldTraits = (route: Route): Trait[] =>
  subsystemOf(route) === 'http'
    ? [
        ...(route.hosts ?? []).flatMap(hostTraits),
        ...(route.paths ?? []).flatMap(pathTraits),
        ...[...(route.headers ?? [])].flatMap(([name, values]) => headerTraits(name, values)),
        ...sniTraits(route),
        ...pathHandlingTraits(route),
      ]
    : [...streamSniTraits(route), ...netTraits('sources', route), ...netTraits('destinations', route)];

const isTraditional = (gateway: Gateway, subsystem: 'http' | 'stream' = 'http') =>
  engineOf(gateway, subsystem) === 'traditional';

/** What only the engine decides. */
const byEngine =
  (traditional: string, atc: string, subsystem: 'http' | 'stream' = 'http') =>
  (gateway: Gateway) =>
    isTraditional(gateway, subsystem) ? traditional : atc;

function protocolTraits({ data, route, hasOpenDefaults = false }: TableRoute): Trait[] {
  const traits: Trait[] = [];
  if (data.protocols === undefined && !hasOpenDefaults) {
    traits.push({
      rule: 'default-protocols',
      field: [],
      what: '`protocols` is not written',
      under: ({ version }) =>
        `a new route has ${defaultProtocols(version)
          .map((one) => `\`${one}\``)
          .join(' and ')}`,
    });
  }
  const { protocols } = withDefaults(route, { version: [3, 9] });
  const isSecure = protocols?.every((protocol) => protocol === 'https' || protocol === 'grpcs') ?? false;
  traits.push({
    rule: isSecure ? 'https-redirect' : 'protocol-filter',
    field: data.protocols === undefined ? [] : ['protocols'],
    what: `\`protocols\``,
    under: (gateway) => filterWords(withDefaults(route, gateway), gateway, isSecure),
  });
  return traits;
}

function filterWords(route: Route, gateway: Gateway, isSecure: boolean): string {
  const filter = protocolFilter(route, gateway);
  if (filter === null) {
    return isSecure
      ? 'requests without TLS match, and are answered with `https_redirect_status_code`'
      : 'do not decide whether a request matches';
  }
  const listed = [...filter].map((protocol) => `\`${protocol}\``).join(' and ');
  return `only requests over ${listed} match`;
}

/** `split_port` and the matcher of hosts in `kong/router/traditional.lua`; `kong/router/fields.lua`. */
function hostTraits(written: string, i: number): Trait[] {
  const trait = (rule: MatchingRule, under: Trait['under'], rare = false): Trait => ({
    rule,
    field: ['hosts', i],
    what: `\`${written}\``,
    under,
    rare,
  });
  const isWildcard = written.includes('*');
  const { host, port } = splitHostPort(written);
  const traits: Trait[] = [];
  if (port !== null) {
    traits.push(
      trait('host-port', (gateway) => {
        if (isTraditional(gateway)) {
          return isWildcard
            ? 'counts the port of the `Host` header, or else that of the scheme, 80 or 443'
            : 'counts the port of the `Host` header only';
        }
        return isInEffect('generated-raw-strings', gateway)
          ? 'counts the port of the `Host` header, or else the one that the Gateway listens on'
          : 'counts the port of the `Host` header only';
      }),
    );
  }
  if (host.startsWith('*')) {
    traits.push(
      trait(
        'host-empty-label',
        byEngine('needs something before the dot', `takes \`${host.slice(1)}\` too`),
        true,
      ),
    );
  }
  if (/^\[.*\]$/.test(written)) {
    traits.push(trait('host-ipv6', byEngine('is not found by a `Host` header without a port', 'is')));
  } else if (written.split(':').length > 2 && !written.startsWith('[')) {
    traits.push(trait('host-ipv6', byEngine('takes the address in brackets', 'takes no `Host` header')));
  }
  return traits;
}

const regexRules: Readonly<
  Record<
    RegexTrait,
    { readonly rule: MatchingRule; readonly pcre: string; readonly rust: string; readonly rare?: true }
  >
> = {
  alternation: {
    rule: 'regex-alternation',
    pcre: 'every branch of `|` has to match at the beginning of the path',
    rust: 'only the first branch of `|` has to, the others match anywhere in it',
  },
  'group-name': {
    rule: 'regex-group-name',
    pcre: '`?<` is what it says',
    rust: 'every `?<` becomes `?P<`, also where it begins no name',
  },
  possessive: {
    rule: 'regex-possessive',
    pcre: 'a `+` behind a quantifier keeps what it has taken',
    rust: 'a `+` behind a quantifier repeats it',
  },
  class: {
    rule: 'regex-class',
    pcre: '`[`, `&&`, `--` and `~~` in a class are characters',
    rust: 'they nest and combine classes',
  },
  escape: {
    rule: 'regex-escape',
    pcre: '`\\v` is any vertical space, `\\<` and `\\>` are characters',
    rust: '`\\v` is one character, `\\<`, `\\>` and `\\b{…}` are boundaries of words',
  },
  flag: {
    rule: 'regex-flag',
    pcre: '`(?R)` repeats the regex, and with `(?x)` white space in classes counts',
    rust: '`(?R)` is about line breaks, and with `(?x)` white space in classes does not count',
  },
  'line-end': {
    rule: 'regex-line-end',
    pcre: '`$` matches before a line break at the end too',
    rust: 'it does not',
    rare: true,
  },
  unicode: {
    rule: 'regex-unicode',
    pcre: 'a character beyond ASCII is several bytes',
    rust: 'it is one character',
  },
  'unicode-text': {
    rule: 'regex-unicode',
    pcre: 'characters beyond ASCII are bytes, of no class',
    rust: 'they are characters, and digits, letters and spaces among them are of `\\d`, `\\w` and `\\s`',
    rare: true,
  },
};

function regexDifferences(
  regex: string,
  field: RoutePath,
  what: string,
  leaveOut: readonly RegexTrait[],
): Trait[] {
  return [...regexTraits(regex)]
    .filter((trait) => !leaveOut.includes(trait))
    .map((trait) => {
      const { rule, pcre, rust, rare } = regexRules[trait];
      return { rule, field, what, under: byEngine(pcre, rust), rare: rare ?? false };
    });
}

function pathTraits(path: string, i: number): Trait[] {
  const what = `\`${path}\``;
  const field = ['paths', i];
  if (isRegexPath(path)) return regexDifferences(path.slice(1), field, what, []);
  if (!isPlainPath(path)) {
    const under = ({ version }: Gateway) =>
      hasFlavors(version) ? 'is a prefix, character for character' : 'is a regex, because of its characters';
    return [{ rule: 'path-regex-by-characters', field, what, under }];
  }
  // Requests of ordinary clients are in their normal form but for percent-encoding.
  if (!/%|\/\./.test(path)) return [];
  const under = (gateway: Gateway) =>
    isInEffect('paths-normalized', gateway)
      ? 'is compared in its normal form'
      : 'is compared as it is written';
  return [{ rule: 'path-normal-form', field, what, under }];
}

/** The matcher of headers in `kong/router/traditional.lua`; `kong/router/transform.lua` (`get_expression`). */
function headerTraits(name: string, values: readonly string[]): Trait[] {
  const traits: Trait[] = [];
  const field = ['headers', name];
  if (name.includes('-')) {
    // Kong looks for the name with underscores, and nginx then for that with hyphens.
    const isMixed = name.includes('_');
    const underscored = name.toLowerCase().replaceAll('-', '_');
    traits.push({
      rule: 'header-underscore',
      field,
      what: `\`${name}\``,
      under: byEngine(
        'is found as it is written, or with hyphens alone',
        isMixed
          ? `is found only where it is sent with underscores alone, or with hyphens alone`
          : `is found where it is sent as \`${underscored}\` too`,
      ),
      rare: !isMixed,
    });
  }
  for (const [i, value] of values.entries()) {
    const at = [...field, i];
    const what = `\`${name}: ${value}\``;
    if (value.startsWith('~*')) traits.push(...headerRegexTraits(value, at, what, values.length > 1));
    traits.push(...headerCaseTraits(value, at, what));
  }
  return traits;
}

function headerRegexTraits(value: string, field: RoutePath, what: string, isOneOfSeveral: boolean): Trait[] {
  if (isOneOfSeveral) {
    const under = sinceHeaderRegex(byEngine('is a text, since the header has several values', 'is a regex'));
    return [{ rule: 'header-regex-several', field, what, under }];
  }
  const regex = value.slice(2);
  // A regex of a header is not anchored, nor are its groups renamed.
  const traits = regexDifferences(regex.toLowerCase(), field, what, ['alternation', 'group-name']);
  if (!/[A-Z]/.test(regex)) {
    return [...traits, { rule: 'header-regex', field, what, under: sinceHeaderRegex(() => 'is a regex') }];
  }
  const under = sinceHeaderRegex(
    byEngine(
      'is a regex as written, for the value in lower case',
      'is a regex in lower case: a `\\D` is a `\\d`',
    ),
  );
  return [...traits, { rule: 'header-regex-case', field, what, under }];
}

const sinceHeaderRegex =
  (under: Trait['under']): Trait['under'] =>
  (gateway) =>
    isInEffect('header-regex', { ...gateway, flavor: 'traditional' })
      ? under(gateway)
      : 'is a text, with its `~*`';

/** Kong lowers bytes; the engine, which lowers what is sent since 3.6, characters. */
function headerCaseTraits(value: string, field: RoutePath, what: string): Trait[] {
  const beyond = [...value].filter((character) => character > '\x7f');
  const isUpper = beyond.some((character) => character.toLowerCase() !== character);
  if (!isUpper && !beyond.some((character) => character.toUpperCase() !== character)) return [];
  const under = (gateway: Gateway) =>
    isTraditional(gateway) || !isInEffect('generated-raw-strings', gateway)
      ? 'letters beyond ASCII match as they are written'
      : isUpper
        ? 'capitals beyond ASCII match nothing, since the value that is sent is put in lower case'
        : 'letters beyond ASCII match without regard to case';
  return [{ rule: 'header-case', field, what, under, rare: !isUpper }];
}

/** Kong/kong#6425, and what `route_match_calculation = strict` is documented to correct. */
function sniTraits(route: Route): Trait[] {
  if (!isSet(route, 'snis')) return [];
  const isSecure =
    route.protocols?.every((protocol) => protocol === 'https' || protocol === 'grpcs') ?? false;
  const traits: Trait[] = [
    {
      rule: 'sni-http',
      field: ['snis'],
      what: 'requests without TLS',
      under: (gateway) => {
        if (isTraditional(gateway))
          return 'may pass the route by, if other fields of theirs lead to a lighter route';
        return gateway.calculation === 'strict' && isSecure
          ? 'do not match, as `route_match_calculation` is documented'
          : 'match whatever the `snis`';
      },
    },
  ];
  if (isSet(route, 'methods')) {
    traits.push({
      rule: 'sni-methods',
      field: ['snis'],
      what: '`methods` and `snis`',
      under: (gateway) =>
        isTraditional(gateway) || isInEffect('snis-in-parentheses', gateway)
          ? 'have to match both'
          : 'one of the two has to match over TLS, since their expression lacks parentheses',
    });
  }
  return traits;
}

/** `get_expression` in `kong/router/compat.lua` took routes with sources or destinations for stream up to 3.6. */
function streamSniTraits(route: Route): Trait[] {
  if (!isSet(route, 'snis')) return [];
  const isBare = !isSet(route, 'sources') && !isSet(route, 'destinations');
  const isTls =
    route.protocols?.every((protocol) => protocol === 'tls' || protocol === 'tls_passthrough') ?? false;
  const under = (gateway: Gateway) => {
    if (isTraditional(gateway, 'stream')) return 'match by SNI alone';
    if (gateway.flavor !== 'expressions' && isBare && !isInEffect('stream-by-protocols', gateway)) {
      return 'match whatever the `snis`';
    }
    return gateway.calculation === 'strict' && isTls
      ? 'match by SNI alone, as `route_match_calculation` is documented'
      : 'match whatever the `snis` if they come without TLS';
  };
  return [{ rule: 'sni-stream', field: ['snis'], what: 'connections', under }];
}

/** nginx writes addresses in lower case and with the longest run of zeros as `::` (`ngx_inet6_ntop`). */
function netTraits(field: 'sources' | 'destinations', route: Route): Trait[] {
  return (route[field] ?? []).flatMap(({ ip }: Net, i): Trait[] => {
    if (ip === undefined || ip.includes('/') || !ip.includes(':')) return [];
    const bits = parseIpv6(ip);
    if (bits !== null && formatIpv6(bits) === ip) return [];
    const under = byEngine(
      'is compared as a text with the address as nginx writes it',
      'is an address',
      'stream',
    );
    return [{ rule: 'ip-spelling', field: [field, i, 'ip'], what: `\`${ip}\``, under }];
  });
}

function pathHandlingTraits({ path_handling }: Route): Trait[] {
  if (path_handling !== 'v1') return [];
  const under = (gateway: Gateway) =>
    isInEffect('path-handling-v1', gateway)
      ? 'joins the path to that of the service as before 2.0'
      : 'is ignored';
  return [{ rule: 'path-handling', field: ['path_handling'], what: '`path_handling: v1`', under }];
}

/** An expression tries its paths as they are written; of fields, regexes come first and then the longest prefix. */
function stripTraits({ data, route }: TableRoute, { paths = [] }: Route): Trait[] {
  if (data.strip_path === false || subsystemOf(route) !== 'http') return [];
  const isTurned = paths.some((path, i) =>
    paths
      .slice(i + 1)
      .some(
        (later) =>
          comesBefore(later, path) && overlapOf(requestsOfPath(path), requestsOfPath(later)) !== 'none',
      ),
  );
  if (!isTurned) return [];
  const under = ({ flavor }: Gateway) =>
    flavor === 'expressions'
      ? 'cuts off the first of its paths that matches, as they are written'
      : 'cuts off what a regex path matches, or else the longest prefix';
  return [{ rule: 'strip-path', field: ['expression'], what: '`strip_path`', under }];
}

function comesBefore(one: string, other: string): boolean {
  if (isRegexPath(one) || isRegexPath(other)) return isRegexPath(one) && !isRegexPath(other);
  return Buffer.byteLength(one) > Buffer.byteLength(other);
}

function expressionTraits({ expression = '' }: Route): Trait[] {
  const { tree } = parse(expression);
  const field = ['expression'];
  const traits: Trait[] = [];
  const since = (rule: VersionRule, before: string, after: string) => (gateway: Gateway) =>
    isInEffect(rule, { ...gateway, flavor: 'expressions' }) ? after : before;
  if (hasOrBehindAnd(tree)) {
    const under = since(
      'or-binds-tighter',
      '`&&` and `||` are read from left to right',
      '`||` binds tighter than `&&`',
    );
    traits.push({ rule: 'expression-precedence', field, what: 'the expression', under });
  }
  for (const { lhs } of predicatesOf(tree)) {
    const name = fieldOf(lhs)?.name ?? '';
    const isHeader = name.startsWith('http.headers.');
    const has = (transform: string) => functionsOf(lhs).has(transform);
    if ((isHeader || name.startsWith('http.queries.')) && !has('any')) {
      const under = since(
        'all-values',
        'only the first of several values counts',
        'all of several values have to match',
      );
      traits.push({ rule: 'expression-first-value', field, what: `\`${name}\``, under, rare: true });
    }
    if (isHeader && !has('lower')) {
      const under = since(
        'header-values-as-sent',
        'is put in lower case before it is compared',
        'is compared as it is sent',
      );
      traits.push({ rule: 'expression-header-case', field, what: `\`${name}\``, under });
    }
  }
  if (/net\.port(?=[ \t\n\v\f\r]*[=><!])/.test(expression)) {
    const under = since(
      'net-port-rewritten',
      'is the port of the `Host` header',
      'is the port of the `Host` header, or else the one that the Gateway listens on',
    );
    traits.push({ rule: 'expression-net-port', field, what: '`net.port`', under });
  }
  return distinct(traits);
}

const distinct = (traits: readonly Trait[]) => [
  ...new Map(traits.map((trait) => [`${trait.rule} ${trait.what}`, trait])).values(),
];

function functionsOf(lhs: Lhs | null): Set<string> {
  const functions = new Set<string>();
  for (let at = lhs; at?.kind === 'call'; at = at.argument) if (at.function) functions.add(at.function);
  return functions;
}

/** In `a || b && c` both readings group alike. */
function hasOrBehindAnd(tree: Expression | null): boolean {
  switch (tree?.kind) {
    case 'group':
      return hasOrBehindAnd(tree.expression);
    case 'logical':
      return tree.terms.some(
        (term, i) =>
          hasOrBehindAnd(term) ||
          (i > 0 && tree.operator === '&&' && term?.kind === 'logical' && term.operator === '||'),
      );
    default:
      return false;
  }
}
