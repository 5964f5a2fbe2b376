/** What kustomize makes of manifests (kubernetes-sigs/kustomize). */

import { type FilesByUri, folderOf, nameOf, resolvePath, type SourceFile, uriKey } from '../../text/index.js';
import { envLines, type Given, imageName } from '../settings/index.js';
import {
  at,
  entry,
  isText,
  items,
  ofScalar,
  partOf,
  slice,
  textOf,
  textWithBlanks,
  trim,
  written,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  yamlDocuments,
} from '../sources/index.js';
import { configMapsOf } from './config-map.js';
import type { ConfigMap } from './container.js';
import { type Manifest, manifestOf, manifestsIn } from './manifest.js';
import { applyOperations, mergePatch } from './patch.js';

/** A folder that kustomize builds. */
export interface Kustomization {
  readonly file: SourceFile;
  readonly folder: string;
  readonly root: YamlMap;
  /** Changes what others build, and is not built by itself. */
  readonly isComponent: boolean;
}

/** A manifest as a kustomization makes it. */
export interface BuiltManifest extends Manifest {
  /** As its file has it. */
  readonly source: Manifest;
  /** The kustomizations that it came through, from the one that lists its file. */
  readonly through: readonly Kustomization[];
}

export interface Build {
  readonly manifests: readonly BuiltManifest[];
  /** Of generators. */
  readonly configMaps: readonly ConfigMap[];
}

export function kustomizationsIn(files: readonly SourceFile[]): readonly Kustomization[] {
  return files
    .filter(({ uri }) => /^kustomization\.ya?ml$/i.test(nameOf(uri)))
    .flatMap((file) => {
      const root = yamlDocuments(file)[0];
      if (root?.kind !== 'map') return [];
      const isComponent = textOf(at(root, 'kind')) === 'Component';
      return [{ file, folder: folderOf(file.uri), root, isComponent }];
    });
}

export class Kustomize {
  private readonly byFolder: ReadonlyMap<string, Kustomization>;
  private readonly files: FilesByUri;
  private readonly builds = new Map<Kustomization, Build>();
  private readonly open = new Set<Kustomization>();
  /** `uriKey` of the files that are not manifests by themselves. */
  readonly referenced: ReadonlySet<string>;

  constructor(kustomizations: readonly Kustomization[], files: FilesByUri) {
    this.byFolder = new Map(kustomizations.map((one) => [uriKey(one.folder), one]));
    this.files = files;
    this.referenced = new Set(
      kustomizations.flatMap((one) => [...patchFiles(one), ...addressesOf(one, resourcesOf(one))]),
    );
  }

  /** The output of `kustomize build` for the folder, without URLs and missing files. */
  build(kustomization: Kustomization): Build {
    const known = this.builds.get(kustomization);
    if (known || this.open.has(kustomization)) return known ?? { manifests: [], configMaps: [] };
    this.open.add(kustomization);
    const build = this.apply(kustomization, { manifests: [], configMaps: [] });
    this.open.delete(kustomization);
    this.builds.set(kustomization, build);
    return build;
  }

  /** Adds its resources and components, then applies its generators and patches (`api/internal/target/kusttarget.go`). */
  private apply(kustomization: Kustomization, to: Build): Build {
    let { manifests, configMaps } = to;
    for (const path of resourcesOf(kustomization)) {
      const build = this.resource(kustomization, path);
      manifests = [...manifests, ...build.manifests];
      configMaps = [...configMaps, ...build.configMaps];
    }
    for (const path of items(at(kustomization.root, 'components'))) {
      const component = this.folderAt(kustomization, path);
      if (!component || this.open.has(component)) continue;
      this.open.add(component);
      ({ manifests, configMaps } = this.apply(component, { manifests, configMaps }));
      this.open.delete(component);
    }
    configMaps = generated(kustomization, configMaps, this.files);
    return { manifests: this.transformed(kustomization, manifests), configMaps };
  }

  private folderAt({ folder }: Kustomization, path: YamlNode): Kustomization | undefined {
    const uri = resolvePath(folder, textOf(path) ?? '');
    return uri === null ? undefined : this.byFolder.get(uriKey(`${uri}/`));
  }

