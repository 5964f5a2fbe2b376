/** A route as a router holds it: what it matches, and what Kong does with a request that it matches. */

import { defaultsOf, type Gateway, type Route, readRoute } from '../../routes/index.js';
import type { Reader } from '../acceptance.js';
import { withDefaults } from '../translate.js';

/** The fields of a service that affect routing. */
export interface RouterService {
  readonly protocol: string;
  readonly host: string | null;
  readonly port: number;
  readonly path: string | null;
  /** Routes of a service that is switched off are in no router. */
  readonly enabled: boolean;
}

export interface RouterRoute {
  /** With Kong's defaults. */
  readonly route: Route;
  /** Seconds; `null` if it is not known. */
  readonly createdAt: number | null;
  readonly stripPath: boolean;
  readonly preserveHost: boolean;
  readonly pathHandling: 'v0' | 'v1';
  readonly httpsRedirectStatusCode: number;
  /** `null` for a route without one, `undefined` if it is not known. */
  readonly service: RouterService | null | undefined;
  /** Reads its expression, and has read it; a router of one without reads it by itself. */
  readonly read?: Reader;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * @param data a route as Kong gets it, with or without defaults
 * @param read reads its expression; `null` if no one has read it yet
 */
export function routerRouteOf(
  data: Data,
  gateway: Gateway,
  service: RouterService | null | undefined = undefined,
  read: Reader | null = null,
): RouterRoute {
  const defaults = defaultsOf(data, gateway);
  const fieldValue = (field: string) => data[field] ?? defaults[field];
  const createdAt = Number(data.created_at ?? Number.NaN);
  return {
    route: withDefaults(readRoute(data), gateway),
    createdAt: Number.isFinite(createdAt) ? createdAt : null,
    stripPath: fieldValue('strip_path') === true,
    preserveHost: fieldValue('preserve_host') === true,
    pathHandling: data.path_handling === 'v1' ? 'v1' : 'v0',
    httpsRedirectStatusCode: Number(fieldValue('https_redirect_status_code')),
    service,
    ...(read && { read }),
  };
}

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * @param data a service as a declarative file or the Admin API has it, with `url` or its parts
 *   (Kong/kong `kong/db/schema/entities/services.lua`: protocol http, port 80)
 * @returns `undefined` if too little is written
 */
export function routerServiceOf(data: unknown): RouterService | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const { url, protocol, host, port, path, enabled } = data as Data;
  const isEnabled = enabled !== false;
  if (typeof url === 'string') {
    const [, scheme, authority, rest] = /^([a-z_]+):\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
    if (scheme === undefined || authority === undefined) return undefined;
    const [, name = authority, written] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(authority) ?? [];
    const usual = usualPorts[scheme] ?? 80;
    return {
      protocol: scheme,
      host: name,
      port: written === undefined ? usual : Number(written),
      path: rest === '' ? null : (rest ?? null),
      enabled: isEnabled,
    };
  }
  if (typeof host !== 'string') return undefined;
  return {
    protocol: typeof protocol === 'string' ? protocol : 'http',
    host,
    port: typeof port === 'number' ? port : 80,
    path: typeof path === 'string' ? path : null,
    enabled: isEnabled,
  };
}
