/** "Copy as curl": the command that creates a route at an Admin API, into the clipboard. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CurlForm, CurlParams, CurlResult } from '../server/protocol/index.js';
import { messages } from './client-words.js';

export function registerCurl(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    registerCommand('kongRoutes.copyAsCurl', (at?: RouteAt) => copy(client, at, 'json')),
    registerCommand('kongRoutes.copyAsCurlForm', (at?: RouteAt) => copy(client, at, 'form')),
  );
}

/** Where a route is; the cursor where it is not given. */
type RouteAt = Pick<CurlParams, 'uri' | 'position'>;

/** @returns what was copied */
async function copy(
  client: BaseLanguageClient,
  at: RouteAt | undefined,
  form: CurlForm,
): Promise<string | undefined> {
  const place = at ?? cursor(client);
  const params = place && { ...place, form };
  const result = params && (await client.sendRequest<CurlResult | null>('kongRoutes/curl', params));
  if (!result) {
    void vscode.window.showInformationMessage(messages.noRoutes);
    return undefined;
  }
  const { route, command, refused, notes } = result;
  if (route === null) {
    void vscode.window.showInformationMessage(messages.noRoute);
  } else if (command === null) {
    void vscode.window.showWarningMessage(messages.notCopied(route, refused));
  } else {
    await vscode.env.clipboard.writeText(command);
    void vscode.window.showInformationMessage([messages.copied(route), ...notes].join(' '));
    return command;
  }
  return undefined;
}

function cursor({ code2ProtocolConverter }: BaseLanguageClient): RouteAt | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: code2ProtocolConverter.asUri(editor.document.uri), position: { line, character } };
}
