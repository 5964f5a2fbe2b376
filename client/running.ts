/** "Compare with Running Gateways …": which gateways, with which tokens, and what they answered as a page. */

import * as vscode from 'vscode';
import { type BaseLanguageClient, RequestType } from 'vscode-languageclient';
import type {
  AdminAnswer,
  AdminNode,
  AdminQuestion,
  RunningParams,
  RunningResult,
  ValidateParams,
  ValidateResult,
} from '../server/protocol/index.js';
import { AdminTokens } from './admin-tokens.js';
import { messages, prompts, titles } from './client-words.js';
import { trusted } from './trusted.js';

/** A page's address is its title. */
const scheme = 'kong-routes-running';

const askRequest = new RequestType<AdminQuestion, AdminAnswer, void>('kongRoutes/ask');

/** What was asked in a workspace where no setting names addresses. */
const remembered = 'kongRoutes.adminApi';

/** Asks an Admin API one question; never throws. */
export type Ask = (
  question: AdminQuestion,
  token: string | null,
  cancelled: AbortSignal,
) => Promise<AdminAnswer>;

/** @param ask `null` if no Admin API can be asked; the server then reports that */
export function registerRunning(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  ask: Ask | null,
): void {
  const running = new Running(context, client, ask);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    running,
    registerCommand('kongRoutes.compareWithRunningGateways', () => running.compare()),
    registerCommand('kongRoutes.validateRouteOnRunningGateway', (at?: RouteAt) => running.validate(at)),
    registerCommand('kongRoutes.forgetAdminTokens', () => running.forgetTokens()),
  );
}

/** Where a route is; the cursor where it is not given. */
interface RouteAt {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

class Running implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #client: BaseLanguageClient;
  readonly #tokens: AdminTokens;
  readonly #pages: Pages;

  constructor(context: vscode.ExtensionContext, client: BaseLanguageClient, ask: Ask | null) {
    this.#context = context;
    this.#client = client;
    this.#tokens = new AdminTokens(context);
    this.#pages = new Pages();
    if (!ask) return;
    context.subscriptions.push(
      client.onRequest(askRequest, (question, cancelled) => this.#answer(ask, question, cancelled)),
    );
  }

  /** Asks an Admin API for the server, with the token of its address. */
  async #answer(
    ask: Ask,
    question: AdminQuestion,
    cancelled: vscode.CancellationToken,
  ): Promise<AdminAnswer> {
    const abort = new AbortController();
    const listener = cancelled.onCancellationRequested(() => abort.abort());
    try {
      return await ask(question, await this.#tokens.get(question.address), abort.signal);
    } finally {
      listener.dispose();
    }
  }

  dispose(): void {
    this.#pages.dispose();
  }

  /** The file in the editor with the gateways, or without one the gateways alone. */
  async compare(): Promise<RunningResult | undefined> {
    const document = vscode.window.activeTextEditor?.document;
    const uri = document && mayHaveRoutes(document) ? document.uri : undefined;
    const addresses = await this.#addresses(uri);
    if (!addresses) return undefined;
    const result = await this.#ask(
      addresses,
      (nodes) => {
        const params: RunningParams = { uri: uri ? this.#addressOf(uri) : null, nodes };
        return this.#client.sendRequest<RunningResult | null>('kongRoutes/compareWithRunning', params);
      },
      ({ report }) => report.nodes,
    );
    if (!result || isCancelled(result.report.nodes)) return undefined;
    await this.#pages.show(titles.running, result.markdown);
    return result;
  }

  async validate(at: RouteAt | undefined): Promise<ValidateResult | undefined> {
    const editor = vscode.window.activeTextEditor;
    const place =
      at ?? (editor && { uri: this.#addressOf(editor.document.uri), position: editor.selection.active });
    if (!place) {
      void vscode.window.showInformationMessage(messages.noRoutes);
      return undefined;
    }
    const addresses = await this.#addresses(vscode.Uri.parse(place.uri));
    if (!addresses) return undefined;
    const { line, character } = place.position;
    const result = await this.#ask(
      addresses,
      (nodes) => {
        const params: ValidateParams = { uri: place.uri, position: { line, character }, nodes };
        return this.#client.sendRequest<ValidateResult | null>('kongRoutes/validateOnRunning', params);
      },
      ({ nodes }) => nodes,
    );
    if (!result || isCancelled(result.nodes)) return undefined;
    const { route, nodes, markdown } = result;
    if (route === null) {
      void vscode.window.showInformationMessage(messages.noRoute);
    } else if (nodes.every(({ accepted, agrees }) => accepted === true && agrees !== false)) {
      const where = nodes.map(({ address }) => address).join(', ');
      void vscode.window.showInformationMessage(messages.accepted(where, route));
    } else {
      await this.#pages.show(titles.routeOnRunning, markdown);
    }
    return result;
  }

  async forgetTokens(): Promise<number> {
    const count = await this.#tokens.forgetAll();
    const tokens = count === 1 ? 'token was' : 'tokens were';
    void vscode.window.showInformationMessage(
      count === 0 ? messages.noTokens : `${count} ${tokens} forgotten.`,
    );
    return count;
  }

  /**
   * Those of the setting, else those that the user enters.
   *
   * @returns `undefined` if the user enters none, or declines to connect from an untrusted workspace
   */
  async #addresses(uri: vscode.Uri | undefined): Promise<readonly string[] | undefined> {
    const set = vscode.workspace.getConfiguration('kongRoutes', uri ?? null).get<unknown>('adminApi');
    const addresses = Array.isArray(set) ? set.filter((one) => typeof one === 'string') : [];
    const chosen = addresses.length > 0 ? addresses : await this.#askForAddresses();
    return trusted(chosen, vscode.workspace.isTrusted, async (asked) => {
      const connect = 'Connect';
      const detail = asked.join('\n');
      const options = { modal: true, detail };
      return (await vscode.window.showWarningMessage(messages.notTrusted, options, connect)) === connect;
    });
  }

  async #askForAddresses(): Promise<readonly string[] | undefined> {
    const state = this.#context.workspaceState;
    const text = await vscode.window.showInputBox({
      title: titles.compareRunning,
      prompt: prompts.adminUrls,
      placeHolder: 'http://localhost:8001',
      value: state.get<string[]>(remembered, []).join(' '),
      ignoreFocusOut: true,
      validateInput: (written) => wordsOf(written).map(faultOf).find(Boolean) ?? null,
    });
    const addresses = wordsOf(text ?? '');
    if (addresses.length === 0) return undefined;
    await state.update(remembered, addresses);
    return addresses;
  }