  private resource(kustomization: Kustomization, listed: YamlNode): Build {
    const text = textOf(listed);
    const uri = text === null || text.includes('://') ? null : resolvePath(kustomization.folder, text);
    const file = this.files.get(uri);
    if (file) {
      const declaredIn = this.isFirst(kustomization, file) ? {} : { declaredIn: kustomization.file.uri };
      const manifests = manifestsIn(file).map((source) => ({
        ...source,
        ...declaredIn,
        source,
        through: [kustomization],
      }));
      return { manifests, configMaps: [] };
    }
    const nested = this.folderAt(kustomization, listed);
    if (!nested) return { manifests: [], configMaps: [] };
    const { manifests, configMaps } = this.build(nested);
    const passed = manifests.map((one) => ({
      ...one,
      through: [...one.through, kustomization],
      declaredIn: kustomization.file.uri,
      place: { uri: listed.uri, span: listed.span },
    }));
    return { manifests: passed, configMaps };
  }

  /** Whether a kustomization is the nearest to a file of those that list it, so that the file is of it alone. */
  private isFirst(kustomization: Kustomization, file: SourceFile): boolean {
    const key = uriKey(file.uri);
    return [...this.byFolder.values()].every(
      (other) =>
        other === kustomization ||
        other.folder.length < kustomization.folder.length ||
        !addressesOf(other, resourcesOf(other)).includes(key),
    );
  }

  private transformed(
    kustomization: Kustomization,
    manifests: readonly BuiltManifest[],
  ): readonly BuiltManifest[] {
    const { root } = kustomization;
    const patched = patchesOf(kustomization).reduce<readonly BuiltManifest[]>(
      (all, patch) => all.flatMap((one) => this.patched(kustomization, one, patch)),
      manifests,
    );
    const namespace = textOf(at(root, 'namespace'));
    const [prefix, suffix] = [textOf(at(root, 'namePrefix')) ?? '', textOf(at(root, 'nameSuffix')) ?? ''];
    return patched.map((one) => ({
      ...one,
      root: withImages(withReplicas(one, root), items(at(root, 'images'))),
      namespace: namespace ?? one.namespace,
      name: prefix + one.name + suffix,
    }));
  }

  private patched(kustomization: Kustomization, manifest: BuiltManifest, patch: Patch): BuiltManifest[] {
    const { target } = patch;
    if (target && !isTarget(manifest, target)) return [manifest];
    return this.contentOf(kustomization, patch).reduce<BuiltManifest[]>(
      (all, content) => all.flatMap((one) => patchedBy(one, content, target !== undefined)),
      [manifest],
    );
  }

  private contentOf({ file, folder }: Kustomization, { path, inline }: Patch): readonly YamlNode[] {
    const named = path && this.files.get(resolvePath(folder, textOf(path) ?? ''));
    if (named) return yamlDocuments(named);
    return inline ? yamlDocuments(partOf(file, inline.span)) : [];
  }
}

const addressesOf = ({ folder }: Kustomization, paths: readonly (YamlNode | undefined)[]): string[] =>
  paths.flatMap((path) => {
    const uri = path && resolvePath(folder, textOf(path) ?? '');
    return uri ? [uriKey(uri)] : [];
  });

/** `uriKey` of the files that are a kustomization's own: itself and its patches. */
export const patchFiles = (kustomization: Kustomization): readonly string[] => [
  uriKey(kustomization.file.uri),
  ...addressesOf(
    kustomization,
    patchesOf(kustomization).map(({ path }) => path),
  ),
];

const resourcesOf = ({ root }: Kustomization): readonly YamlNode[] => [
  ...items(at(root, 'resources')),
  ...items(at(root, 'bases')),
];

interface Patch {
  readonly path?: YamlNode;
  /** A patch that is a text of the kustomization. */
  readonly inline?: YamlScalar;
  readonly target?: YamlNode;
}

/** In the order in which kustomize applies them. */
export function patchesOf({ root }: Kustomization): readonly Patch[] {
  const merges = items(at(root, 'patchesStrategicMerge')).map((one) =>
    one.kind === 'scalar' && one.lines ? { inline: one } : { path: one },
  );
  const patches = [...items(at(root, 'patches')), ...items(at(root, 'patchesJson6902'))].map((one): Patch => {
    const [path, inline, target] = [at(one, 'path'), at(one, 'patch'), at(one, 'target')];
    return {
      ...(path && { path }),
      ...(isText(inline) && { inline }),
      ...(target && { target }),
    };
  });
  return [...merges, ...patches];
}

