/** Which gateways change together, and how their configuration reaches them. */

import type { DeclaredGateway, Found, GatewaySet } from '../gateways/index.js';
import type { PlanTopology, SetReason } from '../problems/index.js';

/** Gateways that one row of steps is about. */
export interface Group {
  readonly kind: PlanTopology;
  readonly gateways: readonly DeclaredGateway[];
  /** What made them a group. */
  readonly why: readonly SetReason[];
  /** Requests reach any of them; else they are the same thing in several places. */
  readonly serveTogether: boolean;
}

/**
 * Gateways that have to agree make a group; so do those that are one workload in several overlays, because what is
 * done for one of them is done for the others.
 */
export function groupsOf(gateways: readonly DeclaredGateway[], sets: readonly GatewaySet[]): Group[] {
  const groups = gateways.map((gateway) => ({
    members: new Set([gateway]),
    why: new Map<string, SetReason>(),
    serveTogether: false,
  }));
  for (const { kind, members, why } of sets) {
    const joined = groups.filter((group) => [...group.members].some(({ id }) => members.includes(id)));
    const [first, ...others] = joined;
    if (!first || others.length === 0) continue;
    first.why.set(JSON.stringify(why), why);
    if (kind !== 'overlays') first.serveTogether = true;
    for (const other of others) {
      for (const member of other.members) first.members.add(member);
      for (const [key, reason] of other.why) first.why.set(key, reason);
      first.serveTogether ||= other.serveTogether;
      groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map(({ members, why, serveTogether }) => {
    const inOrder = gateways.filter((gateway) => members.has(gateway));
    return { kind: kindOf(inOrder), gateways: inOrder, why: [...why.values()], serveTogether };
  });
}

function kindOf(gateways: readonly DeclaredGateway[]): PlanTopology {
  if (gateways.some(({ role }) => role !== 'traditional')) return 'hybrid';
  if (gateways.some(({ kind }) => kind === 'dataplane' || kind === 'gateway-configuration'))
    return 'operator';
  if (gateways.some(({ controlled }) => controlled === 'ingress-controller')) return 'controller';
  if (gateways.every(isDbless)) return 'dbless';
  if (gateways.every(({ kind }) => kind === 'dockerfile')) return 'unknown';
  return 'database';
}

/** Kong's own default is a database; but what reads a declarative configuration has none. */
export const isDbless = ({ database, reads }: DeclaredGateway): boolean =>
  database === 'off' || (database === null && reads.length > 0);

/** The gateways with these ids, in the order of the files. */
export const gatewaysOf = (found: Found, ids: readonly string[]): DeclaredGateway[] =>
  found.gateways.filter(({ id }) => ids.includes(id));
