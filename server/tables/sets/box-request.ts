/** One request out of a box: no more than what its conditions ask for, and what every client sends. */

import type { RoutedRequest } from '../../flavors/index.js';
import { lowerMark } from './atc-domains.js';
import type { Box } from './box.js';
import { Choices } from './choices.js';
import type { FieldKind, FieldValues } from './field-values.js';

export interface RequestWishes {
  /** The protocol to choose where the box leaves it open. */
  readonly scheme: string | null;
}

type Sent = readonly (string | bigint)[] | null;

/** What clients send where nothing is asked. */
const usual = { host: 'example.com', srcIp: '203.0.113.1', srcPort: 50_000, dstIp: '198.51.100.1' };

/**
 * @param kindOf what a field can have
 * @returns `null` if no such request was found
 */
export function requestOf(
  box: Box,
  subsystem: 'http' | 'stream',
  wishes: RequestWishes,
  kindOf: (field: string) => FieldKind,
): RoutedRequest | null {
  const values = new Map<string, Sent>();
  for (const [field, asked] of box.fields) {
    if (field.startsWith(lowerMark)) continue;
    const found = exampleOf(field, asked, box);
    if (found === undefined) return null;
    values.set(field, found);
  }
  for (const [field, asked] of box.fields) {
    const name = field.slice(lowerMark.length);
    if (!field.startsWith(lowerMark) || values.has(name)) continue;
    const found = asked.example();
    if (found === undefined) return null;
    values.set(name, found);
  }
  const scheme = schemeOf(box, values, wishes, kindOf);
  if (scheme === null) return null;
  return subsystem === 'stream' ? connectionOf(values, scheme) : httpRequestOf(values, scheme);
}

/** A value that is also right in lower case, where that is asked. */
function exampleOf(field: string, asked: FieldValues, box: Box): Sent | undefined {
  const lower = box.fields.get(lowerMark + field);
  const own = asked.example();
  if (!lower || own === undefined) return own;
  const lowered = (sent: Sent) => sent?.map((value) => String(value).toLowerCase()) ?? null;
  if (lower.accepts(lowered(own)) === true) return own;
  // A text without capitals has to be in both sets.
  for (const both of [lower.and(asked), lower]) {
    const found = both.example();
    if (found !== undefined && asked.accepts(found) === true && lower.accepts(lowered(found)) === true) {
      return found;
    }
  }
  return undefined;
}

/** A server name comes with TLS, and with nothing else. */
function schemeOf(
  { fields }: Box,
  values: ReadonlyMap<string, Sent>,
  { scheme: wish }: RequestWishes,
  kindOf: (field: string) => FieldKind,
): string | null {
  const all = kindOf('net.protocol').all;
  const asked = fields.get('net.protocol')?.present?.every ?? all;
  if (!(asked instanceof Choices)) return null;
  const sni = values.get('tls.sni');
  if (sni) return ['https', 'tls'].find((protocol) => asked.has(protocol)) ?? null;
  if (wish !== null && asked.has(wish)) return wish;
  const first = asked.example();
  // In the stream subsystem TLS is what has a server name.
  return first === 'tls' && sni === null ? null : first;
}

const oneText = (values: ReadonlyMap<string, Sent>, field: string): string | null | undefined => {
  const sent = values.get(field);
  return sent === undefined ? undefined : sent === null ? null : String(sent[0]);
};

function addressesOf(values: ReadonlyMap<string, Sent>, dstPort: number) {
  const port = (field: string) => {
    const text = oneText(values, field);
    return text === null || text === undefined ? null : Number(text);
  };
  return {
    srcIp: oneText(values, 'net.src.ip') ?? usual.srcIp,
    srcPort: port('net.src.port') ?? usual.srcPort,
    dstIp: oneText(values, 'net.dst.ip') ?? usual.dstIp,
    dstPort: port('net.dst.port') ?? dstPort,
  };
}

function connectionOf(values: ReadonlyMap<string, Sent>, scheme: string): RoutedRequest {
  const sni = oneText(values, 'tls.sni') ?? (scheme === 'tls' ? usual.host : null);
  return { scheme, ...(sni !== null && { sni }), ...addressesOf(values, 9000) };
}

/** The listening ports of Kong. */
const listening = { http: 8000, https: 8443 };

function httpRequestOf(values: ReadonlyMap<string, Sent>, scheme: string): RoutedRequest {
  const sni = oneText(values, 'tls.sni');
  const name = oneText(values, 'http.host');
  const host = name === undefined ? (sni ?? usual.host) : name;
  const port = oneText(values, hostPort) ?? oneText(values, 'net.dst.port') ?? oneText(values, 'net.port');
  const path = oneText(values, 'http.path') ?? '/';
  const addresses = addressesOf(values, scheme === 'https' ? listening.https : listening.http);
  const headers = recordOf(values, 'http.headers.', (header) => header.replaceAll('_', '-'));
  const queries = recordOf(values, 'http.queries.', (query) => query);
  const serverName = sni === undefined && scheme === 'https' && isName(host) ? host : sni;
  return {
    method: oneText(values, 'http.method') ?? 'GET',
    scheme,
    ...(host !== null && { host: port === null || port === undefined ? host : `${host}:${port}` }),
    path,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(queries).length > 0 && { queries }),
    ...(serverName !== null && serverName !== undefined && { sni: serverName }),
    ...addresses,
  };
}

/** The port in the header `Host`, where it is a condition of its own. */
export const hostPort = 'host.port';

const isName = (host: string | null): boolean =>
  host !== null && /[a-z]/i.test(host) && !host.startsWith('[');

function recordOf(
  values: ReadonlyMap<string, Sent>,
  prefix: string,
  nameOf: (name: string) => string,
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [field, sent] of values) {
    if (field.startsWith(prefix) && sent) found[nameOf(field.slice(prefix.length))] = sent.map(String);
  }
  return found;
}
