/** The directories of Terraform files: each is read as one module. */

import { type ModuleFile, readTerraformFile } from '../terraform/index.js';
import { folderOf, type SourceFile, uriKey } from '../text/index.js';

/** A file of a module, read once; `null` for what Terraform does not read. */
const findModuleFile = ({ uri, text }: SourceFile): ModuleFile | null => readTerraformFile(uri, text);

export const moduleFile = (file: SourceFile): ModuleFile | null => file.once(findModuleFile);

/** Whether Terraform reads a file as a part of its directory, by its URI. */
export const isTerraform = (uri: string): boolean => /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(uri);

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
