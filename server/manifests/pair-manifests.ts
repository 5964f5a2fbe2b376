/** Which gateways a controller configures with the routes of manifests. */

import type { DeclaredGateway } from '../gateways/index.js';
import type { KubernetesObject } from '../kubernetes/index.js';
import type { Settings } from '../protocol/index.js';
import type { Pairing, Sources } from '../workspace/index.js';

/**
 * What `kongRoutes.gateways` says goes first. Then the GatewayConfiguration that the class of a Gateway names, then the
 * gateways that a controller configures: those in the same folder, else all. Then whatever else is declared there.
 *
 * @param uri of the manifest
 * @param objects of its set
 */
export function gatewaysOfManifest(
  uri: string,
  objects: readonly KubernetesObject[],
  sources: Sources,
  settings: Pick<Settings, 'gateways'>,
): Pairing {
  const pairing = sources.gatewaysOf(uri, settings);
  if (pairing.way === 'set') return pairing;
  const { gateways } = sources.found();
  const configured = configurationsOf(objects, gateways);
  if (configured.length > 0) return { ...pairing, way: 'controller', gateways: configured };
  const controlled = (among: readonly DeclaredGateway[]) => among.filter((one) => one.controlled !== null);
  const near = controlled(pairing.gateways);
  const chosen = near.length > 0 ? near : controlled(gateways);
  if (chosen.length > 0) return { ...pairing, way: 'controller', gateways: chosen };
  return pairing;
}

/** The GatewayConfigurations of the classes of the Gateways (`spec.parametersRef` of a GatewayClass). */
function configurationsOf(
  objects: readonly KubernetesObject[],
  gateways: readonly DeclaredGateway[],
): readonly DeclaredGateway[] {
  const text = (object: KubernetesObject, ...path: readonly string[]) => object.root.get(...path).text;
  const used = new Set(
    objects.filter(({ kind }) => kind === 'Gateway').map((one) => text(one, 'spec', 'gatewayClassName')),
  );
  const names = new Set(
    objects
      .filter(({ kind, name }) => kind === 'GatewayClass' && (used.size === 0 || used.has(name)))
      .filter((one) => text(one, 'spec', 'parametersRef', 'kind') === 'GatewayConfiguration')
      .map((one) => text(one, 'spec', 'parametersRef', 'name')),
  );
  return gateways.filter(({ kind, name }) => kind === 'gateway-configuration' && names.has(name));
}
