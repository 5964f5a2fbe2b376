/**
 * What the atc router gets of a request: the values of its matching fields.
 * Source: Kong/kong `kong/router/fields.lua`; before 3.6 `kong/router/atc.lua` (`select`).
 */

import { type GatewayVersion, hasEngineOf36, isAtLeast, type Subsystem } from '../../../../grammar/index.js';
import { addressOf } from '../requests/address.js';
import { isUtf8 } from '../requests/byte-text.js';
import { asciiLower, luaNumber, splitHostPort } from '../requests/lua-text.js';
import { type RoutedRequest, SentHeaders } from '../requests/request.js';
import type { FieldValue, PlainValues } from './evaluate.js';

/** What a Gateway version puts into the fields. */
export interface FieldRules {
  readonly subsystem: Subsystem;
  /** Before 3.4 the first of several values counts. */
  readonly plain: PlainValues;
  /** Before 3.6 header values are compared in lower case, and there is no header `host`. */
  readonly lowersHeaders: boolean;
  /** Since 3.6 the port on which the Gateway listens counts where `Host` has none. */
  readonly knowsListeningPort: boolean;
  /**
   * Addresses and ports of the client and the Gateway in HTTP: filled since 3.6; without a value in 3.4.0; and from 3.4.1
   * to 3.5 an error for every request ("unknown router matching schema field").
   */
  readonly addresses: 'filled' | 'absent' | 'fail';
  /** `tls.sni` is asked for only where a route uses it, and what has none is TCP: since 3.6. */
  readonly detectsTlsBySni: boolean;
}

export function fieldRulesOf(version: GatewayVersion, subsystem: Subsystem): FieldRules {
  const since36 = hasEngineOf36(version);
  const isFilled = since36 || subsystem === 'stream';
  return {
    subsystem,
    plain: isAtLeast(version, '3.4') ? 'all' : 'first',
    lowersHeaders: !since36,
    knowsListeningPort: since36 || subsystem === 'stream',
    addresses: isFilled ? 'filled' : isAtLeast(version, '3.4.1') ? 'fail' : 'absent',
    detectsTlsBySni: since36,
  };
}

type Read = (request: AtcRequest) => readonly FieldValue[] | null;

const one = (value: FieldValue | null | undefined): readonly FieldValue[] | null =>
  value === null || value === undefined ? null : [value];

const absent: Read = () => null;

/** A request as one router asks for it: each part is worked out when a field first needs it. */
export class AtcRequest {
  readonly request: RoutedRequest;
  readonly protocol: string;
  readonly rules: FieldRules;
  #headers: SentHeaders | null = null;
  #host: { readonly host: string; readonly port: number | null } | null = null;
  #segments: readonly string[] | null = null;

  /** @param usesSni whether a route of the table has `tls.sni` */
  constructor(request: RoutedRequest, rules: FieldRules, usesSni: boolean) {
    this.request = request;
    this.rules = rules;
    this.protocol = rules.subsystem === 'http' ? request.scheme : streamProtocol(request, rules, usesSni);
  }

  get headers(): SentHeaders {
    this.#headers ??= new SentHeaders(this.request.headers);
    return this.#headers;
  }

  get host(): { readonly host: string | undefined; readonly port: number | null } {
    const { host } = this.request;
    if (host === undefined) return { host, port: null };
    this.#host ??= splitHostPort(host);
    return this.#host;
  }

  /** `get_http_segments`: what follows the first character, without empty segments at the end. */
  get segments(): readonly string[] {
    if (this.#segments === null) {
      const segments = (this.request.path ?? '').slice(1).split('/');
      while (segments.at(-1) === '') segments.pop();
      this.#segments = segments;
    }
    return this.#segments;
  }
}

/**
 * `exec` of the stream subsystem: what has a server name is TLS, if the router looks for one, and what else is not UDP is
 * TCP.
 */
function streamProtocol(
  { scheme, sni }: RoutedRequest,
  { detectsTlsBySni }: FieldRules,
  usesSni: boolean,
): string {
  if (scheme === 'udp') return 'udp';
  return sni !== undefined && (usesSni || !detectsTlsBySni) ? 'tls' : 'tcp';
}

/** How a field of an expression is read. A name that no version has is absent. */
export function readerOf(field: string, rules: FieldRules): Read {
  switch (field) {
    case 'net.protocol':
      return ({ protocol }) => [protocol];
    case 'tls.sni':
      return ({ request }) => one(request.sni);
    case 'net.src.ip':
      return rules.addresses === 'filled' ? ({ request }) => oneAddress(request.srcIp) : absent;
    case 'net.dst.ip':
      return rules.addresses === 'filled' ? ({ request }) => oneAddress(request.dstIp) : absent;
    case 'net.src.port':
      return rules.addresses === 'filled' ? ({ request }) => one(request.srcPort) : absent;
    case 'net.dst.port':
    case 'net.port':
      return portReader(field, rules);
  }
  return rules.subsystem === 'http' ? httpReaderOf(field, rules) : absent;
}

