/** The files of this machine, with URIs as Node writes them. */

import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EntryKind, FileSystem } from './file-system.js';

export const disk: FileSystem = {
  spelled(uri) {
    if (!uri.startsWith('file:')) return null;
    try {
      return pathToFileURL(fileURLToPath(uri)).href.replace(/\/$/, '');
    } catch {
      return null;
    }
  },

  async kindOf(uri) {
    return lstat(pathOf(uri)).then(kind, () => null);
  },

  async list(folder) {
    const entries = await readdir(pathOf(folder), { withFileTypes: true }).catch(() => []);
    return entries.map((entry) => ({
      name: entry.name,
      kind: kind(entry),
      uri: pathToFileURL(`${pathOf(folder)}${sep}${entry.name}`).href,
    }));
  },

  async readText(uri, mostBytes) {
    try {
      const path = pathOf(uri);
      const stats = await stat(path);
      // A pipe would never end.
      if (!stats.isFile() || stats.size > mostBytes) return null;
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    } catch {
      return null;
    }
  },

  async leadsInside(link, folder) {
    const [target, root] = await Promise.all(
      [link, folder].map((uri) => realpath(pathOf(uri)).catch(() => null)),
    );
    if (target == null || root == null) return false;
    const steps = relative(root, target);
    return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
  },
};

/** Of a root too, which is spelled without its slash. */
const pathOf = (uri: string): string =>
  fileURLToPath(`${uri}${/^file:\/\/(?:\/[A-Za-z]:)?$/.test(uri) ? '/' : ''}`);

function kind(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
