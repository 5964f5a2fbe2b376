/** A request in the forms that people have: a URL, a curl command, a HAR entry, a line of a log, a message of HTTP. */

import type { Subsystem } from '../../grammar/index.js';
import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { type AssumedRequest, accessLogFormat, knownFormats } from './access-log.js';
import { requestOfCurl } from './curl-request.js';
import { harEntries, requestOfHar } from './har.js';
import { requestOfKongLog } from './kong-log.js';
import { type Read, read, unread } from './problems.js';
import { isRecord, requestKeys, requestOfData } from './request-data.js';

/**
 * Reads one request; of a HAR file with several, the first.
 *
 * - `https://a.com/orders?page=2`, `a.com/orders`, `/orders`
 * - `POST https://a.com/orders`, `POST /orders HTTP/1.1`; lines of headers may follow
 * - `curl …`
 * - JSON: an object as in `kong-routes match --requests`, a HAR entry or file, a line of Kong's logging plugins
 * - a line of an access log of nginx (`combined`, Kong's own)
 */
export function readRequestText(text: string, subsystem: Subsystem = 'http'): Read<RoutedRequest> {
  const trimmed = text.trim();
  if (trimmed === '') return unread({ code: 'empty' });
  // A shell prompt may be copied along.
  const command = trimmed.replace(/^\$\s+/, '');
  if (/^curl(?:\.exe)?\s/i.test(command)) return requestOfCurl(command);
  if (/^[[{]/.test(trimmed)) return requestOfJson(trimmed, subsystem);
  return requestOfMessage(trimmed) ?? requestOfLogLine(trimmed) ?? requestOfAddress(trimmed);
}

function requestOfJson(text: string, subsystem: Subsystem): Read<RoutedRequest> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return unread({ code: 'json', reason: (error as Error).message });
  }
  const [entry] = harEntries(data) ?? [];
  if (entry !== undefined) return requestOfHar(entry);
  const logged = requestOfKongLog(data);
  if (logged) return read(logged.request);
  const isRequest = isRecord(data) && Object.keys(data).some((key) => requestKeys.has(key));
  return isRequest ? requestOfData(data, subsystem) : unread({ code: 'unknown-json' });
}

/** `METHOD target`, with `HTTP/1.1` or without, and headers. */
function requestOfMessage(text: string): Read<RoutedRequest> | null {
  const [line = '', ...rest] = text.split(/\r?\n/);
  const [, method, target] = /^([A-Z][A-Z_-]*)\s+(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(line) ?? [];
  if (method === undefined || target === undefined) return null;
  const headers: Record<string, string[]> = {};
  for (const header of rest) {
    if (header.trim() === '') break;
    const [, name, value = ''] = /^([^\s:]+)\s*:\s*(.*?)\s*$/.exec(header) ?? [];
    if (name === undefined) return unread({ code: 'not-a-request' });
    headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
  }
  const { host, ...sent } = headers;
  return requestOfTarget(target, { method, headers: sent, ...(host && { host: host[0]! }) });
}

const requestOfAddress = (text: string): Read<RoutedRequest> =>
  /\s/.test(text) ? unread({ code: 'not-a-request' }) : requestOfTarget(text, {});

function requestOfTarget(target: string, more: Partial<RoutedRequest>): Read<RoutedRequest> {
  if (target.startsWith('/')) {
    const found = requestOfUrl(`http://${more.host ?? 'localhost'}${target}`, more);
    if (!found) return unread({ code: 'not-a-url', url: target });
    if (more.host !== undefined) return read(found);
    const { host: _, ...without } = found;
    return read(without);
  }
  const isAbsolute = /^[a-z][a-z\d+.-]*:\/\//i.test(target);
  if (!isAbsolute && !/^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\])(?::\d+)?(?:[/?#]|$)/i.test(target)) {
    return unread({ code: 'not-a-request' });
  }
  const found = requestOfUrl(isAbsolute ? target : `http://${target}`, more);
  return found ? read(found) : unread({ code: 'not-a-url', url: target });
}

const assumed: AssumedRequest = { scheme: 'http', host: null };

function requestOfLogLine(text: string): Read<RoutedRequest> | null {
  if (text.includes('\n')) return null;
  for (const name of ['kong', 'combined', 'vhost', 'common']) {
    const request = accessLogFormat(knownFormats[name]!)!.read(text, assumed);
    if (request) return read(request);
  }
  return null;
}
