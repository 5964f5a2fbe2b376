/** Gateways of the Kong Operator (Kong/kong-operator). */

import type { DeclaredGateway } from '../model/index.js';
import { given, type Launch, settingsOf } from '../settings/index.js';
import {
  at,
  type Insertion,
  isTemplate,
  itemInsertion,
  items,
  pathInsertion,
  textOf,
  type Written,
  type YamlNode,
} from '../sources/index.js';
import { type Environment, environmentOf } from './container.js';
import { type Manifest, sameNamespace } from './manifest.js';
import {
  type Applied,
  configMapsFor,
  gatewayId,
  gatewayIn,
  launchOf,
  numberOf,
  type Pod,
  type Workload,
} from './workload.js';

const group = 'gateway-operator.konghq.com';

/** Keys from `spec` to the pods that the operator makes (`api/gateway-operator/v1beta1/dataplane_types.go`). */
const deployments = {
  DataPlane: ['deployment'],
  GatewayConfiguration: ['dataPlaneOptions', 'deployment'],
} as const;

const isOperated = (kind: string): kind is keyof typeof deployments => Object.hasOwn(deployments, kind);

/** @returns `null` if it is not a data plane of the operator */
export function operatorWorkload(manifest: Manifest, applied: Applied): Workload | null {
  const { kind, root } = manifest;
  const spec = at(root, 'spec');
  if (manifest.group !== group || !isOperated(kind)) return null;
  // A GatewayConfiguration may leave all to the operator; a DataPlane has to have an image.
  if (kind === 'DataPlane' && spec?.kind !== 'map') return null;
  const deployment = at(spec, ...deployments[kind]);
  const template = at(deployment, 'podTemplateSpec');
  const labels = at(template, 'metadata', 'labels');
  const scaling = at(deployment, 'scaling', 'horizontal');
  const pod: Pod = {
    manifest,
    kind: kind === 'DataPlane' ? 'dataplane' : 'gateway-configuration',
    spec: at(template, 'spec'),
    labels,
    replicas: scaling ? null : (numberOf(at(deployment, 'replicas')) ?? 1),
    rollout: 'rolling',
  };
  const findConfigMap = configMapsFor(manifest, applied);
  const container = items(at(pod.spec, 'containers')).find((one) => textOf(at(one, 'name')) === 'proxy');
  const environment: Environment = container ? environmentOf(container, findConfigMap) : new Map();
  const surroundings = { pod, applied, findConfigMap };
  const isSeen = container?.kind === 'map';
  const launch: Launch = isSeen
    ? launchOf(container, environment, surroundings)
    : {
        image: null,
        environment,
        conf: new Map(),
        unseen: isTemplate(manifest.file) ? { source: 'template' } : null,
      };
  const gateway: DeclaredGateway = isSeen
    ? gatewayIn(container, launch, surroundings)
    : {
        ...bare(pod),
        ...settingsOf(launch),
        insertion: launch.unseen === null ? containerInsertion(manifest, kind, applied) : null,
      };
  const role = !given(launch, 'role') && isOfKonnect(spec) ? 'data_plane' : gateway.role;
  const byOperator = { text: null, place: null, origin: { kind: 'operator-default' } } as const;
  const { flavor, version } = gateway;
  return {
    gateway: {
      ...gateway,
      flavor: flavor.origin.kind === 'kong-default' ? { ...flavor, ...byOperator } : flavor,
      version:
        kind === 'GatewayConfiguration' && launch.image === null ? { ...version, ...byOperator } : version,
      role,
      database: gateway.database ?? 'off',
      controlled: kind === 'GatewayConfiguration' || isReferred(manifest, applied) ? 'operator' : null,
    },
    manifest,
    launch,
    container: 'proxy',
    labels,
  };
}

const bare = ({ manifest, kind, replicas, rollout }: Pod) => ({
  id: gatewayId(kind, manifest),
  kind,
  name: manifest.name,
  namespace: manifest.namespace,
  place: manifest.place,
  reads: [],
  replicas,
  rollout,
  controlled: null,
});

/** It then is a data plane of Konnect (`internal/utils/config/dataplane.go`). */
const isOfKonnect = (spec: YamlNode | undefined): boolean =>
  at(spec, 'konnect')?.kind === 'map' ||
  items(at(spec, 'extensions')).some((one) => textOf(at(one, 'kind')) === 'KonnectExtension');

/** A data plane that no ControlPlane refers to is there, and nothing configures it. */
const isReferred = ({ name, namespace }: Manifest, { manifests }: Applied): boolean =>
  manifests.some((one) => {
    const dataPlane = at(one.root, 'spec', 'dataplane');
    return (
      one.group === group &&
      one.kind === 'ControlPlane' &&
      sameNamespace(one.namespace, namespace) &&
      (textOf(dataPlane) ?? textOf(at(dataPlane, 'ref', 'name'))) === name
    );
  });

const proxy: Written = {
  lines: ['name: proxy', 'env:', '- name: KONG_ROUTER_FLAVOR', '  value: %s'],
  flow: '{"name": "proxy", "env": [{"name": "KONG_ROUTER_FLAVOR", "value": "%s"}]}',
};

/** Where a container `proxy` goes that is not there yet. */
function containerInsertion(
  { root, file }: Manifest,
  kind: keyof typeof deployments,
  { fileOf }: Applied,
): Insertion | null {
  const path = ['spec', ...deployments[kind], 'podTemplateSpec', 'spec', 'containers'];
  const containers = at(root, ...path);
  const listFile = containers && fileOf(containers.uri);
  if (containers?.kind === 'list' && listFile && (containers.flow || containers.items.length > 0))
    return itemInsertion(containers, listFile, proxy);
  const lines = proxy.lines.map((line, index) => (index === 0 ? '- ' : '  ') + line);
  return pathInsertion(root, file, path, { lines, flow: `[${proxy.flow}]` });
}
