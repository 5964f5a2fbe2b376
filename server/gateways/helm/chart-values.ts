/** Values of Helm charts: several over each other, and whose they are where nothing names the chart. */

import { isGatewayImage } from '../settings/index.js';
import { at, entry, textOf, type YamlMap, type YamlNode } from '../sources/index.js';
import type { KongChart } from './chart.js';

/**
 * Values over others: maps are merged, everything else is replaced (helm/helm `pkg/chart/common/util/coalesce.go`). A key
 * with null is kept, because it removes the value of the chart.
 */
export function mergeValues(under: YamlMap, over: YamlMap): YamlMap {
  const keys = new Set(over.entries.map(({ key }) => key));
  return {
    ...over,
    entries: [
      ...over.entries.map((one) => {
        const below = entry(under, one.key)?.value;
        return below?.kind === 'map' && one.value.kind === 'map'
          ? { ...one, value: mergeValues(below, one.value) }
          : one;
      }),
      ...under.entries.filter(({ key }) => !keys.has(key)),
    ],
  };
}

/** `--set a.b=c` as values; a dot after a backslash belongs to the key. */
export function valueAt(path: string, key: YamlNode, value: YamlNode): YamlMap {
  const keys = (path.match(/(?:\\.|[^.\\])+/g) ?? []).map((one) => one.replaceAll('\\', ''));
  const nested = keys.reduceRight<YamlNode>(
    (inner, name) => ({
      kind: 'map',
      uri: value.uri,
      span: value.span,
      flow: true,
      entries: [{ key: name, uri: key.uri, keySpan: key.span, value: inner, merged: false }],
    }),
    value,
  );
  return nested.kind === 'map' ? nested : { ...value, kind: 'map', flow: true, entries: [] };
}

/** Keys of `env` that are settings of Kong Gateway and of nothing else that is commonly installed. */
const settings =
  /^(?:router_flavor|route_match_calculation|nginx_worker_processes|pg_(?:host|port|user|password|database|ssl\w*)|(?:proxy|admin|status|admin_gui|portal_gui|portal_api)_(?:listen|access_log|error_log|url|api_url|api_uri)|declarative_config|cluster_(?:control_plane|cert|cert_key|mtls|telemetry_endpoint|server_name|ca_cert|listen)|lua_ssl_trusted_certificate|lua_package_path|konnect_mode|anonymous_reports|real_ip_header|trusted_ips|nginx_(?:http|proxy|main|events)_\w+|enforce_rbac|untrusted_lua\w*|mem_cache_size|upstream_keepalive\w*)$/i;

/** Other keys than `env` of the values of kong/kong. */
const otherKeys: readonly string[] = [
  'admin',
  'cluster',
  'clustertelemetry',
  'dblessConfig',
  'deployment',
  'enterprise',
  'image',
  'ingressController',
  'manager',
  'migrations',
  'plugins',
  'portal',
  'portalapi',
  'postgresql',
  'proxy',
  'replicaCount',
  'secretVolumes',
  'status',
  'udpProxy',
  'waitImage',
];

/** How many of its settings Kong Gateway would know. */
function settingsIn(env: YamlNode | undefined): number {
  if (env?.kind !== 'map') return 0;
  return env.entries.filter(({ key, value }) => {
    const text = textOf(value);
    if (/^database$/i.test(key)) return text === 'off' || text === 'postgres' || text === 'cassandra';
    if (/^role$/i.test(key))
      return text === 'control_plane' || text === 'data_plane' || text === 'traditional';
    return settings.test(key);
  }).length;
}

interface Shape {
  /** Keys that only kong/kong has. */
  readonly strong: number;
  /** Keys that it has, and others may have. */
  readonly weak: number;
  readonly settings: number;
}

/** How much values look like those of kong/kong. */
function shapeOf(values: YamlNode | undefined): Shape {
  if (values?.kind !== 'map') return { strong: 0, weak: 0, settings: 0 };
  const repository =
    textOf(at(values, 'image', 'repository')) ?? textOf(at(values, 'image', 'unifiedRepoTag'));
  const controller = at(values, 'ingressController');
  const strong = [
    at(values, 'dblessConfig')?.kind === 'map',
    at(values, 'deployment', 'kong')?.kind === 'map',
    repository !== null && isGatewayImage(repository),
    ['gatewayDiscovery', 'ingressClass', 'installCRDs', 'konnect', 'admissionWebhook'].some(
      (key) => at(controller, key) !== undefined,
    ) || /kubernetes-ingress-controller/.test(textOf(at(controller, 'image', 'repository')) ?? ''),
  ].filter(Boolean).length;
  const weak = values.entries.filter(({ key }) => otherKeys.includes(key)).length;
  return { strong, weak, settings: settingsIn(at(values, 'env')) };
}

const isKong = ({ strong, weak, settings }: Shape): boolean =>
  settings > 1 || (settings === 1 && weak > 0) || (strong > 0 && weak > 1);

const hasFlavor = (values: YamlNode | undefined): boolean => at(values, 'env', 'router_flavor') !== undefined;

/** The chart that the keys belong to; `null` if they do not show it, which is the usual case. */
export function chartOfShape(values: YamlNode): KongChart | null {
  if (values.kind !== 'map') return null;
  const own = shapeOf(values);
  const gateway = shapeOf(at(values, 'gateway'));
  const controller = shapeOf(at(values, 'controller'));
  const isIngress = isKong(gateway) || (controller.strong > 0 && controller.weak > 0);
  // `env` alone may be in the wrong place; the keys next to it decide.
  const signs = own.strong + own.weak;
  if (isKong(own) && (signs > 0 || !isIngress)) return 'kong/kong';
  if (isIngress) return signs > 0 && own.strong > 0 ? 'kong/kong' : 'kong/ingress';
  if (signs > 1 && own.strong > 0) return 'kong/kong';
  const [here, below] = [hasFlavor(values), hasFlavor(at(values, 'gateway'))];
  if (here === below) return null;
  return here || signs > 1 ? 'kong/kong' : 'kong/ingress';
}

/** The keys below which values have such a shape, each with the chart; an empty path for the values themselves. */
export function chartsOfShape(
  values: YamlNode,
): readonly { readonly chart: KongChart; readonly path: readonly string[] }[] {
  const own = chartOfShape(values);
  if (own !== null) return [{ chart: own, path: [] }];
  if (values.kind !== 'map') return [];
  return values.entries.flatMap(({ key, value }) => {
    const chart = chartOfShape(value);
    return chart === null ? [] : [{ chart, path: [key] }];
  });
}
