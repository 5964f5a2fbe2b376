/** What the extension does with a running language server, in a desktop editor and in a browser alike. */

import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { InitializationOptions } from '../server/protocol/index.js';
import { registerCommands } from './commands.js';
import { registerCompare } from './compare.js';
import { registerCurl } from './curl.js';
import { registerExamples } from './examples.js';
import { answerFileRequests } from './files.js';
import { registerGateway } from './gateway.js';
import { registerPlan } from './plan.js';
import { registerPreview } from './preview.js';
import { Restarts } from './restarts.js';
import { registerRouteTests } from './route-tests.js';
import { type Ask, registerRunning } from './running.js';
import { registerServerCommands } from './server-commands.js';
import { registerTryRequest } from './try-request.js';

/** Also the section of `kongRoutes.trace.server`. */
export const clientId = 'kongRoutes';
export const clientName = 'Kong Routes';

const gatewayFiles =
  '**/{*.yaml,*.yml,*.json,*.env,.env*,*.env.*,*.conf,*.conf.*,*.tpl,*.gotmpl,*.tf,*.tofu,*.tfvars,*Dockerfile*,*Containerfile*}';

const languages = ['yaml', 'json', 'jsonc', 'kong-expression', 'terraform', 'opentofu', 'hcl'];

/** @param options what the editor's platform adds */
export function clientOptions(options: InitializationOptions): LanguageClientOptions {
  const schemes = fileSchemes();
  return {
    // The server recognizes Kong files by content. The schemes leave out
    // what is only looked at, such as the old side of a diff.
    documentSelector: [
      ...[...schemes, 'untitled'].flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
      // Files that may declare a gateway, whatever language their own extension makes of them.
      ...schemes.map((scheme) => ({ scheme, pattern: gatewayFiles })),
    ],
    initializationOptions: {
      gatewayChanged: true,
      copiesCurl: true,
      triesRequests: true,
      readsFiles: true,
      ...options,
    } satisfies InitializationOptions,
    errorHandler: new Restarts(),
  };
}

/** `file`, and those of the virtual workspaces that are open. */
function fileSchemes(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [...new Set(['file', ...folders.map(({ uri }) => uri.scheme)])];
}

/**
 * Starts the server, and registers everything that talks to it.
 *
 * @param ask asks Admin APIs; `null` where that cannot be done
 */
export async function start(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  ask: Ask | null,
): Promise<void> {
  registerExamples(context);
  answerFileRequests(context, client);
  await client.start();
  registerServerCommands(context, client);
  registerCommands(context, client);
  registerCurl(context, client);
  registerPreview(context, client);
  registerGateway(context, client);
  registerPlan(context, client);
  registerRunning(context, client, ask);
  registerTryRequest(context, client);
  registerCompare(context, client);
  registerRouteTests(context, client);
}
