/** What the client sets, and what it says when it introduces itself. */

/** The values of Kong's `router_flavor`. */
export type RouterFlavor = 'traditional' | 'traditional_compatible' | 'expressions';

/** The settings of the section `kongRoutes`, as `workspace/configuration` answers them. */
export interface Settings {
  readonly routerFlavor: 'auto' | RouterFlavor;
  /** Such as `3.9` or `3.4.1`, or `auto`. */
  readonly gatewayVersion: string;
  readonly routeMatchCalculation: 'auto' | 'original' | 'strict';
  readonly gateways: readonly GatewayOfRoutes[];
  /** What reads Kubernetes manifests: `auto`, or `kic` or `operator`, with a version where it is not the newest: `kic@3.4.12`. */
  readonly kubernetesController: string;
  /** Addresses of Admin APIs, as they are written. */
  readonly adminApi: readonly string[];
  /** The severity of advice by code; `off` disables it. */
  readonly lints: { readonly [code: string]: 'off' | 'hint' | 'information' | 'warning' };
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
  readonly flavor?: RouterFlavor;
  readonly version?: string;
}

/** What a client says when it introduces itself. */
export interface InitializationOptions {
  /** Whether it wants the notification `kongRoutes/gatewayChanged`. */
  readonly gatewayChanged?: boolean;
  /** Whether it has the command `kongRoutes.copyAsCurl`. */
  readonly copiesCurl?: boolean;
  /** Whether it has the command `kongRoutes.tryRequest`. */
  readonly triesRequests?: boolean;
  /** Whether it answers the request `kongRoutes/ask`. Without, the server itself asks Admin APIs, and without a token. */
  readonly asksAdminApis?: boolean;
  /** Whether it answers `kongRoutes/kindOfFile`, `kongRoutes/listFiles` and `kongRoutes/readFile`. */
  readonly readsFiles?: boolean;
}

/** How routes are written: with expressions, or with traditional fields. */
export type Style = 'expressions' | 'traditional';
