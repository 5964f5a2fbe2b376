/** The Gateway that a route is for. */

import { type GatewayVersion, isAtLeast } from '../../grammar/index.js';
import type { RouterFlavor } from '../protocol.js';

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
  /** `original` where it is not said, as it is Kong's default. */
  readonly calculation?: RouteMatchCalculation;
}

/** Since 3.7 a route under `expressions` may have traditional fields (Kong/kong#12667). */
export const takesTraditionalFields = ({ flavor, version }: Gateway) =>
  flavor !== 'expressions' || isAtLeast(version, '3.7');

/**
 * The protocols of a route that names none: `https` alone since 3.14
 * (Kong Gateway breaking changes 3.14.0.0, "Route protocol defaults change").
 */
export const defaultProtocols = (version: GatewayVersion): readonly string[] =>
  isAtLeast(version, '3.14') ? ['https'] : ['http', 'https'];
