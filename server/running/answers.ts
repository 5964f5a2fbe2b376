/** Reads the answers of an Admin API into data, and distinguishes them from answers of other servers. Pure. */

import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import type { Data } from '../documents/index.js';
import type { Failure } from '../problems/index.js';
import {
  type Gateway,
  hasFlavors,
  type RouterFlavor,
  routeMatchCalculations,
  routerFlavors,
} from '../routes/index.js';
import type { Answer } from './exchange.js';

export type Role = 'traditional' | 'control_plane' | 'data_plane';

/** What a node says of itself (`GET /`, Kong/kong `kong/api/routes/kong.lua`). */
export interface NodeInfo {
  /** As the node writes it, such as `3.14.0.8-enterprise-edition`; `null` for Konnect, where only data planes have one. */
  readonly version: string | null;
  /** As `configuration.router_flavor` has it; `null` if the node does not say. */
  readonly routerFlavor: string | null;
  /** `null` if flavor or version are not known, or are none that there is. */
  readonly gateway: Gateway | null;
  readonly role: Role;
  readonly hostname: string | null;
}

/** A data plane as its control plane lists it (`kong/db/schema/entities/clustering_data_planes.lua`; Konnect's nodes). */
export interface DataPlane {
  readonly hostname: string;
  readonly version: string | null;
  /** In seconds since 1970. */
  readonly lastSeen: number | null;
  /** Why its control plane sends it no configuration, in that one's word; `null` if nothing is wrong. */
  readonly syncFailure: string | null;
}

export type Entity = { readonly [key: string]: Data };

export interface Page {
  readonly entities: readonly Entity[];
  /** What to ask the next page with; `null` after the last one. */
  readonly offset: string | null;
}

export type Verdict =
  | { readonly status: 'accepted' }
  /** In Kong's words. */
  | { readonly status: 'refused'; readonly messages: readonly string[] };

type Read<Value> = { readonly value: Value } | { readonly failure: Failure };

/** The version of a Gateway in what a node writes: `3.9.1`, `3.14.0.8-enterprise-edition`, `3.7.0-rc.1`. */
export const versionIn = (text: string | null): GatewayVersion | null =>
  parseGatewayVersion(/^v?(\d+(?:\.\d+)+)(?![\d.])/.exec(text ?? '')?.[1] ?? '');

/**
 * @param path what was asked, for people
 * @returns why the answer is none of Kong's, or none that helps; `null` for one with a status of success
 */
export function failureIn({ status, headers, body, hadToken }: Answer, path: string): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return { kind: 'redirect', status, to: placeOf(textOf(headers.location) ?? undefined) };
  const json = parseJson(body);
  const message = messageOf(json);
  const isKongs =
    /^kong\//i.test(String(headers.server ?? '')) || headers['x-kong-admin-latency'] !== undefined;
  if (status === 401) return { kind: 'unauthorized', hadToken, message };
  if (status === 403) return { kind: 'forbidden', path, message };
  // How nginx and similar servers answer clear text on a TLS port; Node, Go and others answer alike.
  if (status === 400 && /plain HTTP request|HTTP request to an HTTPS server/i.test(body)) {
    return { kind: 'speaks-https' };
  }
  if (/no Route matched with those values/.test(message ?? '')) return { kind: 'proxy-port' };
  if (status === 404) {
    // `{"message":"Not found"}`: an Admin API still answers in this form if a proxy removes its `Server` header.
    const isKongsForm = isKongs || message === 'Not found';
    return isKongsForm
      ? { kind: 'no-admin-api', path }
      : { kind: 'not-kong', status, found: formOf(body, json) };
  }
  return json !== undefined || isKongs
    ? { kind: 'node-error', path, status, message }
    : { kind: 'not-kong', status, found: formOf(body, json) };
}

/** `GET /`: recognized by what Kong says there, as other servers answer JSON with a version, too. */
export function readInfo(answer: Answer): Read<NodeInfo> {
  const json = parseJson(answer.body);
  if (!isRecord(json)) {
    return { failure: { kind: 'not-kong', status: answer.status, found: formOf(answer.body, json) } };
  }
  const { version, tagline, configuration, hostname } = json;
  const isKong = /^welcome to kong/i.test(textOf(tagline) ?? '') || isRecord(configuration);
  if (!isKong || typeof version !== 'string') {
    return { failure: { kind: 'not-kong', status: answer.status, found: 'json' } };
  }
  const settings = isRecord(configuration) ? configuration : {};
  const routerFlavor = textOf(settings.router_flavor);
  const numbers = versionIn(version);
  const calculation = routeMatchCalculations.find((known) => known === settings.route_match_calculation);
  const flavor = flavorOf(routerFlavor, numbers);
  return {
    value: {
      version,
      routerFlavor,
      gateway: flavor && numbers && { flavor, version: numbers, ...(calculation && { calculation }) },
      role:
        (['control_plane', 'data_plane'] as const).find((role) => role === settings.role) ?? 'traditional',
      hostname: textOf(hostname),
    },
  };
}

/** Before 3.0 there is no such setting, and the one router is that of `traditional`. */
const flavorOf = (text: string | null, version: GatewayVersion | null): RouterFlavor | null =>
  text === null && version !== null && !hasFlavors(version)
    ? 'traditional'
    : (routerFlavors.find((flavor) => flavor === text) ?? null);