/** The fields of a target are regular expressions for all of a name. */
function isTarget({ group, kind, name, source, namespace }: BuiltManifest, target: YamlNode): boolean {
  const selects = (key: string, ...values: readonly (string | null)[]) => {
    const wanted = textOf(at(target, key));
    return wanted === null || wanted === '' || values.some((value) => isMatch(wanted, value ?? ''));
  };
  return (
    selects('group', group) &&
    selects('kind', kind) &&
    selects('name', name, source.name) &&
    selects('namespace', namespace, source.namespace) &&
    !at(target, 'labelSelector') &&
    !at(target, 'annotationSelector')
  );
}

function isMatch(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return pattern === value;
  }
}

function patchedBy(manifest: BuiltManifest, content: YamlNode, isTargeted: boolean): BuiltManifest[] {
  if (content.kind === 'list') return [{ ...manifest, root: applyOperations(manifest.root, content) }];
  if (content.kind !== 'map') return [manifest];
  const { group, kind, name, namespace, source, file } = manifest;
  const patch = manifestOf(content, file);
  const isMeant =
    patch.kind === kind &&
    patch.group === group &&
    (patch.name === name || patch.name === source.name) &&
    (patch.namespace === null || patch.namespace === namespace || patch.namespace === source.namespace);
  if (!isTargeted && !isMeant) return [manifest];
  const isKnown = group === '' || !group.includes('.') || group.endsWith('.k8s.io');
  const root = mergePatch(manifest.root, content, isKnown);
  if (!root) return [];
  // Of a target, the name in the patch is none of the manifest's.
  return [{ ...manifest, root, place: isMeant ? patch.place : manifest.place }];
}

/** `replicas` of the kustomization. */
function withReplicas({ root, name, source, kind }: BuiltManifest, kustomization: YamlMap): YamlMap {
  const wanted = items(at(kustomization, 'replicas')).find((one) =>
    [name, source.name].includes(textOf(at(one, 'name')) ?? ''),
  );
  const count = at(wanted, 'count');
  const spec = entry(root, 'spec');
  if (!count || spec?.value.kind !== 'map' || !/^(?:Deployment|ReplicaSet|StatefulSet)$/.test(kind))
    return root;
  const { uri, span } = count;
  const replicas = { key: 'replicas', uri, keySpan: span, value: count, merged: false };
  const entries = [...spec.value.entries.filter(({ key }) => key !== 'replicas'), replicas];
  const value = { ...spec.value, entries };
  return { ...root, entries: root.entries.map((one) => (one === spec ? { ...one, value } : one)) };
}

/** `images` of the kustomization, in whatever is a list of containers. */
function withImages<Node extends YamlNode>(
  node: Node,
  images: readonly YamlNode[],
  isContainer = false,
): Node {
  if (images.length === 0) return node;
  if (node.kind === 'list') {
    const changed = node.items.map((item) => withImages(item, images, isContainer));
    return changed.every((item, index) => item === node.items[index]) ? node : { ...node, items: changed };
  }
  if (node.kind !== 'map') return node;
  const entries = node.entries.map((one) => {
    const { key } = one;
    const value =
      isContainer && key === 'image'
        ? withImage(one.value, images)
        : withImages(one.value, images, key === 'containers' || key === 'initContainers');
    return value === one.value ? one : { ...one, value };
  });
  return entries.every((one, index) => one === node.entries[index]) ? node : { ...node, entries };
}

function withImage(image: YamlNode, images: readonly YamlNode[]): YamlNode {
  if (image.kind !== 'scalar') return image;
  let current = image;
  for (const wanted of images) {
    const traced = ofScalar(current);
    const name = imageName(current.text ?? '');
    if (!traced || textOf(at(wanted, 'name')) !== name) continue;
    const pieces = (key: string) => {
      const node = at(wanted, key);
      return node?.kind === 'scalar' ? ofScalar(node) : null;
    };
    const [newName, newTag, digest] = [pieces('newName'), pieces('newTag'), pieces('digest')];
    const mark = (text: string) =>
      written(image.uri, image.span.start, text).map((one) => ({ ...one, verbatim: false }));
    const tag = digest
      ? [...mark('@'), ...digest]
      : newTag
        ? [...mark(':'), ...newTag]
        : slice(traced, name.length);
    const put = [...(newName ?? slice(traced, 0, name.length)), ...tag];
    current = { ...image, text: textWithBlanks(put), pieces: put, verbatim: false };
  }
  return current;
}

