/** Releases of charts as other files install them: Argo CD, Flux, helmfile, kustomize and the controller of K3s. */

import type { UnknownValue } from '../../problems/index.js';
import {
  type FilesByUri,
  folderOf,
  nameOf,
  type Place,
  resolvePath,
  type SourceFile,
} from '../../text/index.js';
import type { ConfigMap, Manifest } from '../kubernetes/index.js';
import {
  at,
  entry,
  isText,
  items,
  partOf,
  textOf,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';
import { chartNamed } from './chart.js';
import { mergeValues, valueAt } from './chart-values.js';
import type { Layer, Release } from './release.js';

export interface Workspace {
  readonly files: readonly SourceFile[];
  readonly byUri: FilesByUri;
  /** As in the files. */
  readonly manifests: readonly Manifest[];
  /** Those that are applied: as they are, and as kustomize makes them. */
  readonly applied: readonly Manifest[];
  readonly configMaps: readonly ConfigMap[];
}

/** The releases that files install by the name of a chart. */
export function installedReleases(workspace: Workspace): readonly Release[] {
  return [
    ...workspace.applied.flatMap((manifest) => installedBy(manifest, workspace)),
    ...workspace.files.filter(isHelmfile).flatMap((file) => helmfileReleases(file, workspace)),
    ...workspace.files
      .filter(({ uri }) => /^kustomization\.ya?ml$/i.test(nameOf(uri)))
      .flatMap((file) => kustomizeReleases(file, workspace)),
  ];
}

function installedBy(manifest: Manifest, workspace: Workspace): Release[] {
  const { kind, group, root } = manifest;
  if (group === 'argoproj.io') {
    const spec = kind === 'Application' ? at(root, 'spec') : at(root, 'spec', 'template', 'spec');
    return kind === 'Application' || kind === 'ApplicationSet' ? argoReleases(manifest, spec, workspace) : [];
  }
  if (kind === 'HelmRelease' && group === 'helm.toolkit.fluxcd.io') return fluxReleases(manifest, workspace);
  if (kind === 'HelmChart' && group === 'helm.cattle.io') return k3sReleases(manifest);
  return [];
}

const placeOf = ({ uri, span }: Place): Place => ({ uri, span });

interface Installed {
  readonly file: SourceFile;
  readonly chart: string | null;
  readonly repository: string | null;
  readonly version: string | null;
  readonly name: string;
  readonly namespace: string | null;
  readonly place: Place;
  readonly layers: readonly Layer[];
  readonly unseen?: UnknownValue | null;
  readonly declaredIn?: string | undefined;
}

export function release(installed: Installed): Release[] {
  const { file, version, name, namespace, place, layers, unseen = null } = installed;
  const chart = chartNamed(installed.chart, installed.repository);
  if (chart === null) return [];
  const id = `helm-release:${installed.declaredIn ?? file.uri}#${namespace ?? ''}/${name}`;
  return [
    {
      chart,
      version,
      path: [],
      conditions: [],
      layers,
      unseen,
      name,
      namespace,
      place,
      id,
      isInstalled: true,
    },
  ];
}

const mapOf = (node: YamlNode | undefined): YamlMap | null => (node?.kind === 'map' ? node : null);

/** Values in a map of the file itself. */
const mapLayer = (file: SourceFile, around: YamlMap, ...path: readonly string[]): Layer => ({
  file,
  values: mapOf(at(around, ...path)),
  writable: { kind: 'map', map: around, path },
});

/** The file that a map is written in: of a manifest that is patched, that of the patch. */
const fileOf = ({ uri }: YamlMap, file: SourceFile, { byUri }: Workspace): SourceFile =>
  uri === file.uri ? file : (byUri.get(uri) ?? file);

/** Values that are a text of the file: YAML in YAML. */
function textLayer(file: SourceFile, node: YamlNode | undefined): Layer[] {
  if (!isText(node)) return [];
  const layer = fileLayer(partOf(file, node.span));
  return layer.values ? [layer] : [];
}

/** All of a file. */
export function fileLayer(file: SourceFile): Layer {
  const values = mapOf(yamlDocuments(file)[0]);
  return { file, values, writable: { kind: 'map', map: values, path: [] } };
}

/** `name` and `value` of parameters. */
function parametersLayer(file: SourceFile, list: YamlNode | undefined): Layer[] {
  if (list?.kind !== 'list') return [];
  const values = list.items.flatMap((item): YamlMap[] => {
    const [name, value] = [entry(item, 'name')?.value, entry(item, 'value')?.value];
    return name && value ? [valueAt(textOf(name) ?? '', name, value)] : [];
  });
  const [first, ...others] = values;
  return first
    ? [{ file, values: others.reduce(mergeValues, first), writable: { kind: 'parameters', list } }]
    : [];
}

function argoReleases(manifest: Manifest, spec: YamlNode | undefined, workspace: Workspace): Release[] {
  const { file, place } = manifest;
  const single = at(spec, 'source');
  const sources = [...(single ? [single] : []), ...items(at(spec, 'sources'))];
  return sources.flatMap((source) => {
    const helm = at(source, 'helm');
    if (source.kind !== 'map') return [];
    const named = items(at(helm, 'valueFiles')).flatMap((path) => textOf(path) ?? []);
    // Those that do not start with a reference to another source are in the chart.
    const fromSources = named.filter((path) => path.startsWith('$'));
    const found = fromSources.map((path) => inRepository(path.replace(/^\$[^/]*\//, ''), file, workspace));
    const object = entry(helm, 'valuesObject');
    const text = textLayer(file, at(helm, 'values'));
    return release({
      file,
      chart: textOf(at(source, 'chart')),
      repository: textOf(at(source, 'repoURL')),
      declaredIn: manifest.declaredIn,
      version: textOf(at(source, 'targetRevision')),
      name: textOf(at(helm, 'releaseName')) ?? manifest.name,
      namespace: textOf(at(spec, 'destination', 'namespace')),
      place,
      layers: [
        ...found.flatMap((one) => (one ? [fileLayer(one)] : [])),
        ...(object || text.length === 0 ? [] : text),
        ...(object || text.length === 0
          ? [mapLayer(fileOf(source, file, workspace), source, 'helm', 'valuesObject')]
          : []),
        ...parametersLayer(file, at(helm, 'parameters')),
      ],
      unseen: found.some((one) => !one) ? { source: 'values-file' } : null,
    });
  });
}

/** A path from the root of a repository. The workspace may be a part of it, or contain several. */
function inRepository(path: string, from: SourceFile, { files, byUri }: Workspace): SourceFile | null {
  for (let folder = folderOf(from.uri); folder.split('/').length > 3; ) {
    const found = byUri.get(resolvePath(folder, path));
    if (found) return found;
    const parent = folderOf(folder.slice(0, -1));
    if (parent.length >= folder.length) break;
    folder = parent;
  }
  const ending = files.filter(({ uri }) => uri.endsWith(`/${path}`));
  return ending.length === 1 ? ending[0]! : null;
}

function fluxReleases(manifest: Manifest, workspace: Workspace): Release[] {
  const { manifests, configMaps } = workspace;
  const { file, root, name, namespace, place } = manifest;
  const spec = at(root, 'spec');
  if (spec?.kind !== 'map') return [];
  const chart = at(spec, 'chart', 'spec');
  const source = at(chart, 'sourceRef') ?? at(spec, 'chartRef');
  const referred = manifests.find(
    (one) => one.kind === textOf(at(source, 'kind')) && one.name === textOf(at(source, 'name')),
  );
  const repository = textOf(at(referred?.root, 'spec', 'url'));
  const from = items(at(spec, 'valuesFrom')).map((one): Layer | null => {
    const data = configMaps.find((map) => map.name === textOf(at(one, 'name')))?.data;
    const value = data?.get(textOf(at(one, 'valuesKey')) ?? 'values.yaml');
    const holder = value && workspace.byUri.get(value.place.uri);
    return textOf(at(one, 'kind')) === 'ConfigMap' && holder
      ? fileLayer(partOf(holder, value.place.span))
      : null;
  });
  return release({
    file,
    chart: chart ? textOf(at(chart, 'chart')) : repository,
    repository: repository ?? textOf(at(source, 'name')),
    declaredIn: manifest.declaredIn,
    version: textOf(at(chart, 'version')) ?? textOf(at(referred?.root, 'spec', 'ref', 'tag')),
    name: textOf(at(spec, 'releaseName')) ?? name,
    namespace: textOf(at(spec, 'targetNamespace')) ?? namespace,
    place,
    layers: [
      ...from.flatMap((layer) => layer ?? []),
      mapLayer(fileOf(spec, file, workspace), spec, 'values'),
    ],
    unseen: from.includes(null) ? { source: 'flux-values' } : null,
  });
}

function k3sReleases(manifest: Manifest): Release[] {
  const { file, root, name, place } = manifest;
  const spec = at(root, 'spec');
  const content = at(spec, 'valuesContent');
  const set = at(spec, 'set');
  const settings =
    set?.kind === 'map'
      ? set.entries.map(({ key, uri, keySpan, value }) => {
          const keyNode = {
            kind: 'scalar',
            uri,
            span: keySpan,
            text: key,
            quoted: false,
            verbatim: true,
          } as const;
          return { file, values: valueAt(key, keyNode, value), writable: null };
        })
      : [];
  return release({
    file,
    chart: textOf(at(spec, 'chart')),
    repository: textOf(at(spec, 'repo')),
    declaredIn: manifest.declaredIn,
    version: textOf(at(spec, 'version')),
    name,
    namespace: textOf(at(spec, 'targetNamespace')),
    place,
    layers: [...textLayer(file, content), ...settings],
  });
}

const isHelmfile = ({ uri }: SourceFile): boolean =>
  /^helmfile\b.*\.ya?ml(?:\.gotmpl)?$/i.test(nameOf(uri)) ||
  /\/helmfile\.d\/[^/]+\.ya?ml(?:\.gotmpl)?$/.test(uri);

function helmfileReleases(file: SourceFile, workspace: Workspace): Release[] {
  const documents = yamlDocuments(file);
  const repositories = documents.flatMap((document) => items(at(document, 'repositories')));
  const addressOf = (name: string) =>
    textOf(
      at(
        repositories.find((one) => textOf(at(one, 'name')) === name),
        'url',
      ),
    ) ?? name;
  return documents
    .flatMap((document) => items(at(document, 'releases')))
    .flatMap((one) => {
      const chart = textOf(at(one, 'chart'));
      const name = entry(one, 'name')?.value;
      if (one.kind !== 'map' || chart === null || !name) return [];
      const slash = chart.indexOf('/');
      const repository = slash === -1 ? null : addressOf(chart.slice(0, slash));
      const set = parametersLayer(file, at(one, 'set'));
      const values = items(at(one, 'values'));
      const none: Layer = {
        file,
        values: null,
        writable: at(one, 'values') ? null : { kind: 'items', map: one, key: 'values' },
      };
      return variantsOf(values, file, workspace).flatMap(({ variant, layers }) =>
        release({
          file,
          chart,
          repository,
          version: textOf(at(one, 'version')),
          name: textOf(name) ?? '',
          namespace: textOf(at(one, 'namespace')),
          place: placeOf(name),
          layers: [none, ...layers.flatMap((layer) => layer ?? []), ...set],
          unseen: layers.includes(null) ? { source: 'values-file' } : null,
        }).map((release) => (variant === null ? release : { ...release, id: `${release.id}@${variant}` })),
      );
    });
}

/** Values of a helmfile: one list, or one for each of the files that a template in a path can mean. */
function variantsOf(values: readonly YamlNode[], file: SourceFile, workspace: Workspace) {
  const template = values.map(textOf).find((text) => text?.includes('{{'));
  const variants = template ? filled(template, file, workspace) : [];
  const all = variants.length > 0 ? variants : [null];
  return all.map((variant) => ({
    variant,
    layers: values.map((value) => helmfileLayer(value, file, workspace, variant)),
  }));
}

const action = /\{\{[^{}]*\}\}/;

/** What is in the names of files where a path has a template. */
function filled(template: string, file: SourceFile, { files, byUri }: Workspace): string[] {
  const folder = folderOf(file.uri);
  const [before, after] = template.split(action);
  const from = resolvePath(folder, before || '.');
  if (from === null || after === undefined) return [];
  const start = !before || before.endsWith('/') ? `${from}/` : from;
  return files.flatMap(({ uri }) => {
    if (!uri.startsWith(start)) return [];
    const rest = uri.slice(start.length);
    const end = after === '' ? rest.length : rest.indexOf(after);
    const variant = rest.slice(0, Math.max(end, 0));
    const path = template.split(action).join(variant);
    const isMeant =
      variant !== '' && !variant.includes('/') && byUri.get(resolvePath(folder, path))?.uri === uri;
    return isMeant ? [variant] : [];
  });
}

function helmfileLayer(
  value: YamlNode,
  file: SourceFile,
  { byUri }: Workspace,
  variant: string | null,
): Layer | null {
  if (value.kind === 'map') return mapLayer(file, value);
  const text = textOf(value);
  const path = variant === null ? text : (text?.split(action).join(variant) ?? null);
  const found = path === null ? undefined : byUri.get(resolvePath(folderOf(file.uri), path));
  return found ? fileLayer(found) : null;
}

/** `helmCharts` of kustomize, which asks for the chart's name and its repository. */
function kustomizeReleases(file: SourceFile, { byUri }: Workspace): Release[] {
  return items(at(yamlDocuments(file)[0], 'helmCharts')).flatMap((one) => {
    const name = entry(one, 'name')?.value;
    if (one.kind !== 'map' || !name) return [];
    const paths = [at(one, 'valuesFile'), ...items(at(one, 'additionalValuesFiles'))].flatMap(
      (path) => textOf(path) ?? [],
    );
    const found = paths.map((path) => byUri.get(resolvePath(folderOf(file.uri), path)));
    return release({
      file,
      chart: textOf(name),
      repository: textOf(at(one, 'repo')),
      version: textOf(at(one, 'version')),
      name: textOf(at(one, 'releaseName')) ?? textOf(name) ?? '',
      namespace: textOf(at(one, 'namespace')),
      place: placeOf(name),
      layers: [...found.flatMap((one) => (one ? [fileLayer(one)] : [])), mapLayer(file, one, 'valuesInline')],
      unseen: found.includes(undefined) ? { source: 'values-file' } : null,
    });
  });
}
