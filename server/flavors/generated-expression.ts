/**
 * The expression that the atc router builds from the traditional fields of a route.
 * Source: Kong/kong `kong/router/transform.lua` (`get_expression`, `amending_expression`) and
 * `kong/router/expressions.lua`; names in the comments are theirs.
 */

import { formatIpv4, type GatewayVersion, parseIpv4 } from '../../grammar/index.js';
import type { RoutePath } from '../problems/index.js';
import {
  type Gateway,
  isInEffect,
  isSet,
  type MatchField,
  type Net,
  type Route,
  subsystemOf,
  type VersionRule,
} from '../routes/index.js';

/** How a version of Kong writes an expression. */
interface Form extends Writing {
  /** SNIs come first and in parentheses; before, after the methods and without. */
  readonly snisFirst: boolean;
  readonly withoutFinalDot: boolean;
  /** Regexes come before prefixes. */
  readonly regexesFirst: boolean;
  /** A stream route is recognized by its protocols; before, by its addresses. */
  readonly byProtocols: boolean;
}

/** Constants and fields: with raw strings, the new name of the port, and headers put in lower case by the engine. */
interface Writing {
  readonly constant: (value: string) => string;
  readonly host: (host: string) => string;
  readonly port: 'net.dst.port' | 'net.port';
  readonly header: (field: string) => string;
}

const today: Writing = {
  constant: (value) => (value.includes('"#') ? quoted(value) : `r#"${value}"#`),
  // Hosts are always written raw, whatever is in them.
  host: (host) => `r#"${host}"#`,
  port: 'net.dst.port',
  header: (field) => `any(lower(${field}))`,
};

const before36: Writing = {
  constant: (value) => quoted(value),
  host: (host) => `"${host}"`,
  port: 'net.port',
  header: (field) => `any(${field})`,
};

/** `expressions` generates the same as `traditional_compatible`, where it accepts fields. */
function formOf(version: GatewayVersion): Form {
  const has = (rule: VersionRule) => isInEffect(rule, { flavor: 'traditional_compatible', version });
  return {
    ...(has('generated-raw-strings') ? today : before36),
    snisFirst: has('snis-in-parentheses'),
    withoutFinalDot: has('sni-without-final-dot'),
    regexesFirst: has('regex-paths-first'),
    byProtocols: has('stream-by-protocols'),
  };
}

/** `escape_str`, where it writes no raw string. */
const quoted = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The expression that one field becomes. */
interface Part {
  readonly path: RoutePath;
  readonly expression: string;
}

/**
 * @returns the route's own `expression` if it has one, else that of its fields, parts joined in Kong's order;
 *   the empty text where no field is set. Headers come in ascending byte order: Kong's own order is that of a
 *   hash table.
 */
export function expressionOf(route: Route, version: GatewayVersion): string {
  if (route.expression !== undefined) return route.expression;
  return partsOf(route, formOf(version))
    .map((part) => part.expression)
    .join(' && ');
}

/**
 * The same with parentheses where the router of 3.0 to 3.3 writes none: `methods && net.protocol != … || snis && …` is
 * read there from left to right, and otherwise by the engine since 3.4. This reads alike everywhere.
 */
export function groupedExpressionOf(route: Route, version: GatewayVersion): string {
  const form = formOf(version);
  const terms = snisTerms(route, form);
  if (route.expression !== undefined || form.snisFirst || !terms) return expressionOf(route, version);
  const parts = partsOf(route, form).filter(({ path: [field] }) => field !== 'snis');
  const methods = parts.find(({ path: [field] }) => field === 'methods');
  const rest = parts.filter((part) => part !== methods).map(({ expression }) => expression);
  const before = methods ? `(${methods.expression} && ${terms.withoutTls})` : terms.withoutTls;
  return [`(${before} || ${terms.snis})`, ...rest].join(' && ');
}

/** What each value of a traditional field becomes by itself, to find which of them the engine rejects. */
export function expressionsOfValues(route: Route, version: GatewayVersion): Part[] {
  const form = formOf(version);
  return partsOf(route, form).flatMap((part) => {
    const [field, name] = part.path as [MatchField, string?];
    if (field === 'headers') {
      const values = route.headers!.get(name!)!;
      if (values.length === 0) return [part];
      return values.map((value, i) => ({
        path: [...part.path, i],
        expression: headerExpression(name!, value, form),
      }));
    }
    return route[field]!.map((value, i) => {
      const [alone] = partsOf(
        { ...(route.protocols && { protocols: route.protocols }), [field]: [value] },
        form,
      );
      return { path: [field, i], expression: alone!.expression };
    });
  });
}

