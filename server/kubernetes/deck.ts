/**
 * A translation as a decK state that can be synced to a Gateway for tests: services, routes, upstreams and plugins.
 * Certificates and consumers are left out, as are plugins whose configuration is in a Secret.
 */

import { stringify } from 'yaml';
import type { GeneratedRoute, GeneratedService } from './kong/generated.js';
import type { Cluster } from './objects/cluster.js';
import { groups, type KubernetesObject } from './objects/object.js';
import type { Sourced } from './objects/origin.js';
import { type Flavor, flavorsOf } from './problems/codes.js';
import type { Translation } from './translation.js';

/**
 * @param flavor of the Gateway that the state is for
 * @param file where only the routes of one file are wanted, with their services
 */
export function deckState(translation: Translation, flavor: Flavor, file?: string): string {
  const output = flavorsOf('expressions').includes(flavor)
    ? translation.expressions
    : translation.traditional;
  const services =
    file === undefined
      ? output.services
      : output.services.flatMap((service) => {
          const routes = service.routes.filter(({ object }) => object.file === file);
          return routes.length > 0 ? [{ ...service, routes }] : [];
        });
  const state = {
    _format_version: '3.0',
    services: services.map((service) => serviceState(service, translation.cluster)),
    upstreams: upstreams(services),
  };
  return stringify(state, { lineWidth: 0, aliasDuplicateObjects: false });
}

function serviceState({ name, id, fields, tags, plugins, routes }: GeneratedService, cluster: Cluster) {
  return {
    ...(id !== null && { id }),
    name,
    ...fields,
    tags,
    ...(plugins.length > 0 && { plugins }),
    routes: routes.map((route) => routeState(route, cluster)),
  };
}

function routeState(route: GeneratedRoute, cluster: Cluster) {
  const bound = route.pluginNames.flatMap((plugin) => kongPlugin(plugin, route.object, cluster));
  const plugins = [...route.plugins, ...bound];
  return {
    ...(route.id !== null && { id: route.id }),
    name: route.name,
    ...route.fields,
    tags: route.tags,
    ...(plugins.length > 0 && { plugins }),
  };
}

/** The KongPlugin of the object's namespace, else the KongClusterPlugin. */
function kongPlugin({ value: name }: Sourced<string>, { namespace }: KubernetesObject, cluster: Cluster) {
  const plugin =
    cluster.get(groups.kong, 'KongPlugin', namespace, name) ??
    cluster.get(groups.kong, 'KongClusterPlugin', '', name);
  if (!plugin || plugin.root.get('configFrom').isPresent) return [];
  const text = (key: string) => plugin.root.get(key).text;
  return [
    {
      name: text('plugin') ?? '',
      ...(text('instance_name') !== undefined && { instance_name: text('instance_name') }),
      ...(text('disabled') === 'true' && { enabled: false }),
      config: plugin.root.get('config').data ?? {},
    },
  ];
}

/** The Kubernetes Services by their names in the cluster, which represent all of their pods. */
function upstreams(services: readonly GeneratedService[]) {
  const byHost = new Map<string, readonly { target: string; weight?: number }[]>();
  for (const { fields, backends } of services) {
    const targets = backends.map(({ name, namespace, port, weight }) => ({
      target: `${name}.${namespace}.svc:${port.mode === 'number' ? port.number : fields.port}`,
      ...(weight !== null && { weight }),
    }));
    if (typeof fields.host === 'string' && targets.length > 0) byHost.set(fields.host, targets);
  }
  return [...byHost].map(([name, targets]) => ({ name, targets }));
}
