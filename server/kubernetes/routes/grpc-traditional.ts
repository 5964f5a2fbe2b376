/** The traditional routes of GRPCRoutes. Source: `subtranslator/grpcroute.go`. */

import type { RouteDraft } from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import type { Cluster } from '../objects/cluster.js';
import { namedListeners, parentReferences } from '../objects/gateways.js';
import { quoteMeta, trimSpace } from '../objects/go-text.js';
import { type GrpcMethod, type GrpcRule, grpcRules } from '../objects/grpc-route.js';
import { hostnamesOf } from '../objects/http-route.js';
import type { KubernetesObject } from '../objects/object.js';
import { defaultAt, type Sourced, sourced } from '../objects/origin.js';
import type { TranslationContext } from './context.js';

export function grpcTraditionalRoutes(
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

/** Each rule's name is on every route. */
export function grpcTags(object: KubernetesObject): string[] {
  const names = grpcRules(object).map(({ value }) => trimSpace(value.get('name').text ?? '').text);
  return tagsOf(object, 'v1', names);
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
