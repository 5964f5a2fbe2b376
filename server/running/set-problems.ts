/** Gateways that run, and what of them does not go together. Pure. */

import { viewOf } from '../flavors/index.js';
import type { ByValue, RejectedRoute, RunningMessage } from '../problems/index.js';
import { type Gateway, hasFlavors, isRejected, type Route } from '../routes/index.js';
import { type DataPlane, type Role, versionIn } from './answers.js';

/** The properties of a node that are compared with other nodes. */
export interface SetMember {
  readonly address: string;
  readonly version: string | null;
  /** `null` if it is not known what runs there. */
  readonly gateway: Gateway | null;
  readonly role: Role;
  /** Those of a control plane. */
  readonly dataPlanes: readonly DataPlane[];
}

/** A route that the gateways are to accept. */
export interface SetRoute {
  readonly label: string;
  readonly route: Route;
  readonly data: Readonly<Record<string, unknown>>;
}

export type SetProblemCode =
  | 'flavors-differ'
  | 'versions-differ'
  | 'calculations-differ'
  | 'mixed-for-data-plane'
  | 'refused-by-data-plane'
  | 'data-plane-held-back';

type SetMessage = Extract<RunningMessage, { readonly code: SetProblemCode }>;

export interface SetProblem {
  /** What is wrong, and the way out. */
  readonly message: SetMessage;
  readonly addresses: readonly string[];
}

/**
 * @param routes those that the nodes are meant to have
 * @param assumed the Gateway that routes are for where a control plane does not report one (Konnect)
 * @param now in seconds since 1970
 */
export function setProblems(
  members: readonly SetMember[],
  routes: readonly SetRoute[],
  assumed: Gateway,
  now: number,
): SetProblem[] {
  const meant = new MeantRoutes(routes);
  return [
    ...flavorsDiffer(members, meant),
    ...versionsDiffer(members, meant),
    ...calculationsDiffer(members),
    ...members.flatMap((member) => dataPlaneProblems(member, meant, assumed, now)),
  ];
}

function flavorsDiffer(members: readonly SetMember[], meant: MeantRoutes): SetProblem[] {
  const byFlavor = grouped(members, ({ gateway }) => gateway?.flavor);
  if (byFlavor.size < 2) return [];
  const rejections = [...byFlavor].flatMap(([flavor, [first]]) => {
    const refused = meant.refusedBy(first!.gateway!);
    return refused.length === 0 ? [] : [{ flavor, routes: labelsOf(refused) }];
  });
  const args = { flavors: valuesOf(byFlavor), routes: meant.all.length, rejections };
  return [problem({ code: 'flavors-differ', args }, addressesOf([...byFlavor.values()].flat()))];
}

/** Versions may differ, as they do while an upgrade is rolled out; not where one refuses what another accepts. */
function versionsDiffer(members: readonly SetMember[], meant: MeantRoutes): SetProblem[] {
  const judged = members.filter(({ gateway }) => gateway && hasFlavors(gateway.version));
  return [...grouped(judged, ({ gateway }) => gateway!.flavor)].flatMap(([, its]) => {
    const byVersion = [...grouped(its, ({ version }) => version ?? undefined)].map(([version, nodes]) => ({
      version,
      nodes,
      refused: meant.refusedBy(nodes[0]!.gateway!),
    }));
    return byVersion.flatMap(({ version, nodes, refused }): SetProblem[] => {
      const acceptingNodes = byVersion.filter((other) =>
        refused.some((route) => !other.refused.includes(route)),
      );
      if (acceptingNodes.length === 0) return [];
      const only = refused.filter((route) => acceptingNodes.some((other) => !other.refused.includes(route)));
      const args = {
        version,
        addresses: addressesOf(nodes),
        routes: labelsOf(only),
        accepting: acceptingNodes.map((other) => ({
          value: other.version,
          addresses: addressesOf(other.nodes),
        })),
        first: rejection(only[0]!, nodes[0]!.gateway!),
      };
      const all = [...nodes, ...acceptingNodes.flatMap((other) => other.nodes)];
      return [problem({ code: 'versions-differ', args }, addressesOf(all))];
    });
  });
}

