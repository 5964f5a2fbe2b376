/** Which gateways in pods have to agree. */

import type { SetReason } from '../../problems/index.js';
import type { GatewaySet } from '../model/index.js';
import { textGiven } from '../settings/index.js';
import { at, items, knownText, textOf, type YamlNode } from '../sources/index.js';
import { type Manifest, nearest, sameNamespace } from './manifest.js';
import type { Controller, Workload } from './workload.js';

/** What is applied together. */
export interface Topology {
  readonly workloads: readonly Workload[];
  readonly controllers: readonly Controller[];
  readonly manifests: readonly Manifest[];
}

export interface Found {
  readonly sets: readonly GatewaySet[];
  /** Ids of gateways that the ingress controller of another workload configures. */
  readonly controlled: ReadonlySet<string>;
}

/** Gateways that share a controller, a control plane, a Service or a database. */
export function setsOf(topology: Topology): Found {
  const discovered = topology.controllers
    .filter(({ hasOwnGateway }) => !hasOwnGateway)
    .map((controller) => ({ controller, members: discoveredBy(controller, topology) }));
  const sets = [
    ...discovered.flatMap(({ controller: { manifest }, members }) =>
      setOf('controller', members, (gateways) => ({
        code: 'controller',
        kind: manifest.kind,
        name: manifest.name,
        gateways,
      })),
    ),
    ...hybridSets(topology),
    ...serviceSets(topology),
    ...databaseSets(topology),
  ];
  // One reason to agree is enough.
  const distinct = sets.filter(
    (set, index) => !sets.slice(0, index).some((other) => isWithin(set.members, other.members)),
  );
  const controlled = new Set(discovered.flatMap(({ members }) => members.map(({ gateway }) => gateway.id)));
  return { sets: distinct, controlled };
}

const isWithin = (members: readonly string[], others: readonly string[]): boolean =>
  members.every((id) => others.includes(id));

function setOf(
  kind: GatewaySet['kind'],
  members: readonly Workload[],
  why: (gateways: number) => SetReason,
): GatewaySet[] {
  const ids = [...new Set(members.map(({ gateway }) => gateway.id))];
  if (ids.length < 2) return [];
  return [{ kind, why: why(ids.length), members: ids }];
}

/** One workload can be there once: two that are called alike are two variants of it. */
const identity = ({ manifest: { kind, name, namespace } }: Workload): string =>
  `${kind}/${namespace}/${name}`;

const near = (uri: string, workloads: readonly Workload[]): readonly Workload[] =>
  nearest(uri, workloads, ({ manifest }) => manifest.file, identity);

/** The workloads whose pods a Service selects. */
function selectedBy(
  { root, namespace, file }: Manifest,
  workloads: readonly Workload[],
): readonly Workload[] {
  const selector = at(root, 'spec', 'selector');
  if (selector?.kind !== 'map' || selector.entries.length === 0) return [];
  const selected = workloads.filter(
    ({ labels, manifest }) =>
      sameNamespace(namespace, manifest.namespace) &&
      selector.entries.every(({ key, value }) => hasLabel(labels, key, textOf(value))),
  );
  return near(file.uri, selected);
}

const hasLabel = (labels: YamlNode | undefined, key: string, value: string | null): boolean =>
  value !== null && textOf(at(labels, key)) === value;

/**
 * The workloads that the Service with this name selects.
 *
 * @param address `service`, `service.namespace`, `service.namespace.svc.cluster.local`
 */
function workloadsOf(address: string, from: Manifest, topology: Topology): readonly Workload[] | null {
  const service = serviceNamed(address, from, topology);
  return service ? selectedBy(service, topology.workloads) : null;
}

function serviceNamed(address: string, from: Manifest, { manifests }: Topology): Manifest | undefined {
  const [name, namespace = from.namespace] = address.split('.');
  const services = manifests.filter(
    (one) => one.kind === 'Service' && one.name === name && sameNamespace(one.namespace, namespace ?? null),
  );
  return nearest(
    from.file.uri,
    services,
    ({ file }) => file,
    () => '',
  )[0];
}

