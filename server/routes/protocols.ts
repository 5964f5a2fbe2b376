/**
 * Protocols, and what a route may and must have for them. The first one that is known decides which of Kong's
 * subschemas a route has.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`, `routes_subschemas.lua`, `kong/constants.lua`.
 */

import type { RouteProblem } from '../problems/index.js';
import type { FieldPlace } from './field.js';
import { type Check, inside, isNonEmpty, itemsOf, list, problem, type Rule, text } from './field.js';
import { acceptsTraditionalFields, defaultProtocols, type Gateway } from './gateway.js';
import type { MatchField } from './route-fields.js';
import { isInEffect, isRejected } from './versions/index.js';

type Family = 'http' | 'grpc' | 'stream';

const families: ReadonlyMap<unknown, Family> = new Map([
  ['grpc', 'grpc'],
  ['grpcs', 'grpc'],
  ['http', 'http'],
  ['https', 'http'],
  ['tcp', 'stream'],
  ['tls', 'stream'],
  ['tls_passthrough', 'stream'],
  ['udp', 'stream'],
]);

/** Only Enterprise has them, with rules that are not public: the fields that they allow are not checked. */
const enterpriseProtocols: ReadonlySet<unknown> = new Set(['ws', 'wss']);

/** Those that came later than 2.0. */
const isKnown = (protocol: unknown, gateway: Gateway): boolean => {
  if (protocol === 'udp') return isInEffect('protocol-udp', gateway);
  if (protocol === 'tls_passthrough') return isInEffect('protocol-tls-passthrough', gateway);
  if (enterpriseProtocols.has(protocol)) return !isRejected('protocol-websocket', gateway);
  return families.has(protocol);
};

/** Those of a list that a Gateway knows, in quotes, as in Kong's sentences. */
function quoted(protocols: readonly string[], gateway: Gateway): string {
  const known = protocols.filter((protocol) => isKnown(protocol, gateway)).map((protocol) => `'${protocol}'`);
  return [known.slice(0, -1).join(', '), known.at(-1)].filter(Boolean).join(' or ');
}

const knownProtocol: Check<string> = (protocol, place) => {
  if (isKnown(protocol, place.gateway)) return null;
  const kong = `expected one of: ${[...families.keys()].filter((one) => isKnown(one, place.gateway)).join(', ')}`;
  return problem('protocol-unknown', { protocol, kong }, place, kong);
};

const atLeastOne: Check<readonly unknown[]> = (items, place) => {
  const kong = 'length must be at least 1';
  return items.length > 0 ? null : problem('value-empty', { value: ['protocols'], kong }, place, kong);
};

/** `mutually_exclusive_subsets` */
const oneGroup: Check<readonly unknown[]> = (protocols, place) => {
  const found = groupsOf(protocols);
  if (found.length < 2) return null;
  const sets = found.map((group) => {
    const known = group.filter((protocol) => isKnown(protocol, place.gateway));
    return `(${known.map((protocol) => `'${protocol}'`).join(', ')})`;
  });
  const kong = `these sets are mutually exclusive: ${sets.join(', ')}`;
  return problem('protocols-exclusive', { kong }, place, kong);
};

const groups = [['http', 'https'], ['tcp', 'tls', 'udp'], ['tls_passthrough'], ['grpc', 'grpcs']];

const groupsOf = (protocols: readonly unknown[]) => [
  ...new Set(protocols.flatMap((protocol) => groups.filter((group) => group.includes(String(protocol))))),
];

const set = list('set', text(knownProtocol), atLeastOne, oneGroup);

/** Where routes have subschemas, one is looked for before anything else. */
export const protocols: Rule = (value, place) => {
  if (!acceptsTraditionalFields(place.gateway) || hasSubschema(value, place.gateway))
    return set(value, place);
  const [first] = Array.isArray(value) ? value : [typeof value === 'object' ? undefined : value];
  const kong = `unknown type: ${first === undefined ? 'nil' : first}`;
  const at = Array.isArray(value) && value.length > 0 ? inside(place, 0) : place;
  return [
    first === undefined
      ? problem('value-empty', { value: ['protocols'], kong }, at, kong)
      : problem('protocol-unknown', { protocol: String(first), kong }, at, kong),
  ];
};

/** `get_subschema`; a text is looked up as if it was alone in a list. */
const hasSubschema = (value: unknown, gateway: Gateway) =>
  candidatesOf(value).some((protocol) => isKnown(protocol, gateway));

const candidatesOf = (value: unknown): readonly unknown[] =>
  typeof value === 'string' ? [value] : (itemsOf(value) ?? []);

type Data = Readonly<Record<string, unknown>>;

/** `null` too where the rules are not known, or where routes have no subschemas. */
function familyOf(data: Data, gateway: Gateway): Family | null {
  const candidates = candidatesOf(protocolsOf(data, gateway));
  if (!acceptsTraditionalFields(gateway) || candidates.some((one) => enterpriseProtocols.has(one)))
    return null;
  return candidates.map((protocol) => families.get(protocol)).find((family) => family !== undefined) ?? null;
}