function calculationsDiffer(members: readonly SetMember[]): SetProblem[] {
  const known = members.filter(({ gateway }) => gateway !== null && gateway.flavor !== 'traditional');
  const byCalculation = grouped(known, ({ gateway }) => gateway!.calculation ?? 'original');
  if (byCalculation.size < 2) return [];
  const args = { calculations: valuesOf(byCalculation) };
  return [problem({ code: 'calculations-differ', args }, addressesOf(known))];
}

/** A data plane reports every 30 seconds (CLUSTERING_PING_INTERVAL in Kong/kong `kong/constants.lua`). */
export const isGone = ({ lastSeen }: DataPlane, now: number): boolean =>
  lastSeen !== null && now - lastSeen > 3600;

/** A control plane does not report the flavor of its data planes: its own is assumed. */
function dataPlaneProblems(
  { address, role, gateway, dataPlanes }: SetMember,
  meant: MeantRoutes,
  assumed: Gateway,
  now: number,
): SetProblem[] {
  if (role !== 'control_plane') return [];
  const present = dataPlanes.filter((plane) => !isGone(plane, now));
  const control = gateway ?? assumed;
  const problems: SetProblem[] = [...grouped(present, ({ syncFailure }) => syncFailure ?? undefined)].map(
    ([syncFailure, planes]) =>
      problem({ code: 'data-plane-held-back', args: { planes, address, syncFailure } }, [address]),
  );
  for (const [text, planes] of grouped(present, ({ version }) => version ?? undefined)) {
    const version = versionIn(text);
    if (version === null) continue;
    if (
      isMixed(meant.all) &&
      control.flavor === 'expressions' &&
      isRejected('mixed-table-to-data-plane', { flavor: control.flavor, version })
    ) {
      // `check_mixed_route_entities` in Kong/kong `kong/clustering/compat/init.lua`; P244 in Konnect.
      const args = { planes, address, version: text };
      problems.push(problem({ code: 'mixed-for-data-plane', args }, [address]));
      continue;
    }
    const as = { ...control, version };
    const before = new Set(gateway ? meant.refusedBy(gateway) : []);
    const refused = meant.refusedBy(as).filter((route) => !before.has(route));
    if (refused.length === 0) continue;
    const args = {
      planes,
      address,
      routes: labelsOf(refused),
      flavor: control.flavor,
      first: rejection(refused[0]!, as),
    };
    problems.push(problem({ code: 'refused-by-data-plane', args }, [address]));
  }
  return problems;
}

/** Some routes with an expression, some without. */
function isMixed(routes: readonly SetRoute[]): boolean {
  const withExpression = routes.filter(({ route }) => route.expression !== undefined).length;
  return withExpression > 0 && withExpression < routes.length;
}

/** The routes that the nodes are meant to have. Several questions are about the same Gateway. */
class MeantRoutes {
  readonly all: readonly SetRoute[];
  readonly #refused = new Map<string, readonly SetRoute[]>();

  constructor(all: readonly SetRoute[]) {
    this.all = all;
  }

  /** Those that a Gateway refuses; before 3.0, whose schema is not known here, none that is known. */
  refusedBy(gateway: Gateway): readonly SetRoute[] {
    if (!hasFlavors(gateway.version)) return [];
    const key = `${gateway.flavor} ${gateway.version.join('.')}`;
    const refused =
      this.#refused.get(key) ??
      this.all.filter(({ route, data }) => viewOf(route, data, gateway).status === 'rejected');
    this.#refused.set(key, refused);
    return refused;
  }
}

/** The answer of Kong to a route that it rejects. */
const rejection = ({ label, route, data }: SetRoute, gateway: Gateway): RejectedRoute => ({
  route: label,
  kong: viewOf(route, data, gateway).messages[0] ?? '',
});

const problem = (message: SetMessage, addresses: readonly string[]): SetProblem => ({
  message,
  addresses,
});

const labelsOf = (routes: readonly SetRoute[]) => routes.map(({ label }) => label);

const valuesOf = (groups: ReadonlyMap<string, readonly SetMember[]>): ByValue[] =>
  [...groups].map(([value, its]) => ({ value, addresses: addressesOf(its) }));

const addressesOf = (members: readonly SetMember[]) => members.map(({ address }) => address);

/** In the order of the first of each; what has no key is left out. */
function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
