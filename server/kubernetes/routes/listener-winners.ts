/**
 * Of several TCPRoutes or UDPRoutes on one listener the operator accepts only the oldest.
 * Sources: Kong/kong-operator `translate_l4route_conflict.go`, `internal/gatewayapi/listener_attach.go`.
 */

import type { Cluster } from '../objects/cluster.js';
import { type Listener, listenersOf, type ParentReference, parentReferences } from '../objects/gateways.js';
import { compareText } from '../objects/go-text.js';
import { groups, type KubernetesObject, objectKey } from '../objects/object.js';
import type { Sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import { problem } from '../problems/codes.js';
import type { TranslationContext } from './context.js';

/** The names under which the operator's controllers know themselves. */
export const operatorControllers: readonly string[] = [
  'konghq.com/gateway-operator',
  'konghq.com/kic-gateway-controller',
];

interface Attachment {
  readonly route: KubernetesObject;
  readonly parent: ParentReference;
  readonly port: Sourced<number>;
}

/** The ports that each route has for itself, sorted; a route without any is not there. */
export function wonPorts(
  routes: readonly KubernetesObject[],
  protocol: string,
  context: TranslationContext,
): ReadonlyMap<KubernetesObject, readonly Sourced<number>[]> {
  const attached = new Map<string, Attachment[]>();
  for (const route of routes) {
    for (const parent of parentReferences(route)) {
      for (const [key, port] of listenersFor(route, parent, protocol, context)) {
        attached.set(key, [...(attached.get(key) ?? []), { route, parent, port }]);
      }
    }
  }
  const won = new Map<KubernetesObject, Map<number, Sourced<number>>>();
  for (const candidates of attached.values()) {
    const winner = candidates.reduce((best, one) => (isBefore(one.route, best.route) ? one : best));
    const ports = won.get(winner.route) ?? new Map<number, Sourced<number>>();
    if (!ports.has(winner.port.value)) ports.set(winner.port.value, winner.port);
    won.set(winner.route, ports);
    for (const { route, parent } of candidates) {
      if (route === winner.route) continue;
      const name = objectKey(winner.route.namespace, winner.route.name);
      context.report(problem('listener-taken', { winner: name }, parent.value.get('name').origin));
    }
  }
  return new Map(
    [...won].map(([route, ports]) => [route, [...ports.values()].sort((a, b) => a.value - b.value)]),
  );
}

function isBefore(a: KubernetesObject, b: KubernetesObject): boolean {
  if (a.created !== b.created) return a.created < b.created;
  return compareText(objectKey(a.namespace, a.name), objectKey(b.namespace, b.name)) < 0;
}

function listenersFor(
  route: KubernetesObject,
  parent: ParentReference,
  protocol: string,
  context: TranslationContext,
): [string, Sourced<number>][] {
  const { cluster, settings } = context;
  const namespace = parent.namespace ?? route.namespace;
  const gateway = cluster.gateway(namespace, parent.name);
  const controller = gateway && controllerOf(gateway, cluster);
  if (!gateway || controller === undefined || !operatorControllers.includes(controller)) return [];
  return listenersOf(gateway)
    .filter((listener) => listener.protocol === protocol && isNamed(listener, parent))
    .filter(
      (listener) =>
        acceptsKind(listener.value, route.kind) &&
        allowsNamespace(listener, route, namespace, parent, cluster),
    )
    .filter((listener) => {
      if (settings.listenerStatus === 'assumed' || isProgrammed(gateway, listener.name, route.kind))
        return true;
      const args = { gateway: objectKey(namespace, parent.name), listener: listener.name };
      context.report(problem('listener-not-programmed', args, parent.value.get('name').origin));
      return false;
    })
    .map(({ name, port, value }) => [
      `${objectKey(namespace, parent.name)} ${name} ${port}`,
      { value: port, origin: value.get('port').origin },
    ]);
}

export const controllerOf = (gateway: KubernetesObject, cluster: Cluster): string | undefined =>
  cluster
    .gatewayClass(gateway.root.get('spec', 'gatewayClassName').text ?? '')
    ?.root.get('spec', 'controllerName').text;

const isNamed = ({ name, port }: Listener, parent: ParentReference): boolean =>
  (parent.sectionName === undefined || parent.sectionName === name) &&
  (parent.port === undefined || parent.port === port);

/** Whether the listener accepts routes of the kind; without a list it accepts every kind. */
export function acceptsKind(listener: Value, kind: string): boolean {
  const kinds = listener.get('allowedRoutes', 'kinds').items;
  return kinds.length === 0 || kinds.some((item) => isKind(item, kind));
}

const isKind = (item: Value, kind: string): boolean =>
  (item.get('group').text ?? groups.gateway) === groups.gateway && item.get('kind').text === kind;

/** Whether the listener accepts routes of the route's namespace; without a setting it accepts those of every namespace. */
export function allowsNamespace(
  { value }: Pick<Listener, 'value'>,
  route: KubernetesObject,
  gatewayNamespace: string,
  parent: ParentReference,
  cluster: Cluster,
): boolean {
  const namespaces = value.get('allowedRoutes', 'namespaces');
  const from = namespaces.get('from').text;
  if (from === undefined || from === 'All') return true;
  if (from === 'Same') return (parent.namespace ?? gatewayNamespace) === route.namespace;
  const namespace = cluster.get(groups.core, 'Namespace', '', route.namespace);
  // Kubernetes gives every namespace this label.
  const labels = new Map([...(namespace?.labels ?? []), ['kubernetes.io/metadata.name', route.namespace]]);
  return from === 'Selector' && matchesLabels(namespaces.get('selector'), labels);
}

/** `metav1.LabelSelectorAsSelector`: no selector matches nothing, an empty one everything. */
function matchesLabels(selector: Value, labels: ReadonlyMap<string, string>): boolean {
  if (!selector.isPresent) return false;
  const isEqual = selector
    .get('matchLabels')
    .members.every(([label, value]) => labels.get(label) === value.text);
  return (
    isEqual &&
    selector.get('matchExpressions').items.every((expression) => {
      const label = labels.get(expression.get('key').text ?? '');
      const values = expression.get('values').items.map((value) => value.text);
      switch (expression.get('operator').text) {
        case 'In':
          return label !== undefined && values.includes(label);
        case 'NotIn':
          return label === undefined || !values.includes(label);
        case 'Exists':
          return label !== undefined;
        case 'DoesNotExist':
          return label === undefined;
        default:
          return false;
      }
    })
  );
}

/** By the status of the Gateway, which the operator writes. */
function isProgrammed(gateway: KubernetesObject, listener: string, kind: string): boolean {
  const statuses = gateway.root
    .get('status', 'listeners')
    .items.filter((status) => status.get('name').text === listener);
  const supports = statuses.some((status) =>
    status
      .get('supportedKinds')
      .items.some((item) => item.get('group').text === groups.gateway && item.get('kind').text === kind),
  );
  const programmed = statuses[0]
    ?.get('conditions')
    .items.find((condition) => condition.get('type').text === 'Programmed');
  return supports && programmed?.get('status').text === 'True';
}
