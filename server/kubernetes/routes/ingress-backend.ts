/** What an Ingress sends requests to: a Service, or a KongServiceFacade. Source: `subtranslator/ingress.go`. */

import { isEnabled } from '../controllers/settings.js';
import type { Backend, PortReference } from '../kong/draft.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import type { Value } from '../objects/value.js';
import { problem } from '../problems/codes.js';
import type { TranslationContext } from './context.js';

export interface IngressBackend {
  readonly backend: Backend;
  readonly facade: KubernetesObject | null;
}

/**
 * @param path the path that has the backend; `null` for the default backend
 * @returns `null` if the controller refuses it, which it has said then
 */
export function ingressBackend(
  value: Value,
  ingress: KubernetesObject,
  path: string | null,
  context: TranslationContext,
): IngressBackend | null {
  const service = value.get('service');
  const resource = value.get('resource');
  // A path looks at the service first, the default backend at the resource.
  if (service.isPresent && !(path === null && resource.isPresent)) {
    const name = service.get('name').textOr('');
    const { namespace } = ingress;
    const backend = {
      namespace,
      name: name.value,
      isFacade: false,
      port: portOf(service.get('port')),
      weight: null,
      origin: name,
    };
    return { backend, facade: null };
  }
  if (!resource.isPresent) {
    context.refuse(ingress, { reason: 'backend-missing', args: { path } }, value.keyOrigin);
    return null;
  }
  return facadeBackend(resource, ingress, path, context);
}

function facadeBackend(
  resource: Value,
  ingress: KubernetesObject,
  path: string | null,
  context: TranslationContext,
): IngressBackend | null {
  const group = resource.get('apiGroup').text;
  const kind = resource.get('kind').text ?? '';
  const name = resource.get('name').textOr('');
  if (kind !== 'KongServiceFacade' || group !== groups.incubator) {
    const named = group === undefined ? kind : `${group}/${kind}`;
    context.refuse(
      ingress,
      { reason: 'resource-unsupported', args: { path, resource: named } },
      resource.keyOrigin,
    );
    return null;
  }
  const facade = context.cluster.facade(ingress.namespace, name.value);
  if (!isEnabled(context.settings, 'KongServiceFacade')) {
    if (!facade || context.settings.featureGates.has('KongServiceFacade')) {
      context.refuse(ingress, { reason: 'facade-gate-off', args: { path } }, resource.keyOrigin);
      return null;
    }
    // Nothing is known of the gate, and whoever has a facade in the files has its CRD: translate, and report the gate.
    context.report(problem('feature-gate-off', { gate: 'KongServiceFacade' }, resource.get('kind').origin));
  }
  if (!facade) {
    context.refuse(ingress, { reason: 'facade-unknown', args: { path, facade: name.value } }, name.origin);
    return null;
  }
  const number = facade.root.get('spec', 'backendRef', 'port').integer ?? 0;
  const port = { mode: 'number', number } as const;
  const { namespace } = ingress;
  return {
    backend: { namespace, name: name.value, isFacade: true, port, weight: null, origin: name },
    facade,
  };
}

function portOf(port: Value): PortReference {
  const number = port.get('number').integer;
  if (number) return { mode: 'number', number };
  const name = port.get('name').text;
  return name ? { mode: 'name', name } : { mode: 'only' };
}
