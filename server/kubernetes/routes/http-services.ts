/**
 * Which rules of HTTPRoutes share a Kong service.
 * Source: `subtranslator/httproute.go` (`groupRulesFromHTTPRoutesByKongServiceName`).
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { grouped } from '../../text/index.js';
import { isEnabled } from '../controllers/settings.js';
import { compareText } from '../objects/go-text.js';
import { type HttpRule, httpRules } from '../objects/http-route.js';
import type { KubernetesObject } from '../objects/object.js';
import type { Value } from '../objects/value.js';
import type { TranslationContext } from './context.js';

/** The rules of each Kong service, by its name, in the order in which their routes are made. */
export function rulesByService(
  routes: readonly KubernetesObject[],
  context: TranslationContext,
): Map<string, HttpRule[]> {
  const combines = isEnabled(context.settings, 'CombinedServicesFromDifferentHTTPRoutes');
  const services = combines
    ? byBackends(routes, context)
    : routes.flatMap((route) => byRoute(route, context));
  return new Map(services.map(([name, rules]) => [name, [...rules].sort(byRuleKey)]));
}

/** Rules are sorted by this text: rule 10 comes before rule 2. */
const byRuleKey = (a: HttpRule, b: HttpRule): number => compareText(ruleKey(a), ruleKey(b));
const ruleKey = ({ object, index }: HttpRule): string => `${object.namespace}/${object.name}.${index}`;

type NamedRules = readonly [name: string, rules: readonly HttpRule[]];

/** Within each HTTPRoute: named after the first rule. */
function byRoute(
  route: KubernetesObject,
  { rules: { splitsServicesByTimeout } }: TranslationContext,
): NamedRules[] {
  const groups = grouped(httpRules(route), (rule) => {
    const backends = setKey(rule.backendRefs.map(backendKey));
    return splitsServicesByTimeout ? `${backends} ${timeoutKey(rule)}` : backends;
  });
  return [...groups.values()].map((rules) => [
    `httproute.${route.namespace}.${route.name}.${(rules[0] as HttpRule).index}`,
    rules,
  ]);
}

/** Across the HTTPRoutes of a namespace: named after the backends. */
function byBackends(routes: readonly KubernetesObject[], { rules }: TranslationContext): NamedRules[] {
  const groups = grouped(routes.flatMap(httpRules), (rule) => combinedName(rule, ''));
  if (!rules.splitsServicesByTimeout) return [...groups];
  return [...groups].flatMap(([name, group]): NamedRules[] => {
    const byTimeout = grouped(group, timeoutKey);
    if (byTimeout.size <= 1) return [[name, group]];
    return [...byTimeout].map(([timeout, rules]) => [
      combinedName(rules[0] as HttpRule, timeout === '' ? '' : `.timeout.${timeout}`),
      rules,
    ]);
  });
}

/** Kong accepts names of this length. */
const longestName = 511;

function combinedName({ object: { namespace }, backendRefs }: HttpRule, suffix: string): string {
  if (backendRefs.length === 0) return `httproute.${namespace}.svc._${suffix}`;
  const backends = backendRefs
    .map((reference) => {
      const own = reference.get('namespace').text ?? namespace;
      const port = reference.get('port').integer;
      const parts = [own, reference.get('name').text ?? '', port, reference.get('weight').integer ?? 1];
      return parts.filter((part) => part !== undefined).join('.');
    })
    .sort(compareText);
  const name = `httproute.${namespace}.svc.${backends.join('_')}${suffix}`;
  if (name.length <= longestName) return name;
  const hash = bytesToHex(sha256(utf8ToBytes(name)));
  return `httproute.${namespace}.svc.${backends[0]}_combined.${hash}`;
}

/** The default of the API server in a reference to a backend. */
function backendKey(reference: Value): string {
  const text = (key: string) => reference.get(key).text;
  return canonical({
    group: text('group') ?? '',
    kind: text('kind') ?? 'Service',
    name: text('name') ?? '',
    namespace: text('namespace'),
    port: reference.get('port').integer,
    weight: reference.get('weight').integer ?? 1,
    filters: reference.get('filters').items.map(filterKey),
  });
}

/** A filter as text: equal filters have equal texts. */
export function filterKey(filter: Value): string {
  const data = filter.data;
  if (filter.get('type').text !== 'RequestRedirect' || !filter.get('requestRedirect').isPresent)
    return canonical(data);
  const redirect = filter.get('requestRedirect').data as Record<string, unknown>;
  return canonical({ ...(data as object), requestRedirect: { statusCode: 302, ...redirect } });
}

/** A set as text, whatever the order. */
export const setKey = (keys: readonly string[]): string => [...keys].sort(compareText).join(';');

/** What is empty is left out, as Go's `omitempty` does. */
const canonical = (data: unknown): string => JSON.stringify(sortedData(data));

function sortedData(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sortedData);
  if (typeof data !== 'object' || data === null) return data;
  return Object.entries(data)
    .filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    )
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => [key, sortedData(value)]);
}

const defaultTimeout = 60000;
/** The longest that Kong accepts, which 0 means. */
const longestTimeout = 2147483646;

/** The rule's timeout where it is another than Kong's default. */
const timeoutKey = (rule: HttpRule): string => String(backendTimeout(rule, true) ?? '');

/**
 * Milliseconds; `null` if the rule says nothing else than the default.
 *
 * @param zeroIsLongest whether the controller reads 0 as no limit
 */
export function backendTimeout({ backendRequest }: HttpRule, zeroIsLongest: boolean): number | null {
  if (backendRequest === undefined) return null;
  const read = milliseconds(backendRequest);
  if (read === null) return null;
  const timeout = read === 0 && zeroIsLongest ? longestTimeout : Math.trunc(read);
  return timeout === defaultTimeout ? null : timeout;
}

const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** `time.ParseDuration`, for what the Gateway API allows of it. */
function milliseconds(text: string): number | null {
  if (text === '0') return 0;
  if (!/^(?:[0-9]+(?:\.[0-9]*)?(?:h|ms|m|s|us|µs|ns))+$/.test(text)) return null;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/([0-9]+(?:\.[0-9]*)?)(h|ms|m|s|us|µs|ns)/g)) {
    sum += Number(count) * (units[unit as string] as number);
  }
  return sum;
}
