/** The tags by which an entity is traced back to its object. Source: `internal/util/k8s.go:GenerateTagsForObject`. */

import { trimSpace } from '../objects/go-text.js';
import type { KubernetesObject } from '../objects/object.js';

/**
 * @param version of the API under which the controller knows the object, whatever the file says
 * @param ruleNames of Gateway API rules; empty ones are left out
 */
export function tagsOf(
  object: KubernetesObject,
  version: string,
  ruleNames: readonly string[] = [],
): string[] {
  const { name, namespace, kind, uid, group } = object;
  const tags: readonly (readonly [string, string])[] = [
    ['k8s-name', name],
    ['k8s-namespace', namespace],
    ['k8s-kind', kind],
    ['k8s-uid', uid],
    ['k8s-group', group],
    ['k8s-version', version],
    ...ruleNames
      .filter((rule) => trimSpace(rule).text !== '')
      .map((rule) => ['k8s-named-route-rule', rule] as const),
  ];
  const written = tags.filter(([, value]) => value !== '').map(([prefix, value]) => `${prefix}:${value}`);
  return [...written, ...object.annotations.userTags()];
}
