/**
 * "Compare Routes …": which requests match another route than in the saved or committed file, or under another router.
 */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CompareParams, CompareResult } from '../server/protocol/index.js';
import { messages, titles, choices as words } from './client-words.js';
import { PagePanel } from './page.js';

/** The part of VS Code's git extension that is used. */
interface GitRepository {
  show(revision: string, path: string): Promise<string>;
}
interface GitExtension {
  getAPI(version: 1): { getRepository(uri: vscode.Uri): GitRepository | null };
}

interface Choice extends vscode.QuickPickItem {
  readonly find: () => Promise<CompareParams['with'] | undefined>;
}

export function registerCompare(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const comparison = new RouteComparison(client);
  context.subscriptions.push(
    comparison,
    vscode.commands.registerCommand(
      'kongRoutes.compareRoutes',
      (uri?: string, other?: CompareParams['with']) => comparison.ask(uri, other),
    ),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === comparison.document) comparison.clear();
    }),
  );
}

class RouteComparison implements vscode.Disposable {
  readonly #client: BaseLanguageClient;
  readonly #panel: PagePanel;
  readonly #decoration = vscode.window.createTextEditorDecorationType({});
  #last:
    | { readonly uri: vscode.Uri; readonly find: () => Promise<CompareParams['with'] | undefined> }
    | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#panel = new PagePanel(client, 'kongRoutes.comparison', (kind) => this.#do(kind));
  }

  get document(): string | undefined {
    return this.#last?.uri.toString();
  }

  /**
   * @param uri of a document; the active one where it is not given
   * @param other asked for where it is not given
   */
  async ask(uri?: string, other?: CompareParams['with']): Promise<CompareResult | undefined> {
    const document = uri ? vscode.Uri.parse(uri) : vscode.window.activeTextEditor?.document.uri;
    if (!document) {
      void vscode.window.showInformationMessage(messages.noRoutes);
      return undefined;
    }
    if (other) return this.#show(document, async () => other);
    const chosen = await vscode.window.showQuickPick(choicesFor(document), {
      title: titles.compare,
    });
    return chosen && this.#show(document, chosen.find);
  }

  async #show(
    uri: vscode.Uri,
    find: () => Promise<CompareParams['with'] | undefined>,
  ): Promise<CompareResult | undefined> {
    const other = await find();
    if (!other) return undefined;
    const params: CompareParams = { uri: this.#client.code2ProtocolConverter.asUri(uri), with: other };
    const progress = {
      location: vscode.ProgressLocation.Notification,
      title: 'Comparing routes',
      cancellable: true,
    };
    const result = await vscode.window.withProgress(progress, (_, token) =>
      this.#client.sendRequest<CompareResult | null>('kongRoutes/compare', params, token),
    );
    if (!result) return undefined;
    if (!result.page) {
      void vscode.window.showWarningMessage(`Not compared: ${result.refused}.`);
      return result;
    }
    this.#last = { uri, find };
    this.#decorate(result.places);
    this.#panel.show(result.page, [
      { kind: 'again', label: 'Compare Again', isMain: true },
      { kind: 'other', label: words.compareOther },
    ]);
    return result;
  }

  #do(kind: string): unknown {
    const last = this.#last;
    if (kind === 'again' && last) return this.#show(last.uri, last.find);
    if (kind === 'other') return this.ask(last?.uri.toString());
    return this.clear();
  }

  #decorate(places: CompareResult['places']): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== this.document) continue;
      const options = places.map(({ range: { start }, message }): vscode.DecorationOptions => {
        const end = editor.document.lineAt(start.line).range.end;
        return {
          range: new vscode.Range(end, end),
          renderOptions: {
            after: {
              contentText: message,
              margin: '0 0 0 2em',
              color: new vscode.ThemeColor('editorWarning.foreground'),
            },
          },
        };
      });
      editor.setDecorations(this.#decoration, options);
    }
  }

  clear(): void {
    this.#decorate([]);
  }

  dispose(): void {
    this.#decoration.dispose();
    this.#panel.dispose();
  }
}

function choicesFor(uri: vscode.Uri): Choice[] {
  const routers = ['traditional_compatible', 'expressions', 'traditional'];
  return [
    {
      label: words.savedFile,
      find: async () => ({ kind: 'text', name: words.savedFileName, text: await savedText(uri) }),
    },
    { label: words.committedFile, description: 'HEAD', find: () => committed(uri) },
    ...routers.map(
      (router): Choice => ({
        label: router,
        description: words.sameRoutes,
        find: async () => ({ kind: 'router', router }),
      }),
    ),
    { label: words.anotherRouter, find: askRouter },
  ];
}

const savedText = async (uri: vscode.Uri): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

async function committed(uri: vscode.Uri): Promise<CompareParams['with'] | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = (extension?.isActive ? extension.exports : await extension?.activate())?.getAPI(1);
  const repository = git?.getRepository(uri);
  try {
    if (repository) return { kind: 'text', name: 'HEAD', text: await repository.show('HEAD', uri.fsPath) };
  } catch {
    // The file is in no commit.
  }
  void vscode.window.showInformationMessage(messages.notCommitted);
  return undefined;
}

async function askRouter(): Promise<CompareParams['with'] | undefined> {
  const router = await vscode.window.showInputBox({
    title: titles.compareFlavor,
    placeHolder: 'expressions@3.9',
  });
  return router ? { kind: 'router', router } : undefined;
}
