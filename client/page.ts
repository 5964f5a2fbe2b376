/** Pages that the server writes, in panels of the editor. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Page } from '../server/protocol/index.js';
import { htmlOf, type PageButton } from './page-html.js';

/** What a page sends: a click on a button, or on a link. */
export type PageMessage =
  | { readonly kind: 'open'; readonly address: string }
  | { readonly kind: string; readonly address?: undefined };

/** One panel, which shows one page after the other. */
export class PagePanel {
  readonly #client: BaseLanguageClient;
  readonly #viewType: string;
  readonly #act: (kind: string) => unknown;
  #panel: vscode.WebviewPanel | undefined;

  /** @param act what a click on a button does; links are opened without asking */
  constructor(client: BaseLanguageClient, viewType: string, act: (kind: string) => unknown) {
    this.#client = client;
    this.#viewType = viewType;
    this.#act = act;
  }

  show(page: Page, buttons: readonly PageButton[]): void {
    if (!this.#panel) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.#panel = vscode.window.createWebviewPanel(this.#viewType, '', column, {
        enableScripts: true,
        enableFindWidget: true,
        localResourceRoots: [],
        retainContextWhenHidden: true,
      });
      this.#panel.webview.onDidReceiveMessage((message: PageMessage) =>
        message.address === undefined
          ? this.#act(message.kind)
          : openPlace(this.#client, message.address, vscode.ViewColumn.One),
      );
      this.#panel.onDidDispose(() => {
        this.#panel = undefined;
        this.#act('closed');
      });
    }
    this.#panel.title = page.title;
    this.#panel.webview.html = htmlOf(page, buttons);
  }

  dispose(): void {
    this.#panel?.dispose();
  }
}

/** @param address of a file, with `#L12,5` if a place in it is meant */
export async function openPlace(
  client: BaseLanguageClient,
  address: string,
  viewColumn = vscode.ViewColumn.Beside,
): Promise<void> {
  const [file, line, character] = /^(.*?)#L(\d+),(\d+)$/.exec(address)?.slice(1) ?? [address, '1', '1'];
  const position = new vscode.Position(Number(line) - 1, Number(character) - 1);
  await vscode.window.showTextDocument(client.protocol2CodeConverter.asUri(file!), {
    selection: new vscode.Range(position, position),
    viewColumn,
  });
}
