/** The extension in a browser: the server is a web worker, which reads files through the editor. */

import { type ExtensionContext, Uri, workspace } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { clientId, clientName, clientOptions, start } from './features.js';

let client: LanguageClient | undefined;
let worker: Worker | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const file = Uri.joinPath(context.extensionUri, 'dist/server-browser.js');
  /** Also when the server is started again: a worker does not end on request. */
  const startWorker = async () => {
    worker?.terminate();
    worker = await workerOf(file);
    // VS Code has a `Worker` of its own, by which the client would not know this one.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  client = new LanguageClient(clientId, clientName, startWorker, clientOptions({}));
  await start(context, client, null);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  worker?.terminate();
}

/** VS Code refuses a worker whose file is on a remote machine: there it gets the text of the file. */
async function workerOf(file: Uri): Promise<Worker> {
  try {
    return new Worker(file.toString(true));
  } catch {
    const script = new Blob([await workspace.fs.readFile(file)], { type: 'text/javascript' });
    return new Worker(URL.createObjectURL(script));
  }
}
