/** Gateways in values of Helm charts. */

import type { Span } from '../../../grammar/index.js';
import { FilesByUri, folderOf, nameOf, type SourceFile } from '../../text/index.js';
import {
  appliedManifests,
  configMapsOf,
  Kustomize,
  kustomizationsIn,
  manifestsIn,
} from '../kubernetes/index.js';
import type { Found, WrittenFlavor } from '../model/index.js';
import {
  at,
  entry,
  environmentsIn,
  isEnvironment,
  type YamlMap,
  type YamlNode,
  yamlDocuments,
} from '../sources/index.js';
import { type ChartFolder, type ChartUse, chartFolders } from './chart.js';
import { chartsOfShape } from './chart-values.js';
import { commandReleases } from './helm-commands.js';
import { fileLayer, installedReleases, type Workspace } from './installation.js';
import { type Layer, type Release, runningRelease } from './release.js';
import { releaseSets } from './release-sets.js';
import { flavorsInValues } from './values-flavors.js';

const yaml = /\.(?:ya?ml|json|tpl|gotmpl)$/i;

/** What values of Kong's charts, and files that install them, hardly can be without. */
const telltale = /kong|router_flavor|ingressController|dblessConfig|pg_host|cluster_control_plane/i;

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function helmGateways(files: readonly SourceFile[]): Found {
  const candidates = files.filter(({ uri }) => yaml.test(uri));
  const kongFiles = candidates.filter(({ text }) => telltale.test(text));
  const commands = commandReleases(files);
  if (kongFiles.length + commands.length === 0) return { gateways: [], sets: [], written: [] };
  const manifests = candidates.flatMap(manifestsIn);
  const byUri = new FilesByUri(files);
  const kustomizations = kustomizationsIn(candidates);
  const kustomize = new Kustomize(kustomizations, byUri);
  const built = kustomizations.filter(({ isComponent }) => !isComponent).map((one) => kustomize.build(one));
  const workspace: Workspace = {
    files: candidates,
    byUri,
    manifests,
    applied: appliedManifests(manifests, kustomizations, kustomize),
    configMaps: [...built.flatMap(({ configMaps }) => configMaps), ...manifests.flatMap(configMapsOf)],
  };
  const installed = [...installedReleases(workspace), ...commands];
  const referred = new Set(installed.flatMap(({ layers }) => layers.map(({ file }) => file)));
  const charts = chartFolders(candidates);
  const alone = kongFiles.filter((file) => !referred.has(file) && !chartAround(file, charts));
  const releases = withUniqueIds([
    ...installed,
    ...charts.flatMap((chart) => releasesOf(chart, candidates)),
    ...releasesByShape(alone, candidates),
  ]);
  const running = releases.flatMap((release) => runningRelease(release, workspace.configMaps) ?? []);
  return {
    gateways: running.map(({ gateway }) => gateway),
    sets: releaseSets(running),
    written: writtenIn(releases, charts),
  };
}

/** Folders in a chart that have values for it. */
const valuesFolder = /^(?:values|ci|env|envs|environments?|overrides|examples?|example-values)$/i;

/** The chart that a file has values for, as its folder shows. */
function chartAround({ uri }: SourceFile, charts: readonly ChartFolder[]): ChartFolder | null {
  const around = charts.filter(({ folder }) => uri.startsWith(folder));
  const nearest = around.sort((a, b) => b.folder.length - a.folder.length)[0];
  if (!nearest) return null;
  const between = folderOf(uri).slice(nearest.folder.length).split('/').filter(Boolean);
  const isWithin = between.every((step) => valuesFolder.test(step) || isEnvironment(step));
  return isWithin || /^(?:templates|charts|crds)$/.test(between[0] ?? '') ? nearest : null;
}

const isValuesFile = ({ uri }: SourceFile): boolean =>
  !nameOf(uri).startsWith('.') &&
  (/values/i.test(nameOf(uri)) || valuesFolder.test(folderOf(uri).split('/').at(-2) ?? ''));

/** A release for each file of values of a chart: `values.yaml` alone, and each other over it. */
function releasesOf(chart: ChartFolder, files: readonly SourceFile[]): Release[] {
  if (chart.uses.length === 0) return [];
  const own = files.filter(
    (file) => isValuesFile(file) && chartAround(file, [chart]) === chart && isEmptyOrMap(file),
  );
  const base = own.find(({ uri }) => /^values\.ya?ml$/.test(uri.slice(chart.folder.length)));
  const baseLayers = base ? [fileLayer(base)] : [];
  const overlays = own.filter(
    (file) => file !== base && !/^(?:templates|charts)\//.test(file.uri.slice(chart.folder.length)),
  );
  return chart.uses.flatMap((use) => [
    base ? releaseOf(use, base, baseLayers) : { ...releaseOf(use, chart.file, []), place: use.place },
    ...overlays
      .filter((file) => at(yamlDocuments(file)[0], ...use.path.slice(0, 1)))
      .map((file) => releaseOf(use, file, [...baseLayers, fileLayer(file)])),
  ]);
}

