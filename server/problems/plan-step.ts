/**
 * The steps of a flavor change: codes with closed arguments. The sentences are in `plan-step-messages.ts`, and in
 * `plan-controller-messages.ts` for Gateways that a controller or the Kong Operator configures.
 */

import type { RouterFlavor } from '../protocol/index.js';
import type { UnknownValue } from './unknown-value.js';

type None = Record<never, never>;

interface Change {
  from: RouterFlavor;
  to: RouterFlavor;
}

/** Whether some instance answers while another restarts, and how many routes the two routers answer differently. */
interface Restart {
  isGapless: boolean;
  sensitive: number;
}

/** Routes that are written in their new form while the old flavor runs. */
interface NewForm {
  from: RouterFlavor;
  version: string;
  /** Which router accepts both forms. */
  router: 'today' | 'new-version';
  files: number;
  converted: number;
}

/** Versions are texts such as `3.9.1`; `gateways` and `controllers` are names. */
export interface StepArguments {
  'rewrite-rejected-routes': { routes: number; to: RouterFlavor; version: string };
  'validate-routes': Change & { form: 'same' | 'both' };
  'change-version': Change & {
    wanted: string;
    fromVersion: string;
    rises: boolean;
    /** Gateway 2 has none. */
    hasFlavors: boolean;
    isDatabase: boolean;
    /** Later steps need that `expressions` accepts traditional fields. */
    needsMixedTables: boolean;
    planes: 'control' | 'data' | null;
    /** Data planes that must be upgraded although the target does not ask for it. */
    outdated: { gateways: readonly string[]; why: SettingReason } | null;
  };
  'change-flavor': Change & Restart;
  'change-routes-and-flavor': Change;
  'rewrite-files': NewForm & { isGapless: boolean };
  'rewrite-stored-routes': NewForm;
  'save-stored-routes': None;
  'restart-nodes': Change & Restart & { nodes: number };

  'set-control-plane': Change;
  'restart-control-plane': Change & { isLast: boolean };
  'restart-data-planes': Change & { isFirst: boolean; sensitive: number };

  'start-replicas': {
    gateways: readonly string[];
    to: RouterFlavor;
    isSame: boolean;
    storage: 'files' | 'database' | 'hybrid';
  };
  'shift-traffic': None;
  'remove-replicas': { isSame: boolean };

  'check-manifests': { from: RouterFlavor; version: string };
  'roll-pods': { gateways: readonly string[]; from: RouterFlavor; isGapless: boolean };
  'roll-gateways': Change;
  'restart-controller': Change & { controllers: readonly string[]; isNeeded: boolean };
  'start-gateways': Change & { gateways: readonly string[] };
  'move-controller': { controllers: readonly string[]; isHelm: boolean };
  'shift-to-gateways': None;
  'remove-gateways': None;
  'stop-gateways': Change & { controllers: readonly string[] };
  'start-gateways-again': Change & { gateways: readonly string[] };

  'change-flavor-of-operator': Change & { isControlled: boolean };
  'restart-operator': Change;
  'create-second-gateway': Change & { gateways: readonly string[] };
  'attach-routes': None;
  'remove-first-gateway': None;
}

/** How to see that a step has worked; the plan adds the command. */
export interface CheckArguments {
  'none-listed': None;
  'no-errors': None;
  'parse-successful': None;
  'gateway-runs': { gateway: string; flavor: RouterFlavor };
  'admin-api-returns': { flavor: RouterFlavor };
  'admin-api-routes': { routes: number };
  'no-route-left-out': None;
  'version-returned': { version: string };
  'diff-empty': None;
  'routes-in-files': { routes: number };
  'no-stored-expression': None;
  'data-planes-agree': None;
  'new-gateway-runs': { flavor: RouterFlavor };
  'new-gateway-routes': { routes: number };
  'answers-alike': None;
  'not-found-alike': None;
  'not-found-and-services-alike': None;
  'routes-today': None;
  'objects-today': None;
  'controller-has-configured': None;
  'routes-have-expressions': None;
  'pods-run-unready': None;
  'pods-ready': None;
  'class-shows-features': None;
}

/** Why a setting must be changed by hand, or what to know about the change. */
export interface SettingReasonArguments {
  'value-not-in-files': { setting: 'flavor' | 'version'; source: UnknownValue };
  'nowhere-to-write': None;
  'no-version-to-replace': None;
  'variable-may-be-set-again': { name: string };
  'no-mixed-tables-for-data-plane': None;
}

type Coded<Arguments> = {
  [Code in keyof Arguments]: { readonly code: Code; readonly args: Readonly<Arguments[Code]> };
}[keyof Arguments];

export type PlanStep = Coded<StepArguments>;
export type PlanCheck = Coded<CheckArguments>;
export type SettingReason = Coded<SettingReasonArguments>;

/** A setting that no edit of the plan changes. */
export interface ByHand {
  readonly gateways: readonly string[];
  readonly what: 'flavor' | 'version';
  readonly wanted: string;
  readonly why: SettingReason;
}

/** What a person reads about a step. Texts have code in backticks, and nothing else of Markdown. */
export interface StepWords {
  readonly title: string;
  readonly text: readonly string[];
  /** What Kong rejects, or does not do, until the next step. */
  readonly meanwhile: string | null;
  readonly back: string;
}

/** Where a plan writes the routes in both forms: next to the workspace, so that they are not read as files of it. */
export const tablesFolder = '../tables';
