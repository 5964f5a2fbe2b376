/**
 * The fields of requests. Whatever knows fields reads this table: the checker, completion, hover, fixes, lints, messages,
 * the TextMate grammars and the tests.
 *
 * Source: Kong/kong `kong/router/fields.lua` (HTTP_FIELDS, STREAM_FIELDS and the accessors), before 3.6
 * `kong/router/atc.lua` (CACHED_SCHEMA).
 */

import type { FieldType, Subsystem } from './types.js';

/**
 * How often a request has a field. `once`: it may also be absent, as `http.host` is in a request of HTTP/1.0 without the
 * header. `often`: absent, once or several times.
 */
export type Presence = 'always' | 'once' | 'often';

export interface MatchingField {
  /** A name that ends in `.*` is every name with one more part there. */
  readonly name: string;
  readonly type: FieldType;
  readonly subsystems: readonly Subsystem[];
  readonly presence: Presence;
  /** The first Gateway version that has it; 3.0 by default. */
  readonly since?: string;
  /** The first one of the stream subsystem alone, where that is another. */
  readonly sinceStream?: string;
  /** The first Gateway version that no longer has it. */
  readonly until?: string;
  /** What the field holds when a request is routed; one or two sentences, Markdown. */
  readonly summary: string;
  /** Its names in other tools and older texts. */
  readonly alsoCalled?: readonly string[];
  /** The same of a name that ends in `.*`: what is written before its last part. */
  readonly alsoBegins?: readonly RegExp[];
}

const destinationPorts = [
  ...['port', 'http.port', 'http.host.port', 'dst.port', 'server.port', 'net.server.port'],
  ...['destination.port', 'net.destination.port', 'net.dest.port', 'request.port', 'http.request.port'],
];

const both: readonly Subsystem[] = ['http', 'stream'];
const http: readonly Subsystem[] = ['http'];

