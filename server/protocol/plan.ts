/** The plan of a flavor change, and pages of a panel. */

/** A change of the router flavor of what a workspace folder holds. */
export interface PlanTarget {
  /** Address of the folder. */
  readonly folder: string;
  /** A flavor, with a version of the Gateway after `@` if that changes; `null`: what the files show. */
  readonly from: string | null;
  readonly to: string;
  /** Of the command `kongRoutes.applyPlan`: write although decisions are open. */
  readonly force?: boolean;
}

/** The request `kongRoutes/runningFlavors`: what the gateways of a workspace folder run with, as its files show. */
export interface RunningFlavorsParams {
  readonly folder: string;
}

export interface RunningFlavor {
  readonly flavor: string;
  readonly gateways: readonly string[];
  /** `compose.yaml:12`. */
  readonly place: string;
}

/** The request `kongRoutes/planFlavorChange`; answered with `null` if it was cancelled. */
export type PlanParams = PlanTarget;

export interface PlanResult {
  /** Why there is no plan, in one line. */
  readonly refused: string | null;
  readonly page: PlanPage | null;
}

export interface PlanPage extends Page {
  /** How many edits of files `kongRoutes.applyPlan` would make. */
  readonly changes: number;
  /** How many points need a person. */
  readonly decisions: number;
}

/**
 * `workspace/executeCommand` with the command `kongRoutes.applyPlan` and a `PlanTarget`: writes the conversions and
 * settings of the plan through one workspace edit and answers an `ApplyPlanSummary`.
 */
export interface ApplyPlanSummary {
  /** `false` if the edit was discarded, cancelled or empty, or where decisions are open and nothing forces it. */
  readonly applied: boolean;
  readonly changes: number;
  /** What a person still has to do or decide: `kong.yml:5: …`. */
  readonly left: readonly string[];
}

/** The request `kongRoutes/planTables`: the routes of the folder in both forms; `null` if it was cancelled. */
export interface PlanTablesResult {
  readonly refused: string | null;
  readonly tables: readonly PlanTable[];
}

export interface PlanTable {
  /** The flavor, then the path of the file from the folder. */
  readonly path: string;
  readonly text: string;
  /** Names of routes that the flavor rejects as written. */
  readonly refused: readonly string[];
}

/**
 * A page for a panel: HTML for its body, in which links are addresses of files, with `#L12,5` for a place; and the same as
 * Markdown for a file in the folder, where links are paths from there.
 */
export interface Page {
  /** Without Markdown. */
  readonly title: string;
  readonly body: string;
  readonly style: string;
  readonly markdown: string;
}
