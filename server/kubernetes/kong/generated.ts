/** Services and routes as the controller sends them, with the place that each value comes from. */

import { type ControllerSettings, isEnabled } from '../controllers/settings.js';
import type { ExpressionPart } from '../expressions/matcher.js';
import type { PriorityTraits } from '../expressions/priorities.js';
import { compareText } from '../objects/go-text.js';
import type { KubernetesObject } from '../objects/object.js';
import { defaultAt, type Origin, type Sourced } from '../objects/origin.js';
import type { PluginDraft, RouteDraft, RouteSource, ServiceDraft } from './draft.js';
import { entityId } from './ids.js';

export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A route with Kong's field names. A field that is absent is not sent. */
export type KongFields = Readonly<Record<string, JsonValue>>;

export interface GeneratedRoute {
  readonly name: string;
  /** `null` if the controller leaves ids to Kong. */
  readonly id: string | null;
  readonly fields: KongFields;
  readonly tags: readonly string[];
  readonly plugins: readonly PluginDraft[];
  /** The names of KongPlugins that are bound to the route. */
  readonly pluginNames: readonly Sourced<string>[];
  readonly object: KubernetesObject;
  readonly source: RouteSource;
  /** Where each value comes from, by its path in `fields`: `paths.0`, `headers.X-A.1`, `strip_path`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Where each predicate of the expression comes from. */
  readonly expressionParts: readonly ExpressionPart[];
  /** What the priority is made of; `null` for traditional routes. */
  readonly priorityTraits: PriorityTraits | null;
}

export interface GeneratedService {
  readonly name: string;
  readonly id: string | null;
  readonly fields: KongFields;
  readonly tags: readonly string[];
  readonly plugins: readonly PluginDraft[];
  readonly backends: ServiceDraft['backends'];
  readonly routes: readonly GeneratedRoute[];
  readonly object: KubernetesObject;
}

export function generatedService(draft: ServiceDraft, settings: ControllerSettings): GeneratedService {
  const { name, host, port, protocol, path, connect_timeout, read_timeout, write_timeout, retries } = draft;
  const { tls_verify = null, tls_verify_depth = null } = draft;
  const all = {
    host,
    port,
    protocol,
    path,
    connect_timeout,
    read_timeout,
    write_timeout,
    retries,
    tls_verify,
    tls_verify_depth,
  };
  return {
    name,
    id: isEnabled(settings, 'FillIDs') ? entityId('services', name, settings.workspace) : null,
    fields: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)),
    tags: draft.tags,
    plugins: draft.plugins,
    backends: draft.backends,
    routes: draft.routes
      .map((route) => generatedRoute(route, settings))
      .sort((a, b) => compareText(a.name, b.name)),
    object: draft.parent,
  };
}

const lists = ['protocols', 'methods', 'hosts', 'paths', 'snis'] as const;
const settingFields = [
  'regex_priority',
  'strip_path',
  'preserve_host',
  'request_buffering',
  'response_buffering',
  'https_redirect_status_code',
  'path_handling',
] as const;

export function generatedRoute(draft: RouteDraft, settings: ControllerSettings): GeneratedRoute {
  const fields: Record<string, JsonValue> = {};
  const origins = new Map<string, Origin>();
  for (const field of lists) {
    const values = draft[field];
    if (values === undefined || values.length === 0) continue;
    fields[field] = valuesOf(values, field, origins);
  }
  if (draft.headers && draft.headers.size > 0) {
    fields.headers = Object.fromEntries(
      [...draft.headers].map(([name, values]) => [name, valuesOf(values, `headers.${name}`, origins)]),
    );
  }
  if (draft.destinations && draft.destinations.length > 0) {
    const ports = valuesOf(draft.destinations, 'destinations', origins) as readonly number[];
    fields.destinations = ports.map((port) => ({ port }));
  }
  for (const field of settingFields) {
    const sourcedValue = draft[field];
    if (sourcedValue === undefined) continue;
    fields[field] = sourcedValue.value;
    origins.set(field, sourcedValue.origin);
  }
  if (draft.expression && draft.priority !== undefined) {
    fields.expression = draft.expression.text;
    fields.priority = draft.priority;
    origins.set('expression', draft.object.origin);
  }
  addWhenSent(fields, origins, draft);
  return {
    name: draft.name,
    id: isEnabled(settings, 'FillIDs') ? entityId('routes', draft.name, settings.workspace) : null,
    fields,
    tags: draft.tags,
    plugins: draft.plugins,
    pluginNames: [...draft.object.annotations.list('konghq.com/plugins'), ...draft.pluginNames],
    object: draft.object,
    source: draft.source,
    origins,
    expressionParts: draft.expression?.parts ?? [],
    priorityTraits: draft.priorityTraits ?? null,
  };
}

/** What is put in when the configuration is sent (`deckgen/generate.go:fillRoute`). */
function addWhenSent(
  fields: Record<string, JsonValue>,
  origins: Map<string, Origin>,
  draft: RouteDraft,
): void {
  const at = defaultAt(draft.object.origin);
  const added = { https_redirect_status_code: 426, ...(!draft.isExpression && { path_handling: 'v0' }) };
  for (const [field, value] of Object.entries(added)) {
    if (fields[field] !== undefined) continue;
    fields[field] = value;
    origins.set(field, at);
  }
}

function valuesOf<Item extends string | number>(
  values: readonly Sourced<Item>[],
  path: string,
  origins: Map<string, Origin>,
): Item[] {
  return values.map(({ value, origin }, index) => {
    origins.set(`${path}.${index}`, origin);
    return value;
  });
}

/** The place of a value of a route; of the route's object where the value has none of its own. */
export function originOf(route: GeneratedRoute, path: readonly (string | number)[]): Origin {
  for (let length = path.length; length > 0; length--) {
    const found = route.origins.get(path.slice(0, length).join('.'));
    if (found) return found;
  }
  // A list as a whole: its first value.
  const first = [...route.origins].find(([key]) => key.startsWith(`${path.join('.')}.`));
  return first?.[1] ?? route.object.origin;
}
