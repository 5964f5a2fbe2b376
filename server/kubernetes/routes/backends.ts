/**
 * The backends of Gateway API rules, and which of them may be used.
 * Sources: `subtranslator/backendref.go`, `internal/gatewayapi/references.go`.
 */

import type { Backend } from '../kong/draft.js';
import type { Cluster } from '../objects/cluster.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import type { Value } from '../objects/value.js';
import { type ManifestProblem, problem } from '../problems/codes.js';

export interface FoundBackends {
  readonly backends: readonly Backend[];
  readonly problems: readonly ManifestProblem[];
}

/** The backends that exist and are allowed; the others are left out, and the rest of the rule goes on. */
export function backendsOf(
  references: readonly Value[],
  route: KubernetesObject,
  cluster: Cluster,
): FoundBackends {
  const backends: Backend[] = [];
  const problems: ManifestProblem[] = [];
  for (const reference of references) {
    const found = backendOf(reference, route, cluster);
    if ('code' in found) problems.push(found);
    else backends.push(found);
  }
  return { backends, problems };
}

function backendOf(reference: Value, route: KubernetesObject, cluster: Cluster): Backend | ManifestProblem {
  const name = reference.get('name').textOr('');
  const kind = reference.get('kind').text ?? 'Service';
  const group = reference.get('group').text ?? '';
  const namespace = reference.get('namespace').text ?? route.namespace;
  if (kind !== 'Service') return problem('backend-kind', { kind }, reference.get('kind').origin);
  if (!cluster.service(namespace, name.value)) {
    return problem('service-unknown', { service: `${namespace}/${name.value}` }, name.origin);
  }
  if (group !== '' && group !== 'core')
    return problem('backend-kind', { kind: `${group}/${kind}` }, reference.get('group').origin);
  if (
    namespace !== route.namespace &&
    !isGranted(route, { group, kind, namespace, name: name.value }, cluster)
  ) {
    return problem(
      'reference-not-granted',
      { kind: route.kind, namespace },
      reference.get('namespace').origin,
    );
  }
  return {
    namespace,
    name: name.value,
    isFacade: false,
    port: { mode: 'number', number: reference.get('port').integer ?? -1 },
    weight: reference.get('weight').integer ?? 1,
    origin: name,
  };
}

interface Target {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Whether a ReferenceGrant of the target's namespace allows the reference. */
function isGranted(from: KubernetesObject, target: Target, cluster: Cluster): boolean {
  return cluster
    .list(groups.gateway, 'ReferenceGrant')
    .some(
      ({ namespace, root }) =>
        namespace === target.namespace &&
        root
          .get('spec', 'from')
          .items.some(
            (item) =>
              item.get('group').text === from.group &&
              item.get('kind').text === from.kind &&
              item.get('namespace').text === from.namespace,
          ) &&
        root
          .get('spec', 'to')
          .items.some(
            (item) =>
              (item.get('group').text ?? '') === target.group &&
              item.get('kind').text === target.kind &&
              (!item.get('name').isPresent || item.get('name').text === target.name),
          ),
    );
}
