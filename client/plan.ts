/** "Plan Router Flavor Change …": the plan of a workspace folder as a page, with what can be done with it. */

import * as vscode from 'vscode';
import { type BaseLanguageClient, ExecuteCommandRequest } from 'vscode-languageclient';
import type {
  ApplyPlanSummary,
  PlanPage,
  PlanResult,
  PlanTablesResult,
  PlanTarget,
  RunningFlavor,
  RunningFlavorsParams,
} from '../server/protocol/index.js';
import { flavorDescriptions, messages, prompts, titles, choices as words } from './client-words.js';
import { openPlace } from './page.js';
import { htmlOf, type PageButton } from './page-html.js';

export function registerPlan(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('kongRoutes.planFlavorChange', (target?: Partial<PlanTarget>) =>
      planFlavorChange(client, target),
    ),
  );
}

/** @param given what is not to be asked for */
async function planFlavorChange(
  client: BaseLanguageClient,
  given: Partial<PlanTarget> = {},
): Promise<PlanPage | undefined> {
  const folder = given.folder ? vscode.Uri.parse(given.folder) : await askFolder();
  if (!folder) return undefined;
  const address = client.code2ProtocolConverter.asUri(folder);
  const from = given.from !== undefined ? given.from : await askFrom(client, address);
  if (from === undefined) return undefined;
  const to = given.to ?? (await askTo(from));
  if (to === undefined) return undefined;
  const panel = new PlanPanel(client, folder, { folder: address, from, to });
  return panel.show();
}

async function askFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(messages.noPlanFolder);
  }
  if (folders.length < 2) return folders[0]?.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri;
}

interface Choice extends vscode.QuickPickItem {
  /** `null`: what the files show. */
  readonly flavor: string | null;
}

/** What the files show first. @returns `undefined` if nothing was chosen */
async function askFrom(client: BaseLanguageClient, folder: string): Promise<string | null | undefined> {
  const params: RunningFlavorsParams = { folder };
  const running = await client.sendRequest<RunningFlavor[]>('kongRoutes/runningFlavors', params);
  const detected = running.map(
    ({ flavor, gateways, place }): Choice => ({
      label: flavor,
      description: `${gateways.join(', ')} (${place})`,
      flavor,
    }),
  );
  const known = new Set(running.map(({ flavor }) => flavor));
  const others = Object.entries(flavorDescriptions).flatMap(([label, description]): Choice[] =>
    known.has(label) ? [] : [{ label, description, flavor: label }],
  );
  const separator = (label: string): Choice => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
    flavor: null,
  });
  const choices =
    detected.length > 0
      ? [separator(words.runningHere), ...detected, separator(words.notFoundHere), ...others]
      : [{ label: words.detect, flavor: null }, ...others];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: titles.plan(1),
    placeHolder: 'Current flavor',
  });
  return chosen?.flavor;
}

async function askTo(from: string | null): Promise<string | undefined> {
  const choices = Object.entries(flavorDescriptions).map(([label, description]) => ({
    label,
    description: label === from ? `${description} (another version)` : description,
  }));
  // The most usual change first.
  const usual = from === 'expressions' ? 'traditional_compatible' : 'expressions';
  choices.sort((a, b) => Number(b.label === usual) - Number(a.label === usual));
  const chosen = await vscode.window.showQuickPick(choices, {
    title: titles.plan(2),
    placeHolder: 'New flavor',
  });
  if (!chosen) return undefined;
  const version = await vscode.window.showInputBox({
    title: titles.plan(3),
    prompt: prompts.newVersion,
    placeHolder: '3.9',
    validateInput: (text) => (text === '' || /^\d+(\.\d+)+$/.test(text) ? undefined : messages.versionForm),
  });
  if (version === undefined) return undefined;
  return version === '' ? chosen.label : `${chosen.label}@${version}`;
}

/** What the page asks for. */
type Message =
  | { readonly kind: 'open'; readonly address: string }
  | { readonly kind: 'apply' | 'save' | 'tables' | 'refresh' };

class PlanPanel {
  readonly #client: BaseLanguageClient;
  readonly #folder: vscode.Uri;
  readonly #target: PlanTarget;
  #panel: vscode.WebviewPanel | undefined;
  #page: PlanPage | undefined;

