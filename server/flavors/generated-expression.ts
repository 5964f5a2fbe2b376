/**
 * The expression that the atc router builds from the traditional fields of a route.
 * Source: Kong/kong `kong/router/transform.lua` (`get_expression`, `amending_expression`) and
 * `kong/router/expressions.lua`; names in the comments are theirs.
 */

import { formatIpv4, type GatewayVersion, hasEngineOf36, parseIpv4 } from '../../grammar/index.js';
import type { RoutePath } from '../problems/index.js';
import { type Gateway, type MatchField, type Net, type Route, subsystemOf } from '../routes/index.js';

/**
 * How a version of Kong writes an expression: since 3.6 with raw strings, the new name of the port, and headers in
 * lower case by the engine (`kong/router/compat.lua` of 3.5 and 3.6). The order of the parts, and the parentheses
 * around SNIs, are those of today in every version.
 */
interface Form {
  readonly constant: (value: string) => string;
  readonly host: (host: string) => string;
  readonly port: 'net.dst.port' | 'net.port';
  readonly header: (field: string) => string;
}

const today: Form = {
  constant: (value) => (value.includes('"#') ? quoted(value) : `r#"${value}"#`),
  // Hosts are always written raw, whatever is in them.
  host: (host) => `r#"${host}"#`,
  port: 'net.dst.port',
  header: (field) => `any(lower(${field}))`,
};

const before36: Form = {
  constant: (value) => quoted(value),
  host: (host) => `"${host}"`,
  port: 'net.port',
  header: (field) => `any(${field})`,
};

const formOf = (version: GatewayVersion): Form => (hasEngineOf36(version) ? today : before36);

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

/** What each value of a traditional field becomes by itself, to tell which of them the engine refuses. */
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
    ['snis', snisExpression(route.snis, subsystem === 'stream' ? 'tls' : 'https', form)],
    ['sources', netsExpression('net.src', route.sources)],
    ['destinations', netsExpression('net.dst', route.destinations)],
  ];
  if (subsystem === 'http') {
    parts.push(
      ['methods', anyOf(route.methods, (method) => `http.method == ${form.constant(method)}`)],
      ['hosts', anyOf(route.hosts, (host) => hostExpression(host, form))],
      ['paths', anyOf(route.paths, (path) => pathExpression(path, form))],
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
export function routerExpressionOf(route: Route, { flavor, version }: Gateway): string {
  if (flavor !== 'expressions') return expressionOf(route, version);
  const expression = hasEngineOf36(version)
    ? amended(expressionOf(route, version))
    : expressionOf(route, version);
  const { protocols } = route;
  const [only] = protocols ?? [];
  if (protocols?.length === 1 && (only === 'https' || only === 'tls' || only === 'tls_passthrough')) {
    return expression;
  }
  const appended = anyOf(
    protocols,
    (protocol) => `net.protocol == ${formOf(version).constant(routedAs(protocol))}`,
  );
  return appended === null ? expression : `${expression} && ${appended}`;
}

/** `amending_expression`: the text `net.port`, wherever it stands, before one of `= > < !`. */
export const amended = (expression: string) =>
  expression.replace(/net\.port(?=[ \t\n\v\f\r]*[=><!])/g, 'net.dst.port');

const protocolsRoutedAs: Readonly<Record<string, string>> = {
  tls_passthrough: 'tcp',
  grpc: 'http',
  grpcs: 'https',
};
const routedAs = (protocol: string) => protocolsRoutedAs[protocol] ?? protocol;

function anyOf<Value>(values: readonly Value[] | undefined, write: (value: Value) => string): string | null {
  return values && values.length > 0 ? `(${values.map(write).join(' || ')})` : null;
}

/** SNIs count only for requests that came over TLS (Kong/kong#6425). */
function snisExpression(snis: readonly string[] | undefined, protocol: string, form: Form): string | null {
  const expression = anyOf(snis, (sni) => sniExpression(sni, form));
  return expression && `(net.protocol != ${form.constant(protocol)} || ${expression})`;
}

/** `sni_op_transform`, `sni_val_transform`: the final dot of an FQDN is not routed by. */
function sniExpression(sni: string, { constant }: Form): string {
  if (!sni.startsWith('*') && sni.endsWith('*')) return `tls.sni ^= ${constant(sni.slice(0, -1))}`;
  const name = sni.length > 1 && sni.endsWith('.') ? sni.slice(0, -1) : sni;
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

/** A regex path stands behind `~` (`is_regex_magic`). */
export const isRegexPath = (path: string) => path.startsWith('~');

/** `path_val_transform`: anchored in front, and every `?<` becomes `?P<`, look-behind too. */
function pathExpression(path: string, { constant }: Form): string {
  if (!isRegexPath(path)) return `http.path ^= ${constant(path)}`;
  return `http.path ~ ${constant(`^${path.slice(1).replaceAll('?<', '?P<')}`)}`;
}

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
