/** Pages that the server writes, in panels of the editor. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Page } from '../server/protocol/index.js';

/** A button above a page; `kind` is what a click on it sends. */
export interface PageButton {
  readonly kind: string;
  readonly label: string;
  readonly isMain?: boolean;
}

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

/** Nothing is loaded from anywhere, and only the script of this page runs. */
export function htmlOf({ title, body, style }: Page, buttons: readonly PageButton[]): string {
  const nonce = crypto.randomUUID();
  const written = buttons.map(
    ({ kind, label, isMain }) =>
      `<button${isMain ? '' : ' class="quiet"'} data-kind="${kind}">${label}</button>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<nav>${written.join('')}</nav>
<main>${body}</main>
<script nonce="${nonce}">
const editor = acquireVsCodeApi();
document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-kind]');
  if (button) editor.postMessage({ kind: button.dataset.kind });
  const link = event.target.closest('a[href]');
  if (!link) return;
  event.preventDefault();
  editor.postMessage({ kind: 'open', address: link.getAttribute('href') });
});
</script>
</body>
</html>
`;
}
