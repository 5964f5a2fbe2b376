/** Gateways as the overlays of kustomize make them, next to those of their bases. */

import { uriKey } from '../../text/index.js';
import type { DeclaredGateway, Found, GatewaySet } from '../model/index.js';
import {
  at,
  distinctPaths,
  entryInsertion,
  type Insertion,
  itemInsertion,
  textOf,
  type Written,
} from '../sources/index.js';
import {
  type BuiltManifest,
  configMapsIn,
  type Kustomization,
  type Kustomize,
  patchFiles,
} from './kustomize.js';
import type { Applied, Workload } from './workload.js';

export interface AppliedGateways {
  readonly gateways: readonly DeclaredGateway[];
  readonly sets: readonly GatewaySet[];
  readonly workloads: readonly Workload[];
}

interface Overlay extends AppliedGateways {
  /** By the workload; of one that the overlay leaves as it was, the gateway of the base. */
  readonly declared: ReadonlyMap<Workload, DeclaredGateway>;
}

/**
 * Everything that kustomizations build. A gateway that an overlay does not change is that of its base.
 *
 * @param apply finds the gateways among what is applied together
 */
export function overlayGateways(
  kustomizations: readonly Kustomization[],
  kustomize: Kustomize,
  raw: Applied,
  apply: (applied: Applied) => AppliedGateways,
): Omit<Found, 'written'> & { readonly workloads: readonly Workload[] } {
  const known = new Map<Kustomization, Overlay>();
  const overlayOf = (kustomization: Kustomization): Overlay => {
    let overlay = known.get(kustomization);
    if (!overlay) {
      overlay = readOverlay(
        kustomization,
        kustomize,
        raw,
        apply,
        (base) => known.get(base) ?? overlayOf(base),
      );
      known.set(kustomization, overlay);
    }
    return overlay;
  };
  const overlays = kustomizations.filter(({ isComponent }) => !isComponent).map(overlayOf);
  const workloads = overlays.flatMap(({ workloads }) => workloads);
  const gateways = new Map(overlays.flatMap(({ gateways }) => gateways.map((one) => [one.id, one])));
  return {
    gateways: [...gateways.values()],
    sets: [...overlays.flatMap(({ sets }) => sets), ...overlaySets(overlays)],
    workloads,
  };
}

const built = ({ manifest }: Workload) => manifest as BuiltManifest;

function readOverlay(
  kustomization: Kustomization,
  kustomize: Kustomize,
  raw: Applied,
  apply: (applied: Applied) => AppliedGateways,
  overlayOf: (base: Kustomization) => Overlay,
): Overlay {
  const build = kustomize.build(kustomization);
  const own = configMapsIn(build);
  const names = new Set(own.map(({ name }) => name));
  const applied: Applied = {
    ...raw,
    manifests: build.manifests,
    configMaps: [...own, ...raw.configMaps.filter(({ name }) => !names.has(name))],
  };
  const found = apply(applied);
  const declared = new Map<Workload, DeclaredGateway>();
  found.workloads.forEach((workload, index) => {
    const gateway = found.gateways[index]!;
    const base = built(workload).through.at(-2);
    const before = base && overlayOf(base).declared;
    const same = [...(before ?? [])].find(
      ([other]) => built(other).source === built(workload).source && other.container === workload.container,
    )?.[1];
    const isChanged = !same || essence(same) !== essence(gateway);
    declared.set(workload, isChanged ? withOwnInsertion(gateway, workload, kustomization) : same);
  });
  const idOf = new Map(
    found.workloads.map((workload, index) => [found.gateways[index]!.id, declared.get(workload)!.id]),
  );
  return {
    ...found,
    gateways: [...declared.values()],
    sets: found.sets.map((set) => ({ ...set, members: set.members.map((id) => idOf.get(id) ?? id) })),
    declared,
  };
}

/** All settings of a gateway without their places. */
const essence = ({ id, place, insertion, ...rest }: DeclaredGateway): string => JSON.stringify(rest);

/** What would change the base, too, is written into a patch of the overlay's own. */
function withOwnInsertion(
  gateway: DeclaredGateway,
  workload: Workload,
  kustomization: Kustomization,
): DeclaredGateway {
  const { insertion } = gateway;
  const isBase = built(workload).declaredIn === undefined;
  if (!insertion || isBase || patchFiles(kustomization).includes(uriKey(insertion.place.uri))) return gateway;
  return { ...gateway, insertion: patchInsertion(workload, kustomization) ?? insertion };
}

function patchInsertion({ manifest, container }: Workload, { root, file }: Kustomization): Insertion | null {
  const { source } = manifest as BuiltManifest;
  // The lists of other kinds cannot be patched item by item.
  if (source.group !== 'apps') return null;
  const patch = [
    `apiVersion: ${textOf(at(source.root, 'apiVersion'))}`,
    `kind: ${source.kind}`,
    'metadata:',
    `  name: ${source.name}`,
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    `      - name: ${container}`,
    '        env:',
    '        - name: KONG_ROUTER_FLAVOR',
    '          value: %s',
  ];
  const item: Written = {
    lines: ['patch: |-', ...patch.map((line) => `  ${line}`)],
    flow: `{"patch": ${JSON.stringify(patch.join('\n'))}}`,
  };
  const patches = at(root, 'patches');
  if (patches?.kind === 'list' && patches.items.length > 0) return itemInsertion(patches, file, item);
  if (patches) return null;
  const [first, ...rest] = item.lines;
  const lines = [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  return entryInsertion(root, file, 'patches', { lines, flow: `[${item.flow}]` }, []);
}

/** One workload in several overlays that do not include each other. */
function overlaySets(overlays: readonly Overlay[]): GatewaySet[] {
  const bySource = new Map<unknown, { gateway: DeclaredGateway; manifest: BuiltManifest }[]>();
  const seen = new Set<string>();
  for (const { declared } of overlays) {
    for (const [workload, gateway] of declared) {
      const manifest = built(workload);
      if (manifest.declaredIn === undefined || seen.has(gateway.id) || gateway.id !== workload.gateway.id)
        continue;
      seen.add(gateway.id);
      const key = `${manifest.source.file.uri}#${manifest.source.root.span.start} ${workload.container}`;
      bySource.set(key, [...(bySource.get(key) ?? []), { gateway, manifest }]);
    }
  }
  return [...bySource.values()].flatMap((all) => {
    const inner = new Set(all.flatMap(({ manifest }) => manifest.through.slice(0, -1)));
    const leaves = all.filter(({ manifest }) => !inner.has(manifest.through.at(-1)!));
    if (leaves.length < 2) return [];
    const folders = leaves.map(({ manifest }) => manifest.through.at(-1)!.folder);
    const base = leaves[0]!.manifest.through[0]!.folder;
    const [baseName, ...names] = distinctPaths([base, ...folders]);
    const why = { code: 'kustomize-overlays', overlays: names, base: String(baseName) } as const;
    return [{ kind: 'overlays' as const, why, members: leaves.map(({ gateway }) => gateway.id) }];
  });
}
