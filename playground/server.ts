/** The language server, in a worker of this page. */

import {
  formatKeymap,
  hoverTooltips,
  LSPClient,
  serverCompletion,
  serverDiagnostics,
  type Transport,
} from '@codemirror/lsp-client';
import { keymap } from '@codemirror/view';
import DOMPurify from 'dompurify';
import type { PublishedDiagnostics } from './protocol.js';

/** The one document. No file system has it. */
export const uri = 'inmemory://playground/kong.yaml';

/** The outline as a tree: the innermost symbol around the cursor is its route. */
const hierarchicalSymbols = {
  clientCapabilities: {
    textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
  },
};

/** @param published called for each version of the problems, with those of `uri` */
export function startServer(published: (problems: PublishedDiagnostics) => void): LSPClient {
  return new LSPClient({
    // A slow machine compiles WebAssembly for the first answer.
    timeout: 60_000,
    sanitizeHTML: (html) => DOMPurify.sanitize(html),
    notificationHandlers: {
      // `false`: the editor underlines them as well.
      'textDocument/publishDiagnostics': (_client, params: PublishedDiagnostics) => {
        published(params);
        return false;
      },
    },
    extensions: [
      hierarchicalSymbols,
      serverDiagnostics(),
      serverCompletion(),
      hoverTooltips(),
      keymap.of([...formatKeymap]),
    ],
  }).connect(transportTo(new Worker('server.js')));
}

/** The worker exchanges objects, and the client their texts. */
function transportTo(worker: Worker): Transport {
  const handlers = new Map<(text: string) => void, (event: MessageEvent) => void>();
  return {
    send: (text) => worker.postMessage(JSON.parse(text)),
    subscribe(handler) {
      const listener = ({ data }: MessageEvent) => handler(JSON.stringify(data));
      handlers.set(handler, listener);
      worker.addEventListener('message', listener);
    },
    unsubscribe(handler) {
      const listener = handlers.get(handler);
      if (listener) worker.removeEventListener('message', listener);
      handlers.delete(handler);
    },
  };
}
