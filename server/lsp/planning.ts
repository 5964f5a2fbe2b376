/** Plans of a change of the router flavor, made for requests and for the command that applies them. */

import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  changedFiles,
  foundIn,
  isWorthReading,
  mayBeAffected,
  type Plan,
  type PlanRouteFile,
  parseTarget,
  placeText,
  planInPieces,
  routeFileOf,
  titleOf,
} from '../plan/index.js';
import { decisionWords, type PlanRefusal, refusalWords } from '../problems/index.js';
import type { ApplyPlanSummary, PlanTarget, Settings } from '../protocol/index.js';
import type { SourceFile } from '../text/index.js';
import type { Workspace } from '../workspace/index.js';
import { workspaceEdit } from './convert-files.js';
import { planEdits } from './plan-edits.js';
import type { Session } from './session.js';
import { inSlices } from './slices.js';
import { progressTitles } from './words/editor-words.js';

/** The command that writes what a plan changes. */
export const applyPlanCommand = 'kongRoutes.applyPlan';

/** Runs `applyPlanCommand`. */
export async function applyPlan(
  session: Session,
  target: PlanTarget,
  cancelled: CancellationToken,
): Promise<ApplyPlanSummary> {
  const { connection, files, texts, client } = session;
  const plan = await planFor(session, target, cancelled);
  if (plan === null) return { applied: false, changes: 0, left: [] };
  if ('refused' in plan) return { applied: false, changes: 0, left: [refusalWords(plan.refused)] };
  const open = new Map(texts.all().map((document) => [files.spelled(document.uri), document]));
  const textOf = new Map(files.files().map(({ uri, text }) => [uri, text]));
  const changed = changedFiles(plan).map((file) => {
    const document = open.get(file.uri);
    const text = TextDocument.create(document?.uri ?? file.uri, '', 0, textOf.get(file.uri) ?? '');
    return planEdits(file, text, document?.version ?? null);
  });
  const left = plan.summary.decisions.map(
    ({ about, at }) => `${at ? `${placeText(at)}: ` : ''}${decisionWords(about)}`,
  );
  // While a decision is open, Kong might not start with the written files.
  if (changed.length === 0 || (left.length > 0 && target.force !== true)) {
    return { applied: false, changes: 0, left };
  }
  const edit = workspaceEdit(changed, client);
  const { applied } = await connection.workspace.applyEdit({ label: titleText(plan), edit });
  const changes = changed.reduce((sum, file) => sum + file.count, 0);
  return { applied, changes, left };
}

/** Waits until what was typed and what is on the disk counts. */
export async function ready({ files }: Session): Promise<void> {
  await files.settled();
  files.applyEdits();
}

/**
 * With a progress bar that can be cancelled, as the request can.
 *
 * @returns `null` if it was cancelled
 */
export async function planFor(
  session: Session,
  { folder, from, to }: PlanTarget,
  cancelled: CancellationToken,
): Promise<Plan | { refused: PlanRefusal } | null> {
  const { connection, workspace, files } = session;
  const target = parseTarget(to);
  if ('refused' in target) return target;
  const origin = from === null ? null : parseTarget(from);
  if (origin && 'refused' in origin) return origin;
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin(progressTitles.plan, undefined, 'reading files', true);
  const isCancelled = () => cancelled.isCancellationRequested || progress.token.isCancellationRequested;
  try {
    await ready(session);
    const root = files.spelled(folder);
    const inFolder = files.files().filter(({ uri }) => uri.startsWith(`${root}/`));
    const candidates = await files.searchFor(root, mayBeAffected, isWorthReading);
    if (isCancelled()) return null;
    const settings = await session.settingsOf(folder);
    const read = await inSlices(routeFilesIn(inFolder, workspace, settings), isCancelled);
    if (!read) return null;
    const pieces = planInPieces({
      root,
      // The text of an open document counts, not that of its file.
      files: [...new Map([...candidates, ...inFolder].map((file) => [file.uri, file])).values()],
      found: foundIn(workspace.found(), root),
      routeFiles: read.result,
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

function* routeFilesIn(
  files: readonly SourceFile[],
  workspace: Workspace,
  settings: Settings,
): Generator<void, PlanRouteFile[]> {
  const found: PlanRouteFile[] = [];
  for (const file of files) {
    const read = routeFileOf(file, workspace, settings);
    if (read) found.push(read);
    yield;
  }
  return found;
}

export const titleText = (plan: Plan): string => titleOf(plan).replaceAll('`', '');
