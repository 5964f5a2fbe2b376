/** The routes of a module of Terraform before and after conversions in its files, by control planes. */

import {
  controlPlaneOf,
  hasPlaceholders,
  isAbsent,
  isOneRoute,
  type RouteDocument,
  readDocument,
  type SourcedRoute,
  type TextEdit,
} from '../documents/index.js';
import { type ModuleFile, readTerraformFile } from '../terraform/index.js';
import { applyEdits, folderOf } from '../text/index.js';
import { formatOf } from '../workspace/index.js';
import type { ConvertedDocument, Side } from './conversion.js';

/** The table of one control plane. */
export interface PlaneTables {
  readonly before: readonly Side[];
  readonly after: readonly Side[];
}

/**
 * All files of the module are read, those without conversions too.
 *
 * @param documents files of one module
 * @returns the reason if the tables are not known: routes that only Terraform knows, or that it refuses
 */
export function moduleTables(
  documents: readonly ConvertedDocument[],
): readonly PlaneTables[] | 'terraform' | 'placeholders' | 'not-read' {
  const [first] = documents.map(({ analysis }) => analysis.document.terraform);
  if (!first) return 'terraform';
  const folder = folderOf(first.file.name);
  const isOther = ({ terraform }: RouteDocument) => !terraform || folderOf(terraform.file.name) !== folder;
  if (documents.some(({ analysis }) => isOther(analysis.document))) return 'terraform';

  const files = [first.file, ...first.siblings];
  const before = documentsOf(files);
  const all = [...before.values()].flatMap((document) =>
    document.routes.map((route) => ({ document, route })),
  );
  // A Kong document in a here-document, and what stands for several routes.
  if (all.some(({ route: { body } }) => !body.terraform || !isOneRoute(body))) return 'terraform';
  if (all.some(({ document, route }) => hasPlaceholders(document, route))) return 'placeholders';

  const edits = editsByFile(documents);
  if ([...edits.keys()].some((name) => !before.has(name))) return 'not-read';
  const changed = files.map(({ name, hcl }) =>
    readTerraformFile(name, applyEdits(hcl.text, edits.get(name) ?? [])),
  );
  if (changed.some((file) => file === null)) return 'not-read';
  const after = documentsOf(changed.filter((file) => file !== null));
  if ([...after.values()].some(isRefused)) return 'terraform';

  const counts = new Map(
    documents.flatMap((one) => one.conversions.map(({ route, count }) => [keyOf(route), count])),
  );
  // As they were read for their conversions; those of files that were not are read here.
  const known = new Map(
    documents.flatMap(({ analysis }) => analysis.document.routes.map((route) => [keyOf(route), route])),
  );
  const sides = [...before].map(([name, document]) => {
    const own = document.routes.map((route) => known.get(keyOf(route)) ?? route);
    const owners = own.flatMap((route) => Array<SourcedRoute>(counts.get(keyOf(route)) ?? 1).fill(route));
    return { before: { document, owners: own }, after: { document: after.get(name)!, owners } };
  });
  if (sides.some((side) => side.after.document.routes.length !== side.after.owners.length)) return 'not-read';
  const planes = new Set(sides.flatMap((side) => [...planesOf(side.before), ...planesOf(side.after)]));
  return [...planes].map((plane) => ({
    before: sides.map((side) => ofPlane(side.before, plane)),
    after: sides.map((side) => ofPlane(side.after, plane)),
  }));
}

/** Terraform refuses the file for another reason than an id that is still to be filled in. */
const isRefused = ({ terraform }: RouteDocument): boolean =>
  terraform!.problems.some(({ code }) => code !== 'terraform-import-placeholder');

/** By name, each read with the others. */
function documentsOf(files: readonly ModuleFile[]): Map<string, RouteDocument> {
  return new Map(
    files.map((file) => {
      const siblings = files.filter((other) => other !== file);
      const { name, hcl } = file;
      return [name, readDocument(hcl.text, formatOf(name, ''), { name, siblings })];
    }),
  );
}

/** Two routes may have the same edit in a third file. */
function editsByFile(documents: readonly ConvertedDocument[]): Map<string, TextEdit[]> {
  const found = new Map<string, Map<string, TextEdit>>();
  const add = (name: string, { span, newText }: TextEdit) => {
    const edits = found.get(name) ?? new Map<string, TextEdit>();
    found.set(name, edits.set(JSON.stringify([span.start, span.end, newText]), { span, newText }));
  };
  for (const { analysis, conversions } of documents) {
    for (const { edits, otherFiles = [] } of conversions) {
      for (const edit of edits) add(analysis.document.terraform!.file.name, edit);
      for (const edit of otherFiles) add(edit.file, edit);
    }
  }
  return new Map([...found].map(([name, edits]) => [name, [...edits.values()]]));
}

/** The address of a resource is unique in its module. */
const keyOf = ({ path }: SourcedRoute): string => path.join('.');

const planesOf = ({ document }: Side): (string | null)[] =>
  document.routes.map((route) => controlPlaneOf(document, route));

/** `count = 0`: there is no such route. */
function ofPlane({ document, owners }: Side, plane: string | null): Side {
  const isHere = (route: SourcedRoute) => controlPlaneOf(document, route) === plane && !isAbsent(route.body);
  return {
    document: { ...document, routes: document.routes.filter(isHere) },
    owners: owners.filter((_, i) => isHere(document.routes[i]!)),
  };
}
