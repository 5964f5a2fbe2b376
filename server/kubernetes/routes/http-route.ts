/**
 * HTTPRoutes: their Kong services, and the routes of each output.
 * Source: `subtranslator/httproute.go` (`TranslateHTTPRoutesToKongstateServices`).
 */

import { append } from '../../text/index.js';
import { newService, noBackendPlugin, type RouteDraft, type ServiceDraft } from '../kong/draft.js';
import { httpProtocols } from '../objects/gateways.js';
import { type HttpRule, httpRules } from '../objects/http-route.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import type { Sourced } from '../objects/origin.js';
import { backendsOf } from './backends.js';
import type { Services, TranslationContext } from './context.js';
import { expressionRoutes, httpPriorities } from './http-expression.js';
import { backendTimeout, rulesByService } from './http-services.js';
import { regexPriorities, traditionalRoutes } from './http-traditional.js';
import { bothProtocols } from './ingress.js';
import { RuleRefusal } from './rule-refusal.js';

export function translateHttpRoutes(context: TranslationContext): Services {
  const routes = context.cluster
    .list(groups.gateway, 'HTTPRoute')
    .filter((route) => isTranslatable(route, context));
  const priorities = context.isExpression
    ? httpPriorities(routes, context)
    : regexPriorities(routes, context);
  const services: Services = new Map();
  for (const [name, rules] of rulesByService(routes, context)) {
    const protocols = protocolsOf(rules, context);
    const made = context.isExpression
      ? expressionRoutes(rules, priorities, protocols, context)
      : traditionalRoutes(rules, priorities, protocols, context);
    if (made instanceof RuleRefusal) refuseAll(rules, made, context);
    else services.set(name, serviceOf(name, rules, made, context));
  }
  return services;
}

/** `validateHTTPRoute`: what is wrong here makes the whole object unroutable. */
function isTranslatable(route: KubernetesObject, context: TranslationContext): boolean {
  const rules = httpRules(route);
  if (rules.length === 0) {
    context.refuse(route, { reason: 'no-rules', args: {} }, route.root.get('spec', 'rules').keyOrigin);
    return false;
  }
  if (context.isExpression) return true;
  const query = rules
    .flatMap(({ value }) => value.get('matches').items)
    .map((match) => match.get('queryParams'))
    .find((parameters) => parameters.items.length > 0);
  if (query) context.refuse(route, { reason: 'query-params', args: {} }, query.keyOrigin);
  return query === undefined;
}

/** Every HTTPRoute of the service is reported. */
function refuseAll(
  rules: readonly HttpRule[],
  { rule, refusal, place }: RuleRefusal,
  context: TranslationContext,
): void {
  for (const object of new Set(rules.map((one) => one.object))) {
    const origin = object === rule.object ? place.head : object.origin;
    context.refuse(object, refusal, origin);
  }
}

function protocolsOf(rules: readonly HttpRule[], context: TranslationContext): readonly Sourced<string>[] {
  const [{ object }] = rules as readonly [HttpRule];
  if (context.rules.protocols === 'derived') {
    const objects = [...new Set(rules.map((rule) => rule.object))];
    const found = new Map(
      objects
        .flatMap((route) => httpProtocols(route, context.cluster))
        .map((protocol) => [protocol.value, protocol]),
    );
    return [...found.values()].sort((a, b) => (a.value < b.value ? -1 : 1));
  }
  return context.isExpression && context.rules.protocols === 'traditional-only' ? [] : bothProtocols(object);
}

function serviceOf(
  name: string,
  rules: readonly HttpRule[],
  routes: readonly RouteDraft[],
  context: TranslationContext,
): ServiceDraft {
  const [first] = rules as readonly [HttpRule];
  const { backends, problems } = backendsOf(first.backendRefs, first.object, context.cluster);
  context.report(...problems);
  const { terminatesWithoutBackends, splitsServicesByTimeout, separatesInvalidServices } = context.rules;
  const isInvalid = backends.length === 0 && first.backendRefs.length > 0;
  const redirects = rules.some(({ filters }) =>
    filters.some((filter) => filter.get('type').text === 'RequestRedirect'),
  );
  const terminates = terminatesWithoutBackends ? backends.length === 0 && !redirects : isInvalid;
  const hasOwnHost = (isInvalid && separatesInvalidServices) || (terminates && terminatesWithoutBackends);
  const service = newService({
    name,
    host: hasOwnHost ? `${name}.invalid` : name,
    protocol: 'http',
    backends,
    parent: first.object,
  });
  if (terminates) service.plugins.push(noBackendPlugin);
  for (const rule of rules) {
    const timeout = backendTimeout(rule, splitsServicesByTimeout);
    if (timeout === null) continue;
    service.read_timeout = timeout;
    service.connect_timeout = timeout;
    service.write_timeout = timeout;
  }
  append(service.routes, routes);
  return service;
}
