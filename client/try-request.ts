/** "Try a Request …": which route a request goes to, in a panel, and term by term in the document. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { TriedValue, TryRequestParams, TryRequestResult } from '../server/protocol/index.js';
import { messages, prompts, choices as words } from './client-words.js';
import { PagePanel } from './page.js';

/** The request that was tried last, for the next time. */
const memory = 'kongRoutes.lastRequest';

export function registerTryRequest(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const trial = new RequestTrial(context, client);
  context.subscriptions.push(
    trial,
    vscode.commands.registerCommand('kongRoutes.tryRequest', (uri?: string, request?: string) =>
      trial.ask(uri, request),
    ),
    vscode.commands.registerCommand('kongRoutes.clearRequest', () => trial.clear()),
    // The values are those of the text that was asked about.
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === trial.document) trial.clear();
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => trial.decorate()),
  );
}

class RequestTrial implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #client: BaseLanguageClient;
  readonly #panel: PagePanel;
  readonly #decoration = vscode.window.createTextEditorDecorationType({});
  #last: { readonly uri: vscode.Uri; readonly request: string } | undefined;
  #values: readonly TriedValue[] = [];

  constructor(context: vscode.ExtensionContext, client: BaseLanguageClient) {
    this.#context = context;
    this.#client = client;
    this.#panel = new PagePanel(client, 'kongRoutes.trial', (kind) => this.#do(kind));
  }

  /** The document whose values are shown. */
  get document(): string | undefined {
    return this.#last?.uri.toString();
  }

  /**
   * @param uri of a document; the active one where it is not given
   * @param request asked for where it is not given
   */
  async ask(uri?: string, request?: string): Promise<TryRequestResult | undefined> {
    const document = uri ? vscode.Uri.parse(uri) : vscode.window.activeTextEditor?.document.uri;
    if (!document) {
      void vscode.window.showInformationMessage(messages.noRoutes);
      return undefined;
    }
    const text = request ?? (await this.#askRequest());
    if (text === undefined) return undefined;
    await this.#context.workspaceState.update(memory, text);
    return this.#show(document, text);
  }

  #askRequest(): Thenable<string | undefined> {
    const value = this.#context.workspaceState.get<string>(memory);
    return vscode.window.showInputBox({
      title: 'Try a request',
      prompt: prompts.request,
      placeHolder: 'POST https://example.com/orders?page=2',
      ignoreFocusOut: true,
      ...(value !== undefined && { value }),
    });
  }

  async #show(uri: vscode.Uri, request: string): Promise<TryRequestResult | undefined> {
    const params: TryRequestParams = { uri: this.#client.code2ProtocolConverter.asUri(uri), request };
    const result = await this.#client.sendRequest<TryRequestResult>('kongRoutes/tryRequest', params);
    if (!result.page) {
      void vscode.window.showWarningMessage(messages.notTried(result.refused));
      return result;
    }
    this.#last = { uri, request };
    this.#values = result.values;
    this.decorate();
    this.#panel.show(result.page, [
      { kind: 'another', label: 'Try Another Request …', isMain: true },
      { kind: 'again', label: 'Try Again' },
      { kind: 'clear', label: words.clearValues },
    ]);
    return result;
  }

  #do(kind: string): unknown {
    const last = this.#last;
    if (kind === 'again' && last) return this.#show(last.uri, last.request);
    if (kind === 'another') return this.ask(last?.uri.toString());
    return this.clear();
  }

  /** Shows the values next to what they are of, as a debugger does. */
  decorate(): void {
    const options = this.#values.map(({ range, result, text }): vscode.DecorationOptions => {
      const { end } = range;
      const place = new vscode.Position(end.line, end.character);
      return {
        range: new vscode.Range(place, place),
        renderOptions: {
          after: {
            contentText: ` ${text} `,
            margin: '0 0.4em',
            // The colors of failed tests are not readable on this background in every theme.
            color: new vscode.ThemeColor(colors[result]),
            fontWeight: result === 'true' ? 'bold' : 'normal',
            backgroundColor: new vscode.ThemeColor('editor.inlineValuesBackground'),
          },
        },
      };
    });
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === this.document) editor.setDecorations(this.#decoration, options);
    }
  }

  clear(): void {
    this.#values = [];
    this.decorate();
  }

  dispose(): void {
    this.#decoration.dispose();
    this.#panel.dispose();
  }
}

const colors: Readonly<Record<TriedValue['result'], string>> = {
  true: 'editor.foreground',
  false: 'editor.foreground',
  undecided: 'editor.inlineValuesForeground',
  'not-evaluated': 'editor.inlineValuesForeground',
};
