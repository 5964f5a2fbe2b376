/** The Helm charts that run Kong Gateway (Kong/charts), and what they do where values say nothing. */

import { type GatewayVersion, parseGatewayVersion } from '../../../grammar/index.js';
import { folderOf, nameOf, type Place, resolvePath, type SourceFile, uriKey } from '../../text/index.js';
import { at, entry, items, textOf, type YamlNode, yamlDocuments } from '../sources/index.js';

export type KongChart = 'kong/kong' | 'kong/ingress';

/**
 * The chart that something installs.
 *
 * @param name as it is written: `kong`, `kong/ingress`, `oci://registry/charts/kong`
 * @param repository its address, or the name that it was added under; `null` if that is not said
 */
export function chartNamed(name: string | null, repository: string | null): KongChart | null {
  if (name === null || /bitnami/i.test(`${name} ${repository ?? ''}`)) return null;
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (base === 'kong') return 'kong/kong';
  const isKongs = name.startsWith('kong/') || isKongRepository(repository ?? '');
  return base === 'ingress' && isKongs ? 'kong/ingress' : null;
}

const isKongRepository = (repository: string): boolean =>
  /konghq\.com|kong\.github\.io|(?:^|[/@:])kong(?:\/|$)/i.test(repository);

export interface ChartDefaults {
  /** `null` if the chart leaves it to Kong. */
  readonly flavor: 'traditional' | null;
  /** Of the image; `null` if the version of the chart is not known, or newer than what is known here. */
  readonly version: GatewayVersion | null;
}

/** @param version of the chart; ranges are not known */
export function chartDefaults(chart: KongChart, version: string | null): ChartDefaults {
  const exact = /^[v=]?\s*(\d+\.\d+\.\d+)$/.exec(version ?? '')?.[1];
  const parsed = exact === undefined ? null : parseGatewayVersion(exact);
  if (!parsed) return { flavor: 'traditional', version: null };
  const tag = tags[chart].findLast(([since]) => !isBefore(parsed, since))?.[1] ?? null;
  return {
    // The chart has `env.router_flavor` in its values since 2.13.0; kong/ingress is newer.
    flavor: chart === 'kong/kong' && isBefore(parsed, '2.13.0') ? null : 'traditional',
    version: tag === null ? null : parseGatewayVersion(tag),
  };
}

const isBefore = (version: readonly number[], other: string): boolean => {
  const parts = other.split('.').map(Number);
  const differs = parts.findIndex((part, index) => part !== version[index]);
  return differs !== -1 && version[differs]! < parts[differs]!;
};

/**
 * Since which version of a chart which tag is in its values (`image.tag` at the tags of Kong/charts; kong/ingress has
 * that of the kong/kong in its `Chart.lock`). After the last none is known.
 */
const tags: Readonly<Record<KongChart, readonly (readonly [since: string, tag: string | null])[]>> = {
  'kong/kong': [
    ['0.36.5', '1.4'],
    ['1.3.0', '2.0'],
    ['1.8.0', '2.1'],
    ['1.12.0', '2.2'],
    ['1.15.0', '2.3'],
    ['2.1.0', '2.4'],
    ['2.3.0', '2.5'],
    ['2.5.0', '2.6'],
    ['2.6.4', '2.7'],
    ['2.8.0', '2.8'],
    ['2.13.0', '3.0'],
    ['2.14.0', '3.1'],
    ['2.17.0', '3.2'],
    ['2.23.0', '3.3'],
    ['2.28.0', '3.4'],
    ['2.33.0', '3.5'],
    ['2.37.0', '3.6'],
    ['2.42.0', '3.7'],
    ['2.45.0', '3.8'],
    ['2.47.0', '3.9'],
    ['3.5.0', null],
  ],
  'kong/ingress': [
    ['0.1.0', '3.2'],
    ['0.2.0', '3.3'],
    ['0.7.0', '3.4'],
    ['0.10.0', '3.5'],
    ['0.11.0', '3.6'],
    ['0.15.0', '3.7'],
    ['0.16.0', '3.8'],
    ['0.18.0', '3.9'],
    ['0.25.0', null],
  ],
};

