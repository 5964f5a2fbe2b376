/** Asking Admin APIs through the client, which holds the tokens. */

import { CancellationTokenSource, type Connection } from 'vscode-languageserver';
import type { AdminAnswer, AdminQuestion } from '../protocol/index.js';
import { type Exchange, failureOf } from '../running/index.js';

/** @param address of the Admin API, as it may be shown */
export function clientExchange(connection: Connection, address: string): Exchange {
  return {
    async ask({ url, method, body, tokenHeader }, { timeout, size }, signal) {
      const params: AdminQuestion = {
        address,
        url: url.href,
        method,
        body: body ?? null,
        tokenHeader,
        timeout,
        size,
      };
      const source = new CancellationTokenSource();
      const cancel = () => source.cancel();
      signal.addEventListener('abort', cancel);
      try {
        const answer = await connection.sendRequest<AdminAnswer>('kongRoutes/ask', params, source.token);
        if (!('failed' in answer)) return answer;
        if (signal.aborted) return { failure: { kind: 'cancelled' } };
        switch (answer.failed) {
          case 'time-out':
            return { failure: { kind: 'time-out', seconds: timeout / 1000 } };
          case 'too-large':
            return { failure: { kind: 'too-large', megabytes: size / 1024 / 1024 } };
          case 'token-form':
            return { failure: { kind: 'token-form' } };
          case 'network':
            return { failure: failureOf(answer.code, answer.message, url) };
        }
      } catch (error) {
        if (signal.aborted) return { failure: { kind: 'cancelled' } };
        return { failure: { kind: 'connection-lost', code: (error as Error).message } };
      } finally {
        signal.removeEventListener('abort', cancel);
        source.dispose();
      }
    },
    close() {},
  };
}
