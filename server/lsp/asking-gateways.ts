/** `kongRoutes/compareWithRunning` and `kongRoutes/validateOnRunning`: what running gateways say. */

import type { CancellationToken } from 'vscode-languageserver/node';
import { routeAt, routeLabel } from '../documents/index.js';
import type { RunningParams, RunningResult, ValidateParams, ValidateResult } from '../protocol.js';
import type { Gateway } from '../routes/index.js';
import {
  askNodes,
  compareWithRunning,
  type Exchange,
  httpExchange,
  questionOf,
  questionsOf,
  type RunningFile,
  readNodes,
  runningMarkdown,
  validatedMarkdown,
  validatedNode,
  workspaceOf,
} from '../running/index.js';
import { nameOf } from '../text/index.js';
import { assumedVersion, type Snapshot } from '../workspace/index.js';
import { clientExchange } from './client-exchange.js';
import { rangeOf } from './ranges.js';
import type { RequestHandler } from './request-handler.js';
import type { Session } from './session.js';

/** What a control plane of Konnect is taken to be where no file tells. */
const assumed: Gateway = { flavor: 'traditional_compatible', version: assumedVersion };

/** No node is asked but by these requests. */
export const runningRequests: RequestHandler = {
  register: (session) => {
    session.connection.onRequest(
      'kongRoutes/compareWithRunning',
      (params: RunningParams, cancelled: CancellationToken) => compare(session, params, cancelled),
    );
    session.connection.onRequest(
      'kongRoutes/validateOnRunning',
      (params: ValidateParams, cancelled: CancellationToken) => validate(session, params, cancelled),
    );
  },
};

/** @returns `null` where there is no such document */
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

/** @returns `null` where there is no such document */
async function validate(
  session: Session,
  { uri, position, nodes }: ValidateParams,
  cancelled: CancellationToken,
): Promise<ValidateResult | null> {
  const snapshot = await session.snapshotOfFile(uri);
  if (!snapshot) return null;
  const { document, analysis, text } = snapshot;
  const route = routeAt(document, text.offsetAt(position));
  if (!route) return { route: null, nodes: [], markdown: '' };
  return withProgress(session, cancelled, async (signal) => {
    const workspace = workspaceOf([fileOf(snapshot)]);
    const asking = { exchangeFor: exchangeFor(session), signal, workspace };
    const asked = await askNodes(nodes, questionOf(document, route), asking);
    const validated = asked.map((node) => validatedNode(analysis.of(route).data, node));
    const label = routeLabel(route);
    return { route: label, nodes: validated, markdown: validatedMarkdown(label, validated) };
  });
}

/** The client asks, as it has the tokens; one that cannot has none. */
const exchangeFor =
  ({ connection, client }: Session) =>
  (address: string): Exchange =>
    client.asksAdminApis ? clientExchange(connection, address) : httpExchange(null);

/** Ends what it runs when the request or its progress is cancelled. */
async function withProgress<Result>(
  { connection }: Session,
  cancelled: CancellationToken,
  run: (signal: AbortSignal, onProgress: (done: number, of: number) => void) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin('Asking gateways', undefined, undefined, true);
  const listeners = [cancelled, progress.token].map((token) => {
    if (token.isCancellationRequested) abort.abort();
    return token.onCancellationRequested(() => abort.abort());
  });
  try {
    return await run(abort.signal, (done, of) => progress.report(`${done} of ${of} answers`));
  } finally {
    for (const listener of listeners) listener.dispose();
    progress.done();
  }
}

const fileOf = ({ text, analysis }: Snapshot): RunningFile => ({
  name: text.uri,
  analysis,
  rangeOf: (span) => rangeOf(text, span),
});
