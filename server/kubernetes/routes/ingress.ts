/**
 * Ingresses. One route for each Ingress, host, Service and port; one Kong service for each Service and port.
 * Sources: `subtranslator/ingress.go`, `ingress_atc.go`.
 */

import { largest } from '../../text/index.js';
import { all, any, print } from '../expressions/matcher.js';
import { headerAnnotationMatcher, hostMatcher, methodMatcher, sniMatcher } from '../expressions/matchers.js';
import { type IngressTraits, ingressPriority } from '../expressions/priorities.js';
import { nameOfHost, newService, portText, type RouteDraft, type ServiceDraft } from '../kong/draft.js';
import { tagsOf } from '../kong/tags.js';
import { kong } from '../objects/annotations.js';
import { compareText } from '../objects/go-text.js';
import type { KubernetesObject } from '../objects/object.js';
import { defaultAt, type Sourced, sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';
import type { Services, TranslationContext } from './context.js';
import { type IngressBackend, ingressBackend } from './ingress-backend.js';
import {
  expressionRegexPrefix,
  type IngressPath,
  ingressPathMatcher,
  ingressPaths,
  pathTraits,
  withoutDoubleSlashes,
} from './ingress-paths.js';

/** The paths that become one route. */
interface RouteGroup {
  /** Two Ingresses can have the same key only where a name has dots; then the last of them counts. */
  ingress: KubernetesObject;
  readonly tags: readonly string[];
  readonly host: Sourced<string> | null;
  readonly backend: IngressBackend;
  readonly paths: IngressPath[];
  readonly rules: Set<number>;
  readonly matches: [rule: number, path: number][];
}

export function translateIngresses(context: TranslationContext): Services {
  const groups = new Map<string, RouteGroup>();
  for (const ingress of context.cluster.ingresses) collect(ingress, groups, context);
  const services: Services = new Map();
  for (const group of groups.values()) {
    const name = serviceName(group);
    const service = services.get(name) ?? serviceOf(name, group);
    service.routes.push(
      context.isExpression ? expressionRoute(group, context) : traditionalRoute(group, context),
    );
    services.set(name, service);
  }
  for (const { routes } of services.values()) routes.sort((a, b) => compareText(a.name, b.name));
  return services;
}

function collect(
  ingress: KubernetesObject,
  groups: Map<string, RouteGroup>,
  context: TranslationContext,
): void {
  ingress.root.get('spec', 'rules').items.forEach((rule, ruleIndex) => {
    const host = rule.get('host');
    rule.get('http', 'paths').items.forEach((value, pathIndex) => {
      const path = pathOf(value);
      const backend = ingressBackend(value.get('backend'), ingress, path.path.value, context);
      if (!backend) return;
      const key = routeName(ingress, backend, host.text ?? '');
      const group: RouteGroup = groups.get(key) ?? {
        ingress,
        tags: tagsOf(ingress, 'v1'),
        host: host.text ? host.textOr('') : null,
        backend,
        paths: [],
        rules: new Set(),
        matches: [],
      };
      group.ingress = ingress;
      group.paths.push(path);
      group.rules.add(ruleIndex);
      group.matches.push([ruleIndex, pathIndex]);
      groups.set(key, group);
    });
  });
}

function pathOf(value: Value): IngressPath {
  const written = value.get('path').textOr('/');
  return {
    type: value.get('pathType').text ?? 'ImplementationSpecific',
    path: sourced(withoutDoubleSlashes(written.value) || '/', written.origin),
  };
}

function routeName({ namespace, name }: KubernetesObject, { backend }: IngressBackend, host: string): string {
  if (backend.isFacade) return `${namespace}.${name}.${host}.${backend.name}.svc.facade`;
  return `${namespace}.${name}.${backend.name}.${host}.${portText(backend.port)}`;
}

function serviceName({ ingress: { namespace }, backend: { backend } }: RouteGroup): string {
  return backend.isFacade
    ? `${namespace}.${backend.name}.svc.facade`
    : `${namespace}.${backend.name}.${portText(backend.port)}`;
}

function serviceOf(name: string, { ingress, backend: { backend, facade } }: RouteGroup): ServiceDraft {
  const { namespace } = ingress;
  const service = newService({
    name,
    host: backend.isFacade
      ? `${namespace}.${backend.name}.svc.facade`
      : `${backend.name}.${namespace}.${portText(backend.port)}.svc`,
    protocol: 'http',
    backends: [backend],
    parent: facade ?? ingress,
  });
  service.port = 80;
  service.path = '/';
  return service;
}

/** What a route of an Ingress has in both outputs. */
function baseRoute(group: RouteGroup, context: TranslationContext): RouteDraft {
  const { ingress, host, backend, rules, matches, tags } = group;
  const at = defaultAt(ingress.origin);
  const route: RouteDraft = {
    name: routeName(ingress, backend, nameOfHost(host?.value ?? '')),
    object: ingress,
    source: { rules: [...rules], matches, ...(host && { hostname: host.value }) },
    isExpression: context.isExpression,
    strip_path: sourced(false, at),
    preserve_host: sourced(true, at),
    request_buffering: sourced(true, at),
    response_buffering: sourced(true, at),
    tags,
    plugins: [],
    pluginNames: [],
  };
  const protocols = ingressProtocols(ingress, context);
  if (protocols.length > 0) route.protocols = protocols;
  return route;
}

/** Those of the annotation are sorted, and kept even if they are invalid: a later step checks them. */
function ingressProtocols(
  ingress: KubernetesObject,
  { rules, isExpression }: TranslationContext,
): readonly Sourced<string>[] {
  if (rules.protocols === 'derived') {
    return [...ingress.annotations.list(`${kong}protocols`)].sort((a, b) => compareText(a.value, b.value));
  }
  if (isExpression && rules.protocols === 'traditional-only') return [];
  return bothProtocols(ingress);
}

export const bothProtocols = (object: KubernetesObject): readonly Sourced<string>[] =>
  ['http', 'https'].map((protocol) => sourced(protocol, defaultAt(object.origin)));

function traditionalRoute(group: RouteGroup, context: TranslationContext): RouteDraft {
  const route = baseRoute(group, context);
  route.regex_priority = sourced(0, defaultAt(group.ingress.origin));
  if (group.host) route.hosts = [group.host];
  const { detectsLegacyRegexes } = context.cluster;
  route.paths = group.paths.flatMap((path) => ingressPaths(path, group.ingress, detectsLegacyRegexes));
  return route;
}

function expressionRoute(group: RouteGroup, context: TranslationContext): RouteDraft {
  const route = baseRoute(group, context);
  const { annotations } = group.ingress;
  const regexPrefix = expressionRegexPrefix(group.ingress);
  const hosts = hostsOf(group);
  route.expression = print(
    all([
      hostMatcher(hosts),
      any(group.paths.map((path) => ingressPathMatcher(path, regexPrefix))),
      headerAnnotationMatcher(annotations.headers()),
      methodMatcher(annotations.methods()),
      sniMatcher(annotations.list(`${kong}snis`), context.rules.wildcardSnis),
    ]),
  );
  const traits = traitsOf(group, hosts, regexPrefix);
  route.priorityTraits = traits;
  route.priority = ingressPriority(traits);
  return route;
}

const hostsOf = ({ ingress, host }: RouteGroup): readonly Sourced<string>[] => [
  ...(host ? [host] : []),
  ...ingress.annotations.list(`${kong}host-aliases`),
];

/** Values that are left out of the expression count all the same. */
function traitsOf(
  { ingress, paths }: RouteGroup,
  hosts: readonly Sourced<string>[],
  regexPrefix: string,
): IngressTraits {
  const { annotations } = ingress;
  const headers = annotations.headers();
  const found = paths.map((path) => pathTraits(path, regexPrefix));
  const fields = [hosts, headers, annotations.methods(), annotations.list(`${kong}snis`)];
  return {
    kind: 'Ingress',
    matchFields: 1 + fields.filter((field) => field.length > 0).length,
    headerCount: headers.length,
    plainHostsOnly: hosts.length > 0 && hosts.every(({ value }) => !value.startsWith('*')),
    hasRegexPath: found.some(({ isRegex }) => isRegex),
    longestPath: largest(
      found.map(({ length }) => length),
      0,
    ),
  };
}
