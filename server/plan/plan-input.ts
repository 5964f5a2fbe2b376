/** What a plan is made from. */

import type { RouteDocument } from '../documents/index.js';
import type { DeclaredGateway, Found } from '../gateways/index.js';
import type { SourceFile } from '../text/index.js';
import type { GatewayOfDocument } from '../workspace/index.js';
import type { Target } from './plan-target.js';

export interface PlanInput {
  /** URI of the folder that paths count from. */
  readonly root: string;
  /** All files that were read: of gateways, of routes, and other configuration. */
  readonly files: readonly SourceFile[];
  readonly found: Found;
  readonly routeFiles: readonly PlanRouteFile[];
  /** `null`: what the files show. */
  readonly from: Target | null;
  readonly to: Target;
}

export interface PlanRouteFile {
  readonly uri: string;
  readonly document: RouteDocument;
  readonly known: GatewayOfDocument;
  /** Those that read it. */
  readonly gateways: readonly DeclaredGateway[];
}
