/**
 * The expression routes of HTTPRoutes: one for each hostname and match.
 * Source: `subtranslator/httproute_atc.go`.
 */

import { all, header, isEmpty, type Matcher, predicate, print } from '../expressions/matcher.js';
import { catchAll, hostMatcher, methodMatcher, sniMatcher } from '../expressions/matchers.js';
import { withOrder } from '../expressions/order-among-equals.js';
import { httpRoutePriority } from '../expressions/priorities.js';
import { nameOfHost, type RouteDraft } from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import { kong } from '../objects/annotations.js';
import { compareText } from '../objects/go-text.js';
import { type HttpRule, hostnamesOf, httpRules, type NamedMatch } from '../objects/http-route.js';
import type { KubernetesObject } from '../objects/object.js';
import { defaultAt, type Sourced, sourced } from '../objects/origin.js';
import type { TranslationContext } from './context.js';
import { filterPlugins } from './http-filters.js';
import { pathMatcher, replacesPrefix } from './http-paths.js';
import { type MatchPriorities, matchKey, type SplitMatch, traitsOf } from './http-traits.js';
import { RuleRefusal } from './rule-refusal.js';

/** The priority of every match for every hostname. */
export function httpPriorities(
  routes: readonly KubernetesObject[],
  context: TranslationContext,
): MatchPriorities {
  const split = routes.flatMap((object) =>
    hostnamesOrNone(object).flatMap(({ value: hostname }) =>
      httpRules(object).flatMap((rule) =>
        matchesOrNone(rule).map((match) => ({
          object,
          rule: rule.index,
          match: match.index,
          key: matchKey(object, hostname, rule.index, match.index),
          traits: traitsOf(match, hostname, context),
        })),
      ),
    ),
  );
  const ordered = withOrder(split, ({ traits }) => httpRoutePriority(traits), 12n);
  return new Map([...ordered].map(([{ key }, priority]) => [key, priority]));
}

const hostnamesOrNone = (object: KubernetesObject): readonly Sourced<string>[] => {
  const hostnames = hostnamesOf(object);
  return hostnames.length > 0 ? hostnames : [sourced('', defaultAt(object.origin))];
};

const matchesOrNone = (rule: HttpRule): readonly SplitMatch[] =>
  rule.matches.length > 0
    ? rule.matches
    : [{ index: 0, origin: rule.value.origin, path: null, method: undefined, headers: [], queries: [] }];

export function expressionRoutes(
  rules: readonly HttpRule[],
  priorities: MatchPriorities,
  protocols: readonly Sourced<string>[],
  context: TranslationContext,
): RouteDraft[] | RuleRefusal {
  const routes: RouteDraft[] = [];
  for (const rule of rules) {
    for (const hostname of hostnamesOrNone(rule.object)) {
      for (const match of matchesOrNone(rule)) {
        const route = expressionRoute(rule, match, hostname, priorities, protocols, context);
        if (route instanceof RuleRefusal) return route;
        routes.push(route);
      }
    }
  }
  return routes;
}

function expressionRoute(
  rule: HttpRule,
  match: SplitMatch,
  hostname: Sourced<string>,
  priorities: MatchPriorities,
  protocols: readonly Sourced<string>[],
  context: TranslationContext,
): RouteDraft | RuleRefusal {
  const { object, index } = rule;
  const host = hostname.value;
  const at = defaultAt(object.origin);
  const made = filterPlugins(rule.filters, match.path?.value.value ?? '', context.rules.redirectPlugin);
  if ('refusal' in made) return new RuleRefusal(rule, made.refusal, made.filter);
  const key = matchKey(object, host, index, match.index);
  const route: RouteDraft = {
    name: `httproute.${object.namespace}.${object.name}.${nameOfHost(host) || '_'}.${index}.${match.index}`,
    object,
    source: { rules: [index], matches: [[index, match.index]], ...(host !== '' && { hostname: host }) },
    isExpression: true,
    preserve_host: sourced(true, at),
    strip_path: sourced(false, at),
    expression: print(routeMatcher(rule, match, hostname, context)),
    priority: priorities.get(key) ?? 0n,
    priorityTraits: traitsOf(match, host, context),
    tags: tagsOf(object, 'v1', [rule.name]),
    plugins: [...made.plugins],
    pluginNames: [...made.pluginNames],
  };
  if (protocols.length > 0) route.protocols = protocols;
  return route;
}

function routeMatcher(
  rule: HttpRule,
  match: SplitMatch,
  hostname: Sourced<string>,
  { rules }: TranslationContext,
): Matcher {
  const { annotations } = rule.object;
  const matcher = all([
    hostMatcher([hostname]),
    sniMatcher(annotations.list(`${kong}snis`), rules.wildcardSnis),
    all([
      match.path && pathMatcher(match.path, replacesPrefix(rule.filters)),
      headersMatcher(match.headers),
      all(byName(match.queries).map((query) => namedMatcher(`http.queries.${query.name.value}`, query))),
      methodMatcher(match.method ? [match.method] : []),
    ]),
  ]);
  return isEmpty(matcher) ? catchAll : matcher;
}

/** All of the headers, in the order of their names. */
export const headersMatcher = (headers: readonly NamedMatch[]): Matcher =>
  all(byName(headers).map((match) => namedMatcher(header(match.name.value), match)));

const byName = (matches: readonly NamedMatch[]): readonly NamedMatch[] =>
  [...matches].sort((a, b) => compareText(a.name.value, b.name.value));

function namedMatcher(field: string, { type, value }: NamedMatch): Matcher | null {
  if (type !== 'Exact' && type !== 'RegularExpression') return null;
  return predicate(field, type === 'Exact' ? '==' : '~', value.value, value.origin);
}
