/**
 * The plan of a change of the router flavor: data about the workspace. Its sentences are in `server/problems/`, and are made
 * where the plan becomes a page, JSON, or a list of edits.
 */

import type { TextEdit } from '../documents/index.js';
import type { PairOrder, Verdict } from '../flavors/index.js';
import type { At } from '../pages/index.js';
import type {
  AffectedFinding,
  ByHand,
  MatchingChange,
  MoreLikeIt,
  Note,
  OrderChangeReason,
  PartFact,
  PlanAlternative,
  PlanCheck,
  PlanDecision,
  PlanDowntime,
  PlanStep,
  PlanTopology,
  Refusal,
  SettingReason,
  SideSource,
  UnreadKey,
} from '../problems/index.js';
import type { Gateway, RouterFlavor } from '../routes/index.js';

export type { At, Position, Range } from '../pages/index.js';

export interface Plan {
  readonly from: Side;
  readonly to: Side;
  readonly summary: Summary;
  readonly tables: readonly PlannedTable[];
  readonly settings: readonly SettingChange[];
  /** Settings that look as if they decided, and that nothing reads. */
  readonly unread: readonly UnreadSetting[];
  readonly affected: readonly Affected[];
  readonly parts: readonly Part[];
}

export interface Side {
  readonly flavor: RouterFlavor;
  /** Those of the gateways and tables concerned, from the lowest; empty if none is known. */
  readonly versions: readonly string[];
  readonly known: SideSource;
}

export interface Summary {
  readonly routes: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly downtime: PlanDowntime;
  /** What a person has to decide or do; empty if the edits of the plan and its steps are all there is. */
  readonly decisions: readonly Decision[];
}

export interface Decision {
  readonly about: PlanDecision;
  readonly at: At | null;
}

/** Routes that are tried in one order: those of the files that the same gateways read. */
export interface PlannedTable {
  /** The names of the gateways; empty if it is not known which gateways read the files. */
  readonly gateways: readonly string[];
  readonly ids: readonly string[];
  readonly from: Gateway;
  readonly to: Gateway;
  readonly files: readonly PlannedFile[];
  /** Routes of the files with values that are filled in later, and that decide whether a Gateway accepts the route. */
  readonly notCompared: readonly NotCompared[];
}

export interface NotCompared {
  readonly name: string;
  readonly at: At;
  readonly fields: readonly string[];
}

export interface PlannedFile {
  readonly uri: string;
  readonly file: string;
  readonly text: string;
  /** decK's, rather than a DB-less configuration; `null` if that is not known. */
  readonly isDeck: boolean;
  /** `_workspace` of a decK file: decK syncs the files of one workspace at a time. */
  readonly workspace: string | null;
  readonly routes: readonly PlannedRoute[];
  /** Brings `_format_version` to the one that the new Gateway wants; `null` if it can stay. */
  readonly formatEdit: TextEdit | null;
  /** That and the conversions of its routes, in the order of the text. */
  readonly edits: readonly TextEdit[];
}

export interface PlannedRoute {
  readonly name: string;
  readonly at: At;
  readonly verdict: Verdict;
  /** Has an `expression` today. */
  readonly isExpression: boolean;
  readonly conversion: WrittenConversion | null;
  /** The data of the routes that it has to become; `null` if it stays as it is. */
  readonly successors: readonly Readonly<Record<string, unknown>>[] | null;
  /** Why it would have to be converted and the plan cannot write that. */
  readonly notWritten: Refusal | null;
  /** Why nothing that Kong would accept does the same. */
  readonly refusals: readonly Refusal[];
  /** What today's Gateway answers to it, where it refuses it already. */
  readonly refusedBefore: readonly Refusal[];
  readonly order: readonly PlannedOrder[];
  /** How many more routes it changes places with than are listed. */
  readonly moreOrder: number;
  readonly matching: readonly PlannedDifference[];
}

export interface WrittenConversion {
  readonly to: 'expressions' | 'traditional';
  /** Whole lines, as they are and as they will be. */
  readonly before: string;
  readonly after: string;
  readonly notes: readonly Note[];
  readonly edit: TextEdit;
  /** Of Terraform: references to the resource, in this file and in others of its module. */
  readonly more?: readonly (TextEdit & { readonly uri: string })[];
}

export interface PlannedOrder {
  readonly name: string;
  readonly at: At;
  readonly was: PairOrder;
  readonly is: PairOrder;
  readonly why: OrderChangeReason;
  readonly rare: boolean;
}

export interface PlannedDifference {
  readonly rule: string;
  readonly change: MatchingChange;
  readonly at: At;
  readonly rare: boolean;
}

/** A setting of gateways that has to change. */
export interface SettingChange {
  /** How the gateways are called whose setting it is. */
  readonly gateways: readonly string[];
  readonly ids: readonly string[];
  readonly what: 'flavor' | 'version';
  /** `by-hand`: no file of these has it. */
  readonly how: 'replace' | 'insert' | 'by-hand';
  readonly at: At | null;
  /** As it is written; `null` if nothing is. */
  readonly old: string | null;
  readonly new: string;
  /** What to write at `at`; `null` if it is to be done by hand. */
  readonly newText: string | null;
  /** The lines around, as they are and as they will be; `null` if it is to be done by hand. */
  readonly lines: { readonly before: string; readonly after: string } | null;
  /** Why it has to be done by hand, or why the plan asks for it. */
  readonly why: SettingReason | null;
  /** An offset edit of the file at `at`. */
  readonly edit: TextEdit | null;
}

export interface UnreadSetting extends UnreadKey {
  readonly at: At;
}

/** Something else in the workspace that behaves differently after the change. */
export interface Affected {
  readonly code: AffectedCode;
  readonly at: At;
  readonly about: AffectedFinding;
  /** The same elsewhere; `null` if it is found once. */
  readonly more: MoreLikeIt | null;
  /** It needs a change or a decision by a person; otherwise it is for information. */
  readonly needsPerson: boolean;
}

export type AffectedCode =
  | 'deck-defaults'
  | 'format-version'
  | 'regex-priority'
  | 'path-handling'
  | 'header-values'
  | 'query-matches'
  | 'gateway-class'
  | 'kong-route'
  | 'kubernetes-names'
  | 'kubernetes-problem'
  | 'kubernetes-requests'
  | 'terraform'
  | 'placeholder'
  | 'deck-step'
  | 'mtls-auth'
  | 'workspaces'
  | 'konnect';

/** What is done for gateways that belong together. */
export interface Part {
  readonly topology: PlanTopology;
  /** What the part is based on. */
  readonly about: readonly PartFact[];
  readonly gateways: readonly string[];
  readonly downtime: PlanDowntime;
  readonly steps: readonly Step[];
  /** Alternatives, such as one with a maintenance window. */
  readonly others: readonly {
    readonly about: PlanAlternative;
    readonly steps: readonly Step[];
  }[];
}

/** A step; `stepWords` makes its sentences. */
export interface Step {
  readonly about: PlanStep;
  /** The files that change in it. */
  readonly changes: readonly At[];
  /** Settings that change in it, and that no edit of the plan changes. */
  readonly byHand: readonly ByHand[];
  /** Lines for a shell. */
  readonly commands: readonly string[];
  readonly verify: readonly Check[];
}

/** How to see that a step has worked. */
export interface Check {
  readonly about: PlanCheck;
  readonly command: string | null;
}
