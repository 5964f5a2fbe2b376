/**
 * The differences in matching of a route that two Gateways accept.
 *
 * Each rule knows a trait of routes and describes what a Gateway does with it. If the descriptions differ, so do the
 * Gateways. `flavor-differences` in the test vectors (`match.json`) checks most of them against Kong's router.
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
import { append } from '../text/index.js';
import type { TableRoute } from './conversion-for.js';
import { engineOf, protocolFilter } from './engine-of.js';
import { isRegexPath, splitHostPort } from './generated-expression.js';
import { overlapOf, requestsOfPath } from './request-set.js';
import { withDefaults } from './translate.js';

/** What differs. Each rule applies to routes with one trait. */
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
  /** The place of the trait in the data of the route. */
  readonly field: RoutePath;
  readonly message: string;
  /** Whether it affects only requests that no ordinary client sends, such as one with `Host: .example.com`. */
  readonly rare: boolean;
}

interface Trait {
  readonly rule: MatchingRule;
  readonly field: RoutePath;
  /** The subject of the description. */
  readonly what: string;
  /** What a Gateway does with it: a verb phrase with the Gateway as its subject. */
  under(gateway: Gateway): string;
  readonly rare?: boolean;
}

/**
 * @param before the route as the old Gateway reads it
 * @param after the routes that the new Gateway has instead; the same route if nothing is converted
 */
export function matchingDifferences(
  before: TableRoute,
  after: readonly TableRoute[],
  from: Gateway,
  to: Gateway,
  names: { readonly from: string; readonly to: string },
): readonly MatchingDifference[] {
  // An expression that is converted to fields matches what the fields match, so the fields show what differs.
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
    return [{ rule, field, message: `${what}: ${names.from} ${was}; ${names.to} ${is}`, rare }];
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

/** A trait that depends only on the engine. */
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
      what: '`protocols` is not set',
      under: ({ version }) =>
        `gives a new route ${defaultProtocols(version)
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
      ? 'also matches requests without TLS, and answers them with `https_redirect_status_code`'
      : 'ignores the protocol of a request';
  }
  const listed = [...filter].map((protocol) => `\`${protocol}\``).join(' and ');
  return `matches only requests over ${listed}`;
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
            ? 'compares the port of the `Host` header, or the default port of the scheme (80 or 443)'
            : 'compares only the port of the `Host` header';
        }
        return isInEffect('generated-raw-strings', gateway)
          ? 'compares the port of the `Host` header, or the port that the Gateway listens on'
          : 'compares only the port of the `Host` header';
      }),
    );
  }
  if (host.startsWith('*')) {
    traits.push(
      trait(
        'host-empty-label',
        byEngine('requires a label before the dot', `also matches \`${host.slice(1)}\``),
        true,
      ),
    );
  }
  if (/^\[.*\]$/.test(written)) {
    traits.push(
      trait(
        'host-ipv6',
        byEngine('does not match a `Host` header without a port', 'matches a `Host` header without a port'),
      ),
    );
  } else if (written.split(':').length > 2 && !written.startsWith('[')) {
    traits.push(trait('host-ipv6', byEngine('matches the address in brackets', 'matches no `Host` header')));
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
    pcre: 'anchors every branch of `|` at the start of the path',
    rust: 'anchors only the first branch of `|`, and matches the others anywhere in the path',
  },
  'group-name': {
    rule: 'regex-group-name',
    pcre: 'reads `?<` as written',
    rust: 'replaces every `?<` with `?P<`, even if it does not start a group name',
  },
  possessive: {
    rule: 'regex-possessive',
    pcre: 'reads a `+` after a quantifier as possessive',
    rust: 'reads a `+` after a quantifier as a repetition',
  },
  class: {
    rule: 'regex-class',
    pcre: 'reads `[`, `&&`, `--` and `~~` in a class as characters',
    rust: 'reads them as nested classes and set operations',
  },
  escape: {
    rule: 'regex-escape',
    pcre: 'reads `\\v` as any vertical space, and `\\<` and `\\>` as characters',
    rust: 'reads `\\v` as one character, and `\\<`, `\\>` and `\\b{…}` as word boundaries',
  },
  flag: {
    rule: 'regex-flag',
    pcre: 'reads `(?R)` as recursion, and with `(?x)` keeps white space in classes',
    rust: 'reads `(?R)` as a flag for line breaks, and with `(?x)` ignores white space in classes',
  },
  'line-end': {
    rule: 'regex-line-end',
    pcre: 'matches `$` also before a line break at the end',
    rust: 'matches `$` only at the end',
    rare: true,
  },
  unicode: {
    rule: 'regex-unicode',
    pcre: 'counts a non-ASCII character as several bytes',
    rust: 'counts it as one character',
  },
  'unicode-text': {
    rule: 'regex-unicode',
    pcre: 'reads non-ASCII characters as bytes that belong to no class',
    rust: 'reads them as characters, so that `\\d`, `\\w` and `\\s` match digits, letters and spaces among them',
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
      hasFlavors(version) ? 'reads it as a literal prefix' : 'reads it as a regex, because of its characters';
    return [{ rule: 'path-regex-by-characters', field, what, under }];
  }
  // Requests of ordinary clients are in their normal form but for percent-encoding.
  if (!/%|\/\./.test(path)) return [];
  const under = (gateway: Gateway) =>
    isInEffect('paths-normalized', gateway) ? 'compares it in normalized form' : 'compares it as written';
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
      what: `header \`${name}\``,
      under: byEngine(
        'matches it as written or with hyphens',
        isMixed
          ? 'matches it only if it is sent with underscores only, or with hyphens only'
          : `also matches \`${underscored}\``,
      ),
      rare: !isMixed,
    });
  }
  for (const [i, value] of values.entries()) {
    const at = [...field, i];
    const what = `\`${name}: ${value}\``;
    if (value.startsWith('~*')) append(traits, headerRegexTraits(value, at, what, values.length > 1));
    append(traits, headerCaseTraits(value, at, what));
  }
  return traits;
}

