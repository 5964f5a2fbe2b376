/** The Gateway that a document is for, and how that is known. */

import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import type { RouteDocument } from '../documents/index.js';
import { type DeclaredGateway, defaultFlavor, type Setting } from '../gateways/index.js';
import type { Settings } from '../protocol/index.js';
import { type Gateway, hasFlavors, type RouteMatchCalculation, type RouterFlavor } from '../routes/index.js';
import { type Pairing, type PairingWay, type SharedSetting, sharedSetting, unpaired } from './pairing.js';

/** Why each property of the Gateway has its value. */
export interface GatewayOfDocument {
  readonly gateway: Gateway;
  readonly flavorReason: FlavorReason;
  readonly versionReason: Reason;
  readonly calculationReason: Reason;
}

export type Reason =
  /** By `kongRoutes.routerFlavor` and its like, or by an option of the command line. */
  | { readonly kind: 'set' }
  /** By an entry of `kongRoutes.gateways`, in so many words. */
  | { readonly kind: 'entry' }
  /** As the files of a Gateway have it that the document belongs to. */
  | {
      readonly kind: 'gateway';
      readonly way: PairingWay;
      readonly gateway: DeclaredGateway;
      readonly setting: Setting<unknown>;
    }
  /** Nothing sets it: Kong's default. */
  | { readonly kind: 'default'; readonly open: Open | null };

export type FlavorReason =
  | Reason
  /** A route of the document has an `expression`. */
  | { readonly kind: 'expression-found'; readonly open: Open | null }
  /** Gateway 2.x has one router and no flavors, whatever is set. */
  | { readonly kind: 'no-flavors' }
  /** The document is an expression, which no other flavor has. */
  | { readonly kind: 'expression-file' };

/** Why a document that has something to do with a Gateway got no value from it. */
export type Open =
  /** Several are meant, and they differ. */
  | { readonly kind: 'ambiguous'; readonly gateways: readonly DeclaredGateway[] }
  /** It is written in a form that does not show it. */
  | { readonly kind: 'unknown'; readonly gateway: DeclaredGateway; readonly setting: Setting<unknown> }
  /** `kongRoutes.gateways` names one that no file declares. */
  | { readonly kind: 'missing'; readonly reference: string };

/** The version that is assumed if no file shows one. */
export const assumedVersion: GatewayVersion = [3, 9];

/**
 * What is set goes first, then what the files of the Gateway have, then what the document itself shows, then Kong's
 * default.
 *
 * @param pairing of the document with the gateways of the workspace
 */
export function gatewayOf(
  document: RouteDocument,
  settings: Settings,
  pairing: Pairing = unpaired,
): GatewayOfDocument {
  const version = versionOf(settings, pairing);
  const flavor = flavorOf(document, settings, pairing, version.value);
  const calculation = calculationOf(settings, pairing);
  return {
    gateway: { flavor: flavor.value, version: version.value, calculation: calculation.value },
    flavorReason: flavor.reason,
    versionReason: version.reason,
    calculationReason: calculation.reason,
  };
}

function flavorOf(
  document: RouteDocument,
  { routerFlavor }: Settings,
  pairing: Pairing,
  version: GatewayVersion,
): { value: RouterFlavor; reason: FlavorReason } {
  if (document.kind === 'expression') return { value: 'expressions', reason: { kind: 'expression-file' } };
  if (!hasFlavors(version)) return { value: 'traditional', reason: { kind: 'no-flavors' } };
  if (routerFlavor !== 'auto') return { value: routerFlavor, reason: { kind: 'set' } };
  if (pairing.entry?.flavor) return { value: pairing.entry.flavor, reason: { kind: 'entry' } };
  const agreed = sharedSetting(pairing.gateways, ({ flavor }) => flavor);
  if (agreed?.kind === 'agreed') return { value: agreed.value, reason: fromGateway(agreed, pairing) };
  const open = openOf(agreed, pairing);
  if (hasExpression(document)) return { value: 'expressions', reason: { kind: 'expression-found', open } };
  return { value: defaultFlavor(version), reason: { kind: 'default', open } };
}

/** A version that cannot be read counts as one that is not set. */
function versionOf(
  { gatewayVersion }: Settings,
  pairing: Pairing,
): { value: GatewayVersion; reason: Reason } {
  const set = parseGatewayVersion(gatewayVersion);
  if (set) return { value: set, reason: { kind: 'set' } };
  const given = parseGatewayVersion(pairing.entry?.version ?? '');
  if (given) return { value: given, reason: { kind: 'entry' } };
  const agreed = sharedSetting(pairing.gateways, ({ version }) => version);
  if (agreed?.kind === 'agreed') return { value: agreed.value, reason: fromGateway(agreed, pairing) };
  return { value: assumedVersion, reason: { kind: 'default', open: openOf(agreed, pairing) } };
}

function calculationOf(
  { routeMatchCalculation }: Settings,
  pairing: Pairing,
): { value: RouteMatchCalculation; reason: Reason } {
  if (routeMatchCalculation !== 'auto') return { value: routeMatchCalculation, reason: { kind: 'set' } };
  const agreed = sharedSetting(pairing.gateways, ({ calculation }) => calculation);
  if (agreed?.kind === 'agreed') return { value: agreed.value, reason: fromGateway(agreed, pairing) };
  return { value: 'original', reason: { kind: 'default', open: openOf(agreed, pairing) } };
}

const fromGateway = (
  { gateway, setting }: SharedSetting<unknown> & { kind: 'agreed' },
  { way }: Pairing,
): Reason => ({ kind: 'gateway', way: way!, gateway, setting });

function openOf(agreed: SharedSetting<unknown> | null, { entry, isMissing }: Pairing): Open | null {
  if (isMissing) return { kind: 'missing', reference: entry?.gateway ?? '' };
  // That nothing is written about it, such as the version in a kong.conf, is nothing that could be fixed there.
  const isSilent = agreed?.kind === 'unknown' && agreed.setting.origin.kind === 'kong-default';
  return agreed === null || agreed.kind === 'agreed' || isSilent ? null : agreed;
}

function hasExpression({ deck, routes }: RouteDocument): boolean {
  if (typeof deck?.routeDefaults.expression === 'string') return true;
  return routes.some(({ body }) =>
    body.entries.some(
      ({ key, value }) => key === 'expression' && !(value.kind === 'scalar' && value.value === null),
    ),
  );
}
