/** Commands for the language server itself: start it again, show its log. */

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

export function registerServerCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('kongRoutes.restartServer', async () => {
      await client.restart();
      void vscode.window.showInformationMessage('The language server of Kong Routes was restarted.');
    }),
    vscode.commands.registerCommand('kongRoutes.showLog', () => client.outputChannel.show()),
  );
}
