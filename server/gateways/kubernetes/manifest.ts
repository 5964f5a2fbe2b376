/** Objects of Kubernetes as files declare them. */

import { folderOf, largest, type Place, type SourceFile } from '../../text/index.js';
import { at, entry, items, textOf, type YamlMap, type YamlNode, yamlDocuments } from '../sources/index.js';

export interface Manifest {
  /** Such as `apps`; empty for the core. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Where its name is written, or else its first line. */
  readonly place: Place;
  readonly namespace: string | null;
  readonly root: YamlMap;
  readonly file: SourceFile;
  /** The file that makes another one of it, if one does. */
  readonly declaredIn?: string;
}

/** Several documents, and the items of lists, are manifests of their own. */
export const manifestsIn = (file: SourceFile): readonly Manifest[] => file.once(read);

const read = (file: SourceFile): readonly Manifest[] =>
  file.text.includes('apiVersion')
    ? yamlDocuments(file).flatMap((document) => manifestsOf(document, file))
    : [];

function manifestsOf(node: YamlNode, file: SourceFile): Manifest[] {
  const kind = textOf(at(node, 'kind'));
  if (node.kind !== 'map' || kind === null) return [];
  const listed = at(node, 'items');
  if (kind.endsWith('List') && listed) return items(listed).flatMap((item) => manifestsOf(item, file));
  return textOf(at(node, 'apiVersion')) === null ? [] : [manifestOf(node, file)];
}

/** @param root a map with `apiVersion` and `kind` */
export function manifestOf(root: YamlMap, file: SourceFile): Manifest {
  const apiVersion = textOf(at(root, 'apiVersion')) ?? '';
  const name = entry(at(root, 'metadata'), 'name')?.value;
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: textOf(at(root, 'kind')) ?? '',
    name: textOf(name) ?? '',
    place: name && textOf(name) !== null ? { uri: name.uri, span: name.span } : firstLine(root, file),
    namespace: textOf(at(root, 'metadata', 'namespace')),
    root,
    file,
  };
}

function firstLine(root: YamlMap, file: SourceFile): Place {
  const start = root.span.start;
  const length = file.text.slice(start).search(/[\r\n]|$/);
  return { uri: root.uri, span: { start, end: start + length } };
}

/** A manifest without a namespace goes wherever the others do. */
export const sameNamespace = (a: string | null, b: string | null): boolean =>
  a === b || a === null || b === null;

/**
 * Of several the nearest to a file: in the same folder, else in the folder that shares most of its path. Of those that
 * are called alike (two variants of one stack in one folder) the one in the same file, and none if there is none.
 */
export function nearest<One>(
  uri: string,
  candidates: readonly One[],
  fileOf: (one: One) => SourceFile,
  identity: (one: One) => string,
): readonly One[] {
  const shared = candidates.map((one) => sharedFolders(uri, fileOf(one).uri));
  const most = largest(shared);
  const close = candidates.filter((_, index) => shared[index] === most);
  const alike = new Map<string, One[]>();
  for (const one of close) alike.set(identity(one), [...(alike.get(identity(one)) ?? []), one]);
  return [...alike.values()].flatMap((group) =>
    group.length === 1 ? group : group.filter((one) => fileOf(one).uri === uri),
  );
}

function sharedFolders(a: string, b: string): number {
  const left = folderOf(a).split('/');
  const right = folderOf(b).split('/');
  const differs = left.findIndex((segment, index) => segment !== right[index]);
  return differs === -1 ? left.length : differs;
}
