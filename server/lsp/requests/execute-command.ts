/** `workspace/executeCommand`: conversions and plans, each made as one edit of the workspace. */

import { setImmediate } from 'node:timers/promises';
import { MessageType, ShowMessageNotification } from 'vscode-languageserver';
import type { ApplyPlanSummary, ConvertArguments, ConvertSummary, PlanTarget } from '../../protocol/index.js';
import { append, asSentence, folderOf } from '../../text/index.js';
import {
  type ConvertedFile,
  convertCommand,
  convertModuleFiles,
  convertOneRoute,
  convertTables,
  type FileConversions,
  workspaceEdit,
} from '../convert-files.js';
import { applyPlan, applyPlanCommand } from '../planning.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';
import { inSlices } from '../slices.js';
import { confirmTitles, notConverted } from '../words/editor-words.js';

export const executeCommandRequest: RequestHandler = {
  capabilities: () => ({ executeCommandProvider: { commands: [convertCommand, applyPlanCommand] } }),
  register: (session) =>
    session.connection.onExecuteCommand(
      async ({ command, arguments: args }, cancelled): Promise<ConvertSummary | ApplyPlanSummary | null> => {
        if (command === applyPlanCommand) return applyPlan(session, args?.[0] as PlanTarget, cancelled);
        if (command !== convertCommand) return null;
        const asked = args?.[0] as ConvertArguments;
        const summary = await convert(session, asked);
        if (asked.at) await sayOne(session, summary);
        return summary;
      },
    ),
};

const discarded: ConvertSummary = { applied: false, converted: [], leftAlone: [], verifications: [] };

/** Of one route, as of a code lens: why it was not converted, or what both routers say of the table with it. */
async function sayOne({ connection }: Session, summary: ConvertSummary): Promise<void> {
  const [refused] = summary.leftAlone;
  const [verified] = summary.verifications;
  const words = refused
    ? notConverted(refused.route, refused.reason)
    : summary.applied
      ? verified?.message
      : undefined;
  if (words === undefined) return;
  const isGood = refused || verified?.kind === 'equal';
  const type = isGood ? MessageType.Info : MessageType.Warning;
  // Not a request, which a client may not answer.
  const message = asSentence(words);
  await connection.sendNotification(ShowMessageNotification.type, { type, message });
}

/** Finds all conversions first, with a progress bar that can be cancelled, and then applies them as one edit. */
async function convert(
  session: Session,
  { uris, to, at, equalityAsRegex }: ConvertArguments,
): Promise<ConvertSummary> {
  const { connection, texts, client } = session;
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin('Converting routes', 0, undefined, true);
  const isCancelled = () => progress.token.isCancellationRequested;
  const files: FileConversions[] = [];
  const whole: ConvertedFile[] = [];
  /** Files of Terraform, by their directories. */
  const modules = new Map<string, ConvertedFile[]>();
  try {
    for (const [i, uri] of uris.entries()) {
      if (isCancelled()) return discarded;
      progress.report((100 * i) / uris.length, `${i} of ${uris.length} files`);
      await setImmediate();
      const snapshot = await session.snapshotOfFile(uri);
      if (!snapshot) continue;
      const version = texts.get(uri)?.version ?? null;
      if (!at && snapshot.document.terraform) {
        const folder = folderOf(uri);
        modules.set(folder, [...(modules.get(folder) ?? []), { snapshot, version }]);
        continue;
      }
      if (!at) {
        whole.push({ snapshot, version });
        continue;
      }
      const made = await inSlices(convertOneRoute(snapshot, version, to, at, equalityAsRegex), isCancelled);
      if (!made) return discarded;
      files.push(made.result);
    }
    const made = await inSlices(convertTables(whole, to), isCancelled);
    if (!made) return discarded;
    append(files, made.result);
    for (const snapshots of modules.values()) {
      const inModule = await inSlices(convertModuleFiles(snapshots, to), isCancelled);
      if (!inModule) return discarded;
      append(files, inModule.result);
    }
  } finally {
    progress.done();
  }
  const converted = files.flatMap((file) => file.converted);
  const leftAlone = files.flatMap((file) => file.leftAlone);
  const verifications = files.flatMap((file) => file.verifications);
  const warnings = verifications.filter(({ kind }) => kind !== 'equal').map(({ message }) => message);
  // The preview of the editor confirms every route of a file, and a single one that is not verified.
  const changeAnnotations = client.changeAnnotations && (!at || warnings.length > 0);
  const isWanted =
    converted.length > 0 && (client.changeAnnotations || (await confirmConversion(session, warnings)));
  const edit = workspaceEdit(files, { ...client, changeAnnotations });
  const { applied } = isWanted
    ? await connection.workspace.applyEdit({ label: 'Convert routes', edit })
    : { applied: false };
  return { applied, converted, leftAlone, verifications };
}

/** Asks an editor that shows no edits beforehand. @returns `true` if nothing has to be confirmed */
async function confirmConversion({ connection }: Session, warnings: readonly string[]): Promise<boolean> {
  const [first] = new Set(warnings);
  if (first === undefined) return true;
  const answer = connection.window.showWarningMessage(asSentence(first), { title: confirmTitles.convert });
  const chosen = await answer.catch(() => null);
  return chosen?.title === confirmTitles.convert;
}