  constructor(client: BaseLanguageClient, folder: vscode.Uri, target: PlanTarget) {
    this.#client = client;
    this.#folder = folder;
    this.#target = target;
  }

  /** Makes the plan, and shows it in the panel that there is, or in a new one. */
  async show(): Promise<PlanPage | undefined> {
    const result = await this.#ask<PlanResult>('kongRoutes/planFlavorChange');
    if (!result?.page) return undefined;
    this.#page = result.page;
    if (!this.#panel) {
      this.#panel = vscode.window.createWebviewPanel('kongRoutes.plan', '', vscode.ViewColumn.Active, {
        enableScripts: true,
        enableFindWidget: true,
        localResourceRoots: [],
        retainContextWhenHidden: true,
      });
      this.#panel.webview.onDidReceiveMessage((message: Message) => this.#do(message));
      this.#panel.onDidDispose(() => {
        this.#panel = undefined;
      });
    }
    this.#panel.title = result.page.title;
    this.#panel.webview.html = htmlOf(result.page, buttonsOf(result.page));
    return result.page;
  }

  /** Says why where there is no answer but a reason. */
  async #ask<Result extends { readonly refused: string | null }>(
    method: string,
  ): Promise<Result | undefined> {
    const result = await this.#client.sendRequest<Result | null>(method, this.#target);
    if (result && result.refused !== null) {
      void vscode.window.showWarningMessage(`No plan: ${result.refused}`);
      return undefined;
    }
    return result ?? undefined;
  }

  #do(message: Message): Promise<unknown> {
    switch (message.kind) {
      case 'open':
        return openPlace(this.#client, message.address);
      case 'apply':
        return this.#apply();
      case 'save':
        return this.#save();
      case 'tables':
        return this.#writeTables();
      case 'refresh':
        return this.show();
    }
  }

  /** While decisions are open nothing is written, unless the user confirms that in a second step. */
  async #apply(force = false): Promise<void> {
    const summary = await this.#client.sendRequest<ApplyPlanSummary>(ExecuteCommandRequest.method, {
      command: 'kongRoutes.applyPlan',
      arguments: [{ ...this.#target, force }],
    });
    const number = summary.left.length;
    const isHeld = number > 0 && !force;
    const what = isHeld ? 'needs a decision' : 'to do';
    for (const line of summary.left) this.#client.outputChannel.appendLine(`${what}: ${line}`);
    const left = number > 0 ? ` ${number} point${number === 1 ? ' needs' : 's need'} a decision.` : '';
    const done = summary.applied ? 'The plan was applied.' : 'No files were changed.';
    const [show, anyway] = ['Show Details', 'Apply Anyway'];
    const buttons = number === 0 ? [] : isHeld ? [show, anyway] : [show];
    void vscode.window.showInformationMessage(`${done}${left}`, ...buttons).then((chosen) => {
      if (chosen === show) this.#client.outputChannel.show();
      if (chosen === anyway) void this.#apply(true);
    });
  }

  async #save(): Promise<void> {
    const file = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(this.#folder, 'router-flavor-plan.md'),
      filters: { Markdown: ['md'] },
    });
    if (!file || !this.#page) return;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(this.#page.markdown));
    await vscode.window.showTextDocument(file, { preview: false });
  }

  async #writeTables(): Promise<void> {
    const result = await this.#ask<PlanTablesResult>('kongRoutes/planTables');
    if (!result) return;
    const [folder] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        defaultUri: this.#folder,
        openLabel: words.writeTablesHere,
      })) ?? [];
    if (!folder) return;
    for (const { path, text } of result.tables) {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), new TextEncoder().encode(text));
    }
    const refused = result.tables.flatMap((table) => table.refused.map((route) => `${table.path}: ${route}`));
    const warning =
      refused.length > 0 ? ` The router rejects these routes as written: ${refused.join(', ')}.` : '';
    void vscode.window.showInformationMessage(`${result.tables.length} files written.${warning}`);
  }
}

function buttonsOf({ changes }: PlanPage): PageButton[] {
  const apply = changes === 1 ? 'Apply 1 Change …' : `Apply ${changes} Changes …`;
  return [
    ...(changes > 0 ? [{ kind: 'apply', label: apply, isMain: true }] : []),
    { kind: 'save', label: 'Save as Markdown …' },
    { kind: 'tables', label: words.writeTables },
    { kind: 'refresh', label: 'Plan Again' },
  ];
}
