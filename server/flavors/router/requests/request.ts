/**
 * A request or a connection as it reaches a router of Kong.
 * Sources: Kong/kong `kong/router/fields.lua`, `kong/router/utils.lua` (`strip_uri_args`), `kong/tools/uri.lua`.
 */

import { normalizePath } from '../../../../grammar/index.js';
import type { ProofRequest } from '../../../problems/index.js';
import { bytesOfText, textOfBytes } from './byte-text.js';

/**
 * What a client sent. What is left out was not sent.
 *
 * Texts are what the bytes say in UTF-8 (`byte-text.ts` for bytes that say nothing).
 */
export interface RoutedRequest extends ProofRequest {
  /** The raw path and query, where they are known: a redirect repeats them. */
  readonly uri?: string;
}

/**
 * The path that a router sees of a raw request URI such as `/a/%62/../c?q=1` (`strip_uri_args`). A query cannot begin
 * at the first character.
 */
export function pathOfUri(uri: string): string {
  const query = uri.indexOf('?', 1);
  return textOfBytes(normalizePath(bytesOfText(query === -1 ? uri : uri.slice(0, query))));
}

/** `lua_max_uri_args`, `lua_max_req_headers`: what comes after is not read. */
export const mostValues = 100;

/** `ngx.req.get_uri_args`: `+` is a space, names are never empty, and there are at most 100. */
export function queriesOfUri(uri: string): Record<string, (string | true)[]> {
  const at = uri.indexOf('?');
  const queries = new Map<string, (string | true)[]>();
  if (at === -1) return {};
  let count = 0;
  for (const pair of bytesOfText(uri.slice(at + 1)).split('&')) {
    const equals = pair.indexOf('=');
    const name = unescaped(equals === -1 ? pair : pair.slice(0, equals));
    if (name === '') continue;
    if (count++ === mostValues) break;
    const value = equals === -1 ? true : unescaped(pair.slice(equals + 1));
    const known = queries.get(name);
    if (known) known.push(value);
    else queries.set(name, [value]);
  }
  return Object.fromEntries(queries);
}

const unescaped = (bytes: string): string =>
  textOfBytes(
    bytes
      .replaceAll('+', ' ')
      .replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16))),
  );

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * The request that a client sends for an absolute URL: `Host` and SNI from the URL, a port where it is not the usual
 * one, nothing after `#`.
 *
 * @param more overrides what the URL says
 * @returns `null` if the text is not a URL of HTTP
 */
export function requestOfUrl(url: string, more: Partial<RoutedRequest> = {}): RoutedRequest | null {
  const [, written, authority, rest] = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#]+)([^#]*)/i.exec(url) ?? [];
  if (written === undefined || authority === undefined || rest === undefined) return null;
  const scheme = written.toLowerCase();
  const uri = rest.startsWith('/') ? rest : `/${rest}`;
  const [, name = authority, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority) ?? [];
  const usual = usualPorts[scheme]!;
  const dstPort = port ? Number(port) : usual;
  // No server name is sent for an address (RFC 6066, 3).
  const isName = !name.startsWith('[') && !/^[\d.]+$/.test(name);
  return {
    method: 'GET',
    scheme,
    host: dstPort === usual ? name : `${name}:${dstPort}`,
    path: pathOfUri(uri),
    uri,
    queries: queriesOfUri(uri),
    ...(scheme === 'https' && isName && { sni: name }),
    dstPort,
    ...more,
  };
}

/**
 * `ngx.req.get_headers`: values by the name in lower case. A name with underscores that was not sent finds the one with
 * hyphens.
 */
export class SentHeaders {
  readonly #values = new Map<string, string[]>();

  constructor(headers: RoutedRequest['headers'] = {}) {
    let count = 0;
    for (const [name, values] of Object.entries(headers)) {
      const key = name.toLowerCase();
      for (const value of values) {
        if (count++ === mostValues) return;
        const known = this.#values.get(key);
        if (known) known.push(value);
        else this.#values.set(key, [value]);
      }
    }
  }

  /** In lower case. */
  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** @returns the values in the order in which they were sent, or `null` */
  get(name: string): readonly string[] | null {
    const key = name.toLowerCase();
    const sent = this.#values.get(key);
    if (sent) return sent;
    return key.includes('_') ? (this.#values.get(key.replaceAll('_', '-')) ?? null) : null;
  }
}
