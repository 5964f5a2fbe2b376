/** Names of routes and services in a declarative file: where each is declared, and where another entity refers to it. */

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../grammar/index.js';
import type { RouteDocument } from './document.js';

export type NamedEntity = 'route' | 'service';

export interface EntityName {
  readonly entity: NamedEntity;
  /** `reference`: the value of `route` or `service` in another entity, alone or as its `name` or `id`. */
  readonly role: 'declaration' | 'reference';
  /** What is written: the name, or the id where another entity refers to it by that. */
  readonly value: string;
  /** Of a declaration: the id that is written next to the name. */
  readonly id: string | null;
  /** Absolute: the value with its quotes. */
  readonly span: Span;
  readonly quotes: NameQuotes;
}

/** How a name is written; `null` if it is written in a way that is not changed here, such as a block scalar. */
export type NameQuotes = 'plain' | 'single' | 'double' | null;

/**
 * In the order of the text. JSON is read as the YAML that it is.
 *
 * @returns nothing for a file that is not Kong's own, such as one of Terraform or a ConfigMap
 */
export function entityNames({ text, kind, parts, terraform, template }: RouteDocument): EntityName[] {
  if (kind === null || kind === 'expression' || parts.length > 0 || terraform || template) return [];
  const names: EntityName[] = [];
  for (const root of parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })) {
    if (!('contents' in root) || !isMap(root.contents)) continue;
    if (kind === 'route') entity('routes', root.contents, names);
    else entitiesIn(root.contents, names);
  }
  return names.sort((a, b) => a.span.start - b.span.start);
}

/** The lists of entities in a file or in an entity. The Admin API lists routes as `data`. */
function entitiesIn(map: YAMLMap, names: EntityName[]): void {
  for (const { key, value } of map.items) {
    if (!isScalar(key) || typeof key.value !== 'string' || key.value.startsWith('_')) continue;
    const list = key.value === 'data' ? 'routes' : key.value;
    // decK's old Konnect form has its service under `service_packages[].versions[].implementation.kong`.
    if (isMap(value) && list === 'service' && value.has('routes')) entity('services', value, names);
    else if (isMap(value) && (list === 'implementation' || list === 'kong')) entitiesIn(value, names);
    else if (isSeq(value)) for (const item of value.items) if (isMap(item)) entity(list, item, names);
  }
}

const declaredBy: ReadonlyMap<string, NamedEntity> = new Map([
  ['routes', 'route'],
  ['services', 'service'],
]);

/** @param list the key of the list that the entity is in */
function entity(list: string, map: YAMLMap, names: EntityName[]): void {
  const declared = declaredBy.get(list);
  if (declared) add(map.get('name', true), declared, 'declaration', textOf(map.get('id', true)), names);
  for (const entity of ['route', 'service'] as const) {
    const value = map.get(entity, true);
    if (isMap(value)) {
      // A service with routes is one that is declared here.
      if (value.has('routes')) continue;
      for (const key of ['name', 'id']) add(value.get(key, true), entity, 'reference', null, names);
    } else add(value, entity, 'reference', null, names);
  }
  entitiesIn(map, names);
}

const textOf = (node: unknown): string | null =>
  isScalar(node) && typeof node.value === 'string' ? node.value : null;

function add(
  node: unknown,
  entity: NamedEntity,
  role: EntityName['role'],
  id: string | null,
  names: EntityName[],
): void {
  const name = scalarName(node);
  if (name) names.push({ entity, role, id, ...name });
}

/** A text in a YAML or JSON document as a name; `null` for anything else. */
export function scalarName(node: unknown): Pick<EntityName, 'value' | 'span' | 'quotes'> | null {
  const value = textOf(node);
  const range = (node as Node | undefined)?.range;
  if (value === null || value === '' || !range || isAlias(node)) return null;
  return { value, span: { start: range[0], end: range[1] }, quotes: quotesOf(node as Scalar) };
}

function quotesOf({ type }: Scalar): NameQuotes {
  if (type === 'PLAIN') return 'plain';
  if (type === 'QUOTE_SINGLE') return 'single';
  return type === 'QUOTE_DOUBLE' ? 'double' : null;
}
