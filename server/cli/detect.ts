/** The gateways that the files around the named ones declare. */

import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RouteDocument } from '../documents/index.js';
import type { Settings } from '../protocol/index.js';
import type { SourceFile } from '../text/index.js';
import {
  disk,
  type GatewayOfDocument,
  gatewayOf,
  isKept,
  readSourceFile,
  searchFolder,
  todayIn,
  Workspace,
  type WritePlace,
} from '../workspace/index.js';
import { repositoryAbove } from './repository.js';

/**
 * Searches the directories that are named, and for files the repository that they are in; outside of any, the folder
 * next to them. A file that is named counts whatever its name is, and whether or not git ignores it.
 *
 * @param paths of directories and files
 */
export async function searchAround(paths: readonly string[]): Promise<Workspace> {
  const folders = new Map<string, { readonly isDeep: boolean }>();
  const named: string[] = [];
  for (const path of paths) {
    const here = resolve(path);
    // Standard input may have the name of a file that is not there.
    const stats = await stat(here).catch(() => null);
    const isDirectory = stats?.isDirectory() ?? false;
    if (stats?.isFile()) named.push(pathToFileURL(here).href);
    const repository = isDirectory ? here : await repositoryAbove(dirname(here));
    const folder = repository ?? dirname(here);
    const isDeep = repository !== null || folders.get(folder)?.isDeep === true;
    folders.set(folder, { isDeep });
  }
  const files = new Map<string, SourceFile>();
  for (const [folder, { isDeep }] of folders) {
    for (const file of await searchFolder(disk, pathToFileURL(folder).href, isDeep))
      files.set(file.uri, file);
  }
  for (const uri of named) {
    const file = files.has(uri) ? null : await readSourceFile(disk, uri);
    if (file && isKept(file)) files.set(uri, file);
  }
  const all = [...files.values()];
  const uris = [...folders.keys()].map((folder) => pathToFileURL(folder).href);
  return new Workspace({ files: () => all, folders: () => uris, today: () => todayIn(process.env) });
}

/** @param file a path */
export function gatewayOfFile(
  workspace: Workspace,
  file: string,
  document: RouteDocument,
  settings: Settings,
): GatewayOfDocument {
  const uri = pathToFileURL(resolve(file)).href;
  return gatewayOf(document, settings, workspace.gatewaysOf(uri, settings));
}

/** As a terminal makes a link of it. */
export const pathAndLine: WritePlace = ({ uri, line }) => {
  const path = fileURLToPath(uri);
  const fromHere = relative('', path);
  return `${fromHere.length < path.length ? fromHere : path}:${line + 1}`;
};
