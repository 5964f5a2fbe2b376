/** Which router a Gateway has, and what it does to routes before they reach the engine. */

import { isAtLeast, type Subsystem } from '../../grammar/index.js';
import { type Gateway, type Route, subsystemOf } from '../routes/index.js';

/** `kong/router/traditional.lua`, or atc-router behind `kong/router/atc.lua`. */
export type Engine = 'traditional' | 'atc';

/**
 * Up to 3.3 the stream subsystem has the traditional router, whatever the flavor
 * (Kong/kong `kong/router/init.lua`, Kong/kong#11071).
 */
export function engineOf({ flavor, version }: Gateway, subsystem: Subsystem): Engine {
  if (flavor === 'traditional') return 'traditional';
  return subsystem === 'http' || isAtLeast(version, '3.4') ? 'atc' : 'traditional';
}

/** Before, a route with paths of several lengths is one matcher (Kong/kong#10615). */
export const splitsPaths = ({ version }: Gateway): boolean => isAtLeast(version, '3.3');

/**
 * The values of `net.protocol` of the requests that a route may take by its `protocols`.
 * Source: Kong/kong `kong/router/expressions.lua`; gRPC and the exception for a single protocol came with 3.4
 * (Kong/kong#11082, #11166), the one for tls_passthrough with 3.4.1 (#11538).
 *
 * @param route with Kong's defaults
 * @returns `null` where `protocols` do not decide, or exclude nothing
 */
export function protocolFilter(route: Route, gateway: Gateway): ReadonlySet<string> | null {
  const subsystem = subsystemOf(route);
  const { protocols = [] } = route;
  if (gateway.flavor !== 'expressions' || engineOf(gateway, subsystem) === 'traditional') return null;
  if (protocols.length === 1 && leavesOutFilter(protocols[0]!, gateway)) return null;
  const mapped = isAtLeast(gateway.version, '3.4');
  const filter = new Set(protocols.map((protocol) => (mapped && routedAs[protocol]) || protocol));
  return filter.size === 0 || everyProtocol[subsystem].every((one) => filter.has(one)) ? null : filter;
}

/** What `net.protocol` can be. */
const everyProtocol: Readonly<Record<Subsystem, readonly string[]>> = {
  http: ['http', 'https'],
  stream: ['tcp', 'tls', 'udp'],
};

const routedAs: Readonly<Record<string, string>> = { tls_passthrough: 'tcp', grpc: 'http', grpcs: 'https' };

function leavesOutFilter(protocol: string, { version }: Gateway): boolean {
  if (protocol === 'tls_passthrough') return isAtLeast(version, '3.4.1');
  return (protocol === 'https' || protocol === 'tls') && isAtLeast(version, '3.4');
}
