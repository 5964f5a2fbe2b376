/** Files as the tools around the command know them. */

import { isAbsolute, relative, resolve, sep } from 'node:path';

/** From a folder, with slashes; on another disk, the absolute path. */
export function pathFrom(folder: string, file: string): string {
  return relative(folder, resolve(file)).split(sep).join('/');
}

/** From the root of the repository, with slashes; an absolute path if the file is outside of it. */
export function sourcePath(root: string, file: string): string {
  const path = pathFrom(root, file);
  return /^\.\.(?:\/|$)/.test(path) || isAbsolute(path) ? resolve(file) : path;
}
