/** KongPlugins that are named and not among the objects. */

import type { Cluster } from '../objects/cluster.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import type { Sourced } from '../objects/origin.js';
import { type ManifestProblem, problem } from '../problems/codes.js';

export function pluginProblems(object: KubernetesObject, cluster: Cluster): ManifestProblem[] {
  const filters = object.root
    .get('spec', 'rules')
    .items.flatMap((rule) => rule.get('filters').items)
    .filter(
      (filter) =>
        filter.get('type').text === 'ExtensionRef' &&
        filter.get('extensionRef', 'kind').text === 'KongPlugin',
    )
    .map((filter) => filter.get('extensionRef', 'name').textOr(''));
  return [...object.annotations.list('konghq.com/plugins'), ...filters]
    .filter((plugin) => !isKnown(plugin, object, cluster))
    .map(({ value, origin }) => problem('plugin-unknown', { plugin: value }, origin));
}

/** `namespace:name` for a plugin of another namespace. */
function isKnown({ value }: Sourced<string>, { namespace }: KubernetesObject, cluster: Cluster): boolean {
  const parts = value.split(':');
  const name = parts.at(-1) as string;
  const own = parts.length > 1 ? (parts[0] as string) : namespace;
  return (
    cluster.get(groups.kong, 'KongPlugin', own, name) !== undefined ||
    cluster.get(groups.kong, 'KongClusterPlugin', '', name) !== undefined
  );
}
