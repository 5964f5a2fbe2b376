/** What a controller runs with, and what each of its versions does differently. */

import type { ControllerName } from '../problems/codes.js';

/** A version of a controller or of the Gateway; a missing part counts as 0. */
export type Version = readonly number[];

export interface ControllerSettings {
  readonly controller: ControllerName;
  /** Of the controller. */
  readonly version: Version;
  /** Of the Gateway. */
  readonly gateway: Version;
  /** `--feature-gates`; one that is not named has its default. */
  readonly featureGates: ReadonlyMap<string, boolean>;
  readonly ingressClass: string;
  /** Where set, part of the key of every id. */
  readonly workspace: string | null;
  /**
   * The operator only sends TCPRoutes and UDPRoutes of listeners that are programmed, which is in the status of their
   * Gateway. `assumed` treats every listener as programmed: files seldom have a status.
   */
  readonly listenerStatus: 'written' | 'assumed';
}

/** The newest versions whose rules are known here. */
export const newestVersions: Readonly<Record<ControllerName, Version>> = {
  kic: [3, 5, 13],
  operator: [2, 3, 0],
};

export const defaultSettings: ControllerSettings = {
  controller: 'kic',
  version: newestVersions.kic,
  gateway: [3, 9],
  featureGates: new Map(),
  ingressClass: 'kong',
  workspace: null,
  listenerStatus: 'written',
};

/**
 * The gates that change what becomes of objects, with their defaults. `CombinedServicesFromDifferentHTTPRoutes` is a
 * flag of its own since KIC 3.5, and a field of the operator's ControlPlane, whose default is on; here it counts as off
 * unless it is named.
 */
export const gateDefaults: Readonly<Record<string, boolean>> = {
  RewriteURIs: false,
  KongServiceFacade: false,
  FillIDs: true,
  GatewayAlpha: false,
  CombinedServicesFromDifferentHTTPRoutes: false,
};

export const isEnabled = (settings: ControllerSettings, gate: string): boolean =>
  settings.featureGates.get(gate) ?? gateDefaults[gate] ?? false;

export function compareVersions(a: Version, b: Version): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const isAtLeastVersion = (version: Version, least: Version): boolean =>
  compareVersions(version, least) >= 0;

/** The protocols that a route of an Ingress or of an HTTPRoute has without an annotation. */
export type ProtocolsRule =
  /** Always http and https, but nothing under `expressions`. */
  | 'traditional-only'
  /** Always http and https. */
  | 'always'
  /** Those of the annotation or of the listeners, else none. */
  | 'derived';

export interface ControllerRules {
  readonly protocols: ProtocolsRule;
  /** The default backend's expression names the protocols. */
  readonly defaultBackendNamesProtocols: boolean;
  /** The default backend's route has http and https. */
  readonly defaultBackendProtocols: 'none' | 'traditional' | 'both';
  readonly readsStreamIngresses: boolean;
  readonly streamRouteVersion: 'v1alpha2' | 'v1';
  readonly wildcardSnis: boolean;
  /** Of headers with equal names only the first counts; before, two equal ones are an error. */
  readonly firstHeaderCounts: boolean;
  readonly escapesGrpcPaths: boolean;
  readonly grpcListenerHostnamesInExpressions: boolean;
  readonly regexPriorities: boolean;
  readonly splitsServicesByTimeout: boolean;
  readonly oneRoutePerListener: boolean;
  readonly tlsRouteVersion: 'v1alpha2' | 'v1';
  /** A service whose references are all invalid has a host of its own. */
  readonly separatesInvalidServices: boolean;
  readonly terminatesWithoutBackends: boolean;
  readonly redirectPlugin: boolean;
}

/**
 * Sources: the tags of Kong/kubernetes-ingress-controller (`internal/dataplane/translator/`) and of Kong/kong-operator
 * (`ingress-controller/internal/dataplane/translator/`), compared with one another.
 */
export function rulesOf({ controller, version, gateway }: ControllerSettings): ControllerRules {
  const isOperator = controller === 'operator';
  const since = (operator: Version) => isOperator && isAtLeastVersion(version, operator);
  const protocols = protocolsRule(controller, version);
  return {
    protocols,
    defaultBackendNamesProtocols: protocols !== 'derived',
    defaultBackendProtocols: defaultBackendProtocols(isOperator, protocols),
    readsStreamIngresses: !isOperator,
    streamRouteVersion: since([2, 3]) ? 'v1' : 'v1alpha2',
    wildcardSnis: since([2, 2]),
    firstHeaderCounts: since([2, 2, 1]),
    escapesGrpcPaths: since([2, 3]),
    grpcListenerHostnamesInExpressions: since([2, 3]),
    regexPriorities: since([2, 3]),
    splitsServicesByTimeout: since([2, 3]),
    oneRoutePerListener: since([2, 3]),
    tlsRouteVersion: since([2, 2]) ? 'v1' : 'v1alpha2',
    separatesInvalidServices: since([2, 2]),
    terminatesWithoutBackends: since([2, 3]),
    redirectPlugin: isAtLeastVersion(gateway, [3, 9]),
  };
}

/** The releases that first had each rule, on each of the branches that were patched. */
const protocolReleases: Readonly<
  Record<ControllerName, Readonly<Record<'always' | 'derived', readonly Version[]>>>
> = {
  kic: {
    always: [
      [3, 4, 12],
      [3, 5, 5],
    ],
    derived: [
      [3, 4, 14],
      [3, 5, 7],
    ],
  },
  operator: {
    always: [
      [2, 0, 8],
      [2, 1, 3],
    ],
    derived: [
      [2, 1, 6],
      [2, 2, 0],
    ],
  },
};

function protocolsRule(controller: ControllerName, version: Version): ProtocolsRule {
  const { always, derived } = protocolReleases[controller];
  if (hasRelease(version, derived)) return 'derived';
  return hasRelease(version, always) ? 'always' : 'traditional-only';
}

/** Whether a version has what was released on several branches: on its own branch, or since a later minor version. */
function hasRelease(version: Version, releases: readonly Version[]): boolean {
  const own = releases.find(([major, minor]) => major === version[0] && minor === (version[1] ?? 0));
  return own
    ? isAtLeastVersion(version, own)
    : releases.every((release) => isAtLeastVersion(version, release));
}

function defaultBackendProtocols(
  isOperator: boolean,
  protocols: ProtocolsRule,
): ControllerRules['defaultBackendProtocols'] {
  if (protocols === 'traditional-only') return 'traditional';
  return protocols === 'always' || isOperator ? 'both' : 'none';
}
