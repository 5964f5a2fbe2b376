/** The ingress controllers that configure gateways. */

import type { DeclaredController, DeclaredGateway } from '../gateways/index.js';
import type { Places } from './line-places.js';
import type { Controller } from './steps/step-input.js';

/**
 * Those in the pods of the gateways; else those in pods of their own, which are in the namespaces of the gateways or
 * name none. Of several that are called alike (variants of one) the one whose file is nearest.
 */
export function controllersOf(
  controllers: readonly DeclaredController[],
  gateways: readonly DeclaredGateway[],
  places: Places,
): Controller[] {
  const own = controllers.filter(
    (controller) => controller.hasOwnGateway && gateways.some((gateway) => isSame(controller, gateway)),
  );
  const nearby = controllers.filter(({ namespace }) =>
    gateways.some((gateway) => isNear(namespace, gateway.namespace)),
  );
  const chosen = own.length > 0 ? own : nearby;
  const nearest = new Map<string, DeclaredController>();
  for (const controller of chosen) {
    const key = `${controller.kind}/${controller.name}`;
    const known = nearest.get(key);
    if (!known || sharedPath(controller, gateways) > sharedPath(known, gateways))
      nearest.set(key, controller);
  }
  return [...nearest.values()].map(({ kind, name, namespace, place }) => ({
    kind,
    name,
    namespace,
    at: places.at(place.uri, place.span),
    isInGatewayPods: own.length > 0,
  }));
}

const isNear = (a: string | null, b: string | null) => a === b || a === null || b === null;

const isSame = (controller: DeclaredController, { name, namespace }: DeclaredGateway) =>
  controller.name === name && isNear(controller.namespace, namespace);

/** How many folders of its path it has in common with the gateways. */
function sharedPath({ place }: DeclaredController, gateways: readonly DeclaredGateway[]): number {
  const steps = place.uri.split('/');
  return Math.max(
    ...gateways.map((gateway) => {
      const others = gateway.place.uri.split('/');
      const differs = steps.findIndex((step, i) => step !== others[i]);
      return differs === -1 ? steps.length : differs;
    }),
  );
}
