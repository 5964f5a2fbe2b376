/** URIs of files, as other files name them. */

import { posix } from 'node:path';
import { URI, Utils } from 'vscode-uri';
import type { SourceFile } from './source-file.js';

/**
 * What two URIs of one file have in common, however they were encoded: editors write `file:///c%3A/a%20b` if
 * Node writes `file:///C:/a%20b`. Decoded, so that paths and names can be read off it.
 */
export function uriKey(uri: string): string {
  const { scheme, authority, path, query } = URI.parse(uri);
  const lower = path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  return `${scheme}://${authority}${lower}${query === '' ? '' : `?${query}`}`;
}

/** The URI of the folder that a file is in, ending with a slash. */
export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/') + 1);

/** The decoded name of a file, without its folder. */
export const nameOf = (uri: string): string => Utils.basename(URI.parse(uri));

/** A path as part of a URI. */
export const encodePath = (path: string): string => path.split('/').map(encodePart).join('/');

/** As `encodeURIComponent`, which throws on half of a character: no text in UTF-8 has one. */
export const encodePart = (text: string): string => encodeURIComponent(wellFormed(text));

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/**
 * The URI of a path in a folder, with `.` and `..` gone.
 *
 * @param path with slashes (or backslashes after a drive letter); from the root, or from the folder
 * @returns `null` if the path leads out of the file system, or is in someone's home (`~`)
 */
export function resolvePath(folder: string, path: string): string | null {
  if (path === '~' || path.startsWith('~/')) return null;
  // No file has such a name, and no URI has such a path.
  if (/\p{Surrogate}/u.test(path)) return null;
  if (/^[A-Za-z]:[\\/]/.test(path)) return URI.file(path.replaceAll('\\', '/')).toString();
  const base = URI.parse(folder);
  const steps = path.startsWith('/') ? path : `${base.path}/${path}`;
  // From the root, without its slash: `..` at the start is then one too many.
  const inside = posix.normalize(`./${steps}`).replace(/^\.?\/?$|\/$/, '');
  if (inside === '..' || inside.startsWith('../')) return null;
  return base.with({ path: `/${inside}` }).toString();
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

  /** With the spelling of the known file, if there is one. */
  spelled(uri: string): string {
    return this.get(uri)?.uri ?? uri;
  }
}
