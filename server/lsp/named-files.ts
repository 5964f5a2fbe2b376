/** The names of routes and services in the files of one table, and in the route tests of these files. */

import type { Location } from 'vscode-languageserver';
import {
  type EntityName,
  entityNames,
  type NameQuotes,
  type RouteDocument,
  yamlScalar,
} from '../documents/index.js';
import { isTested, isTestFile, readTestFile, testedNames, testedUris } from '../route-tests/index.js';
import { folderOf, ranges, type SourceFile, uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { tableFilesOf } from './table-files.js';

export interface NamedFile {
  readonly uri: string;
  readonly text: string;
  /** `null` if the names in the file are not read. */
  readonly names: readonly EntityName[] | null;
}

/** A line that may have a name in it: reading a long file for nothing would hold up what the editor asks next. */
const mayHaveName = /(?:name|route|service|id|expect)["']?[ \t]*:|^[ \t]*-[ \t]/;

/** The name of a route or service at an offset; `null` if there is none. */
export function nameAt({ text, document }: Snapshot, offset: number): EntityName | null {
  const { line } = text.positionAt(offset);
  const written = text.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  if (!mayHaveName.test(written)) return null;
  const names = isTestFile(text.uri) ? testedNames(text.getText()) : entityNames(document);
  return names.find(({ span }) => span.start <= offset && offset <= span.end) ?? null;
}

/**
 * The files in which the same name is the same entity: those of the table that the document is part of, and the route
 * tests of these.
 *
 * @param name in the document
 */
export function namedFilesOf(snapshot: Snapshot, name: EntityName): readonly NamedFile[] {
  const { text, sources } = snapshot;
  const routes = isTestFile(text.uri) ? testedFiles(snapshot) : tableOf(snapshot, name);
  const uris = routes.map(({ uri }) => uri);
  const tests = sources
    .files()
    .filter((file) => isTestFile(file.uri) && uris.some((uri) => isTestOf(file, uri)));
  return [...routes, ...tests.map(namedTestFile)];
}

const isTestOf = (file: SourceFile, uri: string): boolean => isTested(file.once(testedBy), uri);

const testedBy = ({ uri, text }: SourceFile): readonly string[] => testedUris(uri, readTestFile(text).routes);

const namedTestFile = ({ uri, text }: SourceFile): NamedFile => ({ uri, text, names: testedNames(text) });

/** The files of routes that a file of tests is for. */
function testedFiles({ text, sources, settings }: Snapshot): NamedFile[] {
  const tested = testedUris(text.uri, readTestFile(text.getText()).routes);
  const files = [...sources.routeFiles(settings)].filter(({ uri }) => isTested(tested, uri));
  return files.map(({ uri, analysis }) => namedFile(uri, analysis.document));
}

/**
 * Where one Gateway reads the document: all files that it reads. Else the document and those next to it that the same
 * Gateways read, or none: decK reads a folder as one. A file that declares the same name again is then of another table.
 */
function tableOf(snapshot: Snapshot, name: EntityName): NamedFile[] {
  const { text, document, pairing, sources, settings } = snapshot;
  const own = namedFile(text.uri, document);
  if (pairing.gateways.length === 1) {
    return tableFilesOf(snapshot).map(({ file, document }) => namedFile(file, document));
  }
  const folder = folderOf(uriKey(text.uri));
  const readers = (uri: string) =>
    JSON.stringify(sources.gatewaysOf(uri, settings).gateways.map(({ id }) => id));
  const near = [...sources.routeFiles(settings)].filter(
    ({ uri }) =>
      uriKey(uri) !== uriKey(text.uri) &&
      folderOf(uriKey(uri)) === folder &&
      readers(uri) === readers(text.uri),
  );
  const files = near.map(({ uri, analysis }) => namedFile(uri, analysis.document));
  const ownDeclares = declares(own, name);
  return [own, ...files.filter((file) => !(ownDeclares && declares(file, name)))];
}

const declares = ({ names }: NamedFile, { entity, value }: EntityName): boolean =>
  names?.some((one) => one.role === 'declaration' && one.entity === entity && one.value === value) ?? false;

function namedFile(uri: string, document: RouteDocument): NamedFile {
  const { text, parts, terraform, template } = document;
  const isRead = parts.length === 0 && !terraform && !template;
  return { uri, text, names: isRead ? entityNames(document) : null };
}

/** Where the names are that are meant. */
export function locationsOfNames(
  files: readonly NamedFile[],
  isMeant: (name: EntityName) => boolean,
): Location[] {
  return files.flatMap(({ uri, text, names }) => {
    const meant = (names ?? []).filter(isMeant);
    if (meant.length === 0) return [];
    const rangeOf = ranges(text);
    return meant.map(({ span }) => ({ uri, range: rangeOf(span) }));
  });
}

/** A name as it is written in the place of another; `null` if it cannot be. */
export function writtenName(name: string, quotes: NameQuotes): string | null {
  switch (quotes) {
    case 'plain':
      return yamlScalar(name);
    case 'single':
      return `'${name.replaceAll("'", "''")}'`;
    case 'double':
      return JSON.stringify(name);
    case null:
      return null;
  }
}
