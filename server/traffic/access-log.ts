/**
 * Access logs of nginx, in any `log_format`.
 * Sources: nginx documentation, `ngx_http_log_module` (formats and escapes), `ngx_http_core_module` (variables);
 * Kong/kong `kong/templates/nginx_kong.lua` (`kong_log_format`).
 */

import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';

/** Formats that need not be written out. */
export const knownFormats: Readonly<Record<string, string>> = {
  combined:
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
  kong: '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" kong_request_id: "$kong_request_id"',
  common: '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent',
  /** The name of the host first, as many web servers have it. */
  vhost:
    '$host:$server_port $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
};

/** What the log does not say, and is assumed of every request of it. */
export interface AssumedRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string | null;
}

export interface AccessLogFormat {
  readonly format: string;
  /** Names of the variables in it. */
  readonly variables: ReadonlySet<string>;
  /** @returns `null` for a line of another form, or without a request */
  readonly read: (line: string, assumed: AssumedRequest) => RoutedRequest | null;
}

/** @returns `null` for a format without a variable that says what is asked for */
export function accessLogFormat(format: string): AccessLogFormat | null {
  const names: string[] = [];
  const pieces = format.split(/\$(?:\{(\w+)\}|(\w+))/);
  let pattern = '^';
  for (let at = 0; at < pieces.length; at += 3) {
    pattern += literal(pieces[at] ?? '');
    const name = pieces[at + 1] ?? pieces[at + 2];
    if (name === undefined) continue;
    names.push(name);
    pattern += valuePattern(pieces[at + 3] ?? '');
  }
  // What a format has after its last variable may be cut, and more may follow.
  const expression = new RegExp(`${pattern}\\s*$`, 's');
  const variables = new Set(names);
  if (!['request', 'request_uri', 'uri'].some((name) => variables.has(name))) return null;
  return {
    format,
    variables,
    read(line, assumed) {
      const found = expression.exec(line);
      if (!found) return null;
      const values = new Map<string, string>();
      for (const [i, name] of names.entries()) {
        const value = unescaped(found[i + 1] ?? '');
        // An empty value is written as a hyphen.
        if (value !== '-' && value !== '') values.set(name, value);
      }
      return requestOfVariables(values, assumed);
    },
  };
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+');

/** A value ends before what follows it; quotes and line breaks in it are escaped. */
function valuePattern(following: string): string {
  const [next] = following;
  if (next === undefined) return '(.*?)';
  if (next === '"' || next === "'") return `((?:[^${next}\\\\]|\\\\.)*?)`;
  return /\s/.test(next) ? '(\\S*|.*?)' : '(.*?)';
}

/** `\x22` as nginx escapes by default, `\"` and `\u0009` as in JSON. */
const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(["\\/]))/g, (_, byte, unit, plain) =>
        plain === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit, 16)) : plain,
      )
    : text;

function requestOfVariables(
  values: ReadonlyMap<string, string>,
  assumed: AssumedRequest,
): RoutedRequest | null {
  const [, method = values.get('request_method'), target = targetOf(values)] =
    /^([A-Za-z_-]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(values.get('request') ?? '') ?? [];
  if (target === undefined) return null;
  const absolute = /^(https?):\/\/([^/?#]+)(.*)$/i.exec(target);
  const uri = absolute ? absolute[3] || '/' : target;
  if (!uri.startsWith('/')) return null;
  const scheme = values.get('scheme') ?? (values.get('https') === 'on' ? 'https' : assumed.scheme);
  const host = values.get('http_host') ?? absolute?.[2] ?? values.get('host') ?? assumed.host;
  const port = portOf(values.get('server_port'));
  const sni = values.get('ssl_server_name');
  const found = requestOfUrl(`${scheme}://${host ?? 'localhost'}${uri}`, {
    ...(method !== undefined && { method }),
    headers: headersOf(values),
    ...(values.has('remote_addr') && { srcIp: values.get('remote_addr')! }),
    ...(values.has('remote_port') && { srcPort: Number(values.get('remote_port')) }),
    ...(values.has('server_addr') && { dstIp: values.get('server_addr')! }),
    ...(port !== undefined && { dstPort: port }),
    ...(sni !== undefined && { sni }),
  });
  if (!found || host !== null) return found;
  const { host: _, sni: __, ...without } = found;
  return without;
}

function targetOf(values: ReadonlyMap<string, string>): string | undefined {
  const uri = values.get('request_uri') ?? values.get('uri');
  if (uri === undefined || values.has('request_uri')) return uri;
  const query = values.get('args') ?? values.get('query_string');
  return query === undefined ? uri : `${uri}?${query}`;
}

const portOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

function headersOf(values: ReadonlyMap<string, string>): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of values) {
    if (name.startsWith('http_') && name !== 'http_host') {
      headers[name.slice('http_'.length).replaceAll('_', '-')] = [value];
    }
  }
  return headers;
}
