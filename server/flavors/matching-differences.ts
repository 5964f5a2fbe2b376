/**
 * The differences in matching of a route that two Gateways accept.
 *
 * Each rule knows a trait of routes and describes what a Gateway does with it. If the descriptions differ, so do the
 * Gateways. `flavor-differences` in the test vectors (`match.json`) checks most of them against Kong's router.
 */

import { formatIpv6, parseIpv6 } from '../../grammar/index.js';
import type { Behaviour, MatchingChange, MatchingSubject, Names, RoutePath } from '../problems/index.js';
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
} from '../routes/index.js';
import { append } from '../text/index.js';
import type { TableRoute } from './conversion-for.js';
import { protocolFilter } from './engine-of.js';
import { expressionTraits } from './expression-differences.js';
import { isRegexPath, splitHostPort } from './generated-expression.js';
import { byEngine, isTraditional, type MatchingRule, type Trait } from './matching-trait.js';
import { regexDifferences } from './regex-differences.js';
import { overlapOf, requestsOfPath } from './request-set.js';
import { withDefaults } from './translate.js';

export interface MatchingDifference {
  readonly rule: MatchingRule;
  /** The place of the trait in the data of the route. */
  readonly field: RoutePath;
  readonly change: MatchingChange;
  /** Whether it affects only requests that no ordinary client sends, such as one with `Host: .example.com`. */
  readonly rare: boolean;
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
  names: Names,
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
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ rule, field, rare, change: { kind: 'reads', what, ...names, was, is } }];
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

function protocolTraits({ data, route, hasOpenDefaults = false }: TableRoute): Trait[] {
  const traits: Trait[] = [];
  if (data.protocols === undefined && !hasOpenDefaults) {
    traits.push({
      rule: 'default-protocols',
      field: [],
      what: { kind: 'protocols-not-set' },
      under: ({ version }) => ({ givesProtocols: defaultProtocols(version) }),
    });
  }
  const { protocols } = withDefaults(route, { version: [3, 9] });
  const isSecure = protocols?.every((protocol) => protocol === 'https' || protocol === 'grpcs') ?? false;
  traits.push({
    rule: isSecure ? 'https-redirect' : 'protocol-filter',
    field: data.protocols === undefined ? [] : ['protocols'],
    what: { kind: 'text', text: 'protocols' },
    under: (gateway) => filterOf(withDefaults(route, gateway), gateway, isSecure),
  });
  return traits;
}

function filterOf(route: Route, gateway: Gateway, isSecure: boolean): Behaviour {
  const filter = protocolFilter(route, gateway);
  if (filter === null) {
    return isSecure ? 'other-requests-redirected' : 'protocol-ignored';
  }
  return { onlyProtocols: [...filter] };
}

/** `split_port` and the matcher of hosts in `kong/router/traditional.lua`; `kong/router/fields.lua`. */
function hostTraits(written: string, i: number): Trait[] {
  const trait = (rule: MatchingRule, under: Trait['under'], rare = false): Trait => ({
    rule,
    field: ['hosts', i],
    what: { kind: 'text', text: written },
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
          return isWildcard ? 'host-port-or-default' : 'host-port-only';
        }
        return isInEffect('generated-raw-strings', gateway) ? 'host-port-or-listener' : 'host-port-only';
      }),
    );
  }
  if (host.startsWith('*')) {
    traits.push(trait('host-empty-label', byEngine('label-required', { alsoMatches: host.slice(1) }), true));
  }
  if (/^\[.*\]$/.test(written)) {
    traits.push(trait('host-ipv6', byEngine('host-without-port-not-matched', 'host-without-port-matched')));
  } else if (written.split(':').length > 2 && !written.startsWith('[')) {
    traits.push(trait('host-ipv6', byEngine('address-in-brackets', 'no-host-header')));
  }
  return traits;
}

function pathTraits(path: string, i: number): Trait[] {
  const what = { kind: 'text', text: path } as const;
  const field = ['paths', i];
  if (isRegexPath(path)) return regexDifferences(path.slice(1), field, what, []);
  if (!isPlainPath(path)) {
    const under = ({ version }: Gateway) => (hasFlavors(version) ? 'path-prefix' : 'path-regex');
    return [{ rule: 'path-regex-by-characters', field, what, under }];
  }
  // Requests of ordinary clients are in their normal form but for percent-encoding.
  if (!/%|\/\./.test(path)) return [];
  const under = (gateway: Gateway) =>
    isInEffect('paths-normalized', gateway) ? 'path-normalized' : 'path-as-written';
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
      what: { kind: 'header', name },
      under: byEngine('header-hyphens', isMixed ? 'header-not-mixed' : { alsoMatches: underscored }),
      rare: !isMixed,
    });
  }
  for (const [i, value] of values.entries()) {
    const at = [...field, i];
    const what = { kind: 'text', text: `${name}: ${value}` } as const;
    if (value.startsWith('~*')) append(traits, headerRegexTraits(value, at, what, values.length > 1));
    append(traits, headerCaseTraits(value, at, what));
  }
  return traits;
}

