/** Commands for the language server itself: start it again, show its log. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { messages } from './client-words.js';

export function registerServerCommands(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('kongRoutes.restartServer', async () => {
      await client.stop();
      await client.start();
      void vscode.window.showInformationMessage(messages.restarted);
    }),
    vscode.commands.registerCommand('kongRoutes.showLog', () => client.outputChannel.show()),
  );
}
