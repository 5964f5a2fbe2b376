/**
 * Compose files as projects: which files belong together, and what they say of a service
 * (compose-spec/compose-go `cli/options.go`, `loader/loader.go`, `loader/extends.go`, `loader/include.go`).
 */

import {
  append,
  type FilesByUri,
  folderOf,
  nameOf,
  type Place,
  resolvePath,
  type SourceFile,
  uriKey,
} from '../../text/index.js';
import { envVariables } from '../settings/index.js';
import {
  at,
  entry,
  interpolate,
  items,
  knownText,
  type Lookup,
  ofScalar,
  type TracedText,
  textOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';

/** Files in the order of `docker compose -f … -f …`. */
export interface Project {
  /** From the first on, each goes before those ahead of it. */
  readonly files: readonly SourceFile[];
  /** What paths in them are relative to. */
  readonly folder: string;
  /** What fills in the variables of the files. */
  readonly lookup: Lookup;
  readonly services: readonly Service[];
  /** Keys of the URIs of files that are included. */
  readonly includes: readonly string[];
}

export interface Service {
  readonly name: string;
  /** Where it is named first. */
  readonly place: Place;
  /** The lowest first. */
  readonly layers: readonly Layer[];
}

/** What one place says of a service. */
export interface Layer {
  readonly node: YamlMap;
  /** The service that it belongs to. */
  readonly name: string;
  /** What paths in it are relative to. */
  readonly folder: string;
  /** Of a service that this one extends. */
  readonly isExtended: boolean;
}

/** In the order in which Compose looks for them. */
const defaultNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

const composeName = /^(?:docker-)?(?:compose|stack)(?:[-._].*)?\.ya?ml$|[-._]compose\.ya?ml$/i;

/** Whether a file is called as compose files usually are. */
export const isNamedCompose = (uri: string): boolean => composeName.test(nameOf(uri));

/** Whether a file has services as in Compose: a map of maps. A state file of decK has a list. */
export function isComposeFile(file: SourceFile): boolean {
  const isNamedSo = isNamedCompose(file.uri);
  if (isNamedSo ? !file.text.includes('services') : !mayBeCompose(file)) return false;
  return servicesIn(file).some((service) => (isNamedSo ? service.value.kind === 'map' : isWhole(service)));
}

/** Decided before the file is parsed: most YAML files belong to other tools, and some are large. */
const mayBeCompose = ({ uri, text }: SourceFile): boolean =>
  /\b(?:image|build|extends)\b/.test(text) &&
  ((/\.ya?ml$/i.test(uri) && /^\uFEFF?["']?services["']?[ \t]*:/m.test(text)) ||
    (/\.json$/i.test(uri) && /"services"\s*:\s*\{/.test(text)));

/** What a service has to have one of. */
const wholeKeys = ['image', 'build', 'extends'];

const isSet = (node: YamlMap, key: string): boolean => {
  const value = entry(node, key)?.value;
  return value !== undefined && (value.kind !== 'scalar' || value.text !== null);
};

const servicesIn = (file: SourceFile): readonly YamlEntry[] =>
  yamlDocuments(file).flatMap((document) => {
    const services = at(document, 'services');
    return services?.kind === 'map' ? services.entries : [];
  });

/** Every service of compose files, in each way that it can be started. */
export function projectsIn(files: readonly SourceFile[], byUri: FilesByUri): Project[] {
  const composeFiles = files.filter(isComposeFile);
  const chosen = chosenStacks(files, byUri);
  const stacks = [...chosen, ...includedStacks(composeFiles, byUri)];
  const inStacks = new Set(stacks.flatMap((stack) => stack.files));
  for (const [folder, inFolder] of byFolder(composeFiles.filter((file) => !inStacks.has(file)))) {
    const usual = chosen.find((stack) => stack.folder === folder);
    append(stacks, stacksOf(folder, inFolder, usual, byUri));
  }
  const projects = stacks.map((stack) => ({
    ...stack,
    services: servicesOf(stack, byUri),
    includes: includesOf(stack).flatMap(({ paths }) => paths.map(uriKey)),
  }));
  const extended = new Set(projects.flatMap(servicesToExtend));
  return projects.map((project) => ({
    ...project,
    services: project.services.filter(({ name, place }) => !extended.has(`${place.uri}#${name}`)),
  }));
}

/** Services that are there for others to extend, in files that nothing starts by themselves. */
const servicesToExtend = ({ files, services }: Project): string[] =>
  services
    .flatMap(({ layers }) => layers)
    .filter(
      ({ node }) => !defaultNames.includes(nameOf(node.uri)) && !files.some(({ uri }) => uri === node.uri),
    )
    .map(({ node, name }) => `${node.uri}#${name}`);

function byFolder(files: readonly SourceFile[]): Map<string, SourceFile[]> {
  const folders = new Map<string, SourceFile[]>();
  for (const file of files) {
    const folder = folderOf(file.uri);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return folders;
}

interface Stack {
  readonly files: readonly SourceFile[];
  readonly folder: string;
  readonly lookup: Lookup;
  /** The only file whose services are reported here: the other files report their own. */
  readonly only: SourceFile | null;
}

/** @param chosen what is started in the folder, if that is known */
function stacksOf(
  folder: string,
  files: readonly SourceFile[],
  chosen: Stack | undefined,
  byUri: FilesByUri,
): Stack[] {
  const lookup = chosen?.lookup ?? lookupIn([`${folder}.env`], byUri);
  const named = (names: readonly string[]) =>
    names.flatMap((name) => files.find((file) => nameOf(file.uri) === name) ?? []);
  const [base] = named(defaultNames);
  const [override] = named(overrideNames);
  const found = base ? [base, ...(override ? [override] : [])] : [];
  const usual = chosen?.files ?? found;
  const others = files.filter((file) => !usual.includes(file));
  return [
    ...(chosen || found.length === 0 ? [] : [{ files: found, folder, lookup, only: null }]),
    ...others.map((file) => {
      const below = filesBelow(file, usual, files);
      return { files: [...below, file], folder, lookup, only: below.length > 0 ? file : null };
    }),
  ];
}

/** What `COMPOSE_FILE` in an environment file names. */
function chosenStacks(files: readonly SourceFile[], byUri: FilesByUri): Stack[] {
  return files.flatMap((file) => {
    if (nameOf(file.uri) !== '.env' || !file.text.includes('COMPOSE_FILE')) return [];
    const folder = folderOf(file.uri);
    const lookup = lookupIn([file.uri], byUri);
    const text = (name: string) => knownText(lookup(name) ?? []) ?? '';
    const list = text('COMPOSE_FILE');
    const separator = text('COMPOSE_PATH_SEPARATOR') || (list.includes(';') ? ';' : ':');
    const named = list
      .split(separator)
      .flatMap((path) => byUri.get(path === '' ? null : resolvePath(folder, path)) ?? [])
      .filter(isComposeFile);
    return named.length > 0 ? [{ files: named, folder, lookup, only: null }] : [];
  });
}

/**
 * The files that a file is put on top of. A file whose services each have an image is complete by itself; any other changes
 * the usual files, or else the one file that has what it changes.
 */
function filesBelow(
  file: SourceFile,
  usual: readonly SourceFile[],
  files: readonly SourceFile[],
): readonly SourceFile[] {
  const changed = servicesIn(file)
    .filter((service) => !isWhole(service))
    .map(({ key }) => key);
  const hasChanged = (other: SourceFile) =>
    servicesIn(other).some((service) => changed.includes(service.key) && isWhole(service));
  if (usual.some(hasChanged)) return usual;
  const [only, ...more] = files.filter((other) => other !== file && hasChanged(other));
  return only && more.length === 0 ? [only] : [];
}

const isWhole = ({ value }: YamlEntry): boolean =>
  value.kind === 'map' && wholeKeys.some((key) => isSet(value, key));

/** The variables of environment files; those of a later one go before those ahead of it. */
function lookupIn(uris: readonly string[], byUri: FilesByUri): Lookup {
  const variables = new Map<string, TracedText>();
  for (const uri of uris) {
    const file = byUri.get(uri);
    for (const { name, filled } of file ? envVariables(file, (name) => variables.get(name)) : []) {
      if (filled) variables.set(name, filled);
    }
  }
  return (name) => variables.get(name);
}

/** What only the including file shows: several files that are read as one, or a project with variables of its own. */
function includedStacks(composeFiles: readonly SourceFile[], byUri: FilesByUri): Stack[] {
  return composeFiles.flatMap((file) => {
    const folder = folderOf(file.uri);
    return includesOf({ files: [file], folder }).flatMap(({ paths, envFiles, projectFolder }) => {
      const files = paths.flatMap((path) => byUri.get(path) ?? []).filter(isComposeFile);
      const [first] = files;
      if (!first || (files.length === 1 && envFiles.length === 0 && projectFolder === null)) return [];
      const inFolder = projectFolder ?? folderOf(first.uri);
      const lookup = lookupIn(envFiles.length > 0 ? envFiles : [`${inFolder}.env`], byUri);
      return [{ files, folder: inFolder, lookup, only: null }];
    });
  });
}

interface Include {
  /** URIs. */
  readonly paths: readonly string[];
  readonly envFiles: readonly string[];
  readonly projectFolder: string | null;
}

function includesOf({ files, folder }: Pick<Stack, 'files' | 'folder'>): Include[] {
  const uris = (node: YamlNode | undefined): string[] =>
    (node?.kind === 'list' ? node.items : [node]).flatMap((path) => {
      const text = textOf(path);
      return (text && resolvePath(folder, text)) || [];
    });
  return files.flatMap(yamlDocuments).flatMap((document) =>
    items(at(document, 'include')).map((item) => {
      if (item.kind !== 'map') return { paths: uris(item), envFiles: [], projectFolder: null };
      const [projectFolder] = uris(at(item, 'project_directory'));
      return {
        paths: uris(at(item, 'path')),
        envFiles: uris(at(item, 'env_file')),
        projectFolder: projectFolder === undefined ? null : `${projectFolder.replace(/\/$/, '')}/`,
      };
    }),
  );
}

/** The keys of a service that decide what it is and how Kong starts in it. */
const significantKeys = [
  ...wholeKeys,
  ...['environment', 'env_file', 'command', 'entrypoint', 'volumes', 'configs', 'secrets', 'deploy', 'scale'],
];

function servicesOf(stack: Stack, byUri: FilesByUri): Service[] {
  const { files, folder, only, lookup } = stack;
  const services = new Map<string, Service>();
  for (const { key, uri, keySpan, value } of (only ? [only] : files).flatMap(servicesIn)) {
    if (value.kind !== 'map' || services.has(key)) continue;
    if (only && !significantKeys.some((one) => entry(value, one))) continue;
    const layers = files.flatMap((file) => layersOf({ file, name: key, folder }, lookup, byUri, []));
    services.set(key, { name: key, place: { uri, span: keySpan }, layers });
  }
  return [...services.values()];
}

interface ServiceName {
  readonly file: SourceFile;
  readonly name: string;
  readonly folder: string;
}

/** @param following what extends this, so that nothing extends itself */
function layersOf(
  named: ServiceName,
  lookup: Lookup,
  byUri: FilesByUri,
  following: readonly string[],
): Layer[] {
  const { file, name, folder } = named;
  const key = `${file.uri}#${name}`;
  if (following.includes(key)) return [];
  return servicesIn(file).flatMap(({ key: own, value }) => {
    if (own !== name || value.kind !== 'map') return [];
    const base = extendedBy(value, named, lookup, byUri);
    const extended = base ? layersOf(base, lookup, byUri, [...following, key]) : [];
    return [
      ...extended.map((layer) => ({ ...layer, isExtended: true })),
      { node: value, name, folder, isExtended: false },
    ];
  });
}

function extendedBy(
  node: YamlMap,
  named: ServiceName,
  lookup: Lookup,
  byUri: FilesByUri,
): ServiceName | null {
  const extended = entry(node, 'extends')?.value;
  const fill = (scalar: YamlNode | undefined) => {
    const traced = scalar?.kind === 'scalar' ? ofScalar(scalar) : null;
    return traced && knownText(interpolate(traced, lookup) ?? []);
  };
  const name = fill(extended?.kind === 'map' ? at(extended, 'service') : extended);
  if (!name) return null;
  const path = fill(at(extended, 'file'));
  if (!path) return { ...named, name };
  const file = byUri.get(resolvePath(named.folder, path));
  return file ? { file, name, folder: folderOf(file.uri) } : null;
}
