/** Commands for the language server itself: start it again, show its log. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

export function registerServerCommands(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('kongRoutes.restartServer', async () => {
      await client.stop();
      await client.start();
      void vscode.window.showInformationMessage('The language server of Kong Routes was restarted.');
    }),
    vscode.commands.registerCommand('kongRoutes.showLog', () => client.outputChannel.show()),
  );
}