function partsOf(route: Route, form: Form): Part[] {
  const subsystem = subsystemOf(route);
  const parts: [MatchField, string | null][] = [
    ['snis', snisExpression(route, form)],
    ['sources', netsExpression('net.src', route.sources)],
    ['destinations', netsExpression('net.dst', route.destinations)],
  ];
  if (subsystem === 'http') {
    const methods = anyOf(route.methods, (method) => `http.method == ${form.constant(method)}`);
    if (form.snisFirst) parts.push(['methods', methods]);
    else parts.unshift(['methods', methods]);
    parts.push(
      ['hosts', anyOf(route.hosts, (host) => hostExpression(host, form))],
      ['paths', anyOf(inOrder(route.paths, form), (path) => pathExpression(path, form))],
    );
  }
  const fields = parts.flatMap(([field, expression]) =>
    expression === null ? [] : [{ path: [field], expression }],
  );
  return subsystem === 'http' ? [...fields, ...headersParts(route.headers, form)] : fields;
}

/**
 * The expression that the router of a flavor is built with: under `expressions`, `protocols` are appended,
 * except where a single one is left to redirects and to TLS (`kong/router/expressions.lua`).
 */
export function routerExpressionOf(route: Route, gateway: Gateway): string {
  const { flavor, version } = gateway;
  if (flavor !== 'expressions') return expressionOf(route, version);
  const expression = routedExpressionOf(route, gateway);
  const { constant } = formOf(version);
  const appended = anyOf(
    appendedProtocols(route, gateway),
    (protocol) => `net.protocol == ${constant(protocol)}`,
  );
  return appended === null ? expression : `${expression} && ${appended}`;
}

/** The same without what is appended. */
export function routedExpressionOf(route: Route, gateway: Gateway): string {
  const written = expressionOf(route, gateway.version);
  return isInEffect('net-port-rewritten', gateway) ? rewritten(written) : written;
}

/** The values of `net.protocol` whose router of `expressions` asks one; none if it asks nothing. */
export function appendedProtocols({ protocols = [] }: Route, gateway: Gateway): readonly string[] {
  if (protocols.length === 1 && leavesOutProtocol(protocols[0]!, gateway)) return [];
  return protocols.map((protocol) => protocolAsRouted(protocol, gateway));
}

/** Whether a route of this protocol alone has no condition on it: redirects and TLS are left to Kong. */
export function leavesOutProtocol(protocol: string, gateway: Gateway): boolean {
  if (protocol === 'tls_passthrough') return isInEffect('single-tls-passthrough-open', gateway);
  return (protocol === 'https' || protocol === 'tls') && isInEffect('single-secure-protocol-open', gateway);
}

/** The value of `net.protocol` for a protocol of a route. */
export const protocolAsRouted = (protocol: string, gateway: Gateway): string =>
  (isInEffect(websockets.has(protocol) ? 'protocol-websocket' : 'protocols-as-routed', gateway) &&
    protocolsRoutedAs[protocol]) ||
  protocol;

const websockets: ReadonlySet<string> = new Set(['ws', 'wss']);

/** `amending_expression`: the text `net.port`, wherever it is, before one of `= > < !`. */
export const rewritten = (expression: string) =>
  expression.replace(/net\.port(?=[ \t\n\v\f\r]*[=><!])/g, 'net.dst.port');

const protocolsRoutedAs: Readonly<Record<string, string>> = {
  tls_passthrough: 'tcp',
  grpc: 'http',
  grpcs: 'https',
  ws: 'http',
  wss: 'https',
};
function anyOf<Value>(values: readonly Value[] | undefined, write: (value: Value) => string): string | null {
  return values && values.length > 0 ? `(${values.map(write).join(' || ')})` : null;
}

/** Requests that come without it match whatever the SNIs. */
function secureProtocolOf(route: Route, { byProtocols }: Form): 'tls' | 'https' {
  const isStream = byProtocols
    ? subsystemOf(route) === 'stream'
    : isSet(route, 'sources') || isSet(route, 'destinations');
  return isStream ? 'tls' : 'https';
}

/** `paths_resort`: regexes first, which among themselves stay in their order. */
function inOrder(paths: Route['paths'], { regexesFirst }: Form): Route['paths'] {
  if (!regexesFirst || !paths) return paths;
  return [...paths.filter(isRegexPath), ...paths.filter((path) => !isRegexPath(path))];
}

/** SNIs count only for requests that came over TLS (Kong/kong#6425). */
function snisTerms(route: Route, form: Form): { withoutTls: string; snis: string } | null {
  const snis = anyOf(route.snis, (sni) => sniExpression(sni, form));
  const secure = form.constant(secureProtocolOf(route, form));
  return snis === null ? null : { withoutTls: `net.protocol != ${secure}`, snis };
}

