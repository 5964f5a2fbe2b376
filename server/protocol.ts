/** What client and server say to each other beyond LSP: types only. */

/** The settings of the section `kongRoutes`, as `workspace/configuration` answers them. */
export interface Settings {
  readonly routerFlavor: 'auto' | 'traditional' | 'traditional_compatible' | 'expressions';
  /** Such as `3.9` or `3.4.1`. */
  readonly gatewayVersion: string;
  readonly routeMatchCalculation: 'original' | 'strict';
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
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
