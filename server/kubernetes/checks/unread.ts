/** Objects that no controller of Kong reads, and parents that do not accept them. */

import { type ControllerSettings, isEnabled } from '../controllers/settings.js';
import { ingressClassKey } from '../objects/annotations.js';
import type { ClassMiss, Cluster } from '../objects/cluster.js';
import {
  type Listener,
  namedListeners,
  type ParentReference,
  parentReferences,
} from '../objects/gateways.js';
import { hostnamesOf } from '../objects/http-route.js';
import { groups, type KubernetesObject, objectKey } from '../objects/object.js';
import type { Origin } from '../objects/origin.js';
import { type ManifestProblem, problem } from '../problems/codes.js';
import {
  acceptsKind,
  allowsNamespace,
  controllerOf,
  operatorControllers,
} from '../routes/listener-winners.js';

const streamRoutes: readonly string[] = ['TCPRoute', 'UDPRoute', 'TLSRoute'];
const gatewayRoutes: readonly string[] = ['HTTPRoute', 'GRPCRoute', ...streamRoutes];

export function unreadProblems(
  object: KubernetesObject,
  cluster: Cluster,
  settings: ControllerSettings,
): ManifestProblem[] {
  const { group, kind } = object;
  if (group === groups.networking && kind === 'Ingress') {
    return classProblem(object, cluster.ingressMiss(object), settings);
  }
  if (group === groups.kong) return kongKindProblem(object, cluster, settings);
  if (group !== groups.gateway || !gatewayRoutes.includes(kind)) return [];
  const gate =
    settings.controller === 'kic' && streamRoutes.includes(kind) && !isEnabled(settings, 'GatewayAlpha')
      ? [problem('feature-gate-off', { gate: 'GatewayAlpha' }, object.root.get('kind').origin)]
      : [];
  return [
    ...gate,
    ...parentReferences(object).flatMap((parent) => parentProblems(object, parent, cluster, settings)),
  ];
}

/** Kinds of Kong that only one of the controllers knows. */
const readers: Readonly<Record<string, ControllerSettings['controller']>> = {
  TCPIngress: 'kic',
  UDPIngress: 'kic',
  KongIngress: 'kic',
  KongRoute: 'operator',
  KongService: 'operator',
};

function kongKindProblem(
  object: KubernetesObject,
  cluster: Cluster,
  settings: ControllerSettings,
): ManifestProblem[] {
  const { kind } = object;
  const reader = readers[kind];
  if (reader !== undefined && reader !== settings.controller) {
    return [
      problem('kind-not-read', { kind, controller: settings.controller }, object.root.get('kind').origin),
    ];
  }
  const isStream = kind === 'TCPIngress' || kind === 'UDPIngress';
  return isStream ? classProblem(object, cluster.streamIngressMiss(object), settings) : [];
}

function classProblem(
  object: KubernetesObject,
  miss: ClassMiss | null,
  settings: ControllerSettings,
): ManifestProblem[] {
  const wanted = settings.ingressClass;
  if (miss === null) return [];
  if (miss.reason === 'missing') return [problem('class-missing', { wanted }, object.origin)];
  return [problem('class-other', { class: miss.class, wanted }, classOrigin(object))];
}

const classOrigin = ({ annotations, root }: KubernetesObject): Origin =>
  annotations.text(ingressClassKey)
    ? (annotations.get(ingressClassKey)?.origin as Origin)
    : root.get('spec', 'ingressClassName').origin;

function parentProblems(
  route: KubernetesObject,
  parent: ParentReference,
  cluster: Cluster,
  { controller }: ControllerSettings,
): ManifestProblem[] {
  if (parent.kind !== 'Gateway') return [];
  const namespace = parent.namespace || route.namespace;
  const name = objectKey(namespace, parent.name);
  const { origin } = parent.value.get('name');
  const gateway = cluster.gateway(namespace, parent.name);
  if (!gateway) return [problem('gateway-unknown', { gateway: name }, origin)];
  const controllerName = controllerOf(gateway, cluster);
  const own = controller === 'operator' ? operatorControllers : ['konghq.com/kic-gateway-controller'];
  if (controllerName !== undefined && !own.includes(controllerName)) {
    return [problem('gateway-other-controller', { gateway: name, controllerName }, origin)];
  }
  const named = namedListeners(gateway, parent).filter(
    ({ port }) => parent.port === undefined || parent.port === port,
  );
  if (named.length === 0 && parent.sectionName !== undefined) {
    const args = { gateway: name, listener: parent.sectionName };
    return [problem('listener-unknown', args, parent.value.get('sectionName').origin)];
  }
  return listenerProblems(route, parent, named, namespace, cluster);
}

/** Each question is asked of the listeners that the one before left over. */
function listenerProblems(
  route: KubernetesObject,
  parent: ParentReference,
  listeners: readonly Listener[],
  gatewayNamespace: string,
  cluster: Cluster,
): ManifestProblem[] {
  if (listeners.length === 0) return [];
  const gateway = objectKey(gatewayNamespace, parent.name);
  const { origin } = parent.value.get('name');
  const kinds = listeners.filter(
    ({ value, protocol }) => acceptsKind(value, route.kind) && isProtocolOf(protocol, route.kind),
  );
  if (kinds.length === 0) return [problem('listener-kind', { gateway, kind: route.kind }, origin)];
  const open = kinds.filter((listener) =>
    // The API server's default: routes of the Gateway's own namespace.
    listener.value.get('allowedRoutes', 'namespaces', 'from').isPresent
      ? allowsNamespace(listener, route, gatewayNamespace, parent, cluster)
      : gatewayNamespace === route.namespace,
  );
  // The labels of a namespace that is not in the files are not known.
  const isUndecided =
    cluster.get(groups.core, 'Namespace', '', route.namespace) === undefined &&
    kinds.some(({ value }) => value.get('allowedRoutes', 'namespaces', 'from').text === 'Selector');
  if (open.length === 0 && isUndecided) return [];
  if (open.length === 0)
    return [problem('listener-namespace', { gateway, namespace: route.namespace }, origin)];
  const hostnames = hostnamesOf(route).map(({ value }) => value);
  const fits = ({ hostname }: Listener) =>
    !hostname?.value || hostnames.length === 0 || hostnames.some((one) => intersect(one, hostname.value));
  if (open.some(fits)) return [];
  return [problem('listener-hostname', { gateway }, route.root.get('spec', 'hostnames').origin)];
}

const protocolsOfKind: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TCPRoute: ['TCP'],
  UDPRoute: ['UDP'],
  TLSRoute: ['TLS'],
};

const isProtocolOf = (protocol: string, kind: string): boolean =>
  protocolsOfKind[kind]?.includes(protocol) ?? true;

/** Whether some host matches both names. */
function intersect(a: string, b: string): boolean {
  if (a === b) return true;
  const covers = (wildcard: string, name: string) =>
    wildcard.startsWith('*.') && name.endsWith(wildcard.slice(1));
  return covers(a, b) || covers(b, a);
}
