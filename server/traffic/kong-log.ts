/**
 * Lines that Kong's logging plugins write: http-log, file-log, tcp-log, udp-log and others send the same JSON.
 * Source: Kong/kong `kong/pdk/log.lua` (`serialize`), for HTTP and for connections.
 */

import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { isRecord, isText, valuesByName } from './request-data.js';

/** A request of a log, and what the log says of its route. */
export interface LoggedRequest {
  readonly request: RoutedRequest;
  /** The route that Kong chose; `null` if Kong found none, `undefined` if the log does not say. */
  readonly route: LoggedRoute | null | undefined;
  /** Headers whose value the log does not have. */
  readonly redacted: readonly string[];
}

export interface LoggedRoute {
  readonly id: string | null;
  readonly name: string | null;
}

/** Kong writes this instead of the value of some headers (`authorization`, `proxy-authorization`). */
const redactedValue = 'REDACTED';

/** @returns `null` if it is no such line */
export function requestOfKongLog(data: unknown): LoggedRequest | null {
  if (!isRecord(data)) return null;
  if (isRecord(data.request)) return httpRequest(data, data.request);
  return isRecord(data.session) ? connection(data, data.session) : null;
}

type Data = Readonly<Record<string, unknown>>;

function httpRequest(data: Data, request: Data): LoggedRequest | null {
  const { url, uri, method } = request;
  if (!isText(url) || !isText(method)) return null;
  const all = valuesByName(lowered(request.headers), isText) as Record<string, string[]> | null;
  const { host, ...headers } = all ?? {};
  const isRedacted = (name: string) => headers[name]?.[0] === redactedValue;
  const redacted = Object.keys(headers).filter(isRedacted);
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !isRedacted(name)));
  // The URL is put together of the host without its port and the port of the Gateway; `uri` is what the client sent.
  const [, start = '', name = ''] = /^(https?:\/\/([^/:]*|\[[^\]]*\])(?::\d*)?)(?=[/?#]|$)/i.exec(url) ?? [];
  const address = isText(uri) && uri.startsWith('/') ? start + uri : url;
  const found = requestOfUrl(address, {
    method,
    host: host?.[0] ?? name,
    headers: sent,
    ...(isText(data.client_ip) && { srcIp: data.client_ip }),
  });
  if (!found) return null;
  const { host: asked = '', ...others } = found;
  // A client that sent headers and no Host among them.
  const routed = all && !host ? others : { ...others, host: asked };
  const { sni: _, ...withoutSni } = routed;
  const serverName = asked.replace(/:\d+$/, '');
  // The server name is not logged: clients send the host that they ask for.
  const hasName = found.scheme === 'https' && serverName !== '' && !/^(?:\[.*|[\d.]+)$/.test(serverName);
  return {
    request: hasName ? { ...withoutSni, sni: serverName } : withoutSni,
    route: routeOf(data),
    redacted,
  };
}

const lowered = (headers: unknown): unknown =>
  isRecord(headers)
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    : headers;

function connection(data: Data, session: Data): LoggedRequest {
  const tls = isRecord(session.tls);
  const sni = tls && isText((session.tls as Data).sni) ? ((session.tls as Data).sni as string) : undefined;
  return {
    request: {
      scheme: tls ? 'tls' : 'tcp',
      ...(sni !== undefined && { sni }),
      ...(isText(data.client_ip) && { srcIp: data.client_ip }),
      ...(typeof session.server_port === 'number' && { dstPort: session.server_port }),
    },
    route: routeOf(data),
    redacted: [],
  };
}

/** Kong leaves out `route` if it found none, and some users remove it from what is logged. */
function routeOf({ route, service, response, tries }: Data): LoggedRoute | null | undefined {
  if (isRecord(route)) {
    const id = isText(route.id) ? route.id : null;
    const name = isText(route.name) ? route.name : null;
    return id === null && name === null ? undefined : { id, name };
  }
  const isMissed = isRecord(response) && response.status === 404 && service === undefined && !hasTries(tries);
  return isMissed ? null : undefined;
}

const hasTries = (tries: unknown): boolean => Array.isArray(tries) && tries.length > 0;
