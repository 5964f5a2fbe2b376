/** Folders of files that configure gateways, and what is found in them, with places as they look in their lines. */

import { type Found, findGateways } from '../../server/gateways/index.js';
import { type Place, SourceFile } from '../../server/text/source-file.js';
import { writeMarks } from './marked-text.js';

export const folderAddress = 'file:///folder/';

/** Texts by their paths, such as `docker/compose.yaml`. */
export type Folder = Readonly<Record<string, string>>;

export const filesOf = (folder: Folder): SourceFile[] =>
  Object.entries(folder).map(([path, text]) => new SourceFile(folderAddress + path, text));

export const findIn = (folder: Folder): Found => findGateways(filesOf(folder));

/** `compose.yaml:3: image: kong:<|3.9|>`: the path, the line's number, and the line with its place marked. */
export function showPlace(folder: Folder, place: Place): string {
  const path = pathOf(place.uri);
  const text = folder[path];
  if (text === undefined) return `${path}: no such file`;
  const { start, end } = place.span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newLine = text.indexOf('\n', end);
  const lines = text.slice(lineStart, newLine === -1 ? text.length : newLine);
  const marked = writeMarks(lines, [{ start: start - lineStart, end: end - lineStart }]);
  return `${path}:${text.slice(0, start).split('\n').length}: ${marked.trim()}`;
}

export const pathOf = (uri: string): string =>
  uri.startsWith(folderAddress) ? uri.slice(folderAddress.length) : uri;
