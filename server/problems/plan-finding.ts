/** What a plan of a flavor change finds and does, apart from its steps: codes with closed arguments. */

import type { RouterFlavor } from '../protocol/index.js';
import type { UnreadRoutes } from './codes.js';
import type { GatewayKind } from './gateway-kind.js';
import type { UnknownVersion } from './gateway-problem.js';
import type { MatchingChange } from './matching-messages.js';
import type { AffectedFinding, MoreLikeIt } from './plan-affected.js';
import type { ByHand } from './plan-step.js';
import type { Note, Refusal } from './refusal.js';
import type { SetReason } from './set-reason.js';
import type { TextFault } from './syntax-fault.js';

type None = Record<never, never>;
type Coded<Arguments> = {
  [Code in keyof Arguments]: { readonly code: Code; readonly args: Readonly<Arguments[Code]> };
}[keyof Arguments];

/** A key of a chart's values that the chart does not read, or one that Kong does not (`null`), and the one that it reads. */
export interface UnreadKey {
  readonly key: string;
  readonly chart: string | null;
  readonly reads: string;
}

/** What a plan cannot decide by itself. */
export interface DecisionArguments {
  'route-not-expressible': { route: string; reasons: readonly Refusal[] };
  'convert-by-hand': { route: string; reason: Refusal };
  'route-matches-differently': { route: string; change: MatchingChange };
  /** `more` routes than the named ones. */
  'route-reordered': { route: string; others: readonly string[]; more: number };
  'set-by-hand': ByHand;
  'flavor-without-effect': UnreadKey;
  'file-not-well-formed': { format: string; fault: TextFault; isTemplate: boolean };
  'routes-not-read': UnreadRoutes;
  'version-unknown': UnknownVersion;
  'fill-in-id': { route: string };
  affected: { about: AffectedFinding; more: MoreLikeIt | null };
}

/** How the flavor of a side is known. Places are texts such as `compose.yaml:12`. */
export interface SideSourceArguments {
  'set-explicitly': None;
  'set-at': { place: string };
  'route-has-expression': { file: string };
  'kongs-default': None;
}

/** What a part of the plan is based on. */
export interface PartFactArguments {
  gateway: {
    name: string;
    kind: GatewayKind;
    role: 'traditional' | 'control_plane' | 'data_plane';
    place: string;
    flavor: string | null;
    isDefault: boolean;
    version: string | null;
    replicas: number | null;
  };
  together: { reason: SetReason };
  controllers: { shape: 'one-per-pod' | 'one-for-all'; gateways: number; places: readonly string[] };
  'no-gateway': { files: readonly string[] };
  change: { from: RouterFlavor; fromVersion: string; to: RouterFlavor; toVersion: string };
}

/** Another way than that of the steps. */
export interface AlternativeArguments {
  'two-tables': None;
  'maintenance-window': { from: RouterFlavor; to: RouterFlavor; isHybrid: boolean };
}

/** What one edit of a file changes. */
export interface PlanEditArguments {
  format: None;
  route: { route: string; to: 'expressions' | 'traditional'; notes: readonly Note[] };
  /** Another resource of Terraform refers to the route. */
  reference: { route: string };
  /** `old`: `null` if it is not set. */
  setting: {
    what: 'flavor' | 'version';
    gateways: readonly string[];
    old: string | null;
    wanted: string;
  };
}

/** Whether clients notice the change. */
export type PlanDowntime = 'none' | 'restart' | 'two-tables';

export type PlanTopology = 'dbless' | 'database' | 'hybrid' | 'controller' | 'operator' | 'unknown';

export type PlanDecision = Coded<DecisionArguments>;
export type SideSource = Coded<SideSourceArguments>;
export type PartFact = Coded<PartFactArguments>;
export type PlanAlternative = Coded<AlternativeArguments>;
export type PlanEdit = Coded<PlanEditArguments>;
