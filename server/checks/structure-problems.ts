/**
 * What is rejected around routes: a field of routes on a service or on the file, a key that is misspelt, a mapping
 * where a list belongs, the same name again.
 * Source: Kong/kong `kong/db/schema/entities/services.lua`, `kong/db/schema/others/declarative_config.lua`; decK's
 * `pkg/file/kong_json_schema.json` (`additionalProperties: false`).
 */

import { distance } from 'fastest-levenshtein';
import { controlPlaneOf, entryOf, type RouteDocument, type StructureKey } from '../documents/index.js';
import { type AnyProblem, messageOf, severityOf } from '../problems/index.js';
import { type RouteFieldName, routeFields } from '../routes/index.js';
import type { DocumentMemory } from './document-memory.js';
import type { PlacedProblem } from './placed-problem.js';
import type { RoutesInDocument } from './routes-in-document.js';

const serviceFields = [
  ...[
    'id',
    'created_at',
    'updated_at',
    'name',
    'url',
    'protocol',
    'host',
    'port',
    'path',
    'retries',
    'tags',
    'enabled',
  ],
  ...[
    'connect_timeout',
    'write_timeout',
    'read_timeout',
    'client_certificate',
    'tls_verify',
    'tls_verify_depth',
  ],
  ...['tls_sans', 'ca_certificates', 'routes', 'plugins', 'filter_chains', '_comment', '_ignore', 'ws_id'],
];

const fileKeys = [
  ...[
    'services',
    'routes',
    'consumers',
    'consumer_groups',
    'plugins',
    'upstreams',
    'certificates',
    'ca_certificates',
  ],
  ...['vaults', 'licenses', 'filter_chains', 'partials', 'keys', 'key_sets', 'rbac_roles', 'custom_plugins'],
  ...['_format_version', '_transform', '_info', '_workspace', '_konnect', '_plugin_configs', '_comment'],
];

/** Keys that are often mistaken for fields of the other entity. */
const isOfRoutesAlone = (key: string): boolean =>
  key in routeFields && !serviceFields.includes(key) && routeFields[key as RouteFieldName].role !== 'service';

/** `route` for `routes`; `hots` for `host`. Words of four letters and fewer have too many neighbours. */
const near = (key: string, known: readonly string[]): string | null => {
  if (known.includes(key) || key.startsWith('_') || key.length < 4) return null;
  const lower = key.toLowerCase().replaceAll('-', '_');
  const found = known.filter((one) => one.length > 4 && distance(one, lower) <= (one.length > 7 ? 2 : 1));
  return found.length === 1 ? found[0]! : null;
};

const knownTo = { file: fileKeys, service: serviceFields } as const;

/** Spans count from the start of the file. */
export function structureProblems(document: RouteDocument, memory: DocumentMemory): PlacedProblem[] {
  return [
    ...aroundRoutes(document, memory),
    ...repeated(document, memory.routes),
    ...repeatedInTerraform(document),
  ];
}

function aroundRoutes({ kind, structure = [] }: RouteDocument, memory: DocumentMemory): PlacedProblem[] {
  if (kind !== 'declarative') return [];
  const found: PlacedProblem[] = [];
  for (const { isBroken, mappings } of structure) {
    if (isBroken) continue;
    for (const { start, keys } of mappings) {
      if (memory.rightKeys.has(keys)) continue;
      const problems = keys.flatMap((key) => ofKey(key));
      if (problems.length === 0) memory.rightKeys.add(keys);
      for (const { span, ...problem } of problems)
        found.push({ ...problem, span: { start: start + span.start, end: start + span.end } });
    }
  }
  return found;
}

function ofKey({ owner, key, keySpan, shape, wrongItems }: StructureKey): PlacedProblem[] {
  const isList = key === 'routes' || key === 'services' || (owner === 'file' && key === 'plugins');
  if (isList && (shape === 'mapping' || shape === 'scalar')) {
    return [place({ code: 'list-expected', args: { key, found: shape } }, keySpan)];
  }
  if (wrongItems && (key === 'services' || key === 'routes') && (owner === 'file' || key === 'routes')) {
    return wrongItems.map((item) =>
      place({ code: 'item-not-mapping', args: { key, found: item.shape } }, item.span),
    );
  }
  if (key === 'services' && owner === 'service') {
    return [place({ code: 'field-misplaced', args: { field: key, owner, belongs: 'file' } }, keySpan)];
  }
  if (isOfRoutesAlone(key)) {
    return [place({ code: 'field-misplaced', args: { field: key, owner, belongs: 'route' } }, keySpan)];
  }
  const meant = near(key, knownTo[owner]);
  return meant === null ? [] : [place({ code: 'key-misspelt', args: { key, owner, meant } }, keySpan)];
}

/** Names and ids, which are unique in a Gateway. */
function repeated(document: RouteDocument, routes: RoutesInDocument): PlacedProblem[] {
  if (document.kind !== 'declarative') return [];
  return routes.repeatedValues(document).map(({ route, field, value }) => {
    const span = { start: route.start + value.span.start, end: route.start + value.span.end };
    return place({ code: 'route-repeated', args: { field, value: value.value, within: 'file' } }, span);
  });
}

/** Names of the routes of one control plane, workspace or Admin API. What `count` and `for_each` make is not known. */
function repeatedInTerraform(document: RouteDocument): PlacedProblem[] {
  if (!document.terraform) return [];
  const seen = new Set<string>();
  return document.routes.flatMap((route): PlacedProblem[] => {
    const { start, body } = route;
    const { terraform } = body;
    const value = entryOf(body, 'name')?.value;
    if (!terraform || terraform.repeated !== null || terraform.absent) return [];
    if (value?.kind !== 'scalar' || typeof value.value !== 'string') return [];
    if (terraform.unknown.some(({ path }) => path[0] === 'name')) return [];
    const { workspace, resource } = terraform;
    const plane = controlPlaneOf(document, route);
    if (
      resource.importId === 'control-plane'
        ? plane === null
        : resource.importId === 'workspace' && workspace === null
    )
      return [];
    const key = JSON.stringify([resource.importId, plane, workspace, value.value]);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const span = { start: start + value.span.start, end: start + value.span.end };
    const args = { field: 'name', value: value.value, within: 'gateway' } as const;
    return [place({ code: 'route-repeated', args }, span)];
  });
}

function place(problem: AnyProblem, span: PlacedProblem['span']): PlacedProblem {
  const { code } = problem;
  return { code, severity: severityOf(code), message: messageOf(problem), span, related: [] };
}
