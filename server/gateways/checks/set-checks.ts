/**
 * Gateways that have to agree and do not.
 *
 * Sources: Kong/kong `kong/clustering/compat/init.lua` (`check_kong_version_compatibility`,
 * `check_mixed_route_entities`), `kong/clustering/config_helper.lua` (`update`: a data plane judges what it is sent by
 * the schema of its own flavor) and `kong/db/schema/entities/routes.lua` (which fields that schema has);
 * Kong/kubernetes-ingress-controller `internal/manager/kongconfig/root.go` (`ValidateRoots`: the flavor of one gateway,
 * asked at the start, is that of all).
 */

import type { GatewayVersion } from '../../../grammar/index.js';
import type { Disagreement, GatewayProblem, RelatedPlace } from '../../problems/index.js';
import { acceptsTraditionalFields, type RouterFlavor } from '../../routes/index.js';
import { type Place, sentenceCase } from '../../text/index.js';
import {
  type DeclaredGateway,
  type Found,
  type GatewaySet,
  nameOf,
  type Origin,
  type Setting,
  versionText,
} from '../model/index.js';
import { joined } from './setting-checks.js';

/** The routes in the files that a gateway reads. */
export interface RouteTable {
  readonly expression: readonly RelatedPlace[];
  readonly traditional: readonly RelatedPlace[];
}

/**
 * @param tableOf the routes of a gateway; `null` if no file is known to hold them
 * @returns each problem at the gateway's own setting, with the others as related places
 */
export function judgeAgreement(
  { gateways, sets }: Found,
  tableOf: (gateway: DeclaredGateway) => RouteTable | null = () => null,
): GatewayProblem[] {
  const byId = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  const reported = new Set<string>();
  const problems: GatewayProblem[] = [];
  // Of two sets with the same gateways the one that says more.
  for (const set of [...sets].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))) {
    const members = set.members.flatMap((id) => byId.get(id) ?? []);
    for (const problem of judgeSet(set, members, tableOf)) {
      const { place, code, gateways: about } = problem;
      const key = [place.uri, place.span.start, code, ...[...about].sort()].join(' ');
      if (reported.has(key)) continue;
      reported.add(key);
      problems.push(problem);
    }
  }
  return joined(problems);
}

const order: readonly GatewaySet['kind'][] = ['hybrid', 'controller', 'replicas', 'overlays'];

type TableOf = (gateway: DeclaredGateway) => RouteTable | null;

function judgeSet(set: GatewaySet, members: readonly DeclaredGateway[], tableOf: TableOf): GatewayProblem[] {
  switch (set.kind) {
    case 'overlays':
      return rollingUpdates(members);
    case 'hybrid':
      return judgeHybrid(set, members, tableOf);
    default:
      return disagreements(set, members, (a, b) => disagreement(set.kind, a, b, tableOf));
  }
}

/** A control plane sends its configuration to data planes. If no file declares it (Konnect), they are replicas. */
function judgeHybrid(
  set: GatewaySet,
  members: readonly DeclaredGateway[],
  tableOf: TableOf,
): GatewayProblem[] {
  const controlPlanes = members.filter(({ role }) => role === 'control_plane');
  if (controlPlanes.length === 0) {
    return disagreements(set, members, (a, b) => disagreement('replicas', a, b, tableOf));
  }
  const pairs = members
    .filter(({ role }) => role === 'data_plane')
    .flatMap((dataPlane) => controlPlanes.map((controlPlane) => ({ controlPlane, dataPlane })));
  const refusals = pairs.flatMap(
    ({ controlPlane, dataPlane }) => refusal(controlPlane, dataPlane, members, tableOf) ?? [],
  );
  const isServed = (a: DeclaredGateway, b: DeclaredGateway) =>
    pairs.some(
      ({ controlPlane, dataPlane }) => [a, b].includes(controlPlane) && [a, b].includes(dataPlane),
    ) && !refusals.some(({ gateways }) => gateways.includes(a.id) && gateways.includes(b.id));
  const differences = disagreements(set, members, (a, b) =>
    isServed(a, b) ? disagreement('hybrid', a, b, tableOf) : null,
  );
  return [...refusals, ...differences];
}

