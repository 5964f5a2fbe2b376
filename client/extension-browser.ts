/** The extension in a browser: the server is a web worker, which reads files through the editor. */

import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientId, clientName, clientOptions, start } from './features.js';

let client: LanguageClient | undefined;
let worker: Worker | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const file = Uri.joinPath(context.extensionUri, 'dist/server-browser.js').toString(true);
  /** Also when the server is started again: a worker does not end on request. */
  const startWorker = async () => {
    worker?.terminate();
    worker = new Worker(file);
    return worker;
  };
  client = new LanguageClient(clientId, clientName, startWorker, clientOptions({}));
  await start(context, client, null);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  worker?.terminate();
}
