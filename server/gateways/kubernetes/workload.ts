/** Gateways in pods: of Deployments and the like, and of the pods that the Kong Operator makes. */

import type { GatewayKind } from '../../problems/index.js';
import type { SourceFile } from '../../text/index.js';
import type { DeclaredGateway } from '../model/index.js';
import { type Given, given, type Launch, readKongConf, settingsOf, textGiven } from '../settings/index.js';
import {
  at,
  entry,
  entryInsertion,
  type Insertion,
  isTemplate,
  itemInsertion,
  items,
  knownText,
  ofScalar,
  partOf,
  textOf,
  valueInsertion,
  type Written,
  type YamlMap,
  type YamlNode,
} from '../sources/index.js';
import {
  type ConfigMap,
  type Environment,
  environmentOf,
  type FindConfigMap,
  hasUnseenVariables,
  isController,
  isGatewayContainer,
} from './container.js';
import { type Manifest, nearest, sameNamespace } from './manifest.js';

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
  readonly launch: Launch;
  /** The name of the container. */
  readonly container: string;
  /** Of its pods. */
  readonly labels: YamlNode | undefined;
}

/** Something that runs the ingress controller in pods, with or without the Gateway. */
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

/** Whether something else says how many pods there are. */
const isScaled = ({ kind, name, namespace }: Manifest, { manifests }: Applied): boolean =>
  manifests.some((one) => {
    const target = at(one.root, 'spec', 'scaleTargetRef');
    return (
      /^(?:HorizontalPodAutoscaler|ScaledObject)$/.test(one.kind) &&
      textOf(at(target, 'name')) === name &&
      (textOf(at(target, 'kind')) ?? 'Deployment') === kind &&
      sameNamespace(one.namespace, namespace)
    );
  });

/** The containers of a pod that run a Gateway, and those that run its controller. */
export function readPod(
  declared: Pod,
  applied: Applied,
): { readonly workloads: readonly Workload[]; readonly controllers: readonly Controller[] } {
  const { manifest, spec } = declared;
  const findConfigMap = configMapsFor(manifest, applied);
  const containers = items(at(spec, 'containers')).flatMap((container) =>
    container.kind === 'map' ? [{ container, environment: environmentOf(container, findConfigMap) }] : [],
  );
  const gateways = containers.filter(({ container, environment }) =>
    isGatewayContainer(container, environment),
  );
  const controllers = containers.filter(({ container, environment }) => isController(container, environment));
  const pod = gateways.length > 0 && isScaled(manifest, applied) ? { ...declared, replicas: null } : declared;
  return {
    workloads: gateways.map(({ container, environment }, index) => {
      const launch = launchOf(container, environment, { pod, applied, findConfigMap });
      const hasController = controllers.length > 0 || textGiven(launch, 'kic') === 'on';
      const name = textOf(at(container, 'name')) ?? String(index);
      return {
        gateway: {
          ...gatewayIn(container, launch, { pod, applied, findConfigMap }),
          id: gatewayId(pod.kind, manifest) + (index === 0 ? '' : `/${name}`),
          controlled: hasController ? 'ingress-controller' : null,
        },
        manifest,
        launch,
        container: name,
        labels: pod.labels,
      };
    }),
    controllers: controllers.map((one) => ({ ...one, manifest, hasOwnGateway: gateways.length > 0 })),
  };
}

/** The ConfigMaps that a manifest means by their names. */
export function configMapsFor(manifest: Manifest, applied: Applied): FindConfigMap {
  return (name) => {
    const named = applied.configMaps.filter(
      (map) => map.name === name && sameNamespace(map.namespace, manifest.namespace),
    );
    const found = nearest(
      manifest.file.uri,
      named,
      ({ file }) => file,
      () => name,
    );
    return found[0] ?? null;
  };
}

export interface Surroundings {
  readonly pod: Pod;
  readonly applied: Applied;
  readonly findConfigMap: FindConfigMap;
}

/** What the Gateway in a container is started with. */
export function launchOf(
  container: YamlMap,
  environment: Environment,
  { pod, applied, findConfigMap }: Surroundings,
): Launch {
  const image = entry(container, 'image')?.value;
  const text = image?.kind === 'scalar' ? ofScalar(image) : null;
  return {
    image: image && text ? { text, place: { uri: image.uri, span: image.span } } : null,
    environment,
    conf: confOf(container, pod, applied, findConfigMap),
    unseen: isTemplate(pod.manifest.file)
      ? { source: 'template' }
      : hasUnseenVariables(container, findConfigMap)
        ? { source: 'config-map' }
        : null,
  };
}

