/** Requests of HAR files (HTTP Archive 1.2), which browsers and proxies save. */

import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { type Read, read, unread } from './problems.js';
import { isRecord, isText } from './request-data.js';

/** The entries of a HAR file, of a list of entries, or one entry; `null` if it is not one of them. */
export function harEntries(data: unknown): unknown[] | null {
  if (isRecord(data) && isRecord(data.log) && Array.isArray(data.log.entries)) return data.log.entries;
  if (isHarEntry(data)) return [data];
  return Array.isArray(data) && data.length > 0 && data.every(isHarEntry) ? data : null;
}

const isHarEntry = (data: unknown): boolean =>
  isRecord(data) &&
  isRecord(data.request) &&
  isText(data.request.url) &&
  Array.isArray(data.request.headers) &&
  !('route' in data);

/** Pseudo-headers of HTTP/2 say what the URL says. */
export function requestOfHar(entry: unknown): Read<RoutedRequest> {
  const request = isRecord(entry) && isRecord(entry.request) ? entry.request : {};
  const url = isText(request.url) ? request.url : '';
  const headers: Record<string, string[]> = {};
  for (const header of Array.isArray(request.headers) ? request.headers : []) {
    if (!isRecord(header) || !isText(header.name) || !isText(header.value)) continue;
    const name = header.name.toLowerCase();
    if (!name.startsWith(':')) headers[name] = [...(headers[name] ?? []), header.value];
  }
  const { host, ...sent } = headers;
  const found = requestOfUrl(url, {
    ...(isText(request.method) && { method: request.method }),
    ...(host?.[0] !== undefined && { host: host[0] }),
    headers: sent,
  });
  return found ? read(found) : unread({ code: 'not-a-url', url });
}
