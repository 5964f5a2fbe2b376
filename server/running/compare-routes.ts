/** Two tables of routes, such as a file's and a node's: which route is which, and what differs. Pure. */

import type { Data } from '../documents/index.js';
import { defaultsOf, fieldsFor, type Gateway } from '../routes/index.js';
import type { Entity } from './answers.js';

/** The known parts of the service of a route. */
export interface ServiceReference {
  readonly id: string | null;
  readonly name: string | null;
}

/** A route of one of the tables. */
export interface TableRoute {
  readonly data: Entity;
  /** `null` for a route without one, `undefined` if its table does not say. */
  readonly service: ServiceReference | null | undefined;
  /** Fields with placeholders: their values are not known. */
  readonly open: ReadonlySet<string>;
}

/** A value as it would be written, `null` if there is none. */
export interface FieldDifference {
  readonly field: string;
  readonly left: string | null;
  readonly right: string | null;
}

export interface RoutePair<Left, Right> {
  readonly left: Left;
  readonly right: Right;
  readonly by: 'id' | 'name' | 'content';
  /** Empty where they are the same to Kong. */
  readonly differences: readonly FieldDifference[];
}

export interface TableComparison<Left, Right> {
  /** In the order of the left table, as the others are in that of theirs. */
  readonly pairs: readonly RoutePair<Left, Right>[];
  readonly onlyLeft: readonly Left[];
  readonly onlyRight: readonly Right[];
}

/** The fields that decide what a route does; times and ids are not compared. */
const contentFields = fieldsFor('protocols', 'match', 'order', 'request', 'label');

/**
 * Compares two tables. A route is found on the other side by its id, else by its name, else as the one that is equal
 * to it in everything but those; each only once.
 *
 * @param gateway whose defaults a field has that is not written
 * @param idsAreMeant whether an id on the left was chosen; a database generates ids of its own
 */
export function compareRoutes<Left extends TableRoute, Right extends TableRoute>(
  left: readonly Left[],
  right: readonly Right[],
  gateway: Gateway,
  idsAreMeant: boolean,
): TableComparison<Left, Right> {
  const found = new Map<Left, { readonly route: Right; readonly by: 'id' | 'name' | 'content' }>();
  const matched = new Set<Right>();
  const match = (by: 'id' | 'name' | 'content', keyOf: (route: TableRoute) => string | null) => {
    const free = new Map<string, Right[]>();
    for (const route of right) {
      const key = matched.has(route) ? null : keyOf(route);
      if (key !== null) free.set(key, [...(free.get(key) ?? []), route]);
    }
    for (const route of left) {
      const key = found.has(route) ? null : keyOf(route);
      const other = key === null ? undefined : free.get(key)?.shift();
      if (!other) continue;
      found.set(route, { route: other, by });
      matched.add(other);
    }
  };
  match('id', ({ data }) => textOf(data.id));
  match('name', ({ data, open }) => (open.has('name') ? null : textOf(data.name)));
  // Of two that are equal, each belongs to the one of its own service.
  match('content', (route) => {
    const service =
      route.service === null ? 'none' : route.service?.name && JSON.stringify(route.service.name);
    return route.open.size > 0 || !service ? null : `${service} ${contentOf(route, gateway)}`;
  });
  match('content', (route) => (route.open.size > 0 ? null : contentOf(route, gateway)));
  return {
    pairs: left.flatMap((route) => {
      const other = found.get(route);
      if (!other) return [];
      const differences = differencesOf(route, other.route, idsAreMeant && other.by !== 'id', gateway);
      return [{ left: route, right: other.route, by: other.by, differences }];
    }),
    onlyLeft: left.filter((route) => !found.has(route)),
    onlyRight: right.filter((route) => !matched.has(route)),
  };
}

function contentOf(route: TableRoute, gateway: Gateway): string {
  const defaults = defaultsOf(route.data, gateway);
  return JSON.stringify(contentFields.map((field) => canonicalOf(route, field, defaults)));
}

function differencesOf(
  left: TableRoute,
  right: TableRoute,
  comparesIds: boolean,
  gateway: Gateway,
): FieldDifference[] {
  const leftDefaults = defaultsOf(left.data, gateway);
  const rightDefaults = defaultsOf(right.data, gateway);
  const fields: string[] = ['name', ...contentFields];
  if (comparesIds && textOf(left.data.id) !== null) fields.unshift('id');
  const differences = fields
    .filter((field) => !left.open.has(field) && !right.open.has(field))
    .map((field) => ({
      field,
      left: canonicalOf(left, field, leftDefaults),
      right: canonicalOf(right, field, rightDefaults),
    }))
    .filter((difference) => difference.left !== difference.right);
  return [...differences, ...serviceDifference(left.service, right.service)];
}

/** What a route has in a field, written the same way for what is the same to Kong. */
function canonicalOf(
  { data }: TableRoute,
  field: string,
  defaults: Readonly<Record<string, unknown>>,
): string | null {
  const written = data[field];
  return canonical(written ?? (defaults[field] as Data | undefined) ?? null);
}

/** No field of a route is nested deeper, and a node's answer may come from anybody. */
const deepest = 20;

/** The order of a list changes nothing that Kong does; a list or mapping without anything in it is none. */
function canonical(value: Data, depth = 0): string | null {
  if (value === null) return null;
  if (depth > deepest) return '…';
  if (Array.isArray(value)) {
    const items = value.map((item: Data) => canonical(item, depth + 1) ?? 'null').sort();
    return items.length === 0 ? null : `[${items.join(', ')}]`;
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .map(([key, inner]) => [key, canonical(inner, depth + 1)] as const)
      .filter(([, inner]) => inner !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0 ? null : `{${entries.map(([key, inner]) => `${key}: ${inner}`).join(', ')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** By id where both have one, else by name; nothing if one side does not have it. */
function serviceDifference(left: TableRoute['service'], right: TableRoute['service']): FieldDifference[] {
  if (left === undefined || right === undefined || (left === null && right === null)) return [];
  const shown = (service: ServiceReference | null) =>
    service && JSON.stringify(service.name ?? service.id ?? '?');
  const differ = { field: 'service', left: shown(left), right: shown(right) };
  if (left === null || right === null) return [differ];
  if (left.name !== null && right.name !== null) return left.name === right.name ? [] : [differ];
  if (left.id !== null && right.id !== null) return left.id === right.id ? [] : [differ];
  return [];
}

const textOf = (value: Data | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