/** A chart of Kong's, and where its values are in those of another chart. */
export interface ChartUse {
  readonly chart: KongChart;
  readonly version: string | null;
  /** The keys below which its values are; none if they are its own. */
  readonly path: readonly string[];
  /** Paths of values; the first existing one enables or disables it. */
  readonly conditions: readonly (readonly string[])[];
  readonly place: Place;
}

/** A folder with a `Chart.yaml`. */
export interface ChartFolder {
  readonly folder: string;
  readonly file: SourceFile;
  readonly uses: readonly ChartUse[];
  /** The keys of values that are for charts of others. */
  readonly others: ReadonlySet<string>;
}

/** The charts of a workspace, each with the charts of Kong's that it brings. */
export function chartFolders(files: readonly SourceFile[]): readonly ChartFolder[] {
  const manifests = files.filter(({ uri }) => nameOf(uri) === 'Chart.yaml');
  const byFolder = new Map(manifests.map((file) => [uriKey(folderOf(file.uri)), file]));
  return manifests.map((file) => {
    const uses = usesOf(file, byFolder, 0);
    const ours = new Set(uses.map(({ path }) => path[0]));
    const names = items(at(yamlDocuments(file)[0], 'dependencies')).flatMap((one) => keyOf(one) ?? []);
    return {
      folder: folderOf(file.uri),
      file,
      uses,
      others: new Set(names.filter((name) => !ours.has(name))),
    };
  });
}

const keyOf = (dependency: YamlNode): string | null =>
  textOf(at(dependency, 'alias')) ?? textOf(at(dependency, 'name'));

function usesOf(
  file: SourceFile,
  byFolder: ReadonlyMap<string, SourceFile>,
  depth: number,
): readonly ChartUse[] {
  const root = yamlDocuments(file)[0];
  const dependencies = items(at(root, 'dependencies'));
  const charts = dependencies.flatMap((dependency): readonly ChartUse[] => {
    const key = keyOf(dependency);
    const name = entry(dependency, 'name')?.value;
    if (key === null || name?.kind !== 'scalar') return [];
    const repository = textOf(at(dependency, 'repository'));
    const conditions = (textOf(at(dependency, 'condition')) ?? '')
      .split(',')
      .flatMap((path) => (path.trim() === '' ? [] : [path.trim().split('.')]));
    const local = repository?.startsWith('file://') ? repository.slice('file://'.length) : null;
    const folder = local === null ? null : resolvePath(folderOf(file.uri), local);
    const nested = folder === null ? undefined : byFolder.get(uriKey(`${folder}/`));
    if (nested && depth < 4) {
      return usesOf(nested, byFolder, depth + 1).map((use) => ({
        ...use,
        path: [key, ...use.path],
        conditions: [...conditions, ...use.conditions.map((path) => [key, ...path])],
      }));
    }
    const chart = chartNamed(name.text, repository);
    const place = { uri: name.uri, span: name.span };
    return chart === null
      ? []
      : [{ chart, version: textOf(at(dependency, 'version')), path: [key], conditions, place }];
  });
  const own = entry(root, 'name')?.value;
  const home = [at(root, 'home'), ...items(at(root, 'sources'))].map((node) => textOf(node) ?? '');
  const isKongs = home.some((address) => /konghq\.com|github\.com\/Kong\/charts/i.test(address));
  const chart = own?.kind === 'scalar' && isKongs ? chartNamed(own.text, 'konghq.com') : null;
  // kong/ingress brings kong/kong twice; a chart of one's own that is called kong may, too.
  if (!own || chart === null || (chart === 'kong/kong' && charts.length > 0)) return charts;
  const place = { uri: own.uri, span: own.span };
  return [{ chart, version: textOf(at(root, 'version')), path: [], conditions: [], place }];
}
