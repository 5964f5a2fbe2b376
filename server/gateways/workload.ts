/** Gateways in pods: of Deployments and the like, and of the pods that the Kong Operator makes. */

import {
  type ConfigMap,
  environmentOf,
  type FindConfigMap,
  hasUnknownVariables,
  inConfigMap,
  inTemplate,
  isController,
  isGatewayContainer,
} from './container.js';
import type { DeclaredGateway, GatewayKind, Place, Setting, SourceFile } from './declared.js';
import {
  calculationOf,
  databaseOf,
  type Environment,
  flavorOf,
  flavorUnset,
  roleOf,
  type Variable,
  versionOf,
  versionUnknown,
} from './environment.js';
import { entryInsertion, type Insertion, itemInsertion, valueInsertion, type Written } from './insertion.js';
import { type Manifest, nearest, sameNamespace } from './manifest.js';
import { at, entry, isTemplate, items, textOf, type YamlMap, type YamlNode } from './yaml-tree.js';

/** What is applied together, and where its files are. */
export interface Applied {
  readonly manifests: readonly Manifest[];
  readonly configMaps: readonly ConfigMap[];
  readonly fileOf: (uri: string) => SourceFile | undefined;
}

/** Something that runs a Gateway in pods. */
export interface Workload {
  readonly gateway: DeclaredGateway;
  readonly manifest: Manifest;
  readonly environment: Environment;
  /** Of its pods. */
  readonly labels: YamlNode | undefined;
}

/** Something that runs the ingress controller in pods, with the Gateway beside it or elsewhere. */
export interface Controller {
  readonly manifest: Manifest;
  readonly container: YamlMap;
  readonly environment: Environment;
  readonly hasOwnGateway: boolean;
}

export interface Pod {
  readonly manifest: Manifest;
  readonly kind: GatewayKind;
  /** With `containers` and `volumes`. */
  readonly spec: YamlNode | undefined;
  readonly labels: YamlNode | undefined;
  readonly replicas: number | null;
  readonly rollout: DeclaredGateway['rollout'];
}

const workloadKinds: Readonly<Record<string, GatewayKind>> = {
  Deployment: 'deployment',
  DeploymentConfig: 'deployment',
  ReplicaSet: 'deployment',
  Rollout: 'deployment',
  DaemonSet: 'daemonset',
  StatefulSet: 'statefulset',
};

/** @returns `null` for what runs no pods that stay */
export function podOf(manifest: Manifest): Pod | null {
  const { kind, root } = manifest;
  const spec = at(root, 'spec');
  if (kind === 'Pod') {
    const labels = at(root, 'metadata', 'labels');
    return { manifest, kind: 'pod', spec, labels, replicas: 1, rollout: 'recreate' };
  }
  const workload = Object.hasOwn(workloadKinds, kind) ? workloadKinds[kind] : undefined;
  if (!workload) return null;
  return {
    manifest,
    kind: workload,
    spec: at(spec, 'template', 'spec'),
    labels: at(spec, 'template', 'metadata', 'labels'),
    replicas: kind === 'DaemonSet' ? null : (numberOf(at(spec, 'replicas')) ?? 1),
    rollout: textOf(at(spec, 'strategy', 'type')) === 'Recreate' ? 'recreate' : 'rolling',
  };
}

