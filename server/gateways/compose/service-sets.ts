/** Services of compose files that have to agree. */

import { nameOf, uriKey } from '../../text/index.js';
import type { DeclaredGateway, GatewaySet } from '../model/index.js';
import { given, textGiven } from '../settings/index.js';
import { at, items, type TracedText, textOf } from '../sources/index.js';
import { valuesOf } from './layers.js';
import { isNamedCompose, type Project, type Service } from './project.js';
import type { StartedService } from './service.js';

export interface ComposeGateway {
  readonly gateway: DeclaredGateway;
  readonly project: Project;
  readonly service: Service;
  readonly started: StartedService;
}

export function composeSets(gateways: readonly ComposeGateway[], projects: readonly Project[]): GatewaySet[] {
  const sets = projects.flatMap((project) => {
    const together = startedWith(project, gateways, projects);
    return [...hybridSets(together), ...replicaSets(together)];
  });
  // What an overlay does not change is started with it, too.
  const unique = new Map(sets.map((set) => [JSON.stringify([set.kind, set.members]), set]));
  return [...unique.values(), ...overlaySets(gateways)];
}

/** The gateways that run when a project does: its own, those that it is put on top of, and those that it includes. */
function startedWith(
  project: Project,
  gateways: readonly ComposeGateway[],
  projects: readonly Project[],
): ComposeGateway[] {
  const included = new Set(project.includes);
  for (const key of included) {
    const found = projects.filter(({ files }) => files.some(({ uri }) => uriKey(uri) === key));
    for (const { files, includes } of found) {
      for (const more of [...files.map(({ uri }) => uriKey(uri)), ...includes]) included.add(more);
    }
  }
  return gateways.filter(({ project: own, service }) => {
    if (own === project) return true;
    const { uri } = service.place;
    const isReplaced = project.services.some(({ name }) => name === service.name);
    return !isReplaced && (project.files.some((file) => file.uri === uri) || included.has(uriKey(uri)));
  });
}

/** Each control plane with the data planes that name it in `KONG_CLUSTER_CONTROL_PLANE`. */
function hybridSets(gateways: readonly ComposeGateway[]): GatewaySet[] {
  return gateways.flatMap((control) => {
    const hosts = hostsOf(control);
    const planes = gateways.filter((one) => {
      const host = settingText(one, 'cluster_control_plane')?.replace(/:\d*$/, '');
      return one !== control && host !== undefined && hosts.has(host);
    });
    if (planes.length === 0) return [];
    const why = { code: 'control-plane', control: control.gateway.name, planes: names(planes) } as const;
    return [{ kind: 'hybrid', why, members: ids([control, ...planes]) }];
  });
}

/** Nodes of one role on one database. */
function replicaSets(gateways: readonly ComposeGateway[]): GatewaySet[] {
  return [...grouped(gateways, databaseOf).values()].flatMap((members) =>
    members.length < 2
      ? []
      : [
          {
            kind: 'replicas',
            why: { code: 'same-database', gateways: names(members) },
            members: ids(members),
          },
        ],
  );
}

/** One service as several files have it that are not started together, such as one for each environment. */
function overlaySets(gateways: readonly ComposeGateway[]): GatewaySet[] {
  const services = grouped(gateways, ({ project, service: { name, place } }) =>
    isNamedCompose(place.uri) ? `${project.folder}#${name}` : null,
  );
  return [...services.values()].flatMap((members) => {
    if (members.length < 2) return [];
    const files = members.map(({ service }) => nameOf(service.place.uri));
    const why = { code: 'compose-files', files, service: members[0]!.gateway.name } as const;
    return [{ kind: 'overlays', why, members: ids(members) }];
  });
}

/** What other containers call it. */
function hostsOf({ service }: ComposeGateway): ReadonlySet<string> {
  const texts = (key: string) => valuesOf(service.layers, key).map(({ node }) => textOf(node));
  const aliases = valuesOf(service.layers, 'networks').flatMap(({ node }) =>
    node.kind === 'map' ? node.entries.flatMap(({ value }) => items(at(value, 'aliases')).map(textOf)) : [],
  );
  const hosts = [
    service.name,
    ...texts('container_name').slice(-1),
    ...texts('hostname').slice(-1),
    ...aliases,
  ];
  return new Set(hosts.filter((host) => host !== null));
}

/** What is alike for the nodes of one database; `null` for a node that has none or keeps to itself. */
function databaseOf(one: ComposeGateway): string | null {
  const { role, database } = one.gateway;
  const host = settingText(one, 'pg_host');
  if (role === 'data_plane' || (database !== null && database !== 'postgres') || !host) return null;
  const port = settingText(one, 'pg_port') ?? '5432';
  return JSON.stringify([role, host, port, settingText(one, 'pg_database') ?? 'kong']);
}

/** Unknown values are equal if they are written in the same way. */
function settingText({ started: { launch } }: ComposeGateway, name: string): string | undefined {
  const found = given(launch, name);
  if (!found) return undefined;
  return (
    textGiven(launch, name) ?? JSON.stringify('unknown' in found.value ? found.value : asWritten(found.value))
  );
}

const asWritten = (value: TracedText) => value.map(({ text, variable }) => text ?? `$${variable}`);

function grouped<Member>(
  members: readonly Member[],
  keyOf: (member: Member) => string | null,
): Map<string, Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return groups;
}

const ids = (members: readonly ComposeGateway[]) => members.map(({ gateway }) => gateway.id);

const names = (members: readonly ComposeGateway[]) => members.map(({ gateway }) => gateway.name);