function headerRegexTraits(
  value: string,
  field: RoutePath,
  what: MatchingSubject,
  isOneOfSeveral: boolean,
): Trait[] {
  if (isOneOfSeveral) {
    const under = sinceHeaderRegex(byEngine('text-of-several-values', 'header-regex'));
    return [{ rule: 'header-regex-several', field, what, under }];
  }
  const regex = value.slice(2);
  // A regex of a header is not anchored, nor are its groups renamed.
  const traits = regexDifferences(regex.toLowerCase(), field, what, ['alternation', 'group-name']);
  if (!/[A-Z]/.test(regex)) {
    return [...traits, { rule: 'header-regex', field, what, under: sinceHeaderRegex(() => 'header-regex') }];
  }
  const under = sinceHeaderRegex(byEngine('regex-on-lower-case', 'regex-lowered'));
  return [...traits, { rule: 'header-regex-case', field, what, under }];
}

const sinceHeaderRegex =
  (under: Trait['under']): Trait['under'] =>
  (gateway) =>
    isInEffect('header-regex', { ...gateway, flavor: 'traditional' }) ? under(gateway) : 'text-with-marker';

/** Kong lowers bytes; the engine, which lowers what is sent since 3.6, characters. */
function headerCaseTraits(value: string, field: RoutePath, what: MatchingSubject): Trait[] {
  const beyond = [...value].filter((character) => character > '\x7f');
  const isUpper = beyond.some((character) => character.toLowerCase() !== character);
  if (!isUpper && !beyond.some((character) => character.toUpperCase() !== character)) return [];
  const under = (gateway: Gateway) =>
    isTraditional(gateway) || !isInEffect('generated-raw-strings', gateway)
      ? 'letters-as-written'
      : isUpper
        ? 'capitals-never'
        : 'letters-of-any-case';
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
      what: { kind: 'requests-without-tls' },
      under: (gateway) => {
        if (isTraditional(gateway)) return 'route-may-be-skipped';
        return gateway.calculation === 'strict' && isSecure ? 'not-matched-strict' : 'matched-whatever-sni';
      },
    },
  ];
  if (isSet(route, 'methods')) {
    traits.push({
      rule: 'sni-methods',
      field: ['snis'],
      what: { kind: 'methods-and-snis' },
      under: (gateway) =>
        isTraditional(gateway) || isInEffect('snis-in-parentheses', gateway)
          ? 'both-required'
          : 'one-required',
    });
  }
  return traits;
}

/** `get_expression` in `kong/router/compat.lua` treated only routes with sources or destinations as stream routes up to 3.6. */
function streamSniTraits(route: Route): Trait[] {
  if (!isSet(route, 'snis')) return [];
  const isBare = !isSet(route, 'sources') && !isSet(route, 'destinations');
  const isTls =
    route.protocols?.every((protocol) => protocol === 'tls' || protocol === 'tls_passthrough') ?? false;
  const under = (gateway: Gateway) => {
    if (isTraditional(gateway, 'stream')) return 'sni-only';
    if (gateway.flavor !== 'expressions' && isBare && !isInEffect('stream-by-protocols', gateway)) {
      return 'matched-whatever-sni';
    }
    return gateway.calculation === 'strict' && isTls ? 'sni-only-strict' : 'matched-without-tls';
  };
  return [{ rule: 'sni-stream', field: ['snis'], what: { kind: 'connections' }, under }];
}

/** nginx writes addresses in lower case and with the longest run of zeros as `::` (`ngx_inet6_ntop`). */
function netTraits(field: 'sources' | 'destinations', route: Route): Trait[] {
  return (route[field] ?? []).flatMap(({ ip }: Net, i): Trait[] => {
    if (ip === undefined || ip.includes('/') || !ip.includes(':')) return [];
    const bits = parseIpv6(ip);
    if (bits !== null && formatIpv6(bits) === ip) return [];
    const under = byEngine('address-as-text', 'address-as-address', 'stream');
    return [{ rule: 'ip-spelling', field: [field, i, 'ip'], what: { kind: 'text', text: ip }, under }];
  });
}

function pathHandlingTraits({ path_handling }: Route): Trait[] {
  if (path_handling !== 'v1') return [];
  const under = (gateway: Gateway) =>
    isInEffect('path-handling-v1', gateway) ? 'path-joined-v1' : 'ignored';
  return [
    {
      rule: 'path-handling',
      field: ['path_handling'],
      what: { kind: 'text', text: 'path_handling: v1' },
      under,
    },
  ];
}

/** An expression tries its paths as they are written; of fields, regexes come first and then the longest prefix. */
function stripTraits({ data, route }: TableRoute, { paths = [] }: Route): Trait[] {
  if (data.strip_path === false || subsystemOf(route) !== 'http') return [];
  const isSwapped = paths.some((path, i) =>
    paths
      .slice(i + 1)
      .some(
        (later) =>
          comesBefore(later, path) && overlapOf(requestsOfPath(path), requestsOfPath(later)) !== 'none',
      ),
  );
  if (!isSwapped) return [];
  const under = ({ flavor }: Gateway) =>
    flavor === 'expressions' ? 'strips-first' : 'strips-regex-or-longest';
  return [{ rule: 'strip-path', field: ['expression'], what: { kind: 'text', text: 'strip_path' }, under }];
}

function comesBefore(one: string, other: string): boolean {
  if (isRegexPath(one) || isRegexPath(other)) return isRegexPath(one) && !isRegexPath(other);
  return Buffer.byteLength(one) > Buffer.byteLength(other);
}
