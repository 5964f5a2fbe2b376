/**
 * The traditional routes of HTTPRoutes: matches that differ in their paths alone share a route.
 * Source: `subtranslator/httproute.go` (`translateHTTPRouteRulesMetaToKongstateRoutes`).
 */

import { append, grouped } from '../../text/index.js';
import { httpRouteClass } from '../expressions/priorities.js';
import type { RouteDraft } from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import { compareText } from '../objects/go-text.js';
import { type HttpMatch, type HttpRule, hostnamesOf, httpRules } from '../objects/http-route.js';
import { type KubernetesObject, objectKey } from '../objects/object.js';
import { defaultAt, type Sourced, sourced } from '../objects/origin.js';
import type { TranslationContext } from './context.js';
import { filterPlugins } from './http-filters.js';
import { capturingPaths, isPrefixRewrite, traditionalPaths } from './http-paths.js';
import { filterKey, setKey } from './http-services.js';
import { type MatchPriorities, matchKey, traitsOf } from './http-traits.js';
import { RuleRefusal } from './rule-refusal.js';

/** A match of a rule. */
interface RuleMatch {
  readonly rule: HttpRule;
  readonly match: HttpMatch;
}

export function traditionalRoutes(
  rules: readonly HttpRule[],
  priorities: MatchPriorities,
  protocols: readonly Sourced<string>[],
  context: TranslationContext,
): RouteDraft[] | RuleRefusal {
  const routes: RouteDraft[] = [];
  const byFilters = grouped(rules, ({ filters }) => setKey(filters.map(filterKey)));
  for (const group of byFilters.values()) {
    for (const rule of group) if (rule.matches.length === 0) routes.push(hostsOnly(rule, protocols));
    const matches = group.flatMap((rule) => rule.matches.map((match) => ({ rule, match })));
    for (const alike of grouped(matches, (one) => likeness(one, context)).values()) {
      const made = routesOf(alike, group[0] as HttpRule, priorities, protocols, context);
      if (made instanceof RuleRefusal) return made;
      append(routes, made);
    }
  }
  return routes.sort((a, b) => compareText(a.name, b.name));
}

/** Matches with equal texts share a route: same HTTPRoute, method, headers and parameters. */
function likeness({ rule: { object }, match }: RuleMatch, { rules }: TranslationContext): string {
  const headers = new Map<string, readonly string[]>();
  for (const { type, name, value } of match.headers) {
    const lower = name.value.toLowerCase();
    if (!headers.has(lower)) headers.set(lower, [type, value.value]);
  }
  const queries = new Map<string, readonly string[]>();
  for (const { type, name, value } of match.queries) {
    if (!queries.has(name.value)) queries.set(name.value, [type, value.value]);
  }
  const sorted = [...headers].sort(([a], [b]) => compareText(a, b));
  // The operator also looks at whether there is a path: the API server gives every match one.
  return JSON.stringify([
    objectKey(object.namespace, object.name),
    match.method?.value,
    sorted,
    [...queries],
    rules.regexPriorities,
  ]);
}

/** A rule with an empty list of matches. */
function hostsOnly(rule: HttpRule, protocols: readonly Sourced<string>[]): RouteDraft {
  const { object, index } = rule;
  const route: RouteDraft = {
    name: `httproute.${object.namespace}.${object.name}.${index}.0`,
    object,
    source: { rules: [index] },
    isExpression: false,
    preserve_host: sourced(true, defaultAt(object.origin)),
    tags: tagsOf(object, 'v1'),
    plugins: [],
    pluginNames: [],
  };
  if (protocols.length > 0) route.protocols = protocols;
  const hosts = hostnamesOf(object);
  if (hosts.length > 0) route.hosts = hosts;
  return route;
}

function routesOf(
  matches: readonly RuleMatch[],
  filtered: HttpRule,
  priorities: MatchPriorities,
  protocols: readonly Sourced<string>[],
  context: TranslationContext,
): RouteDraft[] | RuleRefusal {
  const base = baseRoute(matches, protocols);
  const priority = regexPriorityOf(matches, priorities);
  if (priority) base.regex_priority = priority;
  const [{ rule, match: first }] = matches as readonly [RuleMatch];
  const headers = headersOf(first, context);
  if (headers === null) {
    const header = doubleHeader(first) as string;
    return new RuleRefusal(rule, { reason: 'header-twice', args: { header } }, rule.value);
  }
  if (headers.size > 0) base.headers = headers;
  const methods = [
    ...new Map(
      matches.flatMap(({ match: { method } }) => (method ? [[method.value, method] as const] : [])),
    ).values(),
  ];
  if (methods.length > 0) base.methods = methods;
  const { filters } = filtered;
  const isRedirect = filters.some((filter) => filter.get('type').text === 'RequestRedirect');
  if (isRedirect) return redirectRoutes(base, matches, filtered, context);
  base.paths = matches.flatMap(({ match }) => traditionalPaths(match.path));
  return withFilters(base, first, filtered, context);
}

function withFilters(
  route: RouteDraft,
  first: HttpMatch,
  filtered: HttpRule,
  context: TranslationContext,
): RouteDraft[] | RuleRefusal {
  const { filters } = filtered;
  const replaced = filters.filter(isPrefixRewrite);
  const captures = replaced.some(
    (filter) => filter.get('urlRewrite', 'path', 'replacePrefixMatch').isPresent,
  );
  // Without the replacement the controller does not know the path.
  const path = captures ? first.path.value : sourced('', first.path.value.origin);
  const made = filterPlugins(filters, path.value, context.rules.redirectPlugin);
  if ('refusal' in made) return new RuleRefusal(filtered, made.refusal, made.filter);
  append(route.plugins, made.plugins);
  append(route.pluginNames, made.pluginNames);
  if (replaced.length > 0) route.paths = capturingPaths({ type: 'PathPrefix', value: path });
  return [route];
}