export const matchingFields: readonly MatchingField[] = [
  {
    name: 'net.protocol',
    type: 'String',
    subsystems: both,
    presence: 'always',
    summary:
      'The protocol of the request: `http` or `https` (gRPC arrives as one of these two), on stream routes `tcp`, `udp` or `tls`.',
    alsoCalled: [
      ...['protocol', 'scheme', 'http.scheme', 'http.protocol', 'http.proto', 'net.scheme'],
      ...['request.scheme', 'http.request.scheme'],
    ],
  },
  {
    name: 'tls.sni',
    type: 'String',
    subsystems: both,
    presence: 'once',
    summary: 'The server name that the client sent in the TLS handshake. Absent without TLS.',
    alsoCalled: ['sni', 'net.tls.sni', 'net.sni', 'ssl.sni', 'http.sni'],
  },
  {
    name: 'http.method',
    type: 'String',
    subsystems: http,
    presence: 'always',
    summary: 'The request method, in capitals: `GET`, `POST`, …',
    alsoCalled: ['method', 'request.method', 'req.method', 'http.request.method', 'http.verb'],
  },
  {
    name: 'http.host',
    type: 'String',
    subsystems: http,
    presence: 'once',
    summary:
      'The `Host` header without its port, as the client wrote it. `lower(http.host)` matches any case.',
    alsoCalled: [
      ...['host', 'hostname', 'http.hostname', 'http.headers.host'],
      ...['request.host', 'req.host', 'http.request.host', 'url.host'],
    ],
  },
  {
    name: 'http.path',
    type: 'String',
    subsystems: http,
    presence: 'always',
    summary:
      'The path of the request in normalized form: decoded where that is safe, without dot segments, double slashes and the query string.',
    alsoCalled: [
      ...[
        'path',
        'uri',
        'http.uri',
        'http.url',
        'http.raw_path',
        'http.uri.path',
        'http.url.path',
        'url.path',
      ],
      ...['request.path', 'request.uri', 'request.url', 'request_uri', 'req.path', 'req.url'],
      ...['http.request.path', 'http.request.uri', 'http.request.uri.path', 'http.request.url'],
    ],
  },
  {
    name: 'http.path.segments.len',
    type: 'Int',
    subsystems: http,
    presence: 'always',
    since: '3.6',
    summary: 'The number of segments of the path. Empty segments at the end do not count.',
  },
  {
    name: 'http.path.segments.*',
    type: 'String',
    subsystems: http,
    presence: 'once',
    since: '3.6',
    summary:
      'One segment of the path, counted from 0 (`http.path.segments.0`), or a range of segments, both ends included (`http.path.segments.1_3`). Absent where the path is shorter.',
    alsoBegins: [/^http\.path\.(?:segment|seg)s?\./i, /^http\.path_segments?\./i],
  },
  {
    name: 'http.headers.*',
    type: 'String',
    subsystems: http,
    presence: 'often',
    summary:
      'A request header: its name in lower case, with `_` for every `-`. Absent if it was not sent. If it was sent several times, every value must match, unless the field is in `any( … )`.',
    alsoBegins: [/^(?:(?:http\.)?(?:request\.|req\.)|http\.)?headers?\./i],
  },
  {
    name: 'http.queries.*',
    type: 'String',
    subsystems: http,
    presence: 'often',
    since: '3.4.1',
    summary:
      'A query parameter; `""` if it has no value. Absent if it was not sent. If it was sent several times, every value must match, unless the field is in `any( … )`.',
    alsoBegins: [
      /^(?:(?:http\.)?(?:request\.|req\.|ur[il]\.)*|http\.)?quer(?:y|ies|ys)(?:_params?|_args?)?\./i,
      /^(?:http\.)?(?:args|arg)\./i,
    ],
  },
  {
    name: 'net.src.ip',
    type: 'IpAddr',
    subsystems: both,
    presence: 'always',
    since: '3.6',
    sinceStream: '3.4',
    summary: 'The IP address of the client.',
    alsoCalled: [
      ...['ip', 'ip.src', 'src.ip', 'source.ip', 'client.ip', 'client_ip', 'remote_addr', 'remote_ip'],
      ...['net.ip', 'net.src', 'net.src_ip', 'net.client.ip', 'net.source.ip', 'net.remote.ip'],
      ...['http.client_ip', 'http.client.ip', 'http.remote_addr', 'http.remote_ip', 'request.ip'],
    ],
  },
  {
    name: 'net.src.port',
    type: 'Int',
    subsystems: both,
    presence: 'always',
    since: '3.6',
    sinceStream: '3.4',
    summary: 'The port of the client.',
    alsoCalled: ['src.port', 'client.port', 'net.client.port', 'source.port', 'net.source.port'],
  },
  {
    name: 'net.dst.ip',
    type: 'IpAddr',
    subsystems: both,
    presence: 'always',
    since: '3.6',
    sinceStream: '3.4',
    summary: 'The IP address on which the Gateway was reached.',
    alsoCalled: ['dst.ip', 'net.server.ip', 'destination.ip', 'net.destination.ip'],
  },
  {
    name: 'net.dst.port',
    type: 'Int',
    subsystems: both,
    presence: 'always',
    since: '3.6',
    sinceStream: '3.4',
    summary:
      'The port on which the Gateway was reached. For HTTP, the port of the `Host` header if it has one.',
    alsoCalled: ['net.port', ...destinationPorts],
  },
];

/** What was once a field; since 3.6 Kong rewrites `net.port`, and `http.raw_path` never held anything. */
export const formerFields: readonly MatchingField[] = [
  {
    name: 'net.port',
    type: 'Int',
    subsystems: both,
    presence: 'always',
    until: '3.6',
    summary: 'The port on which the Gateway was reached. Since Gateway 3.6: `net.dst.port`.',
    alsoCalled: destinationPorts,
  },
  {
    name: 'http.raw_path',
    type: 'String',
    subsystems: http,
    presence: 'always',
    until: '3.4.1',
    summary: 'Never had a value. Gateway 3.4.1 removed it.',
  },
];

/** What every field of the language begins with: `http`, `net`, `tls`. */
export const fieldRoots: readonly string[] = [
  ...new Set(matchingFields.map(({ name }) => name.slice(0, name.indexOf('.')))),
].sort();
