/** URIs of files, as other files name them. */

import type { SourceFile } from './source-file.js';

/**
 * What two URIs of one file have in common, however they were encoded: editors write `file:///c%3A/a%20b` where
 * Node writes `file:///C:/a%20b`.
 */
export function uriKey(uri: string): string {
  let path = uri;
  try {
    path = decodeURIComponent(uri);
  } catch {
    // A percent sign that encodes nothing stands for itself.
  }
  return path.replace(/^file:\/\/\/([A-Za-z]):/, (_, drive: string) => `file:///${drive.toLowerCase()}:`);
}

/** The URI of the folder that a file is in, ending with a slash. */
export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/') + 1);

/** The decoded name of a file, without its folder. */
export const nameOf = (uri: string): string => uriKey(uri.slice(uri.lastIndexOf('/') + 1));

/** A path as part of a URI, as editors encode it. */
export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/**
 * The URI of a path in a folder, with `.` and `..` gone.
 *
 * @param path with slashes (or backslashes after a drive letter); from the root, or from the folder
 * @returns `null` where the path leads out of the file system, or is in somebody's home (`~`)
 */
export function resolvePath(folder: string, path: string): string | null {
  if (path === '~' || path.startsWith('~/')) return null;
  const drive = /^[A-Za-z]:[\\/]/.test(path);
  const slashed = drive ? path.replaceAll('\\', '/') : path;
  const root = /^[a-z][\w+.-]*:\/\/[^/]*/i.exec(folder)?.[0] ?? 'file://';
  const from = drive || slashed.startsWith('/') ? [] : folder.slice(root.length).split('/').filter(Boolean);
  const steps: string[] = from;
  for (const step of slashed.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(encodeURIComponent(step));
    else if (steps.pop() === undefined) return null;
  }
  return `${root}/${steps.join('/')}`;
}

/** The files at hand, by their URIs. */
export class FilesByUri {
  private readonly files: ReadonlyMap<string, SourceFile>;

  constructor(files: readonly SourceFile[]) {
    this.files = new Map(files.map((file) => [uriKey(file.uri), file]));
  }

  get(uri: string | null): SourceFile | undefined {
    return uri === null ? undefined : this.files.get(uriKey(uri));
  }

  /** Spelled as the file at hand is, if there is one. */
  spelled(uri: string): string {
    return this.get(uri)?.uri ?? uri;
  }
}