function snisExpression(route: Route, form: Form): string | null {
  const terms = snisTerms(route, form);
  if (!terms) return null;
  const condition = `${terms.withoutTls} || ${terms.snis}`;
  return form.snisFirst ? `(${condition})` : condition;
}

/** `sni_op_transform`, `sni_val_transform`: the final dot of an FQDN is not routed by. */
function sniExpression(sni: string, { constant, withoutFinalDot }: Form): string {
  if (!sni.startsWith('*') && sni.endsWith('*')) return `tls.sni ^= ${constant(sni.slice(0, -1))}`;
  const name = withoutFinalDot && sni.length > 1 && sni.endsWith('.') ? sni.slice(0, -1) : sni;
  return sni.startsWith('*') ? `tls.sni =^ ${constant(name.slice(1))}` : `tls.sni == ${constant(name)}`;
}

function netsExpression(field: 'net.src' | 'net.dst', nets: readonly Net[] | undefined): string | null {
  // An element without both stops `gen_for_nets`, which then leaves the whole field out.
  if (nets?.some(({ ip, port }) => ip === undefined && port === undefined)) return null;
  return anyOf(nets, ({ ip, port }) => {
    const terms = [];
    if (ip !== undefined) terms.push(ipExpression(field, ip));
    if (port !== undefined) terms.push(`${field}.port == ${port}`);
    return terms.length === 2 ? `(${terms.join(' && ')})` : terms[0]!;
  });
}

/** `parse_ip_addr`: the host bits of an IPv4 range are cleared, those of an IPv6 range stay. */
function ipExpression(field: string, ip: string): string {
  const slash = ip.indexOf('/');
  if (slash === -1) return `${field}.ip == ${ip}`;
  const address = ip.slice(0, slash);
  const length = Number(ip.slice(slash + 1));
  const bits = parseIpv4(address);
  if (bits === null) return `${field}.ip in ${address}/${length}`;
  // LuaJIT shifts by the count modulo 32, as JavaScript does: a length of 0 clears nothing.
  const network = ((Number(bits) >>> (32 - length)) << (32 - length)) >>> 0;
  return `${field}.ip in ${formatIpv4(BigInt(network))}/${length}`;
}

function hostExpression(written: string, form: Form): string {
  const { host, port } = splitHostPort(written);
  let expression = `http.host == ${form.host(host)}`;
  if (host.startsWith('*')) expression = `http.host =^ ${form.host(host.slice(1))}`;
  else if (host.endsWith('*')) expression = `http.host ^= ${form.host(host.slice(0, -1))}`;
  return port === null ? expression : `(${expression} && ${form.port} == ${port})`;
}

/** `split_host_port`: at the first colon, if Lua reads the rest as a number. */
export function splitHostPort(written: string): { host: string; port: number | null } {
  const colon = written.indexOf(':');
  const digits = colon === -1 ? '' : written.slice(colon + 1).trim();
  const port = digits === '' || /[^0-9a-fx.e+-]/i.test(digits) ? Number.NaN : Number(digits);
  return Number.isNaN(port) ? { host: written, port: null } : { host: written.slice(0, colon), port };
}

/** A regex path starts with `~` (`is_regex_magic`). */
export const isRegexPath = (path: string) => path.startsWith('~');

function pathExpression(path: string, { constant }: Form): string {
  if (!isRegexPath(path)) return `http.path ^= ${constant(path)}`;
  return `http.path ~ ${constant(patternOfPath(path))}`;
}

/**
 * `path_val_transform`: adds `^`, and replaces every `?<` with `?P<`, also in a look-behind.
 *
 * @param path a regex path
 */
export const patternOfPath = (path: string): string => `^${path.slice(1).replaceAll('?<', '?P<')}`;

function headersParts(headers: Route['headers'], form: Form): Part[] {
  const names = [...(headers?.keys() ?? [])].sort(byBytes);
  return names.map((name) => {
    const terms = headers!.get(name)!.map((value) => headerExpression(name, value, form));
    return { path: ['headers', name], expression: `(${terms.join(' || ')})` };
  });
}

function headerExpression(name: string, value: string, { constant, header }: Form): string {
  const field = header(`http.headers.${asciiLower(name).replaceAll('-', '_')}`);
  const regex = value.startsWith('~*');
  return `${field} ${regex ? '~' : '=='} ${constant(asciiLower(regex ? value.slice(2) : value))}`;
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** `string.lower` of Lua in the C locale: letters of ASCII only, in a regex its classes too (`\D` → `\d`). */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
