/** Where the values of a document's Gateway are set. */

import type { DeclaredGateway } from '../gateways/index.js';
import type { GatewayPlace } from '../protocol/index.js';
import type { Place } from '../text/index.js';
import {
  type FlavorReason,
  gatewayLabel,
  linePlace,
  nameAndLine,
  type Snapshot,
} from '../workspace/index.js';
import { locationOf } from './ranges.js';

/** Where a value is set, or where the gateways are that leave it open. */
export function placesOf(
  reason: FlavorReason,
  value: GatewayPlace['value'],
  snapshot: Snapshot,
): readonly GatewayPlace[] {
  const place = (gateway: DeclaredGateway) =>
    placed(value, gateway[value].place ?? gateway.place, gateway, snapshot);
  if (reason.kind === 'gateway') return [place(reason.gateway)];
  if (!('open' in reason) || !reason.open) return [];
  switch (reason.open.kind) {
    case 'ambiguous':
      return reason.open.gateways.map(place);
    case 'unknown':
      return [place(reason.open.gateway)];
    case 'missing':
      return [];
  }
}

export function placed(
  value: GatewayPlace['value'],
  place: Place,
  gateway: DeclaredGateway,
  { text, sources }: Snapshot,
): GatewayPlace {
  const label = [nameAndLine(linePlace(place, sources)), gatewayLabel(gateway)].filter(Boolean).join(', ');
  return { value, label, ...locationOf(place, text, sources) };
}
