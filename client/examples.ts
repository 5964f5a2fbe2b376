/** The example workspace of the walkthrough: a copy of `examples/` that may be edited. */

import * as vscode from 'vscode';

export function registerExamples(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('kongRoutes.openExamples', async () => {
      const folder = await copyExamples(context);
      await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
    }),
  );
}

/** @returns the copy, as it was left the last time */
export async function copyExamples({
  globalStorageUri,
  extensionUri,
}: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'extensionUri'>): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(globalStorageUri, 'examples');
  const isThere = await vscode.workspace.fs.stat(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'examples'), folder);
  return folder;
}