/** Why a data plane gets no configuration; `null` if it accepts it. */
function refusal(
  controlPlane: DeclaredGateway,
  dataPlane: DeclaredGateway,
  members: readonly DeclaredGateway[],
  tableOf: TableOf,
): GatewayProblem | null {
  const gateways = [dataPlane.id, controlPlane.id];
  const versions = { control: controlPlane.version.value, data: dataPlane.version.value };
  const refused = versions.control && versions.data && refusesVersion(versions.control, versions.data);
  if (refused) {
    const related = [seen(controlPlane, 'version', members)];
    const place = placeOf(dataPlane, dataPlane.version);
    return { code: 'data-plane-version', args: refused, place, related, gateways };
  }
  const flavors = { control: controlPlane.flavor.value, data: dataPlane.flavor.value };
  if (flavors.control === null || flavors.data === null) return null;
  const kong = refusesFlavor(flavors.control, flavors.data, versions.data);
  if (kong) {
    const related = [seen(controlPlane, 'flavor', members)];
    const args = { flavor: flavors.data, controlPlaneFlavor: flavors.control, kong };
    const place = placeOf(dataPlane, dataPlane.flavor);
    return { code: 'data-plane-flavor', args, place, related, gateways };
  }
  const routes = refusesRoutes(controlPlane, dataPlane, tableOf(controlPlane) ?? tableOf(dataPlane));
  if (!routes) return null;
  const args = { version: versionText(versions.data!), kong: routes.message };
  const place = placeOf(dataPlane, dataPlane.version);
  return { code: 'data-plane-routes', args, place, related: routes.places, gateways };
}

/** What Kong answers a data plane of another version; `null` if it serves it. */
function refusesVersion(
  control: GatewayVersion,
  data: GatewayVersion,
): { isNewer: boolean; kong: string } | null {
  const incompatible = `data plane version ${versionText(data)} is incompatible with`;
  const [major, minor] = control;
  if (major !== data[0]) {
    const kong = `${incompatible} control plane version ${versionText(control)} (${major}.x.y are accepted)`;
    return { isNewer: major! < data[0]!, kong };
  }
  return minor! < data[1]!
    ? { isNewer: true, kong: `${incompatible} older control plane version ${versionText(control)}` }
    : null;
}

/**
 * A control plane sends every field that has a default, so that a data plane whose flavor has no such field refuses
 * whatever holds a route.
 */
function refusesFlavor(
  control: RouterFlavor,
  data: RouterFlavor,
  version: GatewayVersion | null,
): string | null {
  if (control === 'expressions') return data === 'expressions' ? null : 'priority: unknown field';
  const accepts =
    data !== 'expressions' || version === null || acceptsTraditionalFields({ flavor: data, version });
  return accepts ? null : 'regex_priority: unknown field';
}

/** Up to 3.6 `expressions` has no traditional fields, and a control plane does not translate routes. */
function refusesRoutes(
  controlPlane: DeclaredGateway,
  dataPlane: DeclaredGateway,
  table: RouteTable | null,
): { message: string; places: readonly RelatedPlace[] } | null {
  if (!table || table.traditional.length === 0) return null;
  if (controlPlane.flavor.value !== 'expressions' || isMixing(dataPlane) !== false) return null;
  if (isMixing(controlPlane) === false) return null;
  if (table.expression.length > 0) {
    const message = `unable to send updated configuration to data plane: ${versionText(dataPlane.version.value!)} does not support mixed mode route`;
    return { message, places: [table.expression[0]!, table.traditional[0]!] };
  }
  return {
    message: 'bad config received from control plane … expression: required field missing',
    places: table.traditional.slice(0, 1),
  };
}

/** Whether it is an `expressions` gateway that accepts traditional routes, too; `null` if that is not known. */
function isMixing({ flavor, version }: DeclaredGateway): boolean | null {
  if (flavor.value !== 'expressions' || version.value === null) return null;
  return acceptsTraditionalFields({ flavor: flavor.value, version: version.value });
}

/** Each gateway that differs from others, reported once. */
function disagreements(
  set: GatewaySet,
  members: readonly DeclaredGateway[],
  between: (a: DeclaredGateway, b: DeclaredGateway) => Disagreement | null,
): GatewayProblem[] {
  return members.flatMap((member): GatewayProblem[] => {
    const others = members.flatMap((other) => {
      const kind = other === member ? null : between(member, other);
      return kind === null ? [] : [{ other, kind }];
    });
    if (others.length === 0) return [];
    // Only the most severe one is reported: correcting it often removes the rest.
    const kind = severest.find((one) => others.some((other) => other.kind === one))!;
    const about = others.filter((other) => other.kind === kind).map(({ other }) => other);
    const what = kind === 'major' || kind === 'mixed-routes' ? 'version' : 'flavor';
    return [
      {
        code: 'gateways-disagree',
        args: {
          kind,
          gateway: nameOf(member, members),
          runs: runs(member, what),
          others: about.map((other) => ({ gateway: nameOf(other, members), runs: runs(other, what) })),
          why: set.why,
        },
        place: placeOf(member, member[what]),
        related: about.map((other) => seen(other, what, members)),
        gateways: [member.id, ...about.map(({ id }) => id)],
      },
    ];
  });
}

