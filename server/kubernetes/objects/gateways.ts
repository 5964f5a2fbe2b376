/** Gateways and their listeners, and which of them a route names as its parents. */

import type { Cluster } from './cluster.js';
import type { KubernetesObject } from './object.js';
import type { Sourced } from './origin.js';
import type { Value } from './value.js';

export interface ParentReference {
  readonly value: Value;
  /** `undefined` if it is not written. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly kind: string;
  readonly sectionName: string | undefined;
  readonly port: number | undefined;
}

export interface Listener {
  readonly value: Value;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly hostname: Sourced<string> | undefined;
  readonly tlsMode: string;
}

export const parentReferences = (route: KubernetesObject): readonly ParentReference[] =>
  route.root.get('spec', 'parentRefs').items.map(parentReference);

/** The API server's defaults of group and kind are those of a Gateway. */
const parentReference = (value: Value): ParentReference => ({
  value,
  namespace: value.get('namespace').text,
  name: value.get('name').text ?? '',
  kind: value.get('kind').text ?? 'Gateway',
  sectionName: value.get('sectionName').text,
  port: value.get('port').integer,
});

export const listenersOf = (gateway: KubernetesObject): readonly Listener[] =>
  gateway.root.get('spec', 'listeners').items.map((value) => ({
    value,
    name: value.get('name').text ?? '',
    protocol: value.get('protocol').text ?? '',
    port: value.get('port').integer ?? 0,
    hostname: value.get('hostname').sourcedText,
    tlsMode: value.get('tls', 'mode').text ?? (value.get('tls').isPresent ? 'Terminate' : ''),
  }));

/** The listeners of the parents that are known, by `sectionName` if one is named. */
export function parentListeners(route: KubernetesObject, cluster: Cluster): readonly Listener[] {
  return parentReferences(route).flatMap((parent) => {
    // An empty namespace counts as none here (`getGatewayListeningPorts`).
    const gateway = cluster.gateway(parent.namespace || route.namespace, parent.name);
    return gateway ? namedListeners(gateway, parent) : [];
  });
}

export const namedListeners = (
  gateway: KubernetesObject,
  { sectionName }: Pick<ParentReference, 'sectionName'>,
): readonly Listener[] =>
  listenersOf(gateway).filter(({ name }) => sectionName === undefined || sectionName === name);

/** The ports of the parents' listeners of one protocol. */
export const listeningPorts = (
  route: KubernetesObject,
  protocol: string,
  cluster: Cluster,
): readonly Sourced<number>[] =>
  parentListeners(route, cluster)
    .filter((listener) => listener.protocol === protocol)
    .map(({ value, port }) => ({ value: port, origin: value.get('port').origin }));

/** The protocols of the listeners among `http` and `https`, sorted; each with its first listener. */
export function httpProtocols(route: KubernetesObject, cluster: Cluster): readonly Sourced<string>[] {
  const found = new Map<string, Sourced<string>>();
  for (const { protocol, value } of parentListeners(route, cluster)) {
    const name = protocol.toLowerCase();
    if (protocol !== 'HTTP' && protocol !== 'HTTPS') continue;
    if (!found.has(name)) found.set(name, { value: name, origin: value.get('protocol').origin });
  }
  return [...found.values()].sort((a, b) => (a.value < b.value ? -1 : 1));
}
