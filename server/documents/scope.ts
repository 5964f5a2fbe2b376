/** What a declarative file says around its routes: which of a node's routes it manages, and which service each belongs to. */

import { parseAllDocuments } from 'yaml';
import { shallowYaml } from '../text/index.js';
import type { RouteDocument, SourcedRoute } from './document.js';
import type { DocumentScope, WrittenService } from './document-scope.js';
import { maskActions } from './template.js';
import { terraformScope } from './terraform-scope.js';

export type { DocumentScope };

/** Of several YAML documents in a file, those that say something. JSON is read as the YAML that it is. */
export function documentScope(document: RouteDocument): DocumentScope {
  const { kind, terraform } = document;
  if (terraform && document.parts.length === 0) return terraformScope(terraform);
  const parts = partsOf(document);
  const roots = parts.flat();
  const tops = roots.filter(isRecord);
  const infos = tops.map(({ _info }) => _info).filter(isRecord);
  const tags = infos.flatMap(({ select_tags }) => (Array.isArray(select_tags) ? select_tags : []));
  const workspaces = tops.map(({ _workspace }) => _workspace).filter(isText);
  const placeOf = ({ path }: SourcedRoute) => {
    const [part, ...inside] = document.parts.length > 0 ? path : [0, ...path];
    const documents = parts[Number(part)] ?? [];
    const [first, ...rest] = inside;
    const isNumbered = documents.length > 1 && typeof first === 'number';
    return { root: isNumbered ? documents[first] : documents[0], steps: isNumbered ? rest : inside };
  };
  return {
    selectTags: [...new Set(tags.filter(isText))],
    workspace: workspaces[0] ?? null,
    serviceDataOf(sourced) {
      const { root, steps } = placeOf(sourced);
      const route = valueAt(root, steps);
      const bound = isRecord(route) ? route.service : undefined;
      if (bound === null) return null;
      const named = bound === undefined ? undefined : reference(bound);
      if (bound !== undefined) return named && declaredService(root, named);
      if (steps.length > 2) return valueAt(root, steps.slice(0, -2));
      return kind === 'declarative' ? null : undefined;
    },
    serviceOf(sourced) {
      const { root, steps } = placeOf(sourced);
      const route = valueAt(root, steps);
      const bound = isRecord(route) ? route.service : undefined;
      if (bound !== undefined && bound !== null) return reference(bound);
      // `services[i].routes[j]`, and decK's old `… .service.routes[j]`.
      if (steps.length > 2) return reference(valueAt(root, steps.slice(0, -2)));
      // One route as it is sent to `/services/{service}/routes` may have a service all the same.
      return kind === 'route' && bound === undefined ? undefined : null;
    },
  };
}

/** The YAML documents of each Kong document in a file, and those of the file where it is one itself. */
function partsOf({ text, parts, template }: RouteDocument): unknown[][] {
  if (parts.length === 0) return [rootsOf(text, template !== null)];
  return parts.map(({ source, path }) => {
    const own = typeof source === 'string' ? source : text.slice(source.start, source.end);
    const [first, ...rest] = path;
    const roots = rootsOf(own, true);
    return first === undefined ? roots : [valueAt(roots[Number(first)], rest)];
  });
}

/** The data of each document, `null` for one that cannot be made out. */
function rootsOf(text: string, mayBeMasked: boolean): unknown[] {
  const masked = mayBeMasked ? maskActions(text, 'yaml') : null;
  try {
    return [
      ...parseAllDocuments(shallowYaml(masked?.text ?? text).text, {
        merge: true,
        uniqueKeys: false,
        logLevel: 'silent',
      }),
    ].map((document) => {
      try {
        const data: unknown = 'contents' in document ? document.toJS() : null;
        return masked ? restored(data, masked.restore) : data;
      } catch {
        // Aliases without end, or to nothing.
        return null;
      }
    });
  } catch {
    return [];
  }
}

/** With the actions of a template as they are written. */
function restored(data: unknown, restore: (value: string) => string): unknown {
  if (typeof data === 'string') return restore(data);
  if (Array.isArray(data)) return data.map((item) => restored(item, restore));
  if (!isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, restored(value, restore)]));
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    root,
  );
}

function declaredService(root: unknown, { id, name }: WrittenService): unknown {
  const services = isRecord(root) && Array.isArray(root.services) ? root.services.filter(isRecord) : [];
  return services.find((service) => (id !== null ? service.id === id : service.name === name));
}

/** A name, or a mapping with a name or an id; without either nothing is known of it. */
function reference(value: unknown): WrittenService | undefined {
  if (isText(value)) return { id: null, name: value };
  if (!isRecord(value)) return undefined;
  const id = isText(value.id) ? value.id : null;
  const name = isText(value.name) ? value.name : null;
  return id === null && name === null ? undefined : { id, name };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