/** Kong/kubernetes-ingress-controller `--kong-admin-svc`, `--kong-admin-url`. */
function discoveredBy(controller: Controller, topology: Topology): readonly Workload[] {
  const { manifest, container } = controller;
  const service = optionOf(controller, 'kong-admin-svc');
  const urls = optionOf(controller, 'kong-admin-url');
  const hosts = (urls ?? '').split(',').flatMap((url) => /^\s*https?:\/\/([^:/\s]+)/.exec(url)?.[1] ?? []);
  const addresses = service === null ? hosts : [service.split('/').reverse().join('.')];
  const found = addresses.map((address) => workloadsOf(address, manifest, topology));
  if (found.some((workloads) => workloads !== null)) return found.flatMap((workloads) => workloads ?? []);
  const candidates = topology.workloads.filter(
    ({ launch, manifest: { namespace } }) =>
      textGiven(launch, 'kic') === 'on' && namespace === manifest.namespace,
  );
  return at(container, 'image') ? near(manifest.file.uri, candidates) : [];
}

/** An option of the controller: a variable, or an argument. */
function optionOf({ container, environment }: Controller, name: string): string | null {
  const variable = environment.get(`CONTROLLER_${name.replaceAll('-', '_').toUpperCase()}`);
  if (variable && !('unknown' in variable.value)) return knownText(variable.value);
  const words = ['command', 'args'].flatMap((key) =>
    items(at(container, key)).flatMap((item) => (textOf(item) ?? '').split(/[\s=]+/)),
  );
  const index = words.indexOf(`--${name}`);
  return index === -1 ? null : (words[index + 1] ?? null);
}

/** A control plane with its data planes, which name its Service (`cluster_control_plane`). */
function hybridSets(topology: Topology): GatewaySet[] {
  const { workloads } = topology;
  const planes = new Map<Workload, Workload[]>();
  for (const workload of workloads) {
    const address = textGiven(workload.launch, 'cluster_control_plane')?.replace(/:\d+$/, '');
    if (workload.gateway.role !== 'data_plane' || !address) continue;
    const { namespace, file } = workload.manifest;
    const isPlane = ({ gateway }: Workload) => gateway.role === 'control_plane';
    const served = workloadsOf(address, workload.manifest, topology)?.filter(isPlane);
    // Without its Service, the control plane next to it.
    const nearestPlanes = () =>
      near(
        file.uri,
        workloads.filter((one) => isPlane(one) && sameNamespace(one.manifest.namespace, namespace)),
      );
    const found = served ?? (address.includes('.konghq.') ? [] : nearestPlanes());
    if (found.length === 1) planes.set(found[0]!, [...(planes.get(found[0]!) ?? []), workload]);
  }
  return [...planes].flatMap(([plane, members]) =>
    setOf('hybrid', [plane, ...members], () => ({
      code: 'control-plane',
      control: plane.manifest.name,
      planes: members.map(({ gateway }) => gateway.name),
    })),
  );
}

function serviceSets({ manifests, workloads }: Topology): GatewaySet[] {
  return manifests
    .filter(({ kind, group }) => kind === 'Service' && group === '')
    .flatMap((service) =>
      setOf('replicas', selectedBy(service, workloads), (gateways) => ({
        code: 'service',
        service: service.name,
        gateways,
      })),
    );
}

function databaseSets(topology: Topology): GatewaySet[] {
  const byDatabase = new Map<string, Workload[]>();
  for (const workload of topology.workloads) {
    const database = databaseOf(workload);
    if (!database) continue;
    // Of whole stacks in one folder each brings a database of its own.
    const service = serviceNamed(database.host, workload.manifest, topology)?.file.uri ?? '';
    const key = `${database.key} ${service}`;
    byDatabase.set(key, [...(byDatabase.get(key) ?? []), workload]);
  }
  return [...byDatabase.values()].flatMap((sharing) =>
    sharing.flatMap((workload) => {
      const { name, host } = databaseOf(workload)!;
      return setOf('replicas', near(workload.manifest.file.uri, sharing), (gateways) => ({
        code: 'database',
        name,
        host,
        gateways,
      }));
    }),
  );
}

function databaseOf({ launch, manifest, gateway }: Workload) {
  const host = textGiven(launch, 'pg_host');
  if (gateway.database !== 'postgres' || !host || /^(?:localhost|127\.|\[?::1)/.test(host)) return null;
  const name = textGiven(launch, 'pg_database') ?? 'kong';
  const server = host.includes('.') ? host.replace(/\.svc\b.*$/, '') : `${host}.${manifest.namespace ?? ''}`;
  return { host, name, key: [server, name, textGiven(launch, 'pg_schema')].join(' ') };
}
