/** A request as a JSON object: the form of `kong-routes match --requests`. */

import type { Subsystem } from '../../grammar/index.js';
import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { type Read, read, unread, type WantedValue } from './problems.js';

const texts = ['method', 'scheme', 'host', 'path', 'uri', 'sni', 'srcIp', 'dstIp'] as const;
const ports = ['srcPort', 'dstPort'] as const;

/** The keys of a request. */
export const requestKeys: ReadonlySet<string> = new Set([...texts, ...ports, 'headers', 'queries', 'url']);

/** Keys that mean nothing are ignored. */
export function requestOfData(item: unknown, subsystem: Subsystem): Read<RoutedRequest> {
  const wrong = (key: string, wanted: WantedValue) => unread({ code: 'field', key, wanted });
  if (!isRecord(item)) return wrong('', 'object');
  const found: Record<string, unknown> = {};
  const has = (key: string) => item[key] !== undefined && item[key] !== null;
  for (const key of texts) {
    if (!has(key)) continue;
    if (typeof item[key] !== 'string') return wrong(key, 'string');
    found[key] = item[key];
  }
  for (const key of ports) {
    if (!has(key)) continue;
    if (!Number.isInteger(item[key])) return wrong(key, 'integer');
    found[key] = item[key];
  }
  if (has('headers')) {
    const headers = valuesByName(item.headers, isText);
    if (!headers) return wrong('headers', 'strings-by-name');
    found.headers = headers;
  }
  if (has('queries')) {
    const queries = valuesByName(item.queries, (value) => value === true || isText(value));
    if (!queries) return wrong('queries', 'strings-by-name');
    found.queries = queries;
  }
  if (has('url')) {
    const request = isText(item.url) ? requestOfUrl(item.url, found) : null;
    return request ? read(request) : wrong('url', 'http-url');
  }
  found.scheme ??= subsystem === 'http' ? 'http' : found.sni === undefined ? 'tcp' : 'tls';
  return read(found as unknown as RoutedRequest);
}

/** One value may be written without a list. */
export function valuesByName(
  data: unknown,
  isValue: (value: unknown) => boolean,
): Record<string, unknown[]> | null {
  if (!isRecord(data)) return null;
  const found: [string, unknown[]][] = [];
  for (const [name, written] of Object.entries(data)) {
    const values: unknown[] = Array.isArray(written) ? written : [written];
    if (!values.every(isValue)) return null;
    found.push([name, values]);
  }
  return Object.fromEntries(found);
}

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
