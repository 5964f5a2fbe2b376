/** The directories of Terraform files: each is read as one module. */

import { isTerraform, moduleFile } from '../gateways/index.js';
import { attributeOf, blocksOf } from '../hcl/index.js';
import { literalText, type ModuleFile, type RouteIds, readState } from '../terraform/index.js';
import { folderOf, resolvePath, type SourceFile, uriKey } from '../text/index.js';

/** The files of each directory, by its key, in the order of their names. */
export function terraformFolders(files: readonly SourceFile[]): ReadonlyMap<string, readonly ModuleFile[]> {
  const folders = new Map<string, ModuleFile[]>();
  for (const file of files) {
    const read = isTerraform(file.uri) ? moduleFile(file) : null;
    if (!read) continue;
    const key = folderOf(uriKey(file.uri));
    const others = folders.get(key);
    if (others) others.push(read);
    else folders.set(key, [read]);
  }
  return folders;
}

/** The other files of the directory of a file. */
export function siblingsIn(
  folders: ReadonlyMap<string, readonly ModuleFile[]>,
  uri: string,
): readonly ModuleFile[] {
  const key = uriKey(uri);
  return (folders.get(folderOf(key)) ?? []).filter(({ name }) => uriKey(name) !== key);
}

/** The state of a module that is kept next to it. */
export const isState = (path: string): boolean => /(?:^|[\\/])terraform\.tfstate$/.test(path);

/**
 * Whether another module calls the one in a directory, or it is one that Terraform is run in.
 *
 * @param folder the key of the directory
 * @returns `null` if it is not known
 */
export function isChildModule(
  folders: ReadonlyMap<string, readonly ModuleFile[]>,
  folder: string,
): boolean | null {
  for (const [other, files] of folders) {
    if (localSources(files).some((source) => resolvedFolder(other, source) === folder)) return true;
  }
  return (folders.get(folder) ?? []).some(isRunIn) ? false : null;
}

/** `source = "./modules/routes"` of `module` blocks. */
const localSources = (files: readonly ModuleFile[]): string[] =>
  files.flatMap(({ hcl }) =>
    blocksOf(hcl.body).flatMap((block) => {
      const value = block.type === 'module' ? attributeOf(block.body, 'source')?.value : undefined;
      const source = value ? literalText(value) : null;
      return source !== null && /^\.\.?\//.test(source) ? [source] : [];
    }),
  );

function resolvedFolder(from: string, path: string): string | null {
  const uri = resolvePath(from, path);
  return uri === null ? null : `${uriKey(uri).replace(/\/$/, '')}/`;
}

/** A backend, and a provider that is configured, are of a root module. */
const isRunIn = ({ hcl }: ModuleFile): boolean =>
  blocksOf(hcl.body).some(
    ({ type, body }) =>
      type === 'provider' ||
      (type === 'terraform' &&
        blocksOf(body).some((inner) => inner.type === 'backend' || inner.type === 'cloud')),
  );

const findIds = ({ text }: SourceFile): RouteIds | null => readState(text);

/** The ids of the routes of a module, of the state next to it; `null` without one. */
export function idsIn(files: readonly SourceFile[], folder: string): RouteIds | null {
  const state = files.find(({ uri }) => isState(uri) && folderOf(uriKey(uri)) === folder);
  return state?.once(findIds) ?? null;
}