export function numberOf(node: YamlNode | undefined): number | null {
  const text = textOf(node);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** The containers of a pod that run a Gateway, and those that run its controller. */
export function readPod(
  pod: Pod,
  applied: Applied,
): { readonly workloads: readonly Workload[]; readonly controllers: readonly Controller[] } {
  const { manifest, spec } = pod;
  const findConfigMap = configMapsFor(manifest, applied);
  const containers = items(at(spec, 'containers')).flatMap((container) =>
    container.kind === 'map' ? [{ container, environment: environmentOf(container, findConfigMap) }] : [],
  );
  const gateways = containers.filter(({ container, environment }) =>
    isGatewayContainer(container, environment),
  );
  const controllers = containers.filter(({ container, environment }) => isController(container, environment));
  return {
    workloads: gateways.map(({ container, environment }, index) => ({
      gateway: gatewayIn(container, environment, {
        pod,
        applied,
        findConfigMap,
        suffix: index === 0 ? '' : `/${textOf(at(container, 'name')) ?? index}`,
        controlled:
          controllers.length > 0 || environment.get('KONG_KIC')?.text === 'on' ? 'ingress-controller' : null,
        flavorUnset: null,
        versionUnset: versionUnknown,
      }),
      manifest,
      environment,
      labels: pod.labels,
    })),
    controllers: controllers.map((one) => ({ ...one, manifest, hasOwnGateway: gateways.length > 0 })),
  };
}

/** The ConfigMaps that a manifest means by their names. */
export function configMapsFor(manifest: Manifest, applied: Applied): FindConfigMap {
  return (name) => {
    const named = applied.configMaps.filter(
      (map) => map.name === name && sameNamespace(map.namespace, manifest.namespace),
    );
    return nearest(manifest.file.uri, named, () => name)[0] ?? null;
  };
}

export interface Surroundings {
  readonly pod: Pod;
  readonly applied: Applied;
  readonly findConfigMap: FindConfigMap;
  /** Makes the id unique where a pod has several Gateways. */
  readonly suffix: string;
  readonly controlled: DeclaredGateway['controlled'];
  /** `null` for what Kong does. */
  readonly flavorUnset: Setting<'traditional' | 'traditional_compatible' | 'expressions'> | null;
  readonly versionUnset: DeclaredGateway['version'];
}

export function gatewayIn(
  container: YamlMap,
  environment: Environment,
  surroundings: Surroundings,
): DeclaredGateway {
  const { pod, applied, findConfigMap } = surroundings;
  const { manifest } = pod;
  const image = entry(container, 'image')?.value;
  const version = image?.kind === 'scalar' ? versionOf(image) : surroundings.versionUnset;
  const reads = readsOf(container, pod, environment, findConfigMap);
  const unknown = isTemplate(manifest.file)
    ? inTemplate
    : hasUnknownVariables(container, findConfigMap)
      ? inConfigMap
      : null;
  const flavor = flavorOf(
    environment,
    unknown
      ? { value: null, text: null, place: null, origin: unknown }
      : (surroundings.flavorUnset ?? flavorUnset(version.value)),
  );
  const role = roleOf(environment);
  return {
    id: `${gatewayId(pod.kind, manifest)}${surroundings.suffix}`,
    kind: pod.kind,
    name: manifest.name,
    namespace: manifest.namespace,
    place: manifest.place,
    flavor,
    version,
    calculation: calculationOf(environment),
    role,
    database: databaseOf(environment) ?? (role === 'data_plane' ? 'off' : null),
    reads,
    replicas: pod.replicas,
    rollout: pod.rollout,
    controlled: surroundings.controlled,
    insertion: unknown ? null : flavorInsertion(container, environment, applied.fileOf),
  };
}

export const gatewayId = (kind: GatewayKind, { file, namespace, name }: Manifest): string =>
  `${kind}:${file.uri}#${namespace ?? ''}/${name}`;

const flavorItem: Written = {
  lines: ['name: KONG_ROUTER_FLAVOR', 'value: %s'],
  flow: '{"name": "KONG_ROUTER_FLAVOR", "value": "%s"}',
};

const flavorItems: Written = {
  lines: ['- name: KONG_ROUTER_FLAVOR', '  value: %s'],
  flow: `[${flavorItem.flow}]`,
};

/** Where the router flavor goes into the environment of a container that does not set it, or sets it to nothing. */
function flavorInsertion(
  container: YamlMap,
  variables: Environment,
  fileOf: Applied['fileOf'],
): Insertion | null {
  const variable = variables.get('KONG_ROUTER_FLAVOR');
  if (variable) return variable.text === '' ? emptyInsertion(container, variable, fileOf) : null;
  const environment = entry(container, 'env');
  const file = fileOf((environment ?? container).uri);
  if (!file || isTemplate(file)) return null;
  if (!environment) return entryInsertion(container, file, 'env', flavorItems, ['image', 'name']);
  const { value } = environment;
  if (value.kind === 'list' && (value.flow || value.items.length > 0)) {
    const listFile = fileOf(value.uri);
    return listFile ? itemInsertion(value, listFile, flavorItem) : null;
  }
  return value.kind === 'scalar' && value.text === null
    ? valueInsertion(environment, file, flavorItems, container.flow)
    : null;
}

/** `value:` with nothing behind it, or no `value` at all. */
function emptyInsertion(
  container: YamlMap,
  { keyPlace, place }: Variable,
  fileOf: Applied['fileOf'],
): Insertion | null {
  const file = fileOf(place.uri);
  const item = items(at(container, 'env')).find(
    (one) => entry(one, 'name')?.value.span.start === keyPlace.span.start,
  );
  if (!file || item?.kind !== 'map') return null;
  if (!entry(item, 'value')) return entryInsertion(item, file, 'value', '%s', ['name']);
  const { start } = place.span;
  const isBehindSpace = start === 0 || file.text[start - 1] !== ':';
  return { place, text: isBehindSpace ? '%s' : ' %s' };
}

/** A file that Kong reads its routes or its settings from. */
const configuration = /(?:^|\/)kong\.(?:ya?ml|json|conf)$/;

/** The files behind the ConfigMaps that are mounted where Kong reads its configuration. */
function readsOf(
  container: YamlNode,
  pod: Pod,
  environment: Environment,
  findConfigMap: FindConfigMap,
): string[] {
  const declarative = environment.get('KONG_DECLARATIVE_CONFIG')?.text ?? null;
  const reads = mountedFiles(container, pod, findConfigMap)
    .filter(({ path }) => (declarative !== null && path === declarative) || configuration.test(path))
    .filter(({ path }) => declarative === null || path === declarative || path.endsWith('.conf'))
    .map(({ place }) => place.uri);
  return [...new Set(reads)];
}

interface MountedFile {
  readonly path: string;
  readonly place: Place;
}

function mountedFiles(container: YamlNode, { spec }: Pod, findConfigMap: FindConfigMap): MountedFile[] {
  return items(at(container, 'volumeMounts')).flatMap((mount) => {
    const name = textOf(at(mount, 'name'));
    const mountPath = textOf(at(mount, 'mountPath')) ?? '';
    const subPath = textOf(at(mount, 'subPath'));
    const volume = items(at(spec, 'volumes')).find((one) => textOf(at(one, 'name')) === name);
    const sources = [at(volume, 'configMap')].concat(
      items(at(volume, 'projected', 'sources')).map((source) => at(source, 'configMap')),
    );
    return sources.flatMap((source) =>
      filesIn(source, findConfigMap).flatMap(({ path, place }) => {
        if (subPath === null) return [{ path: `${mountPath.replace(/\/$/, '')}/${path}`, place }];
        return path === subPath ? [{ path: mountPath, place }] : [];
      }),
    );
  });
}

/** The files that a volume has of a ConfigMap. */
function filesIn(source: YamlNode | undefined, findConfigMap: FindConfigMap): MountedFile[] {
  const name = textOf(at(source, 'name'));
  const data = (name === null ? null : findConfigMap(name))?.data;
  if (!data) return [];
  const chosen = items(at(source, 'items'));
  if (chosen.length === 0) return [...data].map(([path, { place }]) => ({ path, place }));
  return chosen.flatMap((item) => {
    const value = data.get(textOf(at(item, 'key')) ?? '');
    return value ? [{ path: textOf(at(item, 'path')) ?? '', place: value.place }] : [];
  });
}