/** A page of a collection (`get_collection_endpoint` in `kong/api/endpoints.lua`). */
export function readPage(answer: Answer, path: string): Read<Page> {
  const json = parseJson(answer.body);
  if (json === undefined) return { failure: { kind: 'not-json', path } };
  // An empty table of Lua may be written as `{}`.
  const data = isRecord(json) ? (isEmptyRecord(json.data) ? [] : json.data) : null;
  if (!isRecord(json) || !Array.isArray(data)) {
    return { failure: { kind: 'not-kong', status: answer.status, found: 'json' } };
  }
  return { value: { entities: data.filter(isRecord) as Entity[], offset: textOf(json.offset) } };
}

/** Konnect lists nodes with pages of another form (`/v2/control-planes/{id}/nodes`). */
export function readNodesPage(answer: Answer, path: string): Read<Page> {
  const json = parseJson(answer.body);
  if (json === undefined) return { failure: { kind: 'not-json', path } };
  if (!isRecord(json) || !Array.isArray(json.items)) {
    return { failure: { kind: 'not-kong', status: answer.status, found: 'json' } };
  }
  const page = isRecord(json.page) ? json.page : {};
  const hasNext = page.has_next_page !== false;
  return {
    value: {
      entities: json.items.filter(isRecord) as Entity[],
      offset: hasNext ? textOf(page.next_cursor) : null,
    },
  };
}

export const readDataPlane = (entity: Entity): DataPlane => ({
  hostname: textOf(entity.hostname) ?? textOf(entity.id) ?? 'a data plane',
  version: textOf(entity.version),
  lastSeen: numberOf(entity.last_seen) ?? numberOf(entity.last_ping),
  syncFailure: syncFailureOf(textOf(entity.sync_status)),
});

/** CLUSTERING_SYNC_STATUS in `kong/constants.lua`; of one that was not connected yet it is `unknown`. */
const syncFailureOf = (status: string | null) =>
  status === null || status === 'normal' || status === 'unknown' ? null : status;

/**
 * `POST /schemas/routes/validate` (`validate_schema` in `kong/api/routes/kong.lua`): 200, or 400 with the schema's
 * violations. Konnect answers 400 with `details`.
 *
 * @returns `null` if the answer is neither
 */
export function readVerdict({ status, body }: Answer): Verdict | null {
  const json = parseJson(body);
  if (status >= 200 && status < 300) return isRecord(json) ? { status: 'accepted' } : null;
  if (status !== 400 || !isRecord(json)) return null;
  const messages = isRecord(json.fields)
    ? violations(json.fields)
    : Array.isArray(json.details)
      ? json.details.flatMap(konnectMessages)
      : [];
  if (messages.length > 0) return { status: 'refused', messages };
  // "Cannot parse JSON body" is not a verdict on a route.
  const message = json.name === 'schema violation' || Array.isArray(json.details) ? messageOf(json) : null;
  return message === null ? null : { status: 'refused', messages: [message] };
}

/** Each with its field before it, as Kong writes them in its message (`schema_violation` in `kong/db/errors.lua`). */
function violations(fields: Readonly<Record<string, unknown>>, depth = 0): string[] {
  return Object.entries(fields).flatMap(([field, message]) =>
    wordsIn(message, depth).map((words) => (field === '@entity' ? words : `${field}: ${words}`)),
  );
}

/** Said of a value, of the items of a list (`null` where one is in order), or of the fields of a record. */
function wordsIn(message: unknown, depth: number): string[] {
  if (typeof message === 'string') return [message];
  if (depth > deepest) return [];
  if (Array.isArray(message)) return message.flatMap((inner) => wordsIn(inner, depth + 1));
  return isRecord(message) ? violations(message, depth + 1) : [];
}

/** No schema of Kong is nested deeper, and an answer may come from anybody. */
const deepest = 20;

function konnectMessages(detail: unknown): string[] {
  if (!isRecord(detail) || !Array.isArray(detail.messages)) return [];
  const field = textOf(detail.field);
  return detail.messages
    .filter((words) => typeof words === 'string')
    .map((words) => `${field ? `${field}: ` : ''}${words}`);
}

/** @returns `undefined` if it is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an error's body says, made one short line: it is the other side's text. */
function messageOf(json: unknown): string | null {
  if (!isRecord(json)) return null;
  const message = textOf(json.message) ?? textOf(json.detail) ?? textOf(json.title);
  const line = message?.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (!line) return null;
  return line.length > 300 ? `${line.slice(0, 300)} …` : line;
}

function formOf(body: string, json: unknown): 'html' | 'json' | 'text' | 'nothing' {
  if (body.trim() === '') return 'nothing';
  if (json !== undefined) return 'json';
  return /^\s*<(?:!doctype html|html|head|body|!--)/i.test(body) ? 'html' : 'text';
}

/** Where a redirect leads, without what may be secret in it. */
function placeOf(location: string | undefined): string | null {
  if (location === undefined) return null;
  if (!URL.canParse(location)) return location.replace(/[?#].*$/s, '').replace(/[\p{C}\s]+/gu, ' ') || null;
  const { origin, pathname, protocol } = new URL(location);
  return /^https?:$/.test(protocol) ? `${origin}${pathname}` : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmptyRecord = (value: unknown) => isRecord(value) && Object.keys(value).length === 0;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
