/**
 * GRPCRoutes. The API server gives their rules no default match.
 * Sources: `subtranslator/grpcroute.go`, `translator/translate_grpcroute.go`.
 */

import {
  type Backend,
  newService,
  noBackendPlugin,
  type RouteDraft,
  type ServiceDraft,
} from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import { backendsOf } from '../objects/backends.js';
import type { Cluster } from '../objects/cluster.js';
import { listeningPorts, namedListeners, parentReferences } from '../objects/gateways.js';
import { quoteMeta, trimSpace } from '../objects/go-text.js';
import { hostnamesOf, type NamedMatch, namedMatch } from '../objects/http-route.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import { defaultAt, type Origin, type Sourced, sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import type { Services, TranslationContext } from './context.js';
import { grpcExpressionRoutes } from './grpc-expression.js';

export interface GrpcMatch {
  readonly index: number;
  readonly origin: Origin;
  readonly method: GrpcMethod | null;
  readonly headers: readonly NamedMatch[];
}

export interface GrpcMethod {
  /** `Exact` or `RegularExpression`. */
  readonly type: string;
  readonly service: Sourced<string> | undefined;
  readonly method: Sourced<string> | undefined;
  readonly origin: Origin;
}

export interface GrpcRule {
  readonly index: number;
  readonly value: Value;
  readonly matches: readonly GrpcMatch[];
}

export const grpcRules = (object: KubernetesObject): readonly GrpcRule[] =>
  object.root.get('spec', 'rules').items.map((value, index) => ({
    index,
    value,
    matches: value.get('matches').items.map(matchOf),
  }));

function matchOf(value: Value, index: number): GrpcMatch {
  const method = value.get('method');
  return {
    index,
    origin: value.origin,
    method: method.isPresent
      ? {
          type: method.get('type').text ?? 'Exact',
          service: method.get('service').sourcedText,
          method: method.get('method').sourcedText,
          origin: method.origin,
        }
      : null,
    headers: value.get('headers').items.map(namedMatch),
  };
}

export function translateGrpcRoutes(context: TranslationContext): Services {
  const routes = context.cluster.list(groups.gateway, 'GRPCRoute');
  const services: Services = new Map();
  if (context.isExpression) {
    for (const { serviceName, rule, route } of grpcExpressionRoutes(routes, context)) {
      const service = services.get(serviceName) ?? serviceOf(serviceName, route.object, rule, context);
      service.routes.push(route);
      services.set(serviceName, service);
    }
    return services;
  }
  for (const object of routes) {
    for (const rule of grpcRules(object)) {
      const name = `grpcroute.${object.namespace}.${object.name}.${rule.index}`;
      const service = serviceOf(name, object, rule, context);
      service.routes.push(...traditionalRoutes(object, rule, context));
      services.set(name, service);
    }
  }
  return services;
}

function serviceOf(
  name: string,
  object: KubernetesObject,
  rule: GrpcRule,
  context: TranslationContext,
): ServiceDraft {
  const references = rule.value.get('backendRefs').items;
  const { backends, problems } = backendsOf(references, object, context.cluster);
  context.report(...problems);
  const isPlain = listeningPorts(object, 'HTTP', context.cluster).length > 0;
  return backendService(
    { name, object, protocol: isPlain ? 'grpc' : 'grpcs', backends, references: references.length },
    context,
  );
}

export interface BackendService {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly protocol: string;
  readonly backends: readonly Backend[];
  /** How many references to backends there are, valid or not. */
  readonly references: number;
}

/** `generateKongServiceFromBackendRefWithName`. */
export function backendService(
  { name, object, protocol, backends, references }: BackendService,
  { rules }: TranslationContext,
): ServiceDraft {
  const isInvalid = backends.length === 0 && references > 0;
  const host = isInvalid && rules.separatesInvalidServices ? `${name}.invalid` : name;
  const service = newService({ name, host, protocol, backends, parent: object });
  // The operator adds the plugin to services of L4 routes as well.
  const terminates = rules.terminatesWithoutBackends
    ? backends.length === 0
    : isInvalid && /http|grpc/.test(protocol);
  if (terminates) service.plugins.push(noBackendPlugin);
  return service;
}

function traditionalRoutes(
  object: KubernetesObject,
  rule: GrpcRule,
  context: TranslationContext,
): RouteDraft[] {
  const hosts = listenerHostnames(object, context.cluster);
  const base = (match: number): RouteDraft => ({
    name: `grpcroute.${object.namespace}.${object.name}.${rule.index}.${match}`,
    object,
    source: { rules: [rule.index] },
    isExpression: false,
    protocols: ['grpc', 'grpcs'].map((protocol) => sourced(protocol, defaultAt(object.origin))),
    tags: grpcTags(object),
    plugins: [],
    pluginNames: [],
    ...(hosts.length > 0 && { hosts }),
  });
  if (rule.matches.length === 0) {
    const path = sourced('/', defaultAt(rule.value.origin));
    return [hosts.length > 0 ? base(0) : { ...base(0), paths: [path] }];
  }
  return rule.matches.map((match) => {
    const headers = new Map<string, Sourced<string>[]>();
    // A regex loses its type here: it is compared as it is written.
    for (const { name, value } of match.headers)
      headers.set(name.value, [...(headers.get(name.value) ?? []), value]);
    return {
      ...base(match.index),
      source: { rules: [rule.index], matches: [[rule.index, match.index]] },
      ...(match.method && { paths: [methodPath(match.method, context)] }),
      ...(headers.size > 0 && { headers }),
    };
  });
}

/** Each rule's name is on every route. */
export function grpcTags(object: KubernetesObject): string[] {
  const names = grpcRules(object).map(({ value }) => trimSpace(value.get('name').text ?? '').text);
  return tagsOf(object, 'v1', names);
}

function methodPath(
  { type, service, method, origin }: GrpcMethod,
  { rules }: TranslationContext,
): Sourced<string> {
  const isEscaped = type === 'Exact' && rules.escapesGrpcPaths;
  const escaped = (text: string) => (isEscaped ? quoteMeta(text) : text);
  const serviceText = service ? escaped(service.value) : '.+';
  const missing = type === 'RegularExpression' ? '.+' : '';
  const methodText = method ? `${escaped(method.value)}${isEscaped ? '$' : ''}` : missing;
  return sourced(`~/${serviceText}/${methodText}`, (method ?? service)?.origin ?? origin);
}

/**
 * The hostnames of the object, else those of the listeners of its parents; nothing at all where one of the parents is
 * not known. A namespace that one parent names goes on for those after it that name none
 * (`getGRPCRouteHostnamesAsSliceOfStringPointers`).
 */
export function listenerHostnames(object: KubernetesObject, cluster: Cluster): readonly Sourced<string>[] {
  const own = hostnamesOf(object);
  if (own.length > 0) return own;
  const hostnames: Sourced<string>[] = [];
  let { namespace } = object;
  for (const parent of parentReferences(object)) {
    if (parent.kind !== 'Gateway') continue;
    namespace = parent.namespace ?? namespace;
    const gateway = cluster.gateway(namespace, parent.name);
    if (!gateway) return [];
    for (const { hostname } of namedListeners(gateway, parent)) if (hostname) hostnames.push(hostname);
  }
  return hostnames;
}