const protocolsOf = (data: Data, { version }: Gateway) =>
  data.protocols === undefined ? defaultProtocols(version) : data.protocols;

const spelled: Readonly<Record<Family, readonly string[]>> = {
  http: ['http', 'https'],
  grpc: ['grpc', 'grpcs'],
  stream: ['tcp', 'tls', 'tls_passthrough', 'udp'],
};

/** The fields that a route must not have for its protocols, empty or not. */
const forbidden: Readonly<Record<Family, readonly string[]>> = {
  http: ['sources', 'destinations'],
  grpc: ['methods', 'sources', 'destinations'],
  stream: ['methods', 'hosts', 'paths', 'headers'],
};

/** The fields that a route must not have for some protocols: the others need not be looked at. */
const restricted: ReadonlySet<string> = new Set([...Object.values(forbidden).flat(), 'strip_path']);

/** The one problem of a field that does not go with the protocols, whatever else is wrong with it. */
export function fieldForProtocols(
  field: string,
  value: unknown,
  data: Data,
  place: FieldPlace,
): RouteProblem | null {
  if (value === null || !restricted.has(field)) return null;
  const { gateway } = place;
  const family = familyOf(data, gateway);
  if (!family) return null;
  const isAddress = field === 'sources' || field === 'destinations';
  const isForbidden =
    (forbidden[family].includes(field) && !(isAddress && isInEffect('addresses-in-http', gateway))) ||
    (family === 'grpc' && field === 'strip_path' && value === true);
  if (!isForbidden) return null;
  const kong = `cannot set '${field}' when 'protocols' is ${quoted(spelled[family], gateway)}`;
  return problem('field-not-for-protocol', { field, kong }, place, kong);
}

const overTls: ReadonlySet<unknown> = new Set(['grpcs', 'https', 'tls', 'tls_passthrough']);

/** @param isInOrder whether nothing is wrong with the SNIs themselves */
export function snisForProtocols(data: Data, isInOrder: boolean, gateway: Gateway): RouteProblem[] {
  const { snis } = data;
  if (snis === null || snis === undefined) return [];
  const names = itemsOf(protocolsOf(data, gateway)) ?? [];
  const isPlain =
    names.every((name) => typeof name === 'string' && !overTls.has(name)) && groupsOf(names).length < 2;
  if (!familyOf(data, gateway) || !isPlain) return [];
  if (isInOrder && itemsOf(snis)!.length === 0) return [];
  const secure = quoted(['grpcs', 'https', 'tls', 'tls_passthrough'], gateway);
  const sentence = `'snis' can only be set when 'protocols' is ${secure}`;
  const kong = isInOrder ? `${sentence}; snis: length must be 0` : sentence;
  return [
    {
      code: 'field-not-for-protocol',
      args: { field: 'snis', kong: sentence },
      path: ['snis'],
      related: [],
      kong,
    },
  ];
}

/** "must set one of …" (`conditional_at_least_one_of`); nothing is asked of a route with wrong protocols. */
export function matchForProtocols(data: Data, gateway: Gateway): RouteProblem[] {
  const value = protocolsOf(data, gateway);
  if (!familyOf(data, gateway)) return [];
  // The default is always right.
  if (data.protocols !== undefined && set(value, { path: [], name: '', gateway }).length > 0) return [];
  const rule = matchRuleOf(itemsOf(value)!, gateway);
  const acceptsExpression = isInEffect('expression', gateway);
  const fields = [...rule.fields, ...(acceptsExpression ? ['expression'] : [])];
  if (fields.some((field) => isNonEmpty(data[field]))) return [];

  const names = fields.map((field) => `'${field}'`).join(', ');
  const kong = rule.sentence ?? `must set one of ${names} when 'protocols' is ${rule.protocol}`;
  if (acceptsExpression && data.priority !== undefined && data.priority !== null) {
    return [{ code: 'priority-without-expression', args: { kong }, path: ['priority'], related: [], kong }];
  }
  return [{ code: 'match-missing', args: { kong }, path: [], related: [], kong }];
}

interface MatchRule {
  readonly protocol: string;
  readonly fields: readonly MatchField[];
  readonly sentence?: string;
}

/** @param protocols of one group */
function matchRuleOf(protocols: readonly unknown[], gateway: Gateway): MatchRule {
  const has = (protocol: string) => protocols.includes(protocol);
  if (has('https')) return { protocol: "'https'", fields: ['methods', 'hosts', 'headers', 'paths', 'snis'] };
  if (has('http')) return { protocol: "'http'", fields: ['methods', 'hosts', 'headers', 'paths'] };
  if (has('grpcs')) return { protocol: "'grpcs'", fields: ['hosts', 'headers', 'paths', 'snis'] };
  if (has('grpc')) return { protocol: "'grpc'", fields: ['hosts', 'headers', 'paths'] };
  if (!has('tls_passthrough')) {
    return { protocol: quoted(['tcp', 'tls', 'udp'], gateway), fields: ['sources', 'destinations', 'snis'] };
  }
  const sentence = "must set snis when 'protocols' is 'tls_passthrough'";
  return { protocol: "'tls_passthrough'", fields: ['snis'], sentence };
}
