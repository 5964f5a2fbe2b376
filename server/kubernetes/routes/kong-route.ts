/**
 * KongRoutes and KongServices, which the operator hands to Konnect as they are: without expressions, whatever the flavor.
 * Source: Kong/kong-operator `controller/konnect/ops/ops_kongroute.go` (`kongRouteToSDKRouteInput`).
 */

import type { GeneratedRoute, GeneratedService, JsonValue } from '../kong/generated.js';
import { groups, type KubernetesObject, objectKey } from '../objects/object.js';
import type { Origin } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import type { TranslationContext } from './context.js';

export const routeFields = [
  'protocols',
  'methods',
  'hosts',
  'paths',
  'headers',
  'snis',
  'sources',
  'destinations',
  'regex_priority',
  'strip_path',
  'preserve_host',
  'request_buffering',
  'response_buffering',
  'https_redirect_status_code',
  'path_handling',
] as const;

const serviceFields = [
  'host',
  'port',
  'protocol',
  'path',
  'connect_timeout',
  'read_timeout',
  'write_timeout',
  'retries',
  'tls_verify',
  'tls_verify_depth',
] as const;

/** By service; routes without one are in a service without a name. */
export function translateKongRoutes({ cluster, settings }: TranslationContext): GeneratedService[] {
  if (settings.controller !== 'operator') return [];
  const services = new Map<string, { object: KubernetesObject; routes: GeneratedRoute[] }>();
  for (const object of cluster.list(groups.kong, 'KongRoute')) {
    const service = serviceOf(object, cluster.list(groups.kong, 'KongService'));
    const key = service ? objectKey(service.namespace, service.name) : '';
    const known = services.get(key) ?? { object: service ?? object, routes: [] };
    known.routes.push(routeOf(object));
    services.set(key, known);
  }
  return [...services].map(([key, { object, routes }]) => ({
    name: key === '' ? '' : nameOf(object),
    id: null,
    fields: key === '' ? {} : fieldsOf(object.root.get('spec'), serviceFields),
    tags: object.root.get('spec', 'tags').items.map((tag) => tag.text ?? ''),
    plugins: [],
    backends: [],
    routes,
    object,
  }));
}

function serviceOf(
  route: KubernetesObject,
  services: readonly KubernetesObject[],
): KubernetesObject | undefined {
  const reference = route.root.get('spec', 'serviceRef', 'namespacedRef');
  const namespace = reference.get('namespace').text ?? route.namespace;
  const name = reference.get('name').text;
  return services.find((service) => service.namespace === namespace && service.name === name);
}

/** Konnect names an entity as its spec does; without a name there it has none. */
const nameOf = ({ root }: KubernetesObject): string => root.get('spec', 'name').text ?? '';

function routeOf(object: KubernetesObject): GeneratedRoute {
  const spec = object.root.get('spec');
  const origins = new Map<string, Origin>();
  for (const field of routeFields) collectOrigins(spec.get(field), [field], origins);
  return {
    name: nameOf(object),
    id: null,
    fields: fieldsOf(spec, routeFields),
    tags: spec.get('tags').items.map((tag) => tag.text ?? ''),
    plugins: [],
    pluginNames: object.annotations.list('konghq.com/plugins'),
    object,
    source: {},
    origins,
    expressionParts: [],
    priorityTraits: null,
  };
}

function fieldsOf(spec: Value, fields: readonly string[]): Record<string, JsonValue> {
  return Object.fromEntries(
    fields
      .map((field) => [field, spec.get(field).data as JsonValue | undefined] as const)
      .filter((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined),
  );
}

function collectOrigins(value: Value, path: readonly string[], origins: Map<string, Origin>): void {
  if (!value.isPresent) return;
  if (value.text !== undefined) origins.set(path.join('.'), value.origin);
  value.items.forEach((item, index) => {
    collectOrigins(item, [...path, String(index)], origins);
  });
  for (const [name, member] of value.members) collectOrigins(member, [...path, name], origins);
}
