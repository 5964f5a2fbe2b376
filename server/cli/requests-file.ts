/** Requests for `kong-routes match`: a JSON array of them. */

import type { Subsystem } from '../../grammar/index.js';
import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { CannotRun } from './files.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * Reads requests. Keys that mean nothing are passed over.
 *
 * @param file what it is called
 * @throws CannotRun where the text is no list of requests, with the place of what is wrong
 */
export function readRequests(text: string, file: string, subsystem: Subsystem): RoutedRequest[] {
  const data = parsed(text, file);
  if (!Array.isArray(data)) throw new CannotRun('must be a JSON array of requests', file);
  return data.map((item, i) => readRequest(item, subsystem, (what) => new CannotRun(`[${i}]${what}`, file)));
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotRun(`not well-formed JSON: ${(error as Error).message}`, file);
  }
}

const texts = ['method', 'scheme', 'host', 'path', 'uri', 'sni', 'srcIp', 'dstIp'] as const;
const ports = ['srcPort', 'dstPort'] as const;

function readRequest(item: unknown, subsystem: Subsystem, wrong: (what: string) => CannotRun): RoutedRequest {
  if (!isRecord(item)) throw wrong(' must be an object');
  const found: Record<string, unknown> = {};
  const has = (key: string) => item[key] !== undefined && item[key] !== null;
  for (const key of texts) {
    if (!has(key)) continue;
    if (typeof item[key] !== 'string') throw wrong(`.${key} must be a string`);
    found[key] = item[key];
  }
  for (const key of ports) {
    if (!has(key)) continue;
    if (!Number.isInteger(item[key])) throw wrong(`.${key} must be an integer`);
    found[key] = item[key];
  }
  if (has('headers'))
    found.headers = valuesByName(item.headers, isText, () =>
      wrong('.headers must be lists of strings by name'),
    );
  if (has('queries')) {
    const isValue = (value: unknown) => value === true || isText(value);
    found.queries = valuesByName(item.queries, isValue, () =>
      wrong('.queries must be lists of strings by name'),
    );
  }
  if (has('url')) {
    const request = isText(item.url) ? requestOfUrl(item.url, found) : null;
    if (!request) throw wrong('.url must be an absolute URL of http or https');
    return request;
  }
  found.scheme ??= subsystem === 'http' ? 'http' : found.sni === undefined ? 'tcp' : 'tls';
  return found as unknown as RoutedRequest;
}

/** One value may be written without a list. */
function valuesByName(
  data: unknown,
  isValue: (value: unknown) => boolean,
  wrong: () => CannotRun,
): Record<string, unknown[]> {
  if (!isRecord(data)) throw wrong();
  return Object.fromEntries(
    Object.entries(data).map(([name, written]) => {
      const values: unknown[] = Array.isArray(written) ? written : [written];
      if (!values.every(isValue)) throw wrong();
      return [name, values];
    }),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isRecord = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
