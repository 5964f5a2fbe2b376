/**
 * What a route is, whatever document it was written in: the fields of Kong's entity that say which requests
 * it accepts, as Kong would store them.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`.
 */

import type { Subsystem } from '../../grammar/index.js';
import { type MatchField, matchFields } from './route-fields.js';

/** An element of `sources` or `destinations`. */
export interface Net {
  readonly ip?: string;
  readonly port?: number;
}

/** A field that is `null` or not written is absent; one of another type than the schema wants is absent too. */
export interface Route {
  readonly id?: string;
  readonly name?: string;
  readonly protocols?: readonly string[];
  readonly methods?: readonly string[];
  readonly hosts?: readonly string[];
  readonly paths?: readonly string[];
  /** Name to values, in the order of the text. */
  readonly headers?: ReadonlyMap<string, readonly string[]>;
  readonly snis?: readonly string[];
  readonly sources?: readonly Net[];
  readonly destinations?: readonly Net[];
  readonly regex_priority?: number | bigint;
  readonly path_handling?: string;
  readonly expression?: string;
  readonly priority?: number | bigint;
}

/** A list or map without elements counts as not set (`is_empty_field` in `kong/router/transform.lua`). */
export function isSet(route: Route, field: MatchField): boolean {
  const value = route[field];
  if (value === undefined) return false;
  return (value instanceof Map ? value.size : (value as readonly unknown[]).length) > 0;
}

export type RouteKind = 'traditional' | 'expression' | 'mixed' | 'empty';

export function kindOf(route: Route): RouteKind {
  const hasFields = matchFields.some((field) => isSet(route, field));
  if (route.expression !== undefined) return hasFields ? 'mixed' : 'expression';
  return hasFields ? 'traditional' : 'empty';
}

const streamProtocols = new Set(['tcp', 'udp', 'tls', 'tls_passthrough']);

/** The first protocol decides (`is_stream_route` in `kong/router/transform.lua`); without protocols it is HTTP. */
export function subsystemOf(route: Route): Subsystem {
  return streamProtocols.has(route.protocols?.[0] ?? 'http') ? 'stream' : 'http';
}

/**
 * Reads the data of a document as a route.
 *
 * @param data a mapping as JSON or YAML gives it; anything else is a route without fields
 */
export function readRoute(data: unknown): Route {
  if (!isRecord(data)) return {};
  const route: { -readonly [Key in keyof Route]: Route[Key] } = {};
  const set = <Key extends keyof Route>(key: Key, value: Route[Key] | undefined) => {
    if (value !== undefined) route[key] = value;
  };
  for (const key of ['id', 'name', 'path_handling', 'expression'] as const) set(key, textOf(data[key]));
  for (const key of ['regex_priority', 'priority'] as const) set(key, integerOf(data[key]));
  for (const key of ['protocols', 'methods', 'hosts', 'paths', 'snis'] as const) set(key, textsOf(data[key]));
  for (const key of ['sources', 'destinations'] as const) set(key, netsOf(data[key]));
  set('headers', headersOf(data.headers));
  return route;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

const integerOf = (value: unknown) =>
  typeof value === 'bigint' || Number.isInteger(value) ? (value as number | bigint) : undefined;

const textsOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;

function netsOf(value: unknown): Net[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isRecord).map(({ ip, port }) => ({
    ...(typeof ip === 'string' && { ip }),
    ...(typeof port === 'number' && { port }),
  }));
}

function headersOf(value: unknown): Map<string, string[]> | undefined {
  if (!isRecord(value)) return undefined;
  return new Map(Object.entries(value).map(([name, values]) => [name, textsOf(values) ?? []]));
}
