/** The expression routes of GRPCRoutes. Source: `subtranslator/grpcroute_atc.go`. */

import { all, isEmpty, type Matcher, predicate, print } from '../expressions/matcher.js';
import { catchAll, hostMatcher, sniMatcher } from '../expressions/matchers.js';
import { withOrder } from '../expressions/order-among-equals.js';
import { type GrpcRouteTraits, grpcRoutePriority } from '../expressions/priorities.js';
import { nameOfHost, type RouteDraft } from '../kong/draft.js';
import { kong } from '../objects/annotations.js';
import { listeningPorts } from '../objects/gateways.js';
import { byteLength } from '../objects/go-text.js';
import { type GrpcMatch, type GrpcMethod, type GrpcRule, grpcRules } from '../objects/grpc-route.js';
import { hostnamesOf } from '../objects/http-route.js';
import type { KubernetesObject } from '../objects/object.js';
import { defaultAt, type Sourced, sourced } from '../objects/origin.js';
import type { TranslationContext } from './context.js';
import { grpcTags, listenerHostnames } from './grpc-traditional.js';
import { headersMatcher } from './http-expression.js';
import { bothProtocols } from './ingress.js';

export interface GrpcExpressionRoute {
  readonly serviceName: string;
  readonly rule: GrpcRule;
  readonly route: RouteDraft;
}

/** A match for one hostname. */
interface SplitMatch {
  readonly object: KubernetesObject;
  readonly rule: number;
  readonly match: number;
  readonly hostname: Sourced<string>;
  readonly wholeRule: GrpcRule;
  readonly content: Pick<GrpcMatch, 'method' | 'headers'> & { readonly isWritten: boolean };
  readonly traits: GrpcRouteTraits;
}

export function grpcExpressionRoutes(
  routes: readonly KubernetesObject[],
  context: TranslationContext,
): GrpcExpressionRoute[] {
  const split = routes.flatMap((object) => splitOf(object, context));
  const priorities = withOrder(split, ({ traits }) => grpcRoutePriority(traits), 8n);
  return split.map((one) => {
    const { object, rule, hostname, wholeRule } = one;
    const host = nameOfHost(hostname.value) || '_';
    const serviceName = `grpcroute.${object.namespace}.${object.name}.${host}.${rule}`;
    return {
      serviceName,
      rule: wholeRule,
      route: routeOf(one, serviceName, priorities.get(one) ?? 0n, context),
    };
  });
}

function splitOf(object: KubernetesObject, { cluster, rules }: TranslationContext): SplitMatch[] {
  const inherits = rules.grpcListenerHostnamesInExpressions;
  const found = inherits ? listenerHostnames(object, cluster) : hostnamesOf(object);
  const hostnames = found.length > 0 ? found : [sourced('', defaultAt(object.origin))];
  return hostnames.flatMap((hostname) =>
    grpcRules(object).flatMap((wholeRule) => {
      const matches = wholeRule.matches.map((match) => ({ ...match, isWritten: true }));
      const none = { index: 0, method: null, headers: [], isWritten: false };
      return (matches.length > 0 ? matches : [none]).map((content) => ({
        object,
        rule: wholeRule.index,
        match: content.index,
        hostname,
        wholeRule,
        content,
        traits: traitsOf(hostname.value, content),
      }));
    }),
  );
}

const traitsOf = (
  hostname: string,
  { method, headers }: Pick<GrpcMatch, 'method' | 'headers'>,
): GrpcRouteTraits => ({
  kind: 'GRPCRoute',
  preciseHostname: hostname !== '' && !hostname.startsWith('*'),
  hostnameLength: byteLength(hostname),
  serviceLength: byteLength(method?.service?.value ?? ''),
  methodLength: byteLength(method?.method?.value ?? ''),
  headerCount: headers.length,
});

function routeOf(
  split: SplitMatch,
  serviceName: string,
  priority: bigint,
  context: TranslationContext,
): RouteDraft {
  const { object, rule, match, hostname, content, traits } = split;
  const route: RouteDraft = {
    name: `${serviceName}.${match}`,
    object,
    source: {
      rules: [rule],
      ...(content.isWritten && { matches: [[rule, match]] as const }),
      ...(hostname.value !== '' && { hostname: hostname.value }),
    },
    isExpression: true,
    preserve_host: sourced(true, defaultAt(object.origin)),
    expression: print(routeMatcher(split, context)),
    priority,
    priorityTraits: traits,
    tags: grpcTags(object),
    plugins: [],
    pluginNames: [],
  };
  const protocols = protocolsOf(object, context);
  if (protocols.length > 0) route.protocols = protocols;
  return route;
}

/** gRPC with listeners of HTTP, gRPCS with those of HTTPS. */
function protocolsOf(
  object: KubernetesObject,
  { rules, cluster }: TranslationContext,
): readonly Sourced<string>[] {
  if (rules.protocols === 'traditional-only') return [];
  if (rules.protocols === 'always') return bothProtocols(object);
  return (
    [
      ['HTTP', 'grpc'],
      ['HTTPS', 'grpcs'],
    ] as const
  ).flatMap(([listener, protocol]) => {
    const [port] = listeningPorts(object, listener, cluster);
    return port ? [sourced(protocol, port.origin)] : [];
  });
}

function routeMatcher({ object, hostname, content }: SplitMatch, { rules }: TranslationContext): Matcher {
  const matcher = all([
    content.method && methodMatcher(content.method),
    headersMatcher(content.headers),
    hostMatcher([hostname]),
    sniMatcher(object.annotations.list(`${kong}snis`), rules.wildcardSnis),
  ]);
  return isEmpty(matcher) ? catchAll : matcher;
}

function methodMatcher({ type, service, method, origin }: GrpcMethod): Matcher | null {
  const at = (method ?? service)?.origin ?? origin;
  const path = (operator: '==' | '^=' | '=^' | '~', text: string) =>
    predicate('http.path', operator, text, at);
  if (type !== 'Exact' && type !== 'RegularExpression') return null;
  if (!service && !method) return path('^=', '/');
  if (type === 'RegularExpression') return path('~', `^/${service?.value ?? '.+'}/${method?.value ?? '.+'}`);
  if (service && method) return path('==', `/${service.value}/${method.value}`);
  return service ? path('^=', `/${service.value}/`) : path('=^', `/${method?.value}`);
}
