/** A chart of Kong's with values, and the Gateway that it runs. */

import type { GatewayVersion } from '../../../grammar/index.js';
import type { UnknownValue } from '../../problems/index.js';
import type { Place, SourceFile } from '../../text/index.js';
import {
  type ConfigMap,
  type FindConfigMap,
  givenAs,
  numberOf,
  referred,
  sameNamespace,
} from '../kubernetes/index.js';
import type { DeclaredGateway, Setting } from '../model/index.js';
import { type Given, given, type Launch, settingsOf } from '../settings/index.js';
import {
  at,
  below,
  endInsertion,
  entry,
  entryInsertion,
  type Insertion,
  itemInsertion,
  knownText,
  ofScalar,
  pathInsertion,
  type TracedText,
  textOf,
  written,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../sources/index.js';
import { type ChartDefaults, chartDefaults, type KongChart } from './chart.js';
import { mergeValues } from './chart-values.js';

/** Values that override those before them. */
export interface Layer {
  readonly file: SourceFile;
  /** `null` if nothing is written yet. */
  readonly values: YamlMap | null;
  readonly writable: Writable | null;
}

/** Where values can be written. */
type Writable =
  /** In a map of the file, below a path. */
  | { readonly kind: 'map'; readonly map: YamlMap | null; readonly path: readonly string[] }
  /** In a list of names and values. */
  | { readonly kind: 'parameters'; readonly list: YamlList }
  /** In a list of maps that is not there yet. */
  | { readonly kind: 'items'; readonly map: YamlMap; readonly key: string };

export interface Release {
  readonly chart: KongChart;
  /** Of the chart. */
  readonly version: string | null;
  /** The keys below which the chart's values are. */
  readonly path: readonly string[];
  readonly conditions: readonly (readonly string[])[];
  readonly layers: readonly Layer[];
  /** What may have more values and is not at hand; `null` if all is. */
  readonly unseen: UnknownValue | null;
  readonly name: string;
  readonly namespace: string | null;
  readonly place: Place;
  readonly id: string;
  /** By a file that names the chart and the release; else the file of values is all that there is. */
  readonly isInstalled: boolean;
}

export interface RunningRelease {
  readonly release: Release;
  readonly gateway: DeclaredGateway;
  readonly launch: Launch;
}

/** Where the chart has the environment of the Gateway. */
export const environmentPath = ({ chart, path }: Pick<Release, 'chart' | 'path'>): readonly string[] => [
  ...path,
  ...(chart === 'kong/ingress' ? ['gateway'] : []),
  'env',
];

export const isFalse = (node: YamlNode | undefined): boolean =>
  node?.kind === 'scalar' && !node.quoted && /^(?:false|no|off|n)$/i.test(node.text ?? '');

const isTrue = (node: YamlNode | undefined): boolean =>
  node?.kind === 'scalar' && /^(?:true|yes|on|y)$/i.test(node.text ?? '');

/** @returns `null` if the release runs no Gateway */
export function runningRelease(release: Release, configMaps: readonly ConfigMap[]): RunningRelease | null {
  const { chart, version, unseen, namespace } = release;
  const { own, kong, isOn } = valuesOf(release);
  if (!isOn || isFalse(at(kong, 'deployment', 'kong', 'enabled'))) return null;

  const findConfigMap: FindConfigMap = (name) =>
    configMaps.find((map) => map.name === name && sameNamespace(map.namespace, namespace)) ?? null;
  const defaults = chartDefaults(chart, version);
  const environment = environmentOf(kong, findConfigMap, defaults);
  const launch: Launch = { image: imageOf(at(kong, 'image')), environment, conf: new Map(), unseen };
  const settings = withDefaults(settingsOf(launch), launch, at(kong, 'env'), chart, defaults);
  const hasOwnController = chart === 'kong/kong' && !isFalse(at(kong, 'ingressController', 'enabled'));
  const hasController =
    hasOwnController || (chart === 'kong/ingress' && !isFalse(at(own, 'controller', 'enabled')));
  const isCounted =
    !isTrue(at(kong, 'deployment', 'daemonset')) && !isTrue(at(kong, 'autoscaling', 'enabled'));
  const gateway: DeclaredGateway = {
    id: release.id,
    kind: 'helm-release',
    name: textOf(at(kong, 'fullnameOverride')) || release.name,
    namespace,
    place: release.place,
    ...settings,
    reads:
      !hasOwnController && settings.database === 'off'
        ? readsOf(at(kong, 'dblessConfig'), findConfigMap)
        : [],
    replicas: isCounted ? (numberOf(at(kong, 'replicaCount')) ?? 1) : null,
    rollout: textOf(at(kong, 'updateStrategy', 'type')) === 'Recreate' ? 'recreate' : 'rolling',
    controlled: hasController ? 'ingress-controller' : null,
    insertion: settings.flavor.text ? null : insertionOf(release, launch),
  };
  return { release, gateway, launch };
}

/** The values of the chart, and those of them that are for the Gateway. */
function valuesOf({ chart, path, layers, conditions }: Release) {
  const values = layers.reduce<YamlMap | undefined>(
    (under, { values }) => (under && values ? mergeValues(under, values) : (values ?? under)),
    undefined,
  );
  const own = at(values, ...path);
  const kong = chart === 'kong/ingress' ? at(own, 'gateway') : own;
  const condition = conditions.map((keys) => at(values, ...keys)).find((node) => node);
  const isOn = !isFalse(condition) && !(chart === 'kong/ingress' && isFalse(at(kong, 'enabled')));
  return { own, kong, isOn };
}

/**
 * Every key of `env` becomes `KONG_<KEY>`; those of `customEnv` are used as they are, and have precedence (`kong.env` in
 * Kong/charts `charts/kong/templates/_helpers.tpl`).
 */
function environmentOf(
  kong: YamlNode | undefined,
  findConfigMap: FindConfigMap,
  defaults: ChartDefaults,
): Launch['environment'] {
  const environment = new Map<string, Given>();
  const add = (from: string, prefix: string) => {
    const map = at(kong, from);
    if (map?.kind !== 'map') return;
    // Go's templates visit a map in the order of its keys, so the last of those that differ only in case wins.
    const entries = [...map.entries].sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { key, uri, keySpan, value } of entries) {
      // Helm removes a key with the value null.
      if (value.kind === 'scalar' && value.text === null) continue;
      const keyPlace = { uri, span: keySpan };
      const reference = value.kind === 'map' ? entry(value, 'valueFrom')?.value : undefined;
      environment.set(
        prefix + key.toUpperCase(),
        reference?.kind === 'map' ? referred(keyPlace, reference, findConfigMap) : givenAs(keyPlace, value),
      );
    }
  };
  add('env', 'KONG_');
  // The chart's own `env.router_flavor` comes after one in capitals.
  const isChartsOwn = defaults.flavor !== null && !at(kong, 'env', 'router_flavor');
  if (isChartsOwn) environment.delete('KONG_ROUTER_FLAVOR');
  add('customEnv', '');
  return environment;
}

