/**
 * Matching fields: their types, where they exist and what they hold.
 * Source: Kong/kong `kong/router/fields.lua` (HTTP_FIELDS, STREAM_FIELDS and the accessors), before 3.6
 * `kong/router/atc.lua` (CACHED_SCHEMA).
 */

import { type GatewayVersion, hasEngineOf36, isAtLeast } from './gateway-version.js';

export type FieldType = 'String' | 'Int' | 'IpAddr';

/** The first protocol of a route chooses it: http, https, grpc, grpcs are `http`; tcp, udp, tls … `stream`. */
export type Subsystem = 'http' | 'stream';

export interface MatchingField {
  /** A name that ends in `.*` stands for every name with one more part there. */
  readonly name: string;
  readonly type: FieldType;
  readonly subsystems: readonly Subsystem[];
  /** The first Gateway version that has it; 3.0 where nothing is said. */
  readonly since?: string;
  /** The first one of the stream subsystem alone, where that is another. */
  readonly sinceStream?: string;
  /** The first Gateway version that no longer has it. */
  readonly until?: string;
  /** What the field holds when a request is routed; one or two sentences, Markdown. */
  readonly summary: string;
}

const both: readonly Subsystem[] = ['http', 'stream'];
const http: readonly Subsystem[] = ['http'];

export const matchingFields: readonly MatchingField[] = [
  {
    name: 'net.protocol',
    type: 'String',
    subsystems: both,
    summary:
      'The protocol of the request: `http` or `https` (gRPC arrives as one of these two), on stream routes `tcp`, `udp` or `tls`.',
  },
  {
    name: 'tls.sni',
    type: 'String',
    subsystems: both,
    summary: 'The server name that the client sent in the TLS handshake. Absent without TLS.',
  },
  {
    name: 'http.method',
    type: 'String',
    subsystems: http,
    summary: 'The request method, in capitals as clients send it: `GET`, `POST`, …',
  },
  {
    name: 'http.host',
    type: 'String',
    subsystems: http,
    summary:
      'The `Host` header without its port, in the case in which the client sent it; `lower(http.host)` matches any case.',
  },
  {
    name: 'http.path',
    type: 'String',
    subsystems: http,
    summary:
      'The path of the request in normalized form: decoded where that is safe, without dot segments and double slashes, without the query string.',
  },
  {
    name: 'http.path.segments.len',
    type: 'Int',
    subsystems: http,
    since: '3.6',
    summary: 'How many segments the path has; empty ones at the end do not count.',
  },
  {
    name: 'http.path.segments.*',
    type: 'String',
    subsystems: http,
    since: '3.6',
    summary:
      'One segment of the path, counted from 0 (`http.path.segments.0`), or a range of them with both ends included (`http.path.segments.1_3`). Absent where the path is shorter.',
  },
  {
    name: 'http.headers.*',
    type: 'String',
    subsystems: http,
    summary:
      'A request header: its name in lower case, with `_` for every `-`. Absent if it was not sent; sent several times, every value must match unless the field stands in `any( … )`.',
  },
  {
    name: 'http.queries.*',
    type: 'String',
    subsystems: http,
    since: '3.4.1',
    summary:
      'A query parameter; `""` if it has no value. Absent if it was not sent; sent several times, every value must match unless the field stands in `any( … )`.',
  },
  {
    name: 'net.src.ip',
    type: 'IpAddr',
    subsystems: both,
    since: '3.6',
    sinceStream: '3.4',
    summary: 'The IP address of the client.',
  },
  {
    name: 'net.src.port',
    type: 'Int',
    subsystems: both,
    since: '3.6',
    sinceStream: '3.4',
    summary: 'The port of the client.',
  },
  {
    name: 'net.dst.ip',
    type: 'IpAddr',
    subsystems: both,
    since: '3.6',
    sinceStream: '3.4',
    summary: 'The IP address on which the Gateway was reached.',
  },
  {
    name: 'net.dst.port',
    type: 'Int',
    subsystems: both,
    since: '3.6',
    sinceStream: '3.4',
    summary:
      'The port on which the Gateway was reached; for HTTP, the port of the `Host` header if it has one.',
  },
];

/** What was once a field; since 3.6 Kong rewrites `net.port`, and `http.raw_path` never held anything. */
const formerFields: readonly MatchingField[] = [
  {
    name: 'net.port',
    type: 'Int',
    subsystems: both,
    until: '3.6',
    summary: 'The port on which the Gateway was reached. Since Gateway 3.6: `net.dst.port`.',
  },
  {
    name: 'http.raw_path',
    type: 'String',
    subsystems: http,
    until: '3.4.1',
    summary: 'Never had a value, and left in Gateway 3.4.1.',
  },
];

/** By name; a field that stands for many names by what all of these begin with: `http.headers.`. */
const byName = new Map(
  [...matchingFields, ...formerFields].map((field) => [field.name.replace('*', ''), field]),
);

/**
 * The field that a name stands for, as Kong/atc-router `src/schema.rs` (`type_of`) finds it: by its whole
 * name, else with its last part as `*`. `http.headers.` is known, `http.headers.a.b` is not.
 *
 * @param version any, where it is left out
 * @returns `undefined` for a name that the subsystem does not have in that version
 */
export function findField(
  name: string,
  subsystem: Subsystem,
  version?: GatewayVersion,
): MatchingField | undefined {
  const field = byName.get(name) ?? byName.get(name.slice(0, name.lastIndexOf('.') + 1));
  if (!field) return undefined;
  if (!version) return field.subsystems.includes(subsystem) && !field.until ? field : undefined;
  return isField(field, subsystem, version) ? field : undefined;
}

/**
 * Before 3.6 one schema served both subsystems. What is in it and does not belong to the route's own subsystem has no
 * value there, so that its predicate is false.
 */
function isField(
  { subsystems, since, sinceStream, until }: MatchingField,
  subsystem: Subsystem,
  version: GatewayVersion,
): boolean {
  // The most common fields need no look at the version.
  const belongs = subsystems.includes(subsystem);
  if (belongs && !since && !until) return true;
  const isApart = hasEngineOf36(version);
  if (until && (until === '3.6' ? isApart : isAtLeast(version, until))) return false;
  if (isApart && !belongs) return false;
  const first = isApart && subsystem === 'http' ? since : (sinceStream ?? since);
  return first === undefined || (first === '3.6' && isApart) || isAtLeast(version, first);
}

/** The first Gateway version in which a field has a value on routes of a subsystem. */
export const sinceOf = ({ since, sinceStream }: MatchingField, subsystem: Subsystem): string =>
  (subsystem === 'stream' ? (sinceStream ?? since) : since) ?? '3.0';

const segmentsPrefix = 'http.path.segments.';

/**
 * Kong's own check of `http.path.segments.<i>` and `.<i>_<j>`, i < j
 * (Kong/kong `kong/db/schema/entities/routes.lua`, HTTP_PATH_SEGMENTS_SUFFIX_REG).
 */
export function isMalformedSegments(name: string): boolean {
  if (!name.startsWith(segmentsPrefix)) return false;
  const suffix = name.slice(segmentsPrefix.length);
  if (suffix === 'len') return false;
  const parts = /^(0|[1-9]\d*)(?:_([1-9]\d*))?$/.exec(suffix);
  // Lua compares the two as doubles, and so does this.
  return !parts || (parts[2] !== undefined && Number(parts[1]) >= Number(parts[2]));
}
