/** Folders of files that configure gateways, and what is found in them, with places as they look in their lines. */

import {
  type DeclaredGateway,
  type Found,
  findGateways,
  type Place,
  type Setting,
  type SourceFile,
} from '../../server/gateways/index.js';
import { writeMarks } from './marked-text.js';

export const folderAddress = 'file:///work/';

/** Texts by their paths, such as `docker/compose.yaml`. */
export type Folder = Readonly<Record<string, string>>;

export const filesOf = (folder: Folder): SourceFile[] =>
  Object.entries(folder).map(([path, text]) => ({ uri: folderAddress + path, text }));

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

/** A setting in a line: its value, where it is, how that is known. */
export function showSetting(folder: Folder, { value, text, place, origin }: Setting<unknown>): string {
  const shown = Array.isArray(value) ? value.join('.') : String(value);
  const { kind, ...more } = origin;
  const how = [kind, ...Object.values(more)].join(' ');
  return [
    shown === (text ?? shown) ? shown : `${shown} of “${text}”`,
    how,
    place ? showPlace(folder, place) : 'nowhere',
  ].join(' | ');
}

/** What is asserted of a gateway; what is as usual is left out. */
export function showGateway(folder: Folder, gateway: DeclaredGateway): Record<string, unknown> {
  const {
    kind,
    name,
    place,
    flavor,
    version,
    calculation,
    role,
    database,
    reads,
    replicas,
    rollout,
    insertion,
  } = gateway;
  return {
    is: `${kind} ${name}`,
    place: showPlace(folder, place),
    flavor: showSetting(folder, flavor),
    version: showSetting(folder, version),
    ...(calculation.origin.kind === 'kong-default' ? {} : { calculation: showSetting(folder, calculation) }),
    ...(role === 'traditional' ? {} : { role }),
    ...(database === null ? {} : { database }),
    ...(reads.length === 0 ? {} : { reads: reads.map(pathOf) }),
    ...(replicas === null ? {} : { replicas }),
    ...(rollout === 'recreate' ? {} : { rollout }),
    ...(insertion ? { insertion: `${showPlace(folder, insertion.place)} ← ${insertion.text}` } : {}),
  };
}

/** The gateways of a folder, for `assert.deepEqual`. */
export const showGateways = (folder: Folder): Record<string, unknown>[] =>
  findIn(folder).gateways.map((gateway) => showGateway(folder, gateway));
