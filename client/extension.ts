/** The extension in a desktop editor or on a remote machine: the server is a process of its own. */

import type { ExtensionContext } from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { registerAgentTools } from './agent-tools.js';
import { ask } from './ask.js';
import { clientId, clientName, clientOptions, start } from './features.js';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server: NodeModule = {
    module: context.asAbsolutePath('dist/server.cjs'),
    transport: TransportKind.ipc,
  };
  client = new LanguageClient(clientId, clientName, server, clientOptions({ asksAdminApis: true }));
  registerAgentTools(context);
  await start(context, client, ask);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
