/**
 * The resource types that are Kong routes, with their arguments.
 * Source: Kong/terraform-provider-konnect `internal/provider/gatewayroute_resource.go`,
 * `gatewayrouteexpression_resource.go` (3.19.0); Kong/terraform-provider-kong-gateway
 * `internal/provider/route_resource.go`, `routeexpression_resource.go` (1.1.0); kevholditch/terraform-provider-kong
 * `kong/resource_kong_route.go` (c76ec53); granular-oss/terraform-provider-kong `docs/resources/route.md` (89db70a).
 */

import type { ArgumentType } from '../problems/index.js';
import {
  type Data,
  fieldsFor,
  matchFields,
  type RouteFieldName,
  routeFields,
  type ValueKind,
} from '../routes/index.js';

export type RouteStyle = 'traditional' | 'expression';

export type { ArgumentType };

/** How the headers and addresses of a route are written: `headers = { … }`, or blocks `header { … }`. */
export type NestedForm = 'arguments' | 'blocks' | 'either';

export interface RouteResource {
  readonly type: string;
  /** Where the provider is published; `null` if several have this type. */
  readonly provider: string | null;
  readonly style: RouteStyle;
  /** The type of the other style of the same provider. */
  readonly sibling: string | null;
  /** `null` if the schema is not known: then arguments are not checked. */
  readonly arguments: ReadonlyMap<string, ArgumentType> | null;
  readonly nested: NestedForm;
  readonly required: readonly string[];
  /** What the provider sends where nothing is written; the Gateway has defaults for the rest. */
  readonly defaults: Readonly<Record<string, Data>>;
  /** The arguments whose value the provider checks. */
  readonly ranges: Readonly<Record<string, readonly [least: number, most: number]>>;
  readonly lists: Readonly<Record<string, readonly (string | number)[]>>;
  /** How the id of an `import` block is made. */
  readonly importId: 'control-plane' | 'workspace' | 'id' | null;
}

/** How Terraform holds a value of each kind. */
const typeOfKind: Readonly<Record<ValueKind, ArgumentType>> = {
  text: 'string',
  integer: 'number',
  boolean: 'bool',
  texts: 'strings',
  nets: 'nets',
  headers: 'headers',
  service: 'service',
};

const asArguments = (fields: readonly RouteFieldName[]): readonly (readonly [string, ArgumentType])[] =>
  fields.map((field) => [field, typeOfKind[routeFields[field].kind]]);

const common = asArguments(fieldsFor('identity', 'time', 'protocols', 'request', 'label'));

const lists = asArguments(matchFields.filter((field) => routeFields[field].kind === 'texts'));

const traditional = asArguments([...matchFields, 'regex_priority']);

const expression = asArguments(['expression', 'priority']);

/** 46 bits, in both of Kong's providers. */
const priorities = { priority: [0, 70_368_744_177_663] } as const;

/** The same as Kong's own, but for `protocols`, whose default depends on the version of the Gateway. */
const konnectDefaults: Readonly<Record<string, Data>> = {
  protocols: ['http', 'https'],
  https_redirect_status_code: 426,
  path_handling: 'v0',
  preserve_host: false,
  request_buffering: true,
  response_buffering: true,
  strip_path: true,
};

const konnect = {
  provider: 'kong/konnect',
  nested: 'arguments',
  required: ['control_plane_id'],
  lists: {},
  importId: 'control-plane',
} as const;

/** `workspace` came in 2026: Kong/terraform-provider-konnect#474. */
const konnectArguments: readonly (readonly [string, ArgumentType])[] = [
  ['control_plane_id', 'string'],
  ['workspace', 'string'],
  ['service', 'service'],
  ...common,
];

const kongGateway = {
  provider: 'kong/kong-gateway',
  nested: 'arguments',
  required: [],
  defaults: {},
  lists: { https_redirect_status_code: [301, 302, 307, 308, 426], path_handling: ['v0', 'v1'] },
  importId: 'workspace',
} as const;

const kongGatewayArguments: readonly (readonly [string, ArgumentType])[] = [
  ['workspace', 'string'],
  ['service', 'service'],
  ...common,
];

const none = { ranges: {}, lists: {}, defaults: {}, sibling: null } as const;

