/** Which files of routes make one table: what one Gateway reads, or what decK writes to one Gateway. */

import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import { documentScope } from '../documents/index.js';
import { folderOf, uriKey } from '../text/index.js';
import type { Pairing } from '../workspace/index.js';

/** A file of routes with the gateways that read it. */
export interface TableFile {
  readonly uri: string;
  readonly analysis: DocumentAnalysis;
  readonly pairing: Pairing;
}

/**
 * Files of one table: those that the same gateways read; where no gateway is known for certain, the files of one folder, and
 * files of workspaces (`_workspace`), but not files of different environments (`dev/`, `kong.prod.yaml`). Files that declare
 * largely the same routes are alternatives of each other: then each folder, or each file, is a table of its own.
 */
export function gatewayTables<File extends TableFile>(files: readonly File[]): File[][] {
  const withRoutes = files.filter(({ analysis }) => analysis.document.routes.length > 0);
  return parted(withRoutes, groupKey).flatMap(tablesOf);
}

/** The files of the table that a file is in, itself among them, in one order whichever of them is asked about. */
export function tableAround<File extends TableFile>(own: File, files: Iterable<File>): File[] {
  const key = groupKey(own);
  const ownKey = uriKey(own.uri);
  const others: File[] = [];
  for (const file of files) {
    const isOther = uriKey(file.uri) !== ownKey && file.analysis.document.routes.length > 0;
    if (isOther && groupKey(file) === key) others.push(file);
  }
  const all = [own, ...others].sort((a, b) => (uriKey(a.uri) < uriKey(b.uri) ? -1 : 1));
  return tablesOf(all).find((table) => table.includes(own)) ?? [own];
}

function tablesOf<File extends TableFile>(group: File[]): File[][] {
  const [first] = group;
  if (!first || group.length < 2) return [group];
  const environments = new Set(group.map(({ uri }) => environmentOf(uri)));
  environments.delete(null);
  const isCertain = first.pairing.gateways.length > 0 && first.pairing.way !== 'folder';
  const parts =
    isCertain || environments.size < 2 ? [group] : parted(group, ({ uri }) => `${environmentOf(uri)}`);
  return parts.flatMap((part) => {
    if (!areAlternatives(part)) return [part];
    return parted(part, ({ uri }) => folderOf(uriKey(uri))).flatMap((folder) =>
      areAlternatives(folder) ? folder.map((file) => [file]) : [folder],
    );
  });
}

function parted<File>(files: readonly File[], keyOf: (file: File) => string): File[][] {
  const parts = new Map<string, File[]>();
  for (const file of files) {
    const known = parts.get(keyOf(file));
    if (known) known.push(file);
    else parts.set(keyOf(file), [file]);
  }
  return [...parts.values()];
}

const environmentNames: readonly (readonly string[])[] = [
  ['dev', 'develop', 'development'],
  ['test', 'testing'],
  ['qa'],
  ['uat'],
  ['stage', 'staging', 'stg'],
  ['preprod', 'preproduction'],
  ['prod', 'production', 'prd'],
  ['sandbox'],
];

/** The environment that the name of a file or of the nearest folder says; `null` if none does. */
function environmentOf(uri: string): string | null {
  for (const segment of uriKey(uri).split('/').reverse()) {
    const words = segment.toLowerCase().split(/[-_.]/);
    const found = environmentNames.find((names) => names.some((name) => words.includes(name)));
    if (found) return found[0]!;
  }
  return null;
}

function groupKey({ uri, analysis, pairing }: TableFile): string {
  const { document, gateway } = analysis;
  const { flavor, version, calculation = 'original' } = gateway;
  const runs = [flavor, version.join('.'), calculation];
  const whole = document.kind === 'declarative';
  // One route, or one expression, is a piece of a file.
  if (!whole) return JSON.stringify(['alone', uriKey(uri)]);
  if (pairing.gateways.length > 0 && pairing.way !== 'folder') {
    return JSON.stringify(['gateways', pairing.gateways.map(({ id }) => id).sort(), runs]);
  }
  const isOfWorkspace = analysis.once(workspaceOf) !== null;
  const place = isOfWorkspace ? 'workspaces' : folderOf(uriKey(uri));
  return JSON.stringify(['files', place, pairing.gateways.map(({ id }) => id).sort(), runs]);
}

/** `_workspace` of a document; most have none, and are not read for it. */
export const workspaceOf = ({ document }: DocumentAnalysis): string | null =>
  document.text.includes('_workspace') ? documentScope(document).workspace : null;

const asItIs = (route: RouteAnalysis): RouteAnalysis => route;

/**
 * Whether files take the place of each other: at least half of the names and ids in one of them are in others, too. Fewer are a
 * mistake in files that belong together, which is reported (`repeated-across.ts`).
 */
function areAlternatives(files: readonly TableFile[]): boolean {
  if (files.length < 2) return false;
  const seen = new Set<string>();
  for (const { analysis } of files) {
    const own = analysis.once(namesIn);
    const shared = [...own].filter((name) => seen.has(name)).length;
    if (shared > 0 && shared * 2 >= Math.min(own.size, seen.size)) return true;
    for (const name of own) seen.add(name);
  }
  return false;
}

/** The names and ids of routes; a name may be in each workspace once. */
function namesIn(analysis: DocumentAnalysis): ReadonlySet<string> {
  const workspace = analysis.once(workspaceOf);
  const names = new Set<string>();
  for (const { data } of analysis.each(asItIs)) {
    for (const [key, value] of [
      ['name', data.name],
      ['id', data.id],
    ]) {
      if (typeof value === 'string') names.add(JSON.stringify([key === 'id' ? null : workspace, key, value]));
    }
  }
  return names;
}