  /** Asks; where a node wants a token, asks for that and then once more. */
  async #ask<Result>(
    addresses: readonly string[],
    send: (nodes: AdminNode[]) => Promise<Result | null>,
    nodesOf: (result: Result) => readonly Answered[],
  ): Promise<Result | undefined> {
    for (;;) {
      const result = await send(addresses.map((address) => ({ address })));
      if (result === null) {
        void vscode.window.showInformationMessage(messages.noRoutes);
        return undefined;
      }
      let isGiven = false;
      for (const { address, failure } of nodesOf(result)) {
        if (failure?.kind !== 'unauthorized') continue;
        isGiven = (await this.#tokens.ask(address, `${address} ${failure.message}`)) || isGiven;
      }
      if (!isGiven) return result;
    }
  }

  #addressOf(uri: vscode.Uri): string {
    return this.#client.code2ProtocolConverter.asUri(uri);
  }
}

interface Answered {
  readonly address: string;
  readonly failure: { readonly kind: string; readonly message: string } | null;
}

const isCancelled = (nodes: readonly Answered[]) =>
  nodes.some(({ failure }) => failure?.kind === 'cancelled');

const mayHaveRoutes = ({ languageId, uri }: vscode.TextDocument) =>
  /^(yaml|json|jsonc)$/.test(languageId) && (uri.scheme === 'file' || uri.scheme === 'untitled');

const wordsOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** What must not be kept, nor sent to the server. All else it says itself. */
function faultOf(address: string): string | null {
  if (!/^https?:\/\//i.test(address)) return `${address}: start the URL with http:// or https://`;
  if (!URL.canParse(address)) return `${address}: not a valid URL`;
  const { username, password } = new URL(address);
  return username || password ? messages.urlCredentials : null;
}

/** Read-only pages of Markdown, next to the editor, with links to places in files. */
class Pages implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #registrations: readonly vscode.Disposable[];

  constructor() {
    this.#registrations = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.path) ?? '',
      }),
      vscode.languages.registerDocumentLinkProvider({ scheme }, { provideDocumentLinks: linksOf }),
    ];
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }

  async show(title: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `${title}.md` });
    this.#texts.set(uri.path, markdown);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }
}

/** `[text][1]`, with `[1]: <target>` further down. VS Code itself follows only those in files. */
function linksOf(document: vscode.TextDocument): vscode.DocumentLink[] {
  const text = document.getText();
  const targets = new Map(
    [...text.matchAll(/^\[(\d+)\]: <(.+)>$/gm)].map(([, number, target]) => [number, target!]),
  );
  return [...text.matchAll(/\[((?:\\.|[^\]\\\n])+)\]\[(\d+)\]/g)].flatMap(
    ({ index, 1: label, 2: number }) => {
      const target = targets.get(number);
      if (!target) return [];
      const start = document.positionAt(index + 1);
      const end = document.positionAt(index + 1 + label!.length);
      return [new vscode.DocumentLink(new vscode.Range(start, end), vscode.Uri.parse(target))];
    },
  );
}
