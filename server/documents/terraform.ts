/** Files of Terraform → routes. The reading is that of `server/terraform`; here it becomes a document like others. */

import {
  fileKind,
  type ModuleFile,
  moduleOf,
  type RouteFacts,
  readRoutes,
  readTerraformFile,
  type TerraformRoute,
  type TerraformScalar,
  type TerraformValue,
} from '../terraform/index.js';
import type { DocumentFormat, RouteBody, RouteDocument, SourcedRoute, SourcedValue } from './document.js';

/** What a file of Terraform is read with. */
export interface Origin {
  /** The URI or the path of the file: its extension shows how Terraform reads it. */
  readonly name: string;
  /** The other files of its directory, named alike. */
  readonly siblings: readonly ModuleFile[];
}

export function readTerraform(text: string, format: DocumentFormat, origin?: Origin): RouteDocument {
  const siblings = origin?.siblings ?? [];
  const file = readTerraformFile(nameFor(origin?.name ?? 'main', format), text)!;
  const module = moduleOf(inOrder([file, ...siblings]));
  const { routes, problems } = readRoutes(module, file.name);
  return {
    format,
    // An id to be filled in may be in a file of its own.
    kind: routes.length > 0 || problems.length > 0 ? 'terraform' : null,
    formatVersion: null,
    deck: null,
    text,
    parts: [],
    routes: routes.map((route) => sourcedRoute(file, route)),
    services: [],
    unread: [],
    syntaxProblems: [],
    template: null,
    terraform: { file, siblings, module, problems },
  };
}

/** With an ending that Terraform reads: an editor may show a text that was never saved. */
function nameFor(name: string, format: DocumentFormat): string {
  if (fileKind(name) !== null) return name;
  return `${name}${format === 'hcl' ? '.tf' : '.tf.json'}`;
}

/** Terraform reads the files of a directory in the order of their names. */
const inOrder = (files: readonly ModuleFile[]) => files.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The document's route as in the module: with its place in the file. */
export function terraformRoute({ start, path, body }: SourcedRoute, file: string): TerraformRoute | null {
  const { terraform } = body;
  return terraform ? { ...terraform, file, start, path: path as string[], body: bodyOf(body) } : null;
}

/**
 * The control plane of Konnect that a resource of Terraform is for, as it is written: the same reference is the same one,
 * whatever it is. Routes of different control planes never meet.
 *
 * @returns `null` if the route has none, as everywhere else
 */
export function controlPlaneOf({ text }: RouteDocument, { start, body }: SourcedRoute): string | null {
  const at = body.terraform?.controlPlane?.span;
  return at ? text.slice(start + at.start, start + at.end) : null;
}

/** What a route was read from is still in it. */
export const bodyOf = (body: RouteBody): TerraformRoute['body'] => body as TerraformRoute['body'];

function sourcedRoute(file: ModuleFile, route: TerraformRoute): SourcedRoute {
  const { start, path, body, file: _, ...facts } = route;
  const terraform: RouteFacts = facts;
  const entries = body.entries.map((entry) => ({ ...entry, value: sourcedValue(file, start, entry.value) }));
  return { start, path, body: { ...body, entries, terraform } };
}

function sourcedValue(file: ModuleFile, base: number, value: TerraformValue): SourcedValue {
  switch (value.kind) {
    case 'scalar':
      return { ...value, style: styleOf(file, base, value) };
    case 'array':
      return { ...value, items: value.items.map((item) => sourcedValue(file, base, item)) };
    case 'object': {
      const entries = value.entries.map((entry) => ({
        ...entry,
        value: sourcedValue(file, base, entry.value),
      }));
      return { ...value, entries };
    }
  }
}

/** A string in JSON has JSON's escapes, and a heredoc none. */
function styleOf({ hcl }: ModuleFile, base: number, { span }: TerraformScalar) {
  if (hcl.syntax === 'json') return 'hcl-json';
  return hcl.text.startsWith('<<', base + span.start) ? 'hcl-heredoc' : 'hcl';
}
