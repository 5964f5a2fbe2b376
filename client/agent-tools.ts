/** The tools of `kong-routes mcp` for the language models of VS Code. */

import * as vscode from 'vscode';
import { agentTools, runTool } from '../server/agents/index.js';

export function registerAgentTools(context: vscode.ExtensionContext): void {
  // Editors made from older versions of VS Code have no such tools.
  if (typeof vscode.lm?.registerTool !== 'function') return;
  for (const tool of agentTools) {
    context.subscriptions.push(
      vscode.lm.registerTool<object>(tool.name, {
        prepareInvocation: () => ({ invocationMessage: tool.title }),
        invoke: async ({ input }, token) => {
          const cancelled = new AbortController();
          const listening = token.onCancellationRequested(() => cancelled.abort());
          const program = {
            file: process.execPath,
            args: [context.asAbsolutePath('dist/cli.cjs')],
            directory: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? context.extensionPath,
            environment: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
          };
          const { text, remarks } = await runTool(tool, input, program, cancelled.signal);
          listening.dispose();
          const texts = [text, remarks].filter((one) => one !== '');
          return new vscode.LanguageModelToolResult(
            texts.map((one) => new vscode.LanguageModelTextPart(one)),
          );
        },
      }),
    );
  }
}
