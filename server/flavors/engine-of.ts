/** Which router a Gateway has, and what it does to routes before they reach the engine. */

import type { Subsystem } from '../../grammar/index.js';
import { type Gateway, hasFlavors, isInEffect, type Route, subsystemOf } from '../routes/index.js';
import { leavesOutProtocol, protocolAsRouted } from './generated-expression.js';

/** `kong/router/traditional.lua`, or atc-router with `kong/router/atc.lua`. */
export type Engine = 'traditional' | 'atc';

export function engineOf(gateway: Gateway, subsystem: Subsystem): Engine {
  if (gateway.flavor === 'traditional' || !hasFlavors(gateway.version)) return 'traditional';
  return subsystem === 'http' || isInEffect('stream-in-atc', gateway) ? 'atc' : 'traditional';
}

/**
 * The values of `net.protocol` of the requests that a route may match by its `protocols`.
 * Source: Kong/kong `kong/router/expressions.lua`.
 *
 * @param route with Kong's defaults
 * @returns `null` if `protocols` do not decide, or exclude nothing
 */
export function protocolFilter(route: Route, gateway: Gateway): ReadonlySet<string> | null {
  const subsystem = subsystemOf(route);
  const { protocols = [] } = route;
  if (gateway.flavor !== 'expressions' || engineOf(gateway, subsystem) === 'traditional') return null;
  if (protocols.length === 1 && leavesOutProtocol(protocols[0]!, gateway)) return null;
  const filter = new Set(protocols.map((protocol) => protocolAsRouted(protocol, gateway)));
  return filter.size === 0 || everyProtocol[subsystem].every((one) => filter.has(one)) ? null : filter;
}

/** What `net.protocol` can be. */
const everyProtocol: Readonly<Record<Subsystem, readonly string[]>> = {
  http: ['http', 'https'],
  stream: ['tcp', 'tls', 'udp'],
};
