/** The requests about a change of the router flavor: wiring between a connection, the files and the plan. */

import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type At,
  bodyOf,
  bothTables,
  changedFiles,
  foundIn,
  markdownOf,
  mayStandBeside,
  Places,
  type Plan,
  type PlanRouteFile,
  pageOf,
  parseTarget,
  placeText,
  planInPieces,
  routeFileOf,
  runningFlavors,
  standsBeside,
  style,
  titleOf,
} from '../plan/index.js';
import type {
  ApplyPlanSummary,
  PlanPage,
  PlanParams,
  PlanResult,
  PlanTablesResult,
  PlanTarget,
  RunningFlavor,
  RunningFlavorsParams,
  Settings,
} from '../protocol.js';
import { canonical, searchFor, type Workspace, type WorkspaceFiles } from '../workspace/index.js';
import { workspaceEdit } from './convert-files.js';
import { planEdits } from './plan-edits.js';

/** The command that writes what a plan changes. */
export const applyPlanCommand = 'kongRoutes.applyPlan';

/** What a plan is made of in a running server. */
export interface Planning {
  readonly workspace: Workspace;
  readonly files: WorkspaceFiles;
  /** For how long no answer may be given to anything else, in milliseconds. */
  readonly slice: number;
  settingsOf(uri: string): Promise<Settings>;
  /** The open documents. */
  documents(): readonly TextDocument[];
  /** What the editor can do with a workspace edit. */
  readonly can: { readonly annotations: boolean; readonly versions: boolean };
}

/** @returns what runs `applyPlanCommand` */
export function servePlanning(
  connection: Connection,
  { workspace, files, slice, settingsOf, documents, can }: Planning,
): (target: PlanTarget, cancelled: CancellationToken) => Promise<ApplyPlanSummary> {
  connection.onRequest(
    'kongRoutes/runningFlavors',
    async ({ folder }: RunningFlavorsParams): Promise<RunningFlavor[]> => {
      await ready();
      const root = canonical(folder);
      const running = runningFlavors(foundIn(workspace.found(), root), new Places(root, files.files()));
      return running.map(({ flavor, gateways, at }) => ({ flavor, gateways, place: placeText(at) }));
    },
  );

  connection.onRequest(
    'kongRoutes/planFlavorChange',
    async (params: PlanParams, cancelled: CancellationToken): Promise<PlanResult | null> => {
      const plan = await planFor(params, cancelled);
      if (plan === null) return null;
      return 'refused' in plan ? { ...plan, page: null } : { refused: null, page: pageOfPlan(plan) };
    },
  );

  connection.onRequest(
    'kongRoutes/planTables',
    async (params: PlanParams, cancelled: CancellationToken): Promise<PlanTablesResult | null> => {
      const plan = await planFor(params, cancelled);
      if (plan === null) return null;
      return 'refused' in plan ? { ...plan, tables: [] } : { refused: null, tables: bothTables(plan) };
    },
  );

  return async (target, cancelled) => {
    const plan = await planFor(target, cancelled);
    if (plan === null) return { applied: false, changes: 0, left: [] };
    if ('refused' in plan) return { applied: false, changes: 0, left: [plan.refused] };
    const open = new Map(documents().map((document) => [canonical(document.uri), document]));
    const textOf = new Map(files.files().map(({ uri, text }) => [uri, text]));
    const changed = changedFiles(plan).map((file) => {
      const document = open.get(file.uri);
      const text = TextDocument.create(document?.uri ?? file.uri, '', 0, textOf.get(file.uri) ?? '');
      return planEdits(file, text, document?.version ?? null);
    });
    const left = plan.summary.decisions.map(({ text, at }) => `${at ? `${placeText(at)}: ` : ''}${text}`);
    if (changed.length === 0) return { applied: false, changes: 0, left };
    const edit = workspaceEdit(changed, can);
    const { applied } = await connection.workspace.applyEdit({ label: titleText(plan), edit });
    const changes = changed.reduce((sum, file) => sum + file.count, 0);
    return { applied, changes, left };
  };

  async function ready(): Promise<void> {
    await files.settled();
    files.takeEdits();
  }

  /**
   * Behind a progress bar that can be cancelled, as the request can.
   *
   * @returns `null` where it was cancelled
   */
  async function planFor(
    { folder, from, to }: PlanTarget,
    cancelled: CancellationToken,
  ): Promise<Plan | { refused: string } | null> {
    const target = parseTarget(to);
    if ('refused' in target) return target;
    const origin = from === null ? null : parseTarget(from);
    if (origin && 'refused' in origin) return origin;
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin('Planning the change of the router flavor', undefined, 'reading files', true);
    const isCancelled = () => cancelled.isCancellationRequested || progress.token.isCancellationRequested;
    try {
      await ready();
      const root = canonical(folder);
      const inFolder = files.files().filter(({ uri }) => uri.startsWith(`${root}/`));
      const beside = await searchFor(fileURLToPath(root), mayStandBeside, standsBeside);
      if (isCancelled()) return null;
      const settings = await settingsOf(folder);
      const routeFiles: PlanRouteFile[] = [];
      let started = performance.now();
      for (const file of inFolder) {
        const read = routeFileOf(file, workspace, settings);
        if (read) routeFiles.push(read);
        if (performance.now() - started < slice) continue;
        await setImmediate();
        if (isCancelled()) return null;
        started = performance.now();
      }
      const pieces = planInPieces({
        root,
        // The text of an open document counts, not that of its file.
        files: [...new Map([...beside, ...inFolder].map((file) => [file.uri, file])).values()],
        found: foundIn(workspace.found(), root),
        routeFiles,
        from: origin,
        to: target,
      });
      for (;;) {
        const piece = pieces.next();
        if (piece.done) return piece.value;
        progress.report(piece.value);
        await setImmediate();
        if (isCancelled()) return null;
      }
    } finally {
      progress.done();
    }
  }
}

const titleText = (plan: Plan) => titleOf(plan).replaceAll('`', '');

/** The line and the character count from 1, as URIs of lines do. */
const uriOf = ({ uri, range: { start } }: At) => `${uri}#L${start.line + 1},${start.character + 1}`;

function pageOfPlan(plan: Plan): PlanPage {
  const blocks = pageOf(plan);
  return {
    title: titleText(plan),
    body: bodyOf(blocks, uriOf),
    style,
    markdown: markdownOf(blocks),
    changes: changedFiles(plan).reduce((sum, { edits }) => sum + edits.length, 0),
    decisions: plan.summary.decisions.length,
  };
}
