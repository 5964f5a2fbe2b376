/**
 * What Kong does with a request once its router has found a route.
 * Source: Kong/kong `kong/runloop/handler.lua` (`access.before`, `access.after`, `preread.before`), `kong/init.lua`,
 * `kong/runloop/balancer/init.lua` (`set_host_header`).
 */

import type { RoutedRequest } from './requests/request.js';
import { SentHeaders } from './requests/request.js';
import type { RouterRoute, RouterService } from './router-route.js';
import { escapedUri } from './upstream-uri.js';

export type Outcome =
  /** Kong answers 404, or closes the connection. */
  | { readonly kind: 'no-route' }
  | { readonly kind: 'proxied'; readonly upstream: Upstream }
  /** The route is for https alone and has a `https_redirect_status_code` other than 426. */
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string }
  | { readonly kind: 'answered'; readonly status: number; readonly reason: AnswerReason }
  /** Nothing is known of the service. */
  | { readonly kind: 'service-unknown' };

export type AnswerReason =
  /** 426: the route is for https alone. */
  | 'https-required'
  /** 415: the route is for gRPC, and the request has another content type. */
  | 'not-grpc'
  /** 200 with a gRPC error: the route is for grpcs alone. */
  | 'grpcs-required'
  /** 503: the route has no service. */
  | 'no-service';

/** The request that the service gets. */
export interface Upstream {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Encoded, without the query; `null` for a connection. */
  readonly path: string | null;
  /** What follows `?`; `null` without one. */
  readonly query: string | null;
  /** The header `Host`. */
  readonly hostHeader: string;
  /** The header `X-Forwarded-Prefix`. */
  readonly prefix: string | null;
  /** What the groups of the regex matched, by number and name. */
  readonly captures: Readonly<Record<string, string>>;
}

/** What the router found in addition to the route. */
export interface MatchedPath {
  /** The part of the path that is cut off; `null` if none is. */
  readonly prefix: string | null;
  /** As `kong/router` computes it, not yet encoded. */
  readonly upstreamUri: string;
  readonly captures: ReadonlyMap<number | string, string>;
}

/** @param matched is asked only where the request is proxied */
export function outcomeOf(
  route: RouterRoute,
  request: RoutedRequest,
  matched: () => MatchedPath | null,
): Outcome {
  const refusal = answerByProtocols(route, request);
  if (refusal) return refusal;
  if (route.service === null) return { kind: 'answered', status: 503, reason: 'no-service' };
  if (route.service === undefined) return { kind: 'service-unknown' };
  return { kind: 'proxied', upstream: upstreamOf(route, route.service, request, matched()) };
}

function answerByProtocols(route: RouterRoute, request: RoutedRequest): Outcome | null {
  const protocols = route.route.protocols ?? [];
  const has = (protocol: string) => protocols.includes(protocol);
  if (has('https') && !has('http') && request.scheme !== 'https') {
    const status = route.httpsRedirectStatusCode;
    return status === 426
      ? { kind: 'answered', status, reason: 'https-required' }
      : { kind: 'redirected', status, location: `https://${hostName(request)}${uriOf(request)}` };
  }
  if (!has('grpc') && !has('grpcs')) return null;
  const [type] = new SentHeaders(request.headers).get('content-type') ?? [];
  if (!type?.startsWith('application/grpc')) return { kind: 'answered', status: 415, reason: 'not-grpc' };
  return !has('grpc') && request.scheme !== 'https'
    ? { kind: 'answered', status: 200, reason: 'grpcs-required' }
    : null;
}

/** nginx's `$host`: without the port, in lower case. */
const hostName = ({ host }: RoutedRequest): string => (host ?? '').replace(/:\d*$/, '').toLowerCase();

function uriOf(request: RoutedRequest): string {
  if (request.uri !== undefined) return request.uri;
  const query = queryOf(request);
  return escapedUri(request.path ?? '/') + (query === null ? '' : `?${query}`);
}

function queryOf({ uri, queries }: RoutedRequest): string | null {
  if (uri !== undefined) {
    const at = uri.indexOf('?');
    return at === -1 ? null : uri.slice(at + 1);
  }
  const pairs = Object.entries(queries ?? {}).flatMap(([name, values]) =>
    values.map((value) => encoded(name) + (value === true ? '' : `=${encoded(value)}`)),
  );
  return pairs.length === 0 ? null : pairs.join('&');
}

const encoded = (text: string): string => escapedUri(text).replace(/[#&+=?]/g, encodeURIComponent);

function upstreamOf(
  { preserveHost }: RouterRoute,
  service: RouterService,
  request: RoutedRequest,
  matched: MatchedPath | null,
): Upstream {
  const { protocol: scheme, host, port } = service;
  const preserved = preserveHost ? (matched ? request.host : request.sni) : undefined;
  const prefix = matched?.prefix ?? null;
  return {
    scheme,
    host: host ?? '',
    port,
    path: matched && escapedUri(matched.upstreamUri),
    query: matched && queryOf(request),
    hostHeader: preserved || hostHeaderOf(service),
    prefix: prefix === '/' ? null : prefix,
    captures: matched ? Object.fromEntries(matched.captures) : {},
  };
}

/** A port is named where it is not the usual one of the scheme. */
function hostHeaderOf({ protocol, host, port }: RouterService): string {
  const isUsual =
    (port === 80 && (protocol === 'http' || protocol === 'grpc')) ||
    (port === 443 && (protocol === 'https' || protocol === 'grpcs'));
  return isUsual ? (host ?? '') : `${host ?? ''}:${port}`;
}