function releaseOf(use: Omit<ChartUse, 'place'>, file: SourceFile, layers: readonly Layer[]): Release {
  const { chart, version, path, conditions } = use;
  const name = path.at(-1) ?? chart.slice(chart.indexOf('/') + 1);
  const id = `helm-release:${file.uri}#${path.join('.')}`;
  const place = { uri: file.uri, span: keyAt(yamlDocuments(file)[0], path) ?? firstLine(file) };
  return {
    chart,
    version,
    path,
    conditions,
    layers,
    unseen: null,
    name,
    namespace: null,
    place,
    id,
    isInstalled: false,
  };
}

/** Where the last key of a path is written. */
function keyAt(root: YamlNode | undefined, path: readonly string[]): Span | null {
  const key = path.at(-1);
  return (key === undefined ? null : entry(at(root, ...path.slice(0, -1)), key)?.keySpan) ?? null;
}

const firstLine = ({ text }: SourceFile) => {
  const start = text.search(/\S|$/);
  return { start, end: start + text.slice(start).search(/[\r\n]|$/) };
};

/** Values of a chart may be comments alone. */
const isEmptyOrMap = (file: SourceFile): boolean =>
  yamlDocuments(file).length === 0 || valuesIn(file) !== null;

/** Values are a map, and nothing that is another kind of file. */
function valuesIn(file: SourceFile) {
  const root = yamlDocuments(file)[0];
  const isOther = ['apiVersion', '_format_version', 'services', 'helmCharts'].some((key) => at(root, key));
  return root?.kind === 'map' && !isOther ? root : null;
}

/** Where nothing names the chart: each file alone, or on top of the `values.yaml` next to it. */
function releasesByShape(alone: readonly SourceFile[], files: readonly SourceFile[]): Release[] {
  const shaped = alone.flatMap((file) => {
    const values = valuesIn(file);
    return values ? chartsOfShape(values).map((use) => ({ file, use })) : [];
  });
  const bases = shaped.filter(({ file }) => isBase(file));
  const known = new Set(shaped.map(({ file }) => file));
  const partial = bases.flatMap(({ file: base, use }) =>
    files
      .filter((file) => !known.has(file) && isOver(file, base) && environmentsIn(nameOf(file.uri)) !== '')
      .filter((file) => at(valuesIn(file) ?? undefined, ...use.path)?.kind === 'map')
      .map((file) => ({ file, use })),
  );
  return [...shaped, ...partial].map(({ file, use }) => {
    const under = bases.find((base) => isOver(file, base.file));
    const layers = [...(under ? [fileLayer(under.file)] : []), fileLayer(file)];
    return releaseOf({ ...use, version: null, conditions: [] }, file, layers);
  });
}

const isBase = ({ uri }: SourceFile): boolean => /^values\.ya?ml$/i.test(nameOf(uri));

/** `values-prod.yaml` next to `values.yaml`. */
const isOver = (file: SourceFile, base: SourceFile): boolean =>
  folderOf(file.uri) === folderOf(base.uri) && /^values[-_.].+\.ya?ml$/i.test(nameOf(file.uri));

function withUniqueIds(releases: readonly Release[]): Release[] {
  const seen = new Map<string, number>();
  return releases.map((release) => {
    const count = (seen.get(release.id) ?? 0) + 1;
    seen.set(release.id, count);
    return count === 1 ? release : { ...release, id: `${release.id}~${count}` };
  });
}

/** Every layer once, for all that read it, and every flavor of it once. */
function writtenIn(releases: readonly Release[], charts: readonly ChartFolder[]): WrittenFlavor[] {
  const uses = new Map<YamlMap, { file: SourceFile; releases: Release[] }>();
  for (const release of releases) {
    for (const { file, values } of release.layers) {
      if (values) uses.set(values, { file, releases: [...(uses.get(values)?.releases ?? []), release] });
    }
  }
  const found = new Map<string, WrittenFlavor>();
  for (const [values, { file, releases }] of uses) {
    const others = chartAround(file, charts)?.others ?? new Set();
    for (const flavor of flavorsInValues(values, releases, others)) {
      const key = [flavor.keyPlace, flavor.place].map(({ uri, span }) => `${uri}:${span.start}`).join(' ');
      if (found.get(key)?.unread !== null) found.set(key, flavor);
    }
  }
  return [...found.values()];
}
