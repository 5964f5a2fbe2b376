/** Which object a value of another one names. */

import { groups, type KubernetesObject } from '../kubernetes/index.js';
import type { ManifestSet } from './manifest-set.js';
import type { ManifestPlace } from './place-at.js';

/** @returns `null` if the value names nothing, or nothing that is in the files */
export function objectNamedAt(
  set: ManifestSet,
  { object, value, path }: ManifestPlace,
  at: number,
): KubernetesObject | null {
  const { cluster } = set.translation;
  const text = value.text ?? '';
  const last = path.at(-1);
  const namespace = siblingText(object, path, 'namespace') ?? object.namespace;
  const found = () => {
    if (path.includes('annotations')) return pluginAt(set, object, { value, path }, at);
    if (last === 'ingressClassName') return cluster.get(groups.networking, 'IngressClass', '', text);
    if (last === 'gatewayClassName') return cluster.gatewayClass(text);
    if (last === 'serviceName') return cluster.service(object.namespace, text);
    if (last !== 'name') return undefined;
    if (path.includes('parentRefs')) return cluster.gateway(namespace, text);
    if (path.includes('extensionRef')) return cluster.get(groups.kong, 'KongPlugin', object.namespace, text);
    if (path.includes('resource')) return cluster.facade(object.namespace, text);
    if (path.includes('backendRefs') || path.at(-2) === 'service') return cluster.service(namespace, text);
    if (path.includes('parametersRef'))
      return set.manifests.objects.find(
        ({ kind, name }) => kind === siblingText(object, path, 'kind') && name === text,
      );
    return undefined;
  };
  return found() ?? null;
}

/** The text under another key of the mapping that a value is in. */
function siblingText(
  { root }: KubernetesObject,
  path: ManifestPlace['path'],
  key: string,
): string | undefined {
  let value = root;
  for (const step of path.slice(0, -1)) {
    const next = typeof step === 'number' ? value.items[step] : value.get(step);
    if (!next) return undefined;
    value = next;
  }
  return value.get(key).text;
}

function pluginAt(
  set: ManifestSet,
  object: KubernetesObject,
  { path }: Pick<ManifestPlace, 'value' | 'path'>,
  at: number,
): KubernetesObject | undefined {
  const { cluster } = set.translation;
  const key = String(path.at(-1));
  const named = object.annotations
    .list(key)
    .find(({ origin: { range } }) => range[0] <= at && at <= range[1])?.value;
  if (named === undefined) return undefined;
  if (key === 'konghq.com/plugins') {
    const [name = '', namespace = object.namespace] = named.split(':').reverse();
    return (
      cluster.get(groups.kong, 'KongPlugin', namespace, name) ??
      cluster.get(groups.kong, 'KongClusterPlugin', '', name)
    );
  }
  if (key === 'konghq.com/upstream-policy')
    return cluster.get(groups.kong, 'KongUpstreamPolicy', object.namespace, named);
  return undefined;
}
