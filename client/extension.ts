import type { ExtensionContext } from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import type { InitializationOptions } from '../server/protocol/index.js';
import { registerAgentTools } from './agent-tools.js';
import { registerCommands } from './commands.js';
import { registerCompare } from './compare.js';
import { registerCurl } from './curl.js';
import { registerExamples } from './examples.js';
import { registerGateway } from './gateway.js';
import { registerPlan } from './plan.js';
import { registerPreview } from './preview.js';
import { registerRouteTests } from './route-tests.js';
import { registerRunning } from './running.js';
import { registerServerCommands } from './server-commands.js';
import { registerTryRequest } from './try-request.js';

const gatewayFiles =
  '**/{*.yaml,*.yml,*.json,*.env,.env*,*.env.*,*.conf,*.conf.*,*.tpl,*.gotmpl,*.tf,*.tofu,*.tfvars,*Dockerfile*,*Containerfile*}';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server: NodeModule = {
    module: context.asAbsolutePath('dist/server.cjs'),
    transport: TransportKind.ipc,
  };
  // The id is also the section of `kongRoutes.trace.server`.
  client = new LanguageClient('kongRoutes', 'Kong Routes', server, {
    // The server recognizes Kong files by content. The schemes leave out
    // what is only looked at, such as the old side of a diff.
    documentSelector: [
      ...['yaml', 'json', 'jsonc', 'kong-expression', 'terraform', 'opentofu', 'hcl'].flatMap((language) => [
        { scheme: 'file', language },
        { scheme: 'untitled', language },
      ]),
      // Files that may declare a gateway, whatever language their own extension makes of them.
      { scheme: 'file', pattern: gatewayFiles },
    ],
    initializationOptions: {
      gatewayChanged: true,
      copiesCurl: true,
      triesRequests: true,
      asksAdminApis: true,
    } satisfies InitializationOptions,
  });
  registerAgentTools(context);
  registerExamples(context);
  await client.start();
  registerServerCommands(context, client);
  registerCommands(context, client);
  registerCurl(context, client);
  registerPreview(context, client);
  registerGateway(context, client);
  registerPlan(context, client);
  registerRunning(context, client);
  registerTryRequest(context, client);
  registerCompare(context, client);
  registerRouteTests(context, client);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