/** `configMapGenerator`: new ConfigMaps, and those that override existing ones. */
function generated(
  { root, file, folder }: Kustomization,
  before: readonly ConfigMap[],
  files: FilesByUri,
): readonly ConfigMap[] {
  return items(at(root, 'configMapGenerator')).reduce<readonly ConfigMap[]>((all, one) => {
    const name = textOf(at(one, 'name'));
    if (name === null) return all;
    const behavior = textOf(at(one, 'behavior'));
    const same = all.find((map) => map.name === name);
    const data = new Map([
      ...(behavior === 'merge' && same ? same.data : []),
      ...items(at(one, 'files')).flatMap((path) => fromFile(path, folder, files)),
      ...[...items(at(one, 'envs')), at(one, 'env')].flatMap((path) => fromEnv(path, folder, files)),
      ...items(at(one, 'literals')).flatMap(fromLiteral),
    ]);
    const namespace = textOf(at(one, 'namespace')) ?? same?.namespace ?? null;
    const map: ConfigMap = { name, namespace, file, data };
    return [...all.filter((other) => other !== same || behavior === null || behavior === 'create'), map];
  }, before);
}

type Datum = readonly [key: string, given: Given];

/** `path`, or `key=path`. */
function fromFile(node: YamlNode, folder: string, files: FilesByUri): Datum[] {
  const text = textOf(node);
  if (text === null) return [];
  const equals = text.indexOf('=');
  const path = text.slice(equals + 1);
  const uri = resolvePath(folder, path);
  if (uri === null) return [];
  const key = equals === -1 ? path.slice(path.lastIndexOf('/') + 1) : text.slice(0, equals);
  const keyPlace = { uri: node.uri, span: node.span };
  const file = files.get(uri);
  const place = { uri: file?.uri ?? files.spelled(uri), span: { start: 0, end: file?.text.length ?? 0 } };
  const value: Given['value'] = file ? written(file.uri, 0, file.text) : { unknown: { source: 'file' } };
  return [[key, { keyPlace, place, value }]];
}

function fromEnv(node: YamlNode | undefined, folder: string, files: FilesByUri): Datum[] {
  const text = textOf(node);
  const file = text === null ? undefined : files.get(resolvePath(folder, text));
  if (!file) return [];
  return envLines(file, 'raw').map(
    ({ name, namePlace, place, value }): Datum => [
      name,
      { keyPlace: namePlace, place, value: value ?? { unknown: { source: 'shell-variable', name } } },
    ],
  );
}

/** `key=value`, in quotes or not. */
function fromLiteral(node: YamlNode): Datum[] {
  const traced = node.kind === 'scalar' ? ofScalar(node) : null;
  const text = traced && textWithBlanks(traced);
  const equals = text?.indexOf('=') ?? -1;
  if (!traced || text === null || equals === -1) return [];
  const quotes = /^["'].*["']$/s.test(text.slice(equals + 1)) ? 1 : 0;
  const value = slice(traced, equals + 1 + quotes, text.length - quotes);
  const [key] = slice(traced, 0, equals);
  const keyPlace = key?.place ?? { uri: node.uri, span: node.span };
  return [[text.slice(0, equals), { keyPlace, place: value[0]?.place ?? keyPlace, value: trim(value) }]];
}

/** All ConfigMaps of a build: those of its manifests, too. */
export const configMapsIn = ({ manifests, configMaps }: Build): readonly ConfigMap[] => [
  ...configMaps,
  ...manifests.flatMap(configMapsOf),
];

/** The manifests that are applied: those that no kustomization includes, and all that one creates or changes. */
export function appliedManifests(
  manifests: readonly Manifest[],
  kustomizations: readonly Kustomization[],
  kustomize: Kustomize,
): readonly Manifest[] {
  const alone = manifests.filter(({ file }) => !kustomize.referenced.has(uriKey(file.uri)));
  const built = kustomizations
    .filter(({ isComponent }) => !isComponent)
    .flatMap((one) => kustomize.build(one).manifests.filter((manifest) => isChanged(manifest, kustomize)));
  return [...alone, ...built];
}

function isChanged({ through, source, root, name, namespace }: BuiltManifest, kustomize: Kustomize): boolean {
  const base = through.at(-2);
  const before = base && kustomize.build(base).manifests.find((one) => one.source === source);
  return before?.root !== root || before.name !== name || before.namespace !== namespace;
}
