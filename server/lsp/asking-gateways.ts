/** Asking running gateways: who asks, and how far that is. No node is asked but by a request for it. */

import type { CancellationToken } from 'vscode-languageserver';
import { type Exchange, httpExchange, type RunningFile } from '../running/index.js';
import type { Snapshot } from '../workspace/index.js';
import { clientExchange } from './client-exchange.js';
import { rangeOf } from './ranges.js';
import type { Session } from './session.js';

/** The client asks, as it has the tokens; one that cannot has none. */
export const exchangeFor =
  ({ connection, client }: Session) =>
  (address: string): Exchange =>
    client.asksAdminApis ? clientExchange(connection, address) : httpExchange(null);

/** Ends what it runs when the request or its progress is cancelled. */
export async function withProgress<Result>(
  { connection }: Session,
  cancelled: CancellationToken,
  run: (signal: AbortSignal, onProgress: (done: number, of: number) => void) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin('Querying Gateways', undefined, undefined, true);
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

export const fileOf = ({ text, analysis }: Snapshot): RunningFile => ({
  name: text.uri,
  analysis,
  rangeOf: (span) => rangeOf(text, span),
});
