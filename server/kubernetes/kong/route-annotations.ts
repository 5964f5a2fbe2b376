/**
 * What annotations do to the fields of a route, after everything else.
 * Source: Kong/kubernetes-ingress-controller `internal/dataplane/kongstate/route.go` (`Override`).
 */

import type { ControllerSettings } from '../controllers/settings.js';
import { isAtLeastVersion } from '../controllers/settings.js';
import { forceSslRedirectKey, kong } from '../objects/annotations.js';
import { atoi, parseBool } from '../objects/go-text.js';
import { type Sourced, sourced } from '../objects/origin.js';
import { isHost, isMethod, isProtocol, isSni } from '../objects/words.js';
import type { RouteDraft } from './draft.js';

/** Since this version Kong accepts SNIs with a wildcard. */
export const wildcardSnisSince = [3, 7] as const;

/** Changes the route in place. */
export function annotateRoute(
  route: RouteDraft,
  settings: ControllerSettings,
  acceptsWildcards: boolean,
): void {
  stripPath(route);
  httpsRedirect(route);
  preserveHost(route);
  buffering(route);
  protocols(route);
  if (route.isExpression) return;
  regexPriority(route);
  methods(route);
  snis(route, acceptsWildcards && isAtLeastVersion(settings.gateway, wildcardSnisSince));
  hostAliases(route);
  const headers = route.object.annotations.headers();
  if (headers.length > 0) route.headers = new Map(headers.map(({ name, values }) => [name, values]));
  pathHandling(route);
  normalizeProtocols(route);
}

/** `true` and `false` in any case; anything else counts as not written. */
function truth(annotation: Sourced<string> | undefined): Sourced<boolean> | undefined {
  const text = annotation?.value.toLowerCase();
  return annotation && (text === 'true' || text === 'false')
    ? sourced(text === 'true', annotation.origin)
    : undefined;
}

function stripPath(route: RouteDraft): void {
  const value = truth(route.object.annotations.get(`${kong}strip-path`));
  if (value) route.strip_path = value;
}

function preserveHost(route: RouteDraft): void {
  const value = truth(route.object.annotations.get(`${kong}preserve-host`));
  if (value) route.preserve_host = value;
}

function buffering(route: RouteDraft): void {
  for (const direction of ['request', 'response'] as const) {
    const annotation = route.object.annotations.get(`${kong}${direction}-buffering`);
    const value = annotation && parseBool(annotation.value.toLowerCase());
    if (annotation && typeof value === 'boolean')
      route[`${direction}_buffering`] = sourced(value, annotation.origin);
  }
}

export const redirectCodes: readonly number[] = [426, 301, 302, 307, 308];

function httpsRedirect(route: RouteDraft): void {
  const forced = route.object.annotations.get(forceSslRedirectKey);
  if (forced?.value === 'true') {
    route.https_redirect_status_code = sourced(302, forced.origin);
    const before = route.protocols ?? [];
    const isGrpc = before.some(({ value }) => value.includes('grpc'));
    const isHttp = before.some(({ value }) => value.includes('http'));
    const secure = [...(isGrpc ? ['grpcs'] : []), ...(isHttp || !isGrpc ? ['https'] : [])];
    route.protocols = secure.map((value) => sourced(value, forced.origin));
  }
  const annotation = route.object.annotations.get(`${kong}https-redirect-status-code`);
  const code = annotation && atoi(annotation.value);
  if (annotation && typeof code === 'number' && redirectCodes.includes(code)) {
    route.https_redirect_status_code = sourced(code, annotation.origin);
  }
}

/** In the order as they are written; one that is none leaves the protocols as they were. */
function protocols(route: RouteDraft): void {
  const written = route.object.annotations.list(`${kong}protocols`);
  if (written.length > 0 && written.every(({ value }) => isProtocol(value))) route.protocols = written;
}

function regexPriority(route: RouteDraft): void {
  const annotation = route.object.annotations.get(`${kong}regex-priority`);
  const value = annotation && atoi(annotation.value);
  if (annotation && typeof value === 'number') route.regex_priority = sourced(value, annotation.origin);
}

function methods(route: RouteDraft): void {
  const written = route.object.annotations.methods();
  if (written.length > 0 && written.every(({ value }) => isMethod(value))) route.methods = written;
}

/** Without a value it removes the SNIs that the route has. */
function snis(route: RouteDraft, acceptsWildcards: boolean): void {
  const { annotations } = route.object;
  if (!annotations.has(`${kong}snis`)) return;
  const written = annotations.list(`${kong}snis`);
  if (written.every(({ value }) => (acceptsWildcards ? isHost(value) : isSni(value)))) route.snis = written;
}

/** After the hosts of the object, each once. */
function hostAliases(route: RouteDraft): void {
  const aliases = route.object.annotations.list(`${kong}host-aliases`);
  if (!route.object.annotations.text(`${kong}host-aliases`)) return;
  if (!aliases.every(({ value }) => isHost(value))) return;
  const hosts = [...(route.hosts ?? [])];
  for (const alias of aliases) {
    if (!hosts.some(({ value }) => value === alias.value)) hosts.push(alias);
  }
  route.hosts = hosts;
}

function pathHandling(route: RouteDraft): void {
  const annotation = route.object.annotations.get(`${kong}path-handling`);
  if (annotation && /v\d/.test(annotation.value)) route.path_handling = annotation;
}

/** gRPC and HTTP cannot be combined, and gRPC has no `strip_path`; other words count as HTTP. */
function normalizeProtocols(route: RouteDraft): void {
  const values = (route.protocols ?? []).map(({ value }) => value);
  const isGrpc = values.some((value) => value.includes('grpc'));
  const isHttp = values.some((value) => value.includes('http') || !isProtocol(value));
  if (!isGrpc) return;
  delete route.strip_path;
  const [first] = route.protocols ?? [];
  if (isHttp && first) route.protocols = ['http', 'https'].map((value) => sourced(value, first.origin));
}
