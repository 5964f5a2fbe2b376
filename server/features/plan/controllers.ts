/** The ingress controllers that configure gateways. */

import type { DeclaredController, DeclaredGateway } from '../../gateways/index.js';
import type { Places } from './places.js';
import type { Controller } from './step-input.js';

/** Those in the namespaces of the gateways; all of them where none is there. */
export function controllersOf(
  controllers: readonly DeclaredController[],
  gateways: readonly DeclaredGateway[],
  places: Places,
): Controller[] {
  const near = controllers.filter((controller) =>
    gateways.some(({ namespace }) => namespace === controller.namespace),
  );
  return (near.length > 0 ? near : controllers).map(({ kind, name, namespace, place, hasOwnGateway }) => ({
    kind,
    name,
    namespace,
    at: places.at(place.uri, place.span),
    besideGateway: hasOwnGateway,
  }));
}
