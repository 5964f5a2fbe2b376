/** `kongRoutes/compareWithRunning`: running gateways compared with one another, and with the routes of a document. */

import type { CancellationToken } from 'vscode-languageserver';
import type { RunningParams, RunningResult } from '../../protocol/index.js';
import type { Gateway } from '../../routes/index.js';
import {
  compareWithRunning,
  questionsOf,
  readNodes,
  runningMarkdown,
  workspaceOf,
} from '../../running/index.js';
import { nameOf } from '../../text/index.js';
import { assumedVersion } from '../../workspace/index.js';
import { exchangeFor, fileOf, withProgress } from '../asking-gateways.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';

export const compareWithRunningRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/compareWithRunning',
      (params: RunningParams, cancelled: CancellationToken) => compare(session, params, cancelled),
    ),
};

/** What a control plane of Konnect is assumed to run if no file shows it. */
const assumed: Gateway = { flavor: 'traditional_compatible', version: assumedVersion };

/** @returns `null` if there is no such document */
async function compare(
  session: Session,
  { uri, nodes }: RunningParams,
  cancelled: CancellationToken,
): Promise<RunningResult | null> {
  const snapshot = uri === null ? null : await session.snapshotOfFile(uri);
  if (uri !== null && snapshot === null) return null;
  // A file that is not Kong's has no routes that gateways could be meant to have.
  const files = snapshot && snapshot.document.kind !== null ? [fileOf(snapshot)] : [];
  return withProgress(session, cancelled, async (signal, onProgress) => {
    const asking = { exchangeFor: exchangeFor(session), signal, workspace: workspaceOf(files), onProgress };
    const read = await readNodes(nodes, questionsOf(files), asking);
    const report = compareWithRunning(files, read, snapshot?.gateway ?? assumed, Date.now() / 1000);
    return { report, markdown: runningMarkdown(report, files[0] ? nameOf(files[0].name) : null) };
  });
}
