/** Gateways that run, and what of them does not go together. Pure. */

import { viewOf } from '../flavors/index.js';
import { inOneLine } from '../problems/index.js';
import { type Gateway, hasFlavors, isRejected, type Route } from '../routes/index.js';
import { listed } from '../text/index.js';
import { type DataPlane, type Role, versionIn } from './answers.js';

/** A node, as far as it has to do with others. */
export interface SetMember {
  readonly address: string;
  readonly version: string | null;
  /** `null` where it is not known what runs there. */
  readonly gateway: Gateway | null;
  readonly role: Role;
  /** Those of a control plane. */
  readonly dataPlanes: readonly DataPlane[];
}

/** A route that the gateways are to take. */
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

export interface SetProblem {
  readonly code: SetProblemCode;
  /** What is wrong, and the way out. */
  readonly message: string;
  readonly addresses: readonly string[];
}

/**
 * @param routes those that the nodes are meant to have
 * @param assumed the Gateway that routes are for where a control plane does not tell (Konnect)
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
  const flavors = [...byFlavor].map(([flavor, its]) => `${flavor} at ${shortlist(addressesOf(its))}`);
  const refusals = [...byFlavor].flatMap(([flavor, [first]]) => {
    const refused = meant.refusedBy(first!.gateway!);
    return refused.length === 0
      ? []
      : [`${flavor} rejects ${refused.length} (${shortlist(refused.map(({ label }) => label))})`];
  });
  const effect =
    refusals.length > 0
      ? `Of ${meant.all.length} routes, ${shortlist(refusals)}.`
      : 'The Gateways match and order the same routes differently.';
  return [
    {
      code: 'flavors-differ',
      message: `The router flavors differ: ${flavors.join('; ')}. ${effect} Set router_flavor (KONG_ROUTER_FLAVOR) to the same value on all of them, or compare Gateways that serve different routes one at a time.`,
      addresses: addressesOf([...byFlavor.values()].flat()),
    },
  ];
}

/** Versions may differ, as they do while an upgrade is rolled out; not where one refuses what another takes. */
function versionsDiffer(members: readonly SetMember[], meant: MeantRoutes): SetProblem[] {
  const judged = members.filter(({ gateway }) => gateway && hasFlavors(gateway.version));
  return [...grouped(judged, ({ gateway }) => gateway!.flavor)].flatMap(([, its]) => {
    const byVersion = [...grouped(its, ({ version }) => version ?? undefined)].map(([version, nodes]) => ({
      version,
      nodes,
      refused: meant.refusedBy(nodes[0]!.gateway!),
    }));
    return byVersion.flatMap(({ version, nodes, refused }): SetProblem[] => {
      const takers = byVersion.filter((other) => refused.some((route) => !other.refused.includes(route)));
      if (takers.length === 0) return [];
      const only = refused.filter((route) => takers.some((other) => !other.refused.includes(route)));
      const taking = shortlist(
        takers.map((other) => `Gateway ${other.version} at ${shortlist(addressesOf(other.nodes))}`),
      );
      return [
        {
          code: 'versions-differ',
          message: `Gateway ${version} at ${shortlist(addressesOf(nodes))} rejects ${countOf(only)}, but ${taking} accepts them. ${reasonOf(only[0]!, nodes[0]!.gateway!)} Upgrade both to the same version, or write routes that both accept.`,
          addresses: addressesOf([...nodes, ...takers.flatMap((other) => other.nodes)]),
        },
      ];
    });
  });
}

function calculationsDiffer(members: readonly SetMember[]): SetProblem[] {
  const known = members.filter(({ gateway }) => gateway !== null && gateway.flavor !== 'traditional');
  const byCalculation = grouped(known, ({ gateway }) => gateway!.calculation ?? 'original');
  if (byCalculation.size < 2) return [];
  const values = [...byCalculation].map(([value, its]) => `${value} at ${shortlist(addressesOf(its))}`);
  return [
    {
      code: 'calculations-differ',
      message: `route_match_calculation differs: ${values.join('; ')}. The Gateways compute different priorities and evaluate the routes in a different order. Set it to the same value on all of them.`,
      addresses: addressesOf(known),
    },
  ];
}

/** A data plane reports every 30 seconds (CLUSTERING_PING_INTERVAL in Kong/kong `kong/constants.lua`). */
export const isGone = ({ lastSeen }: DataPlane, now: number): boolean =>
  lastSeen !== null && now - lastSeen > 3600;

/** A control plane does not tell the flavor of its data planes: it is taken to be its own. */
function dataPlaneProblems(
  { address, role, gateway, dataPlanes }: SetMember,
  meant: MeantRoutes,
  assumed: Gateway,
  now: number,
): SetProblem[] {
  if (role !== 'control_plane') return [];
  const present = dataPlanes.filter((plane) => !isGone(plane, now));
  const control = gateway ?? assumed;
  const problems: SetProblem[] = [...grouped(present, ({ trouble }) => trouble ?? undefined)].map(
    ([trouble, planes]) => ({
      code: 'data-plane-held-back',
      message: `${planesOf(planes)} of ${address} ${verb(planes, 'receives', 'receive')} no configuration: ${trouble}. Use the same version and plugins on data planes and control plane.`,
      addresses: [address],
    }),
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
      problems.push({
        code: 'mixed-for-data-plane',
        message: `${planesOf(planes)} of ${address} ${verb(planes, 'receives', 'receive')} no configuration with these routes: some have an expression and others do not, which data planes accept only from 3.7 on. Upgrade to 3.7 or newer, or convert all routes to expressions. Kong: ${text} does not support mixed mode route`,
        addresses: [address],
      });
      continue;
    }
    const as = { ...control, version };
    const before = new Set(gateway ? meant.refusedBy(gateway) : []);
    const refused = meant.refusedBy(as).filter((route) => !before.has(route));
    if (refused.length === 0) continue;
    problems.push({
      code: 'refused-by-data-plane',
      message: `${planesOf(planes)} of ${address} ${verb(planes, 'rejects', 'reject')} ${countOf(refused)}, and therefore the whole configuration, if ${verb(planes, 'its', 'their')} router_flavor is also ${control.flavor}. ${reasonOf(refused[0]!, as)} Upgrade the data planes, or write routes that they accept.`,
      addresses: [address],
    });
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

/** Why the first of them is refused, in Kong's words. */
function reasonOf({ label, route, data }: SetRoute, gateway: Gateway): string {
  const [message = ''] = viewOf(route, data, gateway).messages;
  return `Kong's answer for ${label}: ${inOneLine(message)}.`;
}

const verb = (planes: readonly DataPlane[], one: string, several: string) =>
  planes.length === 1 ? one : several;

function planesOf(planes: readonly DataPlane[]): string {
  const names = planes.map(
    ({ hostname, version }) => `${hostname}${version === null ? '' : ` (${version})`}`,
  );
  return `${planes.length === 1 ? 'The data plane' : 'The data planes'} ${shortlist(names)}`;
}

const countOf = (routes: readonly SetRoute[]) =>
  `${routes.length} ${routes.length === 1 ? 'route' : 'routes'} (${shortlist(routes.map(({ label }) => label))})`;

/** At most this many names are listed. */
const mostListed = 3;

export const shortlist = (names: readonly string[]): string => listed(names, mostListed);

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
