/**
 * The fields of a route, each with the rule for its value.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`, `kong/db/schema/typedefs.lua`.
 */

import { nets } from './addresses.js';
import type { FieldPlace } from './field.js';
import {
  anything,
  boolean,
  type Check,
  form,
  inside,
  integer,
  integerOf,
  list,
  notEmpty,
  oneOf,
  problem,
  type Rule,
  required,
  text,
  typeOf,
} from './field.js';
import { acceptsTraditionalFields, type Gateway } from './gateway.js';
import { headers } from './headers.js';
import { hosts, snis } from './hosts.js';
import { paths } from './paths.js';
import { protocols } from './protocols.js';
import { type RouteFieldName, routeFieldNames, routeFields } from './route-fields.js';
import { hasFlavors, isInEffect, isRejected } from './versions/index.js';

/** 46 bits (Kong/kong#12667). */
export const largestPriority = 2 ** 46 - 1;

const uuid = form('id-form', (id) =>
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? null : 'expected a valid UUID',
);

const name: Check<string> = (name, place) => {
  const isWide = isInEffect('name-beyond-ascii', place.gateway);
  if ((isWide ? /^[\w.~\u0080-\u{10ffff}-]+$/u : /^[\w.~-]+$/).test(name)) return null;
  const rule = isWide
    ? 'the only accepted ascii characters are alphanumerics or ., -, _, and ~'
    : "it must only contain alphanumeric and '., -, _, ~' characters";
  const kong = `invalid value '${name}': ${rule}`;
  return problem('name-form', { kong }, place, kong);
};

const tag: Check<string> = (tag, place) => {
  const { gateway } = place;
  if (isInEffect('tag-with-space', gateway) && /^[ !-+\-.0-~\u0080-\u{10ffff}]+$/u.test(tag)) return null;
  const isWide = isInEffect('tag-beyond-ascii', gateway);
  if ((isWide ? /^[!-+\-.0-~\u0080-\u{10ffff}]+$/u : /^[\w.~-]+$/).test(tag)) return null;
  const kong = isWide
    ? `invalid tag '${tag}': expected printable ascii (except \`,\` and \`/\`) or valid utf-8 sequences`
    : `invalid value: ${tag}`;
  return problem('tag-form', { kong }, place, kong);
};

const time: Check<number> = (seconds, place) => {
  const kong = 'expected a valid timestamp';
  return seconds > 0 ? null : problem('value-range', { value: ['created_at'], kong }, place, kong);
};

const method = form('method-form', (method) => (/^[A-Z]+$/.test(method) ? null : `invalid value: ${method}`));

/** The empty text is left to the expression language, which has a word for it. */
const expression: Rule = (value, place) =>
  typeof value === 'string' || value === null
    ? []
    : [problem('expression-type', { found: typeOf(value) }, place, 'expected a string')];

const priority: Rule = (value, place) => {
  const number = integerOf(value);
  if (number === null) return [problem('priority-type', {}, place, 'expected an integer')];
  const isInRange = number >= 0 && number <= largestPriority;
  if (isInRange || !isRejected('priority-beyond-46-bits', place.gateway)) return [];
  return [problem('priority-range', {}, place, `value should be between 0 and ${largestPriority}`)];
};

/** Its name, or a mapping, by the kind of document; an id counts where there is no name (`validate_primary_key`). */
const service: Rule = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
  if (id === undefined || (name !== undefined && name !== null)) return [];
  return required(text(uuid))(id, { ...inside(place, 'id'), name: `${place.name}: id` });
};

/** Required since 2.4; before, a null is the default. */
const flag: Rule = (value, place) =>
  (isInEffect('null-flags', place.gateway) ? boolean() : required(boolean()))(value, place);

/** The rule for the value of each field. */
const rules: Readonly<Record<RouteFieldName, Rule>> = {
  id: text(uuid),
  created_at: integer(time),
  // Kong writes the time itself, whatever is there.
  updated_at: anything,
  name: text(notEmpty, name),
  protocols: required(protocols),
  methods: list('set', text(notEmpty, method)),
  hosts,
  paths,
  headers,
  snis,
  sources: nets,
  destinations: nets,
  expression,
  priority: required(priority),
  regex_priority: integer(),
  path_handling: text(oneOf<string>('v0', 'v1')),
  strip_path: flag,
  preserve_host: flag,
  https_redirect_status_code: required(integer(oneOf<number>(426, 301, 302, 307, 308))),
  request_buffering: required(boolean()),
  response_buffering: required(boolean()),
  tags: list('set', text(notEmpty, tag)),
  service,
};

/**
 * What a route may have in a declarative file, of DB-less mode or of decK: the entities that refer to it, and
 * notes (`kong/db/schema/others/declarative_config.lua`, `nest_foreign_relationships`, `add_extra_attributes`,
 * `ws_id_for`). None of it is judged.
 */
export const fieldsOfDocuments: ReadonlySet<string> = new Set([
  'plugins',
  'filter_chains',
  '_comment',
  '_ignore',
  'ws_id',
]);

/** The names of the fields that a route may have in this Gateway, without those that only documents add. */
export const fieldsOf = (gateway: Gateway): readonly RouteFieldName[] =>
  routeFieldNames.filter((name) => isThere(name, gateway));

function isThere(name: RouteFieldName, gateway: Gateway): boolean {
  switch (routeFields[name].style) {
    case 'both':
      return !(ofBuffering.has(name) && isRejected('buffering', gateway));
    case 'expression':
      return gateway.flavor === 'expressions';
    case 'traditional':
      return acceptsTraditionalFields(gateway);
  }
}

const isRouteField = (name: string): name is RouteFieldName => Object.hasOwn(routeFields, name);

/** @returns `null` if a route has no such field in this Gateway */
export function ruleFor(field: string, gateway: Gateway): Rule | null {
  if (fieldsOfDocuments.has(field)) return anything;
  return isRouteField(field) && isThere(field, gateway) ? rules[field] : null;
}

const ofBuffering: ReadonlySet<string> = new Set(['request_buffering', 'response_buffering']);

/** The one problem of a field that a route has not. */
export function unknownField(field: string, place: FieldPlace) {
  const { flavor, version } = place.gateway;
  const kong = 'unknown field';
  const later = ofBuffering.has(field)
    ? '2.2'
    : !hasFlavors(version) && isRouteField(field) && routeFields[field].style === 'expression'
      ? '3.0'
      : null;
  if (later !== null) {
    return problem('field-not-in-version', { field, version: version.join('.'), since: later }, place, kong);
  }
  if (field === 'expression') return problem('expression-in-flavor', { flavor }, place, kong);
  if (field === 'priority') return problem('priority-in-flavor', { flavor }, place, kong);
  if (isRouteField(field)) return problem('field-in-flavor', { field }, place, kong);
  return problem('field-unknown', { field, owner: [] }, place, kong);
}