/** `image` of the chart (`kong.getRepoTag` in Kong/charts `charts/kong/templates/_helpers.tpl`). */
function imageOf(image: YamlNode | undefined): Launch['image'] {
  const whole = at(image, 'unifiedRepoTag');
  const tag = at(image, 'tag');
  const repository = at(image, 'repository');
  const version = at(image, 'effectiveSemver');
  const wholeText = whole?.kind === 'scalar' ? ofScalar(whole) : null;
  if (whole && wholeText && knownText(wholeText) !== '') return { text: wholeText, place: whole };
  const tagText = tag?.kind === 'scalar' ? asNumber(tag) : null;
  const named = (repository?.kind === 'scalar' ? ofScalar(repository) : null) ?? kongImage;
  const versionText = version?.kind === 'scalar' && !isVersion(tagText) ? ofScalar(version) : null;
  const tagOrVersion = versionText ?? tagText;
  if (!tagOrVersion) return null;
  return { text: [...named, ...colon, ...tagOrVersion], place: placed(versionText ? version! : tag!) };
}

const placed = ({ uri, span }: Place): Place => ({ uri, span });

const isVersion = (text: TracedText | null): boolean =>
  text !== null && /^v?\d+\.\d/.test(knownText(text) ?? '');

const kongImage: TracedText = written('', 0, 'kong').map((piece) => ({ ...piece, verbatim: false }));
const colon: TracedText = written('', 0, ':').map((piece) => ({ ...piece, verbatim: false }));

