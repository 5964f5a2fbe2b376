/** The commands of the palette: each asks what it needs and leaves the work to the server. */

import * as vscode from 'vscode';
import { type BaseLanguageClient, ExecuteCommandRequest } from 'vscode-languageclient';
import type { ConvertArguments, ConvertSummary, Style } from '../server/protocol/index.js';
import { messages } from './client-words.js';

/** Files that may hold routes; the server recognizes them by content. */
const routeFiles = '**/*.{yaml,yml,json}';
const notRouteFiles = '**/{node_modules,.git}/**';

export function registerCommands(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const commands: readonly (readonly [string, () => Promise<ConvertSummary | undefined>])[] = [
    ['kongRoutes.convertFileToExpressions', () => convertFile(client, 'expressions')],
    ['kongRoutes.convertFileToTraditional', () => convertFile(client, 'traditional')],
    ['kongRoutes.convertWorkspaceToExpressions', () => convertWorkspace(client, 'expressions')],
    ['kongRoutes.convertWorkspaceToTraditional', () => convertWorkspace(client, 'traditional')],
  ];
  for (const [command, run] of commands) {
    context.subscriptions.push(vscode.commands.registerCommand(command, run));
  }
}

async function convertFile(client: BaseLanguageClient, to: Style): Promise<ConvertSummary | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) {
    void vscode.window.showInformationMessage(messages.noRoutes);
    return undefined;
  }
  return convert(client, { uris: [document.uri.toString()], to });
}

async function convertWorkspace(client: BaseLanguageClient, to: Style): Promise<ConvertSummary | undefined> {
  const files = await vscode.workspace.findFiles(routeFiles, notRouteFiles);
  return convert(client, { uris: files.map((uri) => uri.toString()).sort(), to });
}

async function convert(
  client: BaseLanguageClient,
  args: ConvertArguments,
): Promise<ConvertSummary | undefined> {
  const summary: ConvertSummary | null = await client.sendRequest(ExecuteCommandRequest.type, {
    command: 'kongRoutes.convert',
    arguments: [args],
  });
  if (!summary) return undefined;
  await showSummary(client, summary);
  return summary;
}

/** One line; what was left alone and why is a click away. */
async function showSummary(client: BaseLanguageClient, summary: ConvertSummary): Promise<void> {
  const { applied, converted, leftAlone, verifications } = summary;
  const count = (number: number) => `${number} route${number === 1 ? '' : 's'}`;
  const done = applied ? `${count(converted.length)} converted` : 'No routes converted';
  const [first] = leftAlone;
  const reason = leftAlone.length === 1 && converted.length === 0 ? ` (${first!.reason})` : '';
  const left = leftAlone.length > 0 ? `, ${count(leftAlone.length)} not converted${reason}` : '';
  // What matters most of several files.
  const verified = (['different', 'not-verified', 'equal'] as const).flatMap((kind) =>
    verifications.filter((one) => one.kind === kind),
  )[0];
  const others = `${left}${verified ? ` (${verified.message})` : ''}`;
  const lines = [
    ...converted.flatMap(({ uri, route, notes }) => notes.map((note) => `${pathOf(uri)}: ${route} ${note}`)),
    ...leftAlone.map(({ uri, route, reason }) => messages.notConverted(pathOf(uri), route, reason)),
    ...verifications.map(({ uri, message }) => `${pathOf(uri)}: ${message}`),
  ];
  if (lines.length === 0) {
    void vscode.window.showInformationMessage(`${done}${others}.`);
    return;
  }
  for (const line of lines) client.outputChannel.appendLine(line);
  const show = 'Show Details';
  // Not waited for: a message may stay open for ever.
  void vscode.window.showInformationMessage(`${done}${others}.`, show).then((chosen) => {
    if (chosen === show) client.outputChannel.show();
  });
}

const pathOf = (uri: string) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