/** The Gateway in a container, by the name and the place of what runs it, and controlled by nothing. */
export function gatewayIn(container: YamlMap, launch: Launch, surroundings: Surroundings): DeclaredGateway {
  const { pod, applied, findConfigMap } = surroundings;
  const { manifest, kind, replicas, rollout } = pod;
  const settings = settingsOf(launch);
  return {
    id: gatewayId(kind, manifest),
    kind,
    name: manifest.name,
    namespace: manifest.namespace,
    place: manifest.place,
    ...settings,
    database: settings.database ?? (settings.role === 'data_plane' ? 'off' : null),
    reads: readsOf(container, pod, launch, findConfigMap),
    replicas,
    rollout,
    controlled: null,
    insertion: launch.unseen === null ? flavorInsertion(container, launch, applied.fileOf) : null,
  };
}

export const gatewayId = (kind: GatewayKind, { file, namespace, name, declaredIn }: Manifest): string =>
  `${kind}:${declaredIn ?? file.uri}#${namespace ?? ''}/${name}`;

const flavorItem: Written = {
  lines: ['name: KONG_ROUTER_FLAVOR', 'value: %s'],
  flow: '{"name": "KONG_ROUTER_FLAVOR", "value": "%s"}',
};

const flavorItems: Written = {
  lines: ['- name: KONG_ROUTER_FLAVOR', '  value: %s'],
  flow: `[${flavorItem.flow}]`,
};

/** Where the router flavor goes into the environment of a container that does not set it, or sets it to nothing. */
function flavorInsertion(container: YamlMap, launch: Launch, fileOf: Applied['fileOf']): Insertion | null {
  const flavor = given(launch, 'router_flavor');
  if (flavor) return emptyInsertion(container, flavor, fileOf);
  const found = entry(container, 'env');
  const file = fileOf(container.uri);
  if (!file || isTemplate(file)) return null;
  // A patch has the variables of what it overrides, too.
  const environment = found?.uri === container.uri ? found : undefined;
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

/** `value:` with nothing after it, or no `value` at all. */
function emptyInsertion(
  container: YamlMap,
  { keyPlace, place, value }: Given,
  fileOf: Applied['fileOf'],
): Insertion | null {
  const file = fileOf(place.uri);
  const item = items(at(container, 'env')).find(
    (one) => entry(one, 'name')?.value.span.start === keyPlace.span.start,
  );
  if ('unknown' in value || knownText(value) !== '' || !file || item?.kind !== 'map') return null;
  if (!entry(item, 'value')) return entryInsertion(item, file, 'value', '%s', ['name']);
  const isAfterColon = file.text[place.span.start - 1] === ':';
  return { place, text: isAfterColon ? ' %s' : '%s' };
}

/** Where Kong looks for kong.conf (Kong/kong `kong/conf_loader/constants.lua`, `DEFAULT_PATHS`). */
const confPaths: ReadonlySet<string> = new Set(['/etc/kong/kong.conf', '/etc/kong.conf']);

/** The settings of a kong.conf that is mounted where Kong finds it, or where its command line says. */
function confOf(
  container: YamlNode,
  pod: Pod,
  applied: Applied,
  findConfigMap: FindConfigMap,
): Launch['conf'] {
  const line = ['command', 'args'].flatMap((key) => items(at(container, key)).map((item) => textOf(item)));
  const mounted = mountedFiles(container, pod, findConfigMap).find(
    ({ path }) =>
      confPaths.has(path) || (path.endsWith('.conf') && line.some((text) => text?.includes(path))),
  );
  const file = mounted && applied.fileOf(mounted.content.place.uri);
  return file ? readKongConf(partOf(file, mounted.content.place.span)) : new Map();
}

/** A file that Kong reads its routes or its settings from. */
const configuration = /(?:^|\/)kong\.(?:ya?ml|json|conf)$/;

/** The files of the ConfigMaps that are mounted where Kong reads its configuration. */
function readsOf(container: YamlNode, pod: Pod, launch: Launch, findConfigMap: FindConfigMap): string[] {
  const declarative = textGiven(launch, 'declarative_config');
  const reads = mountedFiles(container, pod, findConfigMap)
    .filter(({ path }) =>
      declarative === null || path.endsWith('.conf') ? configuration.test(path) : path === declarative,
    )
    .map(({ content }) => content.place.uri);
  return [...new Set(reads)];
}

interface MountedFile {
  readonly path: string;
  readonly content: Given;
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
      filesIn(source, findConfigMap).flatMap(({ path, content }) => {
        if (subPath === null) return [{ path: `${mountPath.replace(/\/$/, '')}/${path}`, content }];
        return path === subPath ? [{ path: mountPath, content }] : [];
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
  if (chosen.length === 0) return [...data].map(([path, content]) => ({ path, content }));
  return chosen.flatMap((item) => {
    const content = data.get(textOf(at(item, 'key')) ?? '');
    return content ? [{ path: textOf(at(item, 'path')) ?? '', content }] : [];
  });
}
