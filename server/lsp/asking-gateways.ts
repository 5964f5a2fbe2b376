/** The requests about gateways that run: wiring between a connection, the nodes and the features. */

import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { effectiveData, routeAt, routeLabel } from '../documents/index.js';
import type {
  AdminNode,
  RunningParams,
  RunningResult,
  SealingKey,
  ValidateParams,
  ValidateResult,
} from '../protocol.js';
import type { Gateway } from '../routes/index.js';
import {
  askNodes,
  compareWithRunning,
  type NodeToAsk,
  questionOf,
  questionsOf,
  type RunningFile,
  readNodes,
  runningMarkdown,
  SealedTokens,
  validatedMarkdown,
  validatedNode,
  workspaceOf,
} from '../running/index.js';
import { nameOf } from '../text/index.js';
import { assumedVersion, type Snapshot } from '../workspace/index.js';
import { rangeOf } from './ranges.js';

/** What a control plane of Konnect is taken to be where no file tells. */
const assumed: Gateway = { flavor: 'traditional_compatible', version: assumedVersion };

/**
 * Serves the requests of `kongRoutes.compareWithRunningGateways`. No node is asked but by them.
 *
 * @param snapshotOfFile of a document, open or not; `null` where there is none
 */
export function serveRunning(
  connection: Connection,
  snapshotOfFile: (uri: string) => Promise<Snapshot | null>,
): void {
  // Made when somebody asks for it.
  let tokens: SealedTokens | null = null;

  connection.onRequest('kongRoutes/sealingKey', (): SealingKey => {
    tokens ??= new SealedTokens();
    return { publicKey: tokens.publicKey };
  });

  connection.onRequest(
    'kongRoutes/compareWithRunning',
    async ({ uri, nodes }: RunningParams, cancelled: CancellationToken): Promise<RunningResult | null> => {
      const snapshot = uri === null ? null : await snapshotOfFile(uri);
      if (uri !== null && snapshot === null) return null;
      // A file that is not Kong's has no routes that gateways could be meant to have.
      const files = snapshot && snapshot.document.kind !== null ? [fileOf(snapshot)] : [];
      return withProgress('Asking gateways', cancelled, async (signal, onProgress) => {
        const asking = { signal, workspace: workspaceOf(files), onProgress };
        const read = await readNodes(nodes.map(nodeToAsk), questionsOf(files), asking);
        const now = Date.now() / 1000;
        const report = compareWithRunning(files, read, snapshot?.gateway ?? assumed, now);
        return { report, markdown: runningMarkdown(report, files[0] ? nameOf(files[0].name) : null) };
      });
    },
  );

  connection.onRequest(
    'kongRoutes/validateOnRunning',
    async (
      { uri, position, nodes }: ValidateParams,
      cancelled: CancellationToken,
    ): Promise<ValidateResult | null> => {
      const snapshot = await snapshotOfFile(uri);
      if (!snapshot) return null;
      const { document, text } = snapshot;
      const route = routeAt(document, text.offsetAt(position));
      if (!route) return { route: null, nodes: [], markdown: '' };
      return withProgress('Asking gateways', cancelled, async (signal) => {
        const asking = { signal, workspace: workspaceOf([fileOf(snapshot)]) };
        const asked = await askNodes(nodes.map(nodeToAsk), questionOf(document, route), asking);
        const data = effectiveData(document, route);
        const validated = asked.map((node) => validatedNode(data, node));
        const label = routeLabel(route);
        return { route: label, nodes: validated, markdown: validatedMarkdown(label, validated) };
      });
    },
  );

  function nodeToAsk({ address, token }: AdminNode): NodeToAsk {
    // One that was sealed for another process is none.
    return { address, token: token && (tokens?.open(token) ?? null) };
  }

  /** Ends what it runs when the request or its progress is cancelled. */
  async function withProgress<Result>(
    title: string,
    cancelled: CancellationToken,
    run: (signal: AbortSignal, onProgress: (done: number, of: number) => void) => Promise<Result>,
  ): Promise<Result> {
    const abort = new AbortController();
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin(title, undefined, undefined, true);
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
}

const fileOf = ({ text, document, gateway }: Snapshot): RunningFile => ({
  name: text.uri,
  document,
  gateway,
  rangeOf: (span) => rangeOf(text, span),
});