/**
 * One route for each match, all with the same name. Each has the paths and plugins of those before it as well: the
 * controllers go on with the same route in memory.
 */
function redirectRoutes(
  base: RouteDraft,
  matches: readonly RuleMatch[],
  filtered: HttpRule,
  context: TranslationContext,
): RouteDraft[] | RuleRefusal {
  const routes: RouteDraft[] = [];
  let paths: readonly Sourced<string>[] = [];
  let methods: readonly Sourced<string>[] = [];
  for (const [index, { match }] of matches.entries()) {
    paths = [...paths, ...traditionalPaths(match.path)];
    const { method } = match;
    if (method && !methods.some(({ value }) => value === method.value)) methods = [...methods, method];
    const made = filterPlugins(filtered.filters, match.path.value.value, context.rules.redirectPlugin);
    if ('refusal' in made) return new RuleRefusal(filtered, made.refusal, made.filter);
    append(base.plugins, made.plugins);
    append(base.pluginNames, made.pluginNames);
    const { methods: _, ...rest } = base;
    const source = sourceOf(matches.slice(0, index + 1));
    const plugins = [...base.plugins];
    routes.push({ ...rest, source, plugins, paths, ...(methods.length > 0 && { methods }) });
  }
  return routes;
}

function baseRoute(matches: readonly RuleMatch[], protocols: readonly Sourced<string>[]): RouteDraft {
  const [{ rule, match }] = matches as readonly [RuleMatch];
  const { object } = rule;
  const at = defaultAt(object.origin);
  const route: RouteDraft = {
    name: `httproute.${object.namespace}.${object.name}.${rule.index}.${match.index}`,
    object,
    source: sourceOf(matches),
    isExpression: false,
    preserve_host: sourced(true, at),
    strip_path: sourced(false, at),
    tags: tagsOf(
      object,
      'v1',
      matches.map((one) => one.rule.name),
    ),
    plugins: [],
    pluginNames: [],
  };
  if (protocols.length > 0) route.protocols = protocols;
  const hosts = hostnamesOf(object);
  if (hosts.length > 0) route.hosts = hosts;
  return route;
}

const sourceOf = (matches: readonly RuleMatch[]): RouteDraft['source'] => ({
  rules: [...new Set(matches.map(({ rule }) => rule.index))],
  matches: matches.map(({ rule, match }) => [rule.index, match.index] as const),
});

/** `null` if a name occurs twice, which is an error for the controller. */
function headersOf(
  { headers }: HttpMatch,
  { rules }: TranslationContext,
): Map<string, Sourced<string>[]> | null {
  const found = new Map<string, Sourced<string>[]>();
  const seen = new Set<string>();
  for (const { type, name, value } of headers) {
    const key = rules.firstHeaderCounts ? name.value.toLowerCase() : name.value;
    if (seen.has(key)) {
      if (rules.firstHeaderCounts) continue;
      return null;
    }
    seen.add(key);
    const text = type === 'RegularExpression' ? `~*${value.value}` : value.value;
    found.set(name.value, [sourced(text, value.origin)]);
  }
  return found;
}

const doubleHeader = ({ headers }: HttpMatch): string | undefined =>
  headers.map(({ name }) => name.value).find((name, index, names) => names.indexOf(name) !== index);

/** Each class of equally specific matches has this many priorities: more than an HTTPRoute has matches. */
const classSize = 1024n;

/**
 * The operator's `regex_priority` of each match: by how specific it is among all matches of all HTTPRoutes, then by its
 * order within its own (`assignTraditionalRoutePriorityToSplitHTTPRouteMatches`). Nothing for the other controllers.
 */
export function regexPriorities(
  routes: readonly KubernetesObject[],
  context: TranslationContext,
): MatchPriorities {
  if (!context.rules.regexPriorities) return new Map();
  const matches = routes.flatMap((object) =>
    httpRules(object).flatMap((rule) =>
      rule.matches.map((match) => ({
        object,
        rule,
        match,
        class: httpRouteClass(traitsOf(match, '', context)),
      })),
    ),
  );
  const ranks = new Map(
    [...new Set(matches.map((match) => match.class))]
      .sort((a, b) => (a < b ? -1 : 1))
      .map((value, rank) => [value, BigInt(rank)]),
  );
  const sameClass = grouped(
    matches,
    (match) => `${objectKey(match.object.namespace, match.object.name)} ${match.class}`,
  );
  const priorities = new Map<string, bigint>();
  for (const group of sameClass.values()) {
    group.forEach(({ object, rule, match, class: value }, position) => {
      const offset = BigInt(group.length - 1 - position);
      priorities.set(
        matchKey(object, '', rule.index, match.index),
        (ranks.get(value) as bigint) * classSize + offset,
      );
    });
  }
  return priorities;
}

/** The highest of the route's matches; the lowest of all is not sent. */
function regexPriorityOf(matches: readonly RuleMatch[], priorities: MatchPriorities): Sourced<number> | null {
  let highest = 0;
  let origin = (matches[0] as RuleMatch).match.origin;
  for (const { rule, match } of matches) {
    const priority = Number(priorities.get(matchKey(rule.object, '', rule.index, match.index)) ?? 0n);
    if (priority > highest) {
      highest = priority;
      origin = match.origin;
    }
  }
  return highest === 0 ? null : sourced(highest, defaultAt(origin));
}