const severest: readonly Disagreement[] = [
  'major',
  'controller-style',
  'style',
  'mixed-routes',
  'router',
  'hybrid-router',
];

/** What comes of two gateways that are sent the same routes, or the same requests. */
function disagreement(
  kind: GatewaySet['kind'],
  a: DeclaredGateway,
  b: DeclaredGateway,
  tableOf: TableOf,
): Disagreement | null {
  const versions = [a.version.value?.[0], b.version.value?.[0]];
  if (versions.every((major) => major !== undefined) && versions[0]! < 3 !== versions[1]! < 3) {
    return 'major';
  }
  const flavors = [a.flavor.value, b.flavor.value];
  if (flavors.includes(null)) return null;
  if (flavors[0] !== flavors[1]) {
    // What a data plane rejects is reported above.
    if (kind === 'hybrid') return 'hybrid-router';
    if (!flavors.includes('expressions')) return 'router';
    return kind === 'controller' ? 'controller-style' : 'style';
  }
  const mixing = [isMixing(a), isMixing(b)];
  // A controller writes an expression for every route.
  if (kind === 'controller' || !mixing.includes(true) || !mixing.includes(false)) return null;
  const table = tableOf(a) ?? tableOf(b);
  return table === null || table.traditional.length > 0 ? 'mixed-routes' : null;
}

/**
 * A change of the flavor between two variants of one workload: rolled out over each other, both run at once. That two
 * variants differ is not a mistake in itself.
 */
function rollingUpdates(members: readonly DeclaredGateway[]): GatewayProblem[] {
  return members.flatMap((member): GatewayProblem[] => {
    const flavor = member.flavor.value;
    const isOneByOne = member.controlled !== null || (member.replicas ?? 1) > 1;
    if (member.rollout !== 'rolling' || !isOneByOne || flavor === null || !member.flavor.place) return [];
    const others = members.filter(
      (other) =>
        other !== member &&
        identity(other) === identity(member) &&
        other.flavor.value !== null &&
        other.flavor.value !== flavor,
    );
    const [first] = others;
    if (!first) return [];
    return [
      {
        code: 'rolling-update-mixes',
        args: {
          gateway: nameOf(first, members),
          flavor,
          from: first.flavor.value!,
          controlled: member.controlled !== null,
        },
        place: member.flavor.place,
        related: others.map((other) => seen(other, 'flavor', members)),
        gateways: [member.id, ...others.map(({ id }) => id)],
      },
    ];
  });
}

/** Of another name, namespace or database it is another workload, which is not rolled out over this one. */
const identity = ({ kind, name, namespace, database }: DeclaredGateway): string =>
  [kind, name, namespace, database].join();

function runs({ flavor, version }: DeclaredGateway, what: 'flavor' | 'version'): string {
  if (what === 'version') return `Gateway ${versionText(version.value!)}`;
  return `\`${flavor.value}\`${byDefault(flavor.origin)}`;
}

function byDefault(origin: Origin): string {
  switch (origin.kind) {
    case 'kong-default':
      return " (Kong's default)";
    case 'operator-default':
      return " (the operator's default)";
    case 'chart-default':
      return ` (the default of chart \`${origin.chart}\`)`;
    default:
      return '';
  }
}

const seen = (
  gateway: DeclaredGateway,
  what: 'flavor' | 'version',
  among: readonly DeclaredGateway[],
): RelatedPlace => ({
  place: placeOf(gateway, gateway[what]),
  message: `${sentenceCase(nameOf(gateway, among))} runs ${runs(gateway, what)}.`,
});

/** Where a setting is written, or else what it would be written for. */
const placeOf = (gateway: DeclaredGateway, { place }: Setting<unknown>): Place =>
  place !== null && place.span.end > place.span.start ? place : gateway.place;
