/**
 * Where each annotation of the controllers has an effect.
 * Sources: Kong/kubernetes-ingress-controller `internal/annotations/annotations.go`, `kongstate/route.go`,
 * `kongstate/service.go`, `subtranslator/ingress_atc.go`, `httproute_atc.go` (`matchersFromParentHTTPRoute`).
 */

import type { Output } from '../problems/codes.js';

/** What kinds of objects the table distinguishes. */
export type AnnotatedKind = 'Ingress' | 'HTTPRoute' | 'GRPCRoute' | 'stream' | 'Service';

export function annotatedKind(kind: string): AnnotatedKind | null {
  if (kind === 'Ingress' || kind === 'HTTPRoute' || kind === 'GRPCRoute' || kind === 'Service') return kind;
  if (kind === 'KongServiceFacade') return 'Service';
  return ['TCPRoute', 'UDPRoute', 'TLSRoute', 'TCPIngress', 'UDPIngress'].includes(kind) ? 'stream' : null;
}

type Effect = readonly Output[];
const both: Effect = ['traditional', 'expressions'];
const traditional: Effect = ['traditional'];
const none: Effect = [];

/** The outputs in which an annotation does something, by kind. */
export type AnnotationEffects = Readonly<Record<AnnotatedKind, Effect>>;

const onRoutes: AnnotationEffects = {
  Ingress: both,
  HTTPRoute: both,
  GRPCRoute: both,
  stream: both,
  Service: none,
};
const everywhere: AnnotationEffects = { ...onRoutes, Service: both };
/** A match that the expressions of Ingresses alone have. */
const ingressMatch: AnnotationEffects = {
  Ingress: both,
  HTTPRoute: traditional,
  GRPCRoute: traditional,
  stream: traditional,
  Service: none,
};
const fieldOnly: AnnotationEffects = { ...ingressMatch, Ingress: traditional };
const ingressOnly: AnnotationEffects = {
  Ingress: both,
  HTTPRoute: none,
  GRPCRoute: none,
  stream: none,
  Service: none,
};
const onServices: AnnotationEffects = {
  Ingress: none,
  HTTPRoute: none,
  GRPCRoute: none,
  stream: none,
  Service: both,
};

/** By the name after `konghq.com/`. `headers` represents every `headers.<name>`. */
export const annotationEffects: Readonly<Record<string, AnnotationEffects>> = {
  // gRPC has no `strip_path`: the traditional routes of GRPCRoutes lose it.
  'strip-path': { ...onRoutes, GRPCRoute: ['expressions'] },
  'preserve-host': onRoutes,
  'request-buffering': onRoutes,
  'response-buffering': onRoutes,
  'https-redirect-status-code': onRoutes,
  protocols: onRoutes,
  methods: ingressMatch,
  'host-aliases': ingressMatch,
  headers: ingressMatch,
  'headers-separator': ingressMatch,
  snis: { ...ingressMatch, HTTPRoute: both, GRPCRoute: both },
  'regex-priority': fieldOnly,
  'path-handling': fieldOnly,
  'regex-prefix': ingressOnly,
  rewrite: ingressOnly,
  tags: everywhere,
  plugins: everywhere,
  // Since 3.0 only the `upstream` part of a KongIngress counts, which hangs on a Service.
  override: onServices,
  protocol: onServices,
  path: onServices,
  'host-header': onServices,
  'connect-timeout': onServices,
  'read-timeout': onServices,
  'write-timeout': onServices,
  retries: onServices,
  'tls-verify': onServices,
  'tls-verify-depth': onServices,
  'ca-certificates-secrets': onServices,
  'ca-certificates-configmaps': onServices,
  'client-cert': onServices,
  'upstream-policy': onServices,
};

/** The name in the table, for the key of an annotation; `null` for one of someone else. */
export function annotationName(key: string): string | null {
  const name = /^konghq\.com\/(.+)$/.exec(key)?.[1];
  if (name === undefined) return null;
  return name.startsWith('headers.') && name !== 'headers.' ? 'headers' : name;
}
