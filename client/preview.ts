/** "Preview in Flavor …": a document next to its conversion to another router flavor. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type {
  PreviewParams,
  PreviewResult,
  PreviewSourceParams,
  RouterFlavor,
  Style,
} from '../server/protocol/index.js';
import { messages, titles, choices as words } from './client-words.js';

/** A preview's address is that of its document with the style in the query. */
const scheme = 'kong-routes-preview';

interface Flavor extends vscode.QuickPickItem {
  readonly label: RouterFlavor;
  readonly style: Style;
}

/** What the address of a preview says. */
interface Previewed {
  readonly source: string;
  readonly style: Style;
  readonly flavor: RouterFlavor;
}

const flavors: readonly Flavor[] = [
  { label: 'expressions', description: words.everyExpression, style: 'expressions' },
  {
    label: 'traditional_compatible',
    description: words.everyFields,
    style: 'traditional',
  },
  { label: 'traditional', description: words.everyFields, style: 'traditional' },
];

export function registerPreview(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri) => {
      const { source, style, flavor } = JSON.parse(uri.query) as Previewed;
      const params: PreviewParams = { uri: source, to: style, flavor };
      const result: PreviewResult | null = await client.sendRequest('kongRoutes/preview', params);
      return result?.text ?? '';
    },
  };
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.languages.registerDefinitionProvider({ scheme }, sourceProvider(client)),
    // The preview follows its document as it is edited.
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const source = document.uri.toString();
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === scheme && uri.query.includes(JSON.stringify(source))) changed.fire(uri);
      }
    }),
    vscode.commands.registerCommand('kongRoutes.previewInFlavor', (uri?: string, flavor?: string) =>
      showPreview(client, uri, flavor),
    ),
  );
}

/**
 * @param uri of a document; the active one where it is not given
 * @param flavor asked for where it is not given
 */
async function showPreview(client: BaseLanguageClient, uri?: string, flavor?: string): Promise<void> {
  const source = uri ? vscode.Uri.parse(uri) : vscode.window.activeTextEditor?.document.uri;
  if (!source) {
    void vscode.window.showInformationMessage(messages.noRoutes);
    return;
  }
  const chosen =
    flavors.find(({ label }) => label === flavor) ??
    (await vscode.window.showQuickPick(flavors, { title: titles.preview }));
  if (!chosen) return;
  const previewed: Previewed = { source: source.toString(), style: chosen.style, flavor: chosen.label };
  const query = JSON.stringify(previewed);
  const translated = vscode.Uri.from({ scheme, path: source.path, query });
  const params: PreviewParams = { uri: previewed.source, to: chosen.style, flavor: chosen.label };
  const result: PreviewResult | null = await client.sendRequest('kongRoutes/preview', params);
  if (result?.isGenerated) {
    const options = { viewColumn: vscode.ViewColumn.Beside, preview: true };
    await vscode.window.showTextDocument(translated, options);
    return;
  }
  // The text alone looks as if every request stayed with its route.
  if (result?.verification && result.verification.kind !== 'equal') {
    void vscode.window.showWarningMessage(messages.previewed(result.verification.message));
  }
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  await vscode.commands.executeCommand('vscode.diff', source, translated, `${name} ↔ ${chosen.label}`);
}

/** From a generated route to the object that it is made of. */
const sourceProvider = (client: BaseLanguageClient): vscode.DefinitionProvider => ({
  provideDefinition: async ({ uri }, { line, character }) => {
    const { source, flavor } = JSON.parse(uri.query) as Previewed;
    const params: PreviewSourceParams = { uri: source, flavor, position: { line, character } };
    return client.protocol2CodeConverter.asDefinitionResult(
      await client.sendRequest('kongRoutes/previewSource', params),
      undefined,
    );
  },
});
