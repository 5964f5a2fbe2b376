/**
 * TCPRoutes, UDPRoutes and TLSRoutes.
 * Sources: `translator/translate_tcproute.go`, `translate_udproute.go`, `translate_tlsroute.go`,
 * `translate_routes_helpers.go`.
 */

import { isAtLeastVersion } from '../controllers/settings.js';
import type { RouteDraft } from '../kong/draft.js';
import { wildcardSnisSince } from '../kong/route-annotations.js';
import { tagsOf } from '../kong/tags.js';
import { listenersOf, listeningPorts } from '../objects/gateways.js';
import { hostnamesOf } from '../objects/http-route.js';
import { groups, type KubernetesObject } from '../objects/object.js';
import { defaultAt, type Sourced, sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import type { Refusal } from '../problems/codes.js';
import { backendService } from './backend-service.js';
import { backendsOf } from './backends.js';
import type { Services, TranslationContext } from './context.js';
import { wonPorts } from './listener-winners.js';
import { makeStreamExpressions } from './stream-expression.js';

export type StreamKind = 'TCPRoute' | 'UDPRoute' | 'TLSRoute';

const protocols = { TCPRoute: 'tcp', UDPRoute: 'udp', TLSRoute: 'tls' } as const;

export function translateStreamRoutes(kind: StreamKind, context: TranslationContext): Services {
  const services: Services = new Map();
  const valid = context.cluster.list(groups.gateway, kind).filter((route) => isValid(route, kind, context));
  const ports = portsOf(valid, kind, context);
  for (const route of valid) {
    const destinations = ports.get(route);
    if (destinations) translateRoute(route, kind, destinations, services, context);
  }
  if (context.isExpression) makeStreamExpressions(services, context);
  return services;
}

/** The ports of each route; one that has none of its own with the operator makes nothing. */
function portsOf(
  routes: readonly KubernetesObject[],
  kind: StreamKind,
  context: TranslationContext,
): ReadonlyMap<KubernetesObject, readonly Sourced<number>[]> {
  if (kind === 'TLSRoute') return new Map(routes.map((route) => [route, []]));
  const protocol = protocols[kind].toUpperCase();
  if (context.rules.oneRoutePerListener) return wonPorts(routes, protocol, context);
  return new Map(routes.map((route) => [route, listeningPorts(route, protocol, context.cluster)]));
}

function isValid(route: KubernetesObject, kind: StreamKind, context: TranslationContext): boolean {
  const found = kind === 'TLSRoute' ? tlsRefusal(route, context) : portRefusal(route, kind, context);
  if (!found) return true;
  const { refusal, place } = found;
  context.refuse(route, refusal, place.keyRange ? place.keyOrigin : place.head);
  return false;
}

interface FoundRefusal {
  readonly refusal: Refusal;
  readonly place: Value;
}

function portRefusal(
  route: KubernetesObject,
  kind: StreamKind,
  { rules }: TranslationContext,
): FoundRefusal | null {
  const list = route.root.get('spec', 'rules');
  if (list.items.length === 0) return { refusal: { reason: 'no-rules', args: {} }, place: list };
  const empty = list.items.find((rule) => rule.get('backendRefs').items.length === 0);
  // Before the operator's 2.3 a TCPRoute keeps the rules before the one that has none.
  if (!empty || (kind === 'TCPRoute' && !rules.oneRoutePerListener)) return null;
  return { refusal: { reason: 'no-backend-refs', args: {} }, place: empty };
}

function tlsRefusal(route: KubernetesObject, { rules, settings }: TranslationContext): FoundRefusal | null {
  const list = route.root.get('spec', 'hostnames');
  if (list.items.length === 0)
    return { refusal: { reason: 'no-hostnames', args: {} }, place: route.root.get('spec') };
  const wildcard = list.items.find((hostname) => hostname.text?.startsWith('*.'));
  if (wildcard && rules.wildcardSnis && !isAtLeastVersion(settings.gateway, wildcardSnisSince)) {
    return { refusal: { reason: 'wildcard-sni-version', args: { since: '3.7.0' } }, place: wildcard };
  }
  const routeRules = route.root.get('spec', 'rules');
  return routeRules.items.length === 0
    ? { refusal: { reason: 'no-rules', args: {} }, place: routeRules }
    : null;
}

function translateRoute(
  route: KubernetesObject,
  kind: StreamKind,
  destinations: readonly Sourced<number>[],
  services: Services,
  context: TranslationContext,
): void {
  const type = kind.toLowerCase();
  for (const [index, rule] of route.root.get('spec', 'rules').items.entries()) {
    const references = rule.get('backendRefs').items;
    if (kind === 'TCPRoute' && references.length === 0) {
      context.refuse(route, { reason: 'no-backend-refs', args: {} }, rule.head);
      return;
    }
    const { backends, problems } = backendsOf(references, route, context.cluster);
    context.report(...problems);
    const name = `${type}.${route.namespace}.${route.name}.${index}`;
    const protocol = kind === 'UDPRoute' ? 'udp' : 'tcp';
    const service = backendService(
      {
        name,
        object: route,
        protocol,
        version: versionOf(kind, context),
        backends,
        references: references.length,
      },
      context,
    );
    service.routes.push(routeOf(route, kind, rule, index, destinations, context));
    services.set(name, service);
  }
}

/** The version of the API under which the controller knows the objects. */
const versionOf = (kind: StreamKind, { rules }: TranslationContext): string =>
  kind === 'TLSRoute' ? rules.tlsRouteVersion : rules.streamRouteVersion;

function routeOf(
  object: KubernetesObject,
  kind: StreamKind,
  rule: Value,
  index: number,
  destinations: readonly Sourced<number>[],
  context: TranslationContext,
): RouteDraft {
  const protocol =
    kind === 'TLSRoute' && isPassthrough(object, context) ? 'tls_passthrough' : protocols[kind];
  const snis = kind === 'TLSRoute' ? hostnamesOf(object) : [];
  return {
    name: `${kind.toLowerCase()}.${object.namespace}.${object.name}.${index}.0`,
    object,
    source: { rules: [index] },
    isExpression: context.isExpression,
    protocols: [sourced(protocol, defaultAt(object.origin))],
    ...(destinations.length > 0 && { destinations }),
    ...(snis.length > 0 && { snis }),
    tags: tagsOf(object, versionOf(kind, context), [rule.get('name').text ?? '']),
    plugins: [],
    pluginNames: [],
  };
}

/** By the parents in the status, which the controller itself writes: a file without a status is never passed through. */
function isPassthrough(route: KubernetesObject, { cluster }: TranslationContext): boolean {
  return route.root.get('status', 'parents').items.some((status) => {
    const parent = status.get('parentRef');
    const group = parent.get('group').text;
    const kind = parent.get('kind').text;
    if ((group !== undefined && group !== groups.gateway) || (kind !== undefined && kind !== 'Gateway'))
      return false;
    const namespace = parent.get('namespace').text ?? route.namespace;
    const gateway = cluster.gateway(namespace, parent.get('name').text ?? '');
    const section = parent.get('sectionName').text;
    return (
      gateway !== undefined &&
      listenersOf(gateway).some(
        ({ name, value }) =>
          (section === undefined || section === name) && value.get('tls', 'mode').text === 'Passthrough',
      )
    );
  });
}
