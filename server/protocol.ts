/** What client and server say to each other beyond LSP: types only. */

/** The settings of the section `kongRoutes`, as `workspace/configuration` answers them. */
export interface Settings {
  readonly routerFlavor: 'auto' | 'traditional' | 'traditional_compatible' | 'expressions';
  /** Such as `3.9` or `3.4.1`, or `auto`. */
  readonly gatewayVersion: string;
  readonly routeMatchCalculation: 'auto' | 'original' | 'strict';
  readonly gateways: readonly GatewayOfRoutes[];
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

/**
 * An entry of `kongRoutes.gateways`: the Gateway of some files of routes. A flavor or a version that is given here goes
 * before what the file of the Gateway says.
 */
export interface GatewayOfRoutes {
  /** A glob, from the workspace folder. */
  readonly routes: string;
  /** The file, from the workspace folder, and the name in it: `docker/compose.yml#kong`. */
  readonly gateway?: string;
  readonly flavor?: 'traditional' | 'traditional_compatible' | 'expressions';
  readonly version?: string;
}

/** How routes are written: with expressions, or with traditional fields. */
export type Style = 'expressions' | 'traditional';

/**
 * `workspace/executeCommand` with the command `kongRoutes.convert`: converts routes through one workspace edit and
 * answers a `ConvertSummary`.
 */
export interface ConvertArguments {
  readonly uris: readonly string[];
  readonly to: Style;
  /** Only the route at this place, in the one document named. */
  readonly at?: { readonly line: number; readonly character: number };
}

export interface ConvertSummary {
  /** `false` where the edit was discarded, cancelled or empty. */
  readonly applied: boolean;
  readonly converted: readonly ConvertedRoute[];
  readonly leftAlone: readonly { readonly uri: string; readonly route: string; readonly reason: string }[];
}

export interface ConvertedRoute {
  readonly uri: string;
  readonly route: string;
  /** What to know about it. */
  readonly notes: readonly string[];
}

/** The request `kongRoutes/preview`: a document with all of its routes in another style. */
export interface PreviewParams {
  readonly uri: string;
  readonly to: Style;
}

export interface PreviewResult {
  readonly text: string;
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
}