/** A number without quotes is a number: `3.10` is 3.1. */
function asNumber(tag: YamlScalar): TracedText | null {
  const traced = ofScalar(tag);
  if (!traced || tag.quoted || !/^\d+\.\d+$/.test(tag.text ?? '')) return traced;
  const text = String(Number(tag.text));
  return text === tag.text ? traced : traced.map((piece) => ({ ...piece, text, verbatim: false }));
}

type Settings = ReturnType<typeof settingsOf>;

/** What the chart sets where values do not. */
function withDefaults(
  settings: Settings,
  launch: Launch,
  env: YamlNode | undefined,
  chart: KongChart,
  defaults: ChartDefaults,
): Settings {
  const byChart = { text: null, place: null, origin: { kind: 'chart-default', chart } } as const;
  const version: Setting<GatewayVersion> =
    launch.image === null && defaults.version !== null
      ? { ...byChart, text: defaults.version.join('.'), value: defaults.version }
      : settings.version;
  const database = settings.database ?? (given(launch, 'database') ? null : 'off');
  const flavor = entry(env, 'router_flavor');
  const isRemoved = flavor?.value.kind === 'scalar' && flavor.value.text === null;
  if (given(launch, 'router_flavor') || launch.unseen !== null) return { ...settings, version, database };
  const byDefault: Settings['flavor'] =
    defaults.flavor !== null && !isRemoved
      ? { ...byChart, value: defaults.flavor }
      : settingsOf({ ...launch, image: imageOfVersion(version) ?? launch.image }).flavor;
  return { ...settings, flavor: byDefault, version, database };
}

const imageOfVersion = ({ value }: Setting<GatewayVersion>): Launch['image'] =>
  value && {
    text: written('', 0, `kong:${value.join('.')}`),
    place: { uri: '', span: { start: 0, end: 0 } },
  };

/** `dblessConfig` of the chart: in the values, or in a ConfigMap. */
function readsOf(dbless: YamlNode | undefined, findConfigMap: FindConfigMap): string[] {
  const config = at(dbless, 'config');
  if (config?.kind === 'scalar' && (config.text ?? '').trim() !== '') return [config.uri];
  const name = textOf(at(dbless, 'configMap'));
  const given = name ? findConfigMap(name)?.data.get('kong.yml') : undefined;
  return given ? [given.place.uri] : [];
}

/** In the last values that can be written. */
function insertionOf(release: Release, launch: Launch): Insertion | null {
  if (release.unseen !== null) return null;
  const path = [...environmentPath(release), 'router_flavor'];
  const empty = given(launch, 'router_flavor');
  if (empty && ('unknown' in empty.value || knownText(empty.value) !== '')) return null;
  if (empty) return { place: empty.place, text: '%s' };
  for (const { file, writable } of [...release.layers].reverse()) {
    const insertion = writable && writeInto(writable, file, path);
    if (insertion) return insertion;
  }
  return null;
}

function writeInto(writable: Writable, file: SourceFile, path: readonly string[]): Insertion | null {
  if (writable.kind === 'map') {
    const keys = [...writable.path, ...path];
    return writable.map ? pathInsertion(writable.map, file, keys) : endInsertion(file, keys);
  }
  if (writable.kind === 'parameters') {
    const name = path.join('.');
    const flow = `{"name": "${name}", "value": "%s"}`;
    return itemInsertion(writable.list, file, { lines: [`name: ${name}`, 'value: %s'], flow });
  }
  const { lines, flow } = below(path, '  ');
  const [first, ...rest] = lines.map((line) => line.slice(2));
  const item = [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
  return entryInsertion(writable.map, file, writable.key, { lines: item, flow: `[${flow}]` }, []);
}
