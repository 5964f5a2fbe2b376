/** The environment of a service: `environment` and `env_file`. */

import type { UnknownValue } from '../../problems/index.js';
import { type FilesByUri, type Place, resolvePath, type SourceFile } from '../../text/index.js';
import { type EnvFormat, envVariables, type Given, type Unknown } from '../settings/index.js';
import {
  asVariable,
  at,
  interpolate,
  items,
  type Lookup,
  ofScalar,
  slice,
  type TracedText,
  textWithBlanks,
  type YamlNode,
} from '../sources/index.js';
import { type LayerValue, type ProjectTexts, valuesOf } from './layers.js';
import type { Layer } from './project.js';

export interface ServiceEnvironment {
  readonly variables: ReadonlyMap<string, Given>;
  /** The environment files that it has. */
  readonly files: readonly SourceFile[];
  /** One that is not at hand, for people; `null` if all are. */
  readonly unseen: UnknownValue | null;
}

/** What is in `environment` goes before what is in files, even if it is a name alone. */
export function serviceEnvironment(
  layers: readonly Layer[],
  texts: ProjectTexts,
  files: FilesByUri,
): ServiceEnvironment {
  const own = ownVariables(layers, texts.lookup);
  const listed = valuesOf(layers, 'env_file').flatMap((one) => envFilesIn(one, texts, files));
  const variables = fileVariables(listed, own, texts.lookup);
  for (const [name, variable] of own) variables.set(name, variable);
  const missing = listed.find(({ file, isRequired }) => !file && isRequired);
  return {
    variables,
    files: listed.flatMap(({ file }) => file ?? []),
    unseen: missing ? unseenFile(missing.path) : null,
  };
}

function ownVariables(layers: readonly Layer[], lookup: Lookup): Map<string, Given> {
  const variables = new Map<string, Given>();
  for (const { node } of valuesOf(layers, 'environment')) {
    for (const { name, keyPlace, place, value, isReset } of environmentEntries(node)) {
      if (isReset) variables.delete(name);
      else variables.set(name, { keyPlace, place, value: filled(name, value, lookup) });
    }
  }
  return variables;
}

/** A name alone passes on what Compose has of that name itself. */
function filled(name: string, value: TracedText | null, lookup: Lookup): Given['value'] {
  if (value) return interpolate(value, lookup) ?? refused;
  const passed = lookup(name);
  return passed ? asVariable(name, passed) : ofShell(name);
}

const unseenFile = (path: string | null): UnknownValue =>
  path === null ? { source: 'environment-file' } : { source: 'missing-file', path };

const refused: Unknown = { unknown: { source: 'docker-compose-rejects' } };

const ofShell = (name: string): Unknown => ({ unknown: { source: 'shell-variable', name } });

interface ListedFile {
  readonly path: string | null;
  readonly file: SourceFile | undefined;
  readonly isRequired: boolean;
  readonly format: EnvFormat;
}

/** A path, a list of paths, or of maps with a path. */
const envFilesIn = ({ node, folder }: LayerValue, texts: ProjectTexts, files: FilesByUri): ListedFile[] =>
  (node.kind === 'list' ? node.items : [node]).map((item) => {
    const path = texts.path(item.kind === 'map' ? at(item, 'path') : item);
    return {
      path,
      file: files.get(path === null ? null : resolvePath(folder, path)),
      isRequired: texts.text(at(item, 'required')) !== 'false',
      format: texts.text(at(item, 'format')) === 'raw' ? 'raw' : 'dotenv',
    };
  });

/** Variables in a file are those of the project, or else of the service, or else of the files ahead of it. */
function fileVariables(
  listed: readonly ListedFile[],
  own: ReadonlyMap<string, Given>,
  lookup: Lookup,
): Map<string, Given> {
  const variables = new Map<string, Given>();
  const known = (given: Given | undefined) =>
    given && !('unknown' in given.value) ? given.value : undefined;
  const lookupAll: Lookup = (name) => lookup(name) ?? known(own.get(name)) ?? known(variables.get(name));
  for (const { file, format } of listed) {
    for (const { name, namePlace, place, value, filled } of file
      ? envVariables(file, lookupAll, format)
      : []) {
      const given = filled ?? (value === null ? ofShell(name) : refused);
      variables.set(name, { keyPlace: namePlace, place, value: given });
    }
  }
  return variables;
}

export interface EnvironmentEntry {
  readonly name: string;
  readonly keyPlace: Place;
  /** All of the value, without quotes; empty if there is none. */
  readonly place: Place;
  /** Before variables are filled in; `null` for a name alone. */
  readonly value: TracedText | null;
  readonly isReset: boolean;
}

/** Names and values as a map has them (`NAME: value`) or a list (`- NAME=value`). */
export function environmentEntries(node: YamlNode): EnvironmentEntry[] {
  if (node.kind === 'map') {
    return node.entries.map(({ key, uri, keySpan, value }) => ({
      name: key,
      keyPlace: { uri, span: keySpan },
      place: { uri: value.uri, span: value.span },
      value: value.kind === 'scalar' ? ofScalar(value) : null,
      isReset: value.tag === '!reset',
    }));
  }
  return items(node).flatMap((item) => {
    const traced = item.kind === 'scalar' ? ofScalar(item) : null;
    if (!traced) return [];
    const text = textWithBlanks(traced);
    const equals = text.indexOf('=');
    const nameEnd = equals === -1 ? text.length : equals;
    const value = equals === -1 ? null : slice(traced, equals + 1);
    const [key] = slice(traced, 0, nameEnd);
    const [whole] = value ?? slice(traced, nameEnd);
    if (!key || !whole) return [];
    const isReset = item.tag === '!reset';
    return [{ name: text.slice(0, nameEnd), keyPlace: key.place, place: whole.place, value, isReset }];
  });
}
