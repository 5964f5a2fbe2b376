/** Gateways in values of Helm charts. */

import { FilesByAddress, folderOf, nameOf } from './addresses.js';
import { type ChartFolder, type ChartUse, chartFolders } from './chart.js';
import { configMapsOf } from './config-map.js';
import type { DeclaredGateway, Found, SourceFile, WrittenFlavor } from './declared.js';
import { fileLayer, installedReleases, type Workspace } from './installation.js';
import { manifestsIn } from './manifest.js';
import { gatewayOf, type Layer, type Release } from './release.js';
import { chartsOfShape } from './values.js';
import { flavorsInValues } from './written-values.js';
import { at, yamlDocuments } from './yaml-tree.js';

const yaml = /\.(?:ya?ml|json|tpl|gotmpl)$/i;

/** What values of Kong's charts, and files that install them, hardly can be without. */
const telltale = /kong|router_flavor|ingressController|dblessConfig|pg_host|cluster_control_plane/i;

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function helmGateways(files: readonly SourceFile[]): Found {
  const candidates = files.filter(({ uri }) => yaml.test(uri));
  const telling = candidates.filter(({ text }) => telltale.test(text));
  if (telling.length === 0) return { gateways: [], sets: [], written: [] };
  const manifests = candidates.flatMap(manifestsIn);
  const workspace: Workspace = {
    files: candidates,
    byAddress: new FilesByAddress(candidates),
    manifests,
    configMaps: manifests.flatMap(configMapsOf),
  };
  const installed = installedReleases(workspace);
  const referred = new Set(installed.flatMap(({ layers }) => layers.map(({ file }) => file)));
  const charts = chartFolders(candidates);
  const releases = [
    ...installed,
    ...charts.flatMap((chart) => releasesOf(chart, candidates)),
    ...telling.filter((file) => !referred.has(file) && !chartAround(file, charts)).flatMap(releasesByShape),
  ];
  const gateways = releases.flatMap((release) => gatewayOf(release, workspace.configMaps) ?? []);
  return { gateways: withUniqueIds(gateways), sets: [], written: writtenIn(releases, charts) };
}

/** Folders in a chart that have values for it. */
const valuesFolder = /^(?:values|ci|env|envs|environments?|overrides|examples?|example-values)$/i;

/** The chart that a file has values for, as its folder tells. */
function chartAround({ uri }: SourceFile, charts: readonly ChartFolder[]): ChartFolder | null {
  const around = charts.filter(({ folder }) => uri.startsWith(folder));
  const nearest = around.sort((a, b) => b.folder.length - a.folder.length)[0];
  if (!nearest) return null;
  const between = folderOf(uri).slice(nearest.folder.length).split('/').filter(Boolean);
  const isWithin = between.every((step) => valuesFolder.test(step) || environment.test(step));
  return isWithin || /^(?:templates|charts|crds)$/.test(between[0] ?? '') ? nearest : null;
}

/** Names of environments, which tell files apart that are alike otherwise. */
const environment =
  /^(?:dev|develop|development|test|testing|qa|int|integration|stage|staging|stg|uat|preprod|pre|prod|production|prd|live|local|minikube|kind|sandbox|demo|e2e|perf|dr|canary|blue|green|eu|us|ap)$/i;

const isValuesFile = (file: SourceFile): boolean =>
  /values/i.test(nameOf(file.uri)) || valuesFolder.test(folderOf(file.uri).split('/').at(-2) ?? '');

/** A release for each file of values of a chart: `values.yaml` alone, and each other over it. */
function releasesOf(chart: ChartFolder, files: readonly SourceFile[]): Release[] {
  if (chart.uses.length === 0) return [];
  const own = files.filter(
    (file) =>
      file !== chart.file && isValuesFile(file) && chartAround(file, [chart]) === chart && valuesIn(file),
  );
  const base = own.find(({ uri }) => /^values\.ya?ml$/.test(uri.slice(chart.folder.length)));
  const baseLayers = base ? [fileLayer(base)] : [];
  const overlays = own.filter((file) => file !== base && !/\/(?:templates|charts)\//.test(file.uri));
  return chart.uses.flatMap((use) => [
    releaseOf(use, base ?? chart.file, baseLayers),
    ...overlays
      .filter((file) => use.path.length === 0 || at(yamlDocuments(file)[0], use.path[0]!))
      .map((file) => releaseOf(use, file, [...baseLayers, fileLayer(file)])),
  ]);
}

function releaseOf(use: Omit<ChartUse, 'place'>, file: SourceFile, layers: readonly Layer[]): Release {
  const { chart, version, path, conditions } = use;
  const name = path.at(-1) ?? chart.slice(chart.indexOf('/') + 1);
  const id = `helm-release:${file.uri}#${path.join('.')}`;
  const place = { uri: file.uri, span: firstLine(file) };
  return { chart, version, path, conditions, layers, unseen: null, name, namespace: null, place, id };
}

const firstLine = ({ text }: SourceFile) => {
  const start = text.search(/\S|$/);
  return { start, end: start + text.slice(start).search(/[\r\n]|$/) };
};

/** Values are a map, and nothing that is another kind of file. */
function valuesIn(file: SourceFile) {
  const root = yamlDocuments(file)[0];
  const isOther = ['apiVersion', '_format_version', 'services', 'helmCharts'].some((key) => at(root, key));
  return root?.kind === 'map' && !isOther ? root : null;
}

/** Where nothing names the chart. */
function releasesByShape(file: SourceFile): Release[] {
  const values = valuesIn(file);
  if (!values) return [];
  return chartsOfShape(values).map(({ chart, path }) =>
    releaseOf({ chart, path, version: null, conditions: [] }, file, [fileLayer(file)]),
  );
}

function withUniqueIds(gateways: readonly DeclaredGateway[]): DeclaredGateway[] {
  const seen = new Map<string, number>();
  return gateways.map((gateway) => {
    const count = (seen.get(gateway.id) ?? 0) + 1;
    seen.set(gateway.id, count);
    return count === 1 ? gateway : { ...gateway, id: `${gateway.id}~${count}` };
  });
}

/** Every layer once, for all that read it. */
function writtenIn(releases: readonly Release[], charts: readonly ChartFolder[]): WrittenFlavor[] {
  const uses = new Map<string, { layer: Layer; releases: Release[] }>();
  for (const release of releases) {
    for (const layer of release.layers) {
      const key = `${layer.file.uri}:${layer.values?.span.start}`;
      const known = uses.get(key) ?? { layer, releases: [] };
      known.releases.push(release);
      uses.set(key, known);
    }
  }
  return [...uses.values()].flatMap(({ layer, releases }) =>
    layer.values
      ? flavorsInValues(layer.values, releases, chartAround(layer.file, charts)?.others ?? new Set())
      : [],
  );
}
