/** Which releases of charts have to agree. */

import { folderOf } from '../../text/index.js';
import type { GatewaySet } from '../model/index.js';
import { textGiven } from '../settings/index.js';
import { distinctPaths, environmentsIn, variantKey } from '../sources/index.js';
import type { RunningRelease } from './release.js';

export const releaseSets = (running: readonly RunningRelease[]): readonly GatewaySet[] => [
  ...hybridSets(running),
  ...variantSets(running),
];

/** Where an address leads in a cluster: `kong-cluster` in `kong-cluster.edge.svc:8005`. */
const serviceOf = (address: string): string => /^[^.:]+/.exec(address)?.[0] ?? '';

/** A control plane with the data planes that name its Service, or that are next to it. */
function hybridSets(running: readonly RunningRelease[]): GatewaySet[] {
  const planes = running.filter(({ gateway }) => gateway.role === 'control_plane');
  const served = new Map<RunningRelease, RunningRelease[]>();
  for (const one of running) {
    const address = textGiven(one.launch, 'cluster_control_plane');
    if (one.gateway.role !== 'data_plane' || !address || address.includes('.konghq.')) continue;
    const candidates = planes.filter((plane) => areNeighbours(plane, one));
    const named = candidates.filter((plane) => clusterServices(plane).includes(serviceOf(address)));
    const found = named.length > 0 ? named : candidates;
    if (found.length === 1) served.set(found[0]!, [...(served.get(found[0]!) ?? []), one]);
  }
  return [...served].map(([plane, members]) => {
    const [name, ...names] = labels([plane, ...members]);
    return {
      kind: 'hybrid',
      why: { code: 'control-plane', control: String(name), planes: names },
      members: [plane, ...members].map(({ gateway }) => gateway.id),
    };
  });
}

/** In the same folder, and for the same environment. */
const areNeighbours = (a: RunningRelease, b: RunningRelease): boolean =>
  folderOf(a.release.place.uri) === folderOf(b.release.place.uri) &&
  environmentsIn(a.release.place.uri) === environmentsIn(b.release.place.uri);

/** `<fullname>-cluster`, where the chart's name goes after that of the release (`kong.fullname` of the chart). */
const clusterServices = ({ gateway: { name } }: RunningRelease): string[] => [
  `${name}-cluster`,
  `${name}-kong-cluster`,
];

/** The names of releases, or those of their files where the names are the same. */
function labels(running: readonly RunningRelease[]): string[] {
  const names = running.map(({ gateway }) => gateway.name);
  return new Set(names).size === names.length
    ? names
    : distinctPaths(running.map(({ release }) => release.place.uri));
}

/** The file that has the last word. */
const valuesOf = ({ release: { layers, place } }: RunningRelease): string =>
  layers.at(-1)?.file.uri ?? place.uri;

/** One release with values for several environments. */
function variantSets(running: readonly RunningRelease[]): GatewaySet[] {
  const groups = new Map<string, RunningRelease[]>();
  for (const one of running) {
    const { chart, path, place, isInstalled } = one.release;
    const key = [
      variantKey(place.uri),
      chart,
      path.join('.'),
      one.gateway.role,
      isInstalled ? one.gateway.name : '',
    ];
    groups.set(key.join(' '), [...(groups.get(key.join(' ')) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const under = new Set(
      group.flatMap(({ release }) => release.layers.slice(0, -1).map(({ file }) => file.uri)),
    );
    const isBase = ({ release }: RunningRelease) => !release.isInstalled && under.has(release.place.uri);
    const overlays = group.filter((one) => !isBase(one));
    // If there is only one overlay, the base is a member, too.
    const members = overlays.length > 1 ? overlays : group;
    const uris = members.map(valuesOf);
    if (new Set(uris).size < 2) return [];
    const why = {
      code: 'chart-values',
      files: distinctPaths(uris),
      chart: members[0]!.release.chart,
    } as const;
    return [{ kind: 'overlays' as const, why, members: members.map(({ gateway }) => gateway.id) }];
  });
}