const table: readonly RouteResource[] = [
  {
    ...konnect,
    type: 'konnect_gateway_route',
    style: 'traditional',
    sibling: 'konnect_gateway_route_expression',
    arguments: new Map([...konnectArguments, ...traditional]),
    defaults: { ...konnectDefaults, regex_priority: 0 },
    ranges: {},
  },
  {
    ...konnect,
    type: 'konnect_gateway_route_expression',
    style: 'expression',
    sibling: 'konnect_gateway_route',
    arguments: new Map([...konnectArguments, ...expression]),
    defaults: { ...konnectDefaults, priority: 0 },
    ranges: priorities,
  },
  {
    ...kongGateway,
    type: 'kong-gateway_route',
    style: 'traditional',
    sibling: 'kong-gateway_route_expression',
    arguments: new Map([...kongGatewayArguments, ...traditional]),
    ranges: {},
  },
  {
    ...kongGateway,
    type: 'kong-gateway_route_expression',
    style: 'expression',
    sibling: 'kong-gateway_route',
    arguments: new Map([...kongGatewayArguments, ...expression]),
    ranges: priorities,
  },
  // A community provider for Konnect whose schema was not read.
  {
    ...none,
    type: 'konnect_route',
    provider: null,
    style: 'traditional',
    arguments: null,
    nested: 'either',
    required: [],
    importId: null,
  },
];

const kongRoute = { ...none, type: 'kong_route', style: 'traditional', importId: 'id' } as const;
const kongRouteArguments = [
  ...common,
  ...lists,
  ['regex_priority', 'number'],
  ['service_id', 'string'],
] as const;

/** `kong_route` is a type of several providers; `required_providers` shows which one it is. */
const kongRoutes: Readonly<Record<string, RouteResource>> = {
  'kevholditch/kong': {
    ...kongRoute,
    provider: 'kevholditch/kong',
    arguments: new Map(kongRouteArguments),
    nested: 'blocks',
    required: ['protocols', 'service_id'],
  },
  'granular-oss/kong': {
    ...kongRoute,
    provider: 'granular-oss/kong',
    arguments: new Map(kongRouteArguments),
    nested: 'arguments',
    required: ['name', 'service_id'],
  },
};

/** What the providers have in common. */
const anyKongRoute: RouteResource = {
  ...kongRoute,
  provider: null,
  arguments: new Map(kongRouteArguments),
  nested: 'either',
  required: ['service_id'],
};

const byType: ReadonlyMap<string, RouteResource> = new Map(
  table.map((resource) => [resource.type, resource]),
);

/**
 * The resource of a block `resource "<type>" …`; `null` if it is not a Kong route.
 *
 * @param sourceOf where a provider comes from, by its local name, as `required_providers` says; `null` if it does not
 */
export function routeResource(type: string, sourceOf: (name: string) => string | null): RouteResource | null {
  if (type !== 'kong_route') return byType.get(type) ?? null;
  // `registry.terraform.io/kevholditch/kong`, or without the registry.
  const source = sourceOf('kong')?.split('/').slice(-2).join('/').toLowerCase() ?? null;
  // A fork with the same names of arguments, whose schema was not read.
  if (source === 'philips-labs/kong') return { ...anyKongRoute, provider: source };
  return (source === null ? null : kongRoutes[source]) ?? anyKongRoute;
}

const anyRouteType = new RegExp(`\\b(?:${[...byType.keys(), 'kong_route'].join('|')})\\b`);

/** Whether a text contains a type that is a Kong route, before it is read. */
export const mentionsRouteType = (text: string): boolean => anyRouteType.test(text);

/** The type of an argument that one of the styles has. */
export const argumentTypes: ReadonlyMap<string, ArgumentType> = new Map([
  ...konnectArguments,
  ...traditional,
  ...expression,
  ['service_id', 'string'],
]);

/** What Terraform itself has in every resource. */
export const metaArguments: ReadonlySet<string> = new Set(['count', 'for_each', 'depends_on', 'provider']);
export const metaBlocks: ReadonlySet<string> = new Set(['lifecycle', 'provisioner', 'connection', 'dynamic']);

/** Blocks of `kong_route`, and the fields that they make. */
export const nestedBlocks: ReadonlyMap<string, 'headers' | 'sources' | 'destinations'> = new Map([
  ['header', 'headers'],
  ['source', 'sources'],
  ['destination', 'destinations'],
]);
