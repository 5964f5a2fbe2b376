/** The Gateway that a route is for. */

import type { GatewayVersion } from '../../grammar/index.js';
import type { RouterFlavor } from '../protocol/index.js';
import { hasFlavors, isInEffect } from './versions/index.js';

export type { RouterFlavor };

/** The values of `router_flavor` (Kong/kong `kong/conf_loader/constants.lua`). */
export const routerFlavors = Object.keys({
  traditional: true,
  traditional_compatible: true,
  expressions: true,
  // The compiler refuses a list in which one is missing.
} satisfies Record<RouterFlavor, true>) as readonly RouterFlavor[];

/** The values of `route_match_calculation` (Gateway 3.11, and patch releases of 3.4 and 3.8 to 3.10). */
export const routeMatchCalculations = ['original', 'strict'] as const;
export type RouteMatchCalculation = (typeof routeMatchCalculations)[number];

export interface Gateway {
  readonly flavor: RouterFlavor;
  readonly version: GatewayVersion;
  /** `original` if it is not said, as it is Kong's default. */
  readonly calculation?: RouteMatchCalculation;
}

/** The flavors that a version has: Gateway 2.x has one router, which is what `traditional` is since 3.0. */
export const flavorsOf = (version: GatewayVersion): readonly RouterFlavor[] =>
  hasFlavors(version) ? routerFlavors : ['traditional'];

/** The Gateway as it runs: 2.x ignores the setting of a flavor. */
export const asItRuns = (gateway: Gateway): Gateway =>
  gateway.flavor === 'traditional' || hasFlavors(gateway.version)
    ? gateway
    : { ...gateway, flavor: 'traditional' };

/** Whether a route may have traditional fields. */
export const acceptsTraditionalFields = (gateway: Gateway) => isInEffect('match-fields', gateway);

/** The protocols of a route that names none, of whatever flavor. */
export const defaultProtocols = (version: GatewayVersion): readonly string[] =>
  isInEffect('default-protocols-https', { flavor: 'traditional', version }) ? onlyHttps : httpAndHttps;

const onlyHttps = ['https'] as const;
const httpAndHttps = ['http', 'https'] as const;