function headerRegexTraits(value: string, field: RoutePath, what: string, isOneOfSeveral: boolean): Trait[] {
  if (isOneOfSeveral) {
    const under = sinceHeaderRegex(
      byEngine('compares it as text, because the header has several values', 'reads it as a regex'),
    );
    return [{ rule: 'header-regex-several', field, what, under }];
  }
  const regex = value.slice(2);
  // A regex of a header is not anchored, nor are its groups renamed.
  const traits = regexDifferences(regex.toLowerCase(), field, what, ['alternation', 'group-name']);
  if (!/[A-Z]/.test(regex)) {
    return [
      ...traits,
      { rule: 'header-regex', field, what, under: sinceHeaderRegex(() => 'reads it as a regex') },
    ];
  }
  const under = sinceHeaderRegex(
    byEngine(
      'applies the regex as written to the value in lower case',
      'converts the regex to lower case, so that `\\D` becomes `\\d`',
    ),
  );
  return [...traits, { rule: 'header-regex-case', field, what, under }];
}

const sinceHeaderRegex =
  (under: Trait['under']): Trait['under'] =>
  (gateway) =>
    isInEffect('header-regex', { ...gateway, flavor: 'traditional' })
      ? under(gateway)
      : 'compares it as text, including the `~*`';

/** Kong lowers bytes; the engine, which lowers what is sent since 3.6, characters. */
function headerCaseTraits(value: string, field: RoutePath, what: string): Trait[] {
  const beyond = [...value].filter((character) => character > '\x7f');
  const isUpper = beyond.some((character) => character.toLowerCase() !== character);
  if (!isUpper && !beyond.some((character) => character.toUpperCase() !== character)) return [];
  const under = (gateway: Gateway) =>
    isTraditional(gateway) || !isInEffect('generated-raw-strings', gateway)
      ? 'compares non-ASCII letters as written'
      : isUpper
        ? 'never matches non-ASCII capital letters, because it converts the value that is sent to lower case'
        : 'ignores the case of non-ASCII letters';
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
          return 'may skip this route, if other fields of the request lead to a route with fewer match fields';
        return gateway.calculation === 'strict' && isSecure
          ? 'does not match them, as documented for `route_match_calculation`'
          : 'matches them regardless of the `snis`';
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
          ? 'requires both to match'
          : 'requires only one of them to match over TLS, because the generated expression lacks parentheses',
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
    if (isTraditional(gateway, 'stream')) return 'matches them by SNI only';
    if (gateway.flavor !== 'expressions' && isBare && !isInEffect('stream-by-protocols', gateway)) {
      return 'matches them regardless of the `snis`';
    }
    return gateway.calculation === 'strict' && isTls
      ? 'matches them by SNI only, as documented for `route_match_calculation`'
      : 'matches them regardless of the `snis` if they do not use TLS';
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
      'compares it as text with the address as nginx writes it',
      'compares it as an IP address',
      'stream',
    );
    return [{ rule: 'ip-spelling', field: [field, i, 'ip'], what: `\`${ip}\``, under }];
  });
}

function pathHandlingTraits({ path_handling }: Route): Trait[] {
  if (path_handling !== 'v1') return [];
  const under = (gateway: Gateway) =>
    isInEffect('path-handling-v1', gateway)
      ? 'joins the path to the path of the service as Kong did before 2.0'
      : 'ignores it';
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
      ? 'strips the first matching path, in the order of the expression'
      : 'strips what a regex path matches, or otherwise the longest prefix';
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
      'groups `&&` and `||` from left to right',
      'groups `||` before `&&`',
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
        'compares only the first of several values',
        'requires every one of several values to match',
      );
      traits.push({ rule: 'expression-first-value', field, what: `\`${name}\``, under, rare: true });
    }
    if (isHeader && !has('lower')) {
      const under = since('header-values-as-sent', 'compares it in lower case', 'compares it as sent');
      traits.push({ rule: 'expression-header-case', field, what: `\`${name}\``, under });
    }
  }
  if (/net\.port(?=[ \t\n\v\f\r]*[=><!])/.test(expression)) {
    const under = since(
      'net-port-rewritten',
      'uses the port of the `Host` header',
      'uses the port of the `Host` header, or the port that the Gateway listens on',
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
