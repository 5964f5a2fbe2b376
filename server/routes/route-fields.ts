/**
 * The fields of a route, in one table. Whatever knows fields by their kind, style or role reads them here; the rules for
 * their values are in `fields.ts`.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`.
 */

/** What a value is: a text, a number, …; a list of texts or addresses; headers; the service, by name or as a mapping. */
export type ValueKind = 'text' | 'integer' | 'boolean' | 'texts' | 'nets' | 'headers' | 'service';

/**
 * What a field is for: which route it is, which protocols it serves, which requests it matches, before which others it is
 * evaluated, what happens to a request, a label for people, a time that Kong writes, the service.
 */
export type FieldRole =
  | 'identity'
  | 'protocols'
  | 'match'
  | 'order'
  | 'request'
  | 'label'
  | 'time'
  | 'service';

export interface RouteField {
  readonly kind: ValueKind;
  /** The style of routes that has it; both if absent. */
  readonly style: 'both' | 'traditional' | 'expression';
  readonly role: FieldRole;
}

/** What matches is in the order of Kong's own messages. */
const table = {
  id: { kind: 'text', style: 'both', role: 'identity' },
  created_at: { kind: 'integer', style: 'both', role: 'time' },
  updated_at: { kind: 'integer', style: 'both', role: 'time' },
  name: { kind: 'text', style: 'both', role: 'identity' },
  protocols: { kind: 'texts', style: 'both', role: 'protocols' },
  methods: { kind: 'texts', style: 'traditional', role: 'match' },
  hosts: { kind: 'texts', style: 'traditional', role: 'match' },
  paths: { kind: 'texts', style: 'traditional', role: 'match' },
  headers: { kind: 'headers', style: 'traditional', role: 'match' },
  snis: { kind: 'texts', style: 'traditional', role: 'match' },
  sources: { kind: 'nets', style: 'traditional', role: 'match' },
  destinations: { kind: 'nets', style: 'traditional', role: 'match' },
  expression: { kind: 'text', style: 'expression', role: 'match' },
  priority: { kind: 'integer', style: 'expression', role: 'order' },
  regex_priority: { kind: 'integer', style: 'traditional', role: 'order' },
  path_handling: { kind: 'text', style: 'traditional', role: 'request' },
  strip_path: { kind: 'boolean', style: 'both', role: 'request' },
  preserve_host: { kind: 'boolean', style: 'both', role: 'request' },
  https_redirect_status_code: { kind: 'integer', style: 'both', role: 'request' },
  request_buffering: { kind: 'boolean', style: 'both', role: 'request' },
  response_buffering: { kind: 'boolean', style: 'both', role: 'request' },
  tags: { kind: 'texts', style: 'both', role: 'label' },
  service: { kind: 'service', style: 'both', role: 'service' },
} as const satisfies Record<string, RouteField>;

type Table = typeof table;

export type RouteFieldName = keyof Table;

export const routeFields: Readonly<Record<RouteFieldName, RouteField>> = table;

/** In the order of the table. */
export const routeFieldNames = Object.keys(table) as readonly RouteFieldName[];

/** The fields that have one of some roles. */
export const fieldsFor = (...roles: readonly FieldRole[]): readonly RouteFieldName[] =>
  routeFieldNames.filter((name) => roles.includes(table[name].role));

/** The fields whose value is of a kind. */
export const fieldsOfKind = (kind: ValueKind): readonly RouteFieldName[] =>
  routeFieldNames.filter((name) => table[name].kind === kind);

/** A traditional field that matches requests. */
export type MatchField = {
  [Name in RouteFieldName]: Table[Name] extends { role: 'match'; style: 'traditional' } ? Name : never;
}[RouteFieldName];

/** The traditional fields that match requests, in the order of Kong's own messages. */
export const matchFields = fieldsFor('match').filter(
  (name) => table[name].style === 'traditional',
) as readonly MatchField[];