const oneAddress = (text: string | undefined) => one(text === undefined ? null : addressOf(text));

/** Lua's numbers become integers when they are passed to the engine. */
function portReader(field: string, rules: FieldRules): Read {
  if (rules.subsystem === 'stream') {
    return field === 'net.port' ? absent : ({ request }) => one(request.dstPort);
  }
  // Before 3.6 only `net.port` has a value in HTTP, and only that of `Host`.
  if (!rules.knowsListeningPort) {
    return field === 'net.port' ? ({ host }) => onePort(host.port) : absent;
  }
  return ({ host, request }) => onePort(host.port) ?? one(request.dstPort);
}

const onePort = (port: number | null) => one(port === null ? null : Math.trunc(port));

const headers = 'http.headers.';
const queries = 'http.queries.';
const segments = 'http.path.segments.';

function httpReaderOf(field: string, rules: FieldRules): Read {
  switch (field) {
    case 'http.method':
      return ({ request }) => one(request.method);
    case 'http.host':
      return ({ host }) => one(host.host);
    case 'http.path':
      return ({ request }) => one(request.path);
    case 'http.path.segments.len':
      return (request) => [request.segments.length];
  }
  if (field.startsWith(headers)) return headerReader(field.slice(headers.length), rules);
  if (field.startsWith(queries)) {
    const name = field.slice(queries.length);
    return ({ request }) => {
      const values = ownValue(request.queries, name);
      return values?.map((value) => (value === true ? '' : value)) ?? null;
    };
  }
  return field.startsWith(segments) ? segmentReader(field.slice(segments.length)) : absent;
}

function headerReader(name: string, { lowersHeaders }: FieldRules): Read {
  if (lowersHeaders) {
    return name.toLowerCase() === 'host'
      ? absent
      : (request) => request.headers.get(name)?.map(asciiLower) ?? null;
  }
  if (name.toLowerCase() === 'host') return ({ request }) => one(request.host);
  return (request) => request.headers.get(name);
}

const ownValue = <Value>(record: Readonly<Record<string, Value>> | undefined, key: string) =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

/** `gen_http_segments_field_accessor`: a position, or two with both included; what Lua reads as no number is absent. */
function segmentReader(range: string): Read {
  const bar = range.indexOf('_');
  if (bar === -1) {
    const position = luaNumber(range);
    return position === null ? absent : (request) => one(request.segments[position]);
  }
  const [from, to] = [luaNumber(range.slice(0, bar)), luaNumber(range.slice(bar + 1))];
  if (from === null || to === null || from >= to) return absent;
  return ({ segments: all }) =>
    from >= all.length || to >= all.length ? null : one(all.slice(from, to + 1).join('/'));
}

/** Why the router can answer no request, or not this one, before it looks at any route. */
export type FieldFailure =
  /** A value is not UTF-8 or no address: the engine refuses it, and Kong answers as if no route matched. */
  | 'value-not-accepted'
  /** The router raises an error: Kong answers 500. */
  | 'router-error';

/**
 * What goes wrong when Kong fills the fields that a table uses.
 *
 * @param fields the names of all fields of all expressions of the table
 */
export function fieldFailure(asked: AtcRequest, fields: ReadonlySet<string>): FieldFailure | null {
  const { request, rules } = asked;
  if (rules.subsystem === 'http' && rules.addresses === 'fail') {
    for (const field of addressFields) if (fields.has(field)) return 'router-error';
  }
  if (rules.addresses === 'filled') {
    const isWrong = (field: string, text: string | undefined) =>
      text !== undefined && fields.has(field) && addressOf(text) === null;
    if (isWrong('net.src.ip', request.srcIp) || isWrong('net.dst.ip', request.dstIp)) {
      return 'value-not-accepted';
    }
  }
  return queryFailure(request, fields) ?? textFailure(asked, fields);
}

const addressFields = ['net.src.ip', 'net.src.port', 'net.dst.ip', 'net.dst.port'];

/** Of several values of one parameter, one without `=` is `true` in Lua, which cannot be passed as text. */
function queryFailure({ queries: sent }: RoutedRequest, fields: ReadonlySet<string>): FieldFailure | null {
  for (const [name, values] of Object.entries(sent ?? {})) {
    if (values.length > 1 && values.includes(true) && fields.has(queries + name)) return 'router-error';
  }
  return null;
}

function textFailure(asked: AtcRequest, fields: ReadonlySet<string>): FieldFailure | null {
  const { request } = asked;
  const texts: readonly (string | undefined)[] = [request.path, request.host, request.method, request.sni];
  const sent = [...Object.values(request.headers ?? {}), ...Object.values(request.queries ?? {})];
  const isFine = (text: string | true | undefined) => typeof text !== 'string' || isUtf8(text);
  if (texts.every(isFine) && sent.every((values) => values.every(isFine))) return null;
  for (const field of fields) {
    const values = readerOf(field, asked.rules)(asked);
    if (values?.some((value) => typeof value === 'string' && !isUtf8(value))) return 'value-not-accepted';
  }
  return null;
}
