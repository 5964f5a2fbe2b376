/** Which Gateway the active file is for: the status bar, and the ways to another answer. */

import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import type {
  DocumentGateway,
  GatewayOfDocumentParams,
  GatewayOfRoutes,
  RouterFlavor,
} from '../server/protocol/index.js';
import { messages, titles, choices as words } from './client-words.js';

/** Built by the plan of a flavor change. */
const planCommand = 'kongRoutes.planFlavorChange';

/** The compiler refuses a list in which one is missing. */
const flavors = Object.keys({
  traditional: true,
  traditional_compatible: true,
  expressions: true,
} satisfies Record<RouterFlavor, true>) as readonly RouterFlavor[];

export function registerGateway(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const item = vscode.window.createStatusBarItem('gateway', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Kong Gateway';
  item.command = 'kongRoutes.showGateway';

  let asked = 0;
  const update = async (): Promise<void> => {
    const request = ++asked;
    const document = vscode.window.activeTextEditor?.document;
    const gateway = document ? await gatewayOf(client, document.uri) : null;
    // An answer about a file that is no longer the active one comes too late.
    if (request !== asked) return;
    // The menu of the editor is shown where it can be used.
    void vscode.commands.executeCommand('setContext', 'kongRoutes.hasRoutes', gateway?.hasRoutes === true);
    if (gateway) show(item, gateway);
    else item.hide();
  };

  context.subscriptions.push(
    item,
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    client.onNotification('kongRoutes/gatewayChanged', () => void update()),
    vscode.commands.registerCommand('kongRoutes.showGateway', () => showGateway(client)),
    vscode.commands.registerCommand('kongRoutes.chooseFlavor', (flavor?: string, scope?: Scope) =>
      chooseFlavor(flavor, scope),
    ),
    vscode.commands.registerCommand('kongRoutes.backToDetected', () => backToDetected()),
    vscode.commands.registerCommand('kongRoutes.goToFlavor', () => goToFlavor(client)),
  );
  void update();
}

function show(item: vscode.StatusBarItem, { label, details, isOpen }: DocumentGateway): void {
  item.text = `Kong: ${label}`;
  item.tooltip = new vscode.MarkdownString(details);
  item.backgroundColor = isOpen ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.show();
}

async function gatewayOf(client: BaseLanguageClient, uri: vscode.Uri): Promise<DocumentGateway | null> {
  if (client.state !== State.Running) return null;
  const params: GatewayOfDocumentParams = { uri: client.code2ProtocolConverter.asUri(uri) };
  return client.sendRequest<DocumentGateway | null>('kongRoutes/gatewayOfDocument', params).catch(() => null);
}

interface Choice extends vscode.QuickPickItem {
  readonly act?: () => Thenable<unknown>;
}

/** What can be done about the Gateway of the active file. */
async function showGateway(client: BaseLanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const gateway = document && (await gatewayOf(client, document.uri));
  if (!gateway) {
    void vscode.window.showInformationMessage(messages.noRoutes);
    return;
  }
  const choices: Choice[] = gateway.places.map(({ value, label, uri, range }) => ({
    label: words.goTo(value),
    description: label,
    act: () => openPlace(client, uri, range),
  }));
  if (gateway.hasRoutes) {
    choices.push(
      { label: 'This file', kind: vscode.QuickPickItemKind.Separator },
      ...gateway.gateways.map(({ label, description, reference }) => ({
        label: words.readBy(label),
        description,
        act: () => setEntry(document.uri, { gateway: reference }),
      })),
      { label: words.chooseFlavor, act: () => chooseFlavor() },
      { label: words.chooseVersion, act: () => chooseVersion() },
    );
    if (gateway.isSet) {
      choices.push({
        label: words.useDetected,
        description: words.removesSettings,
        act: () => backToDetected(),
      });
    }
  }
  if ((await vscode.commands.getCommands(true)).includes(planCommand)) {
    choices.push(
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      {
        label: words.plan,
        act: () => vscode.commands.executeCommand(planCommand),
      },
    );
  }
  const chosen = await vscode.window.showQuickPick(choices, { title: `Kong: ${gateway.label}` });
  await chosen?.act?.();
}

async function goToFlavor(client: BaseLanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const gateway = document && (await gatewayOf(client, document.uri));
  const places = gateway?.places.filter(({ value }) => value === 'flavor') ?? [];
  if (places.length === 0) {
    void vscode.window.showInformationMessage(messages.noFlavorSet);
    return;
  }
  const choices = places.map((place) => ({ label: place.label, place }));
  const chosen =
    choices.length === 1
      ? choices[0]
      : await vscode.window.showQuickPick(choices, { title: titles.severalGateways });
  if (chosen) await openPlace(client, chosen.place.uri, chosen.place.range);
}

async function openPlace(
  client: BaseLanguageClient,
  uri: string,
  range: DocumentGateway['places'][number]['range'],
): Promise<void> {
  await vscode.window.showTextDocument(client.protocol2CodeConverter.asUri(uri), {
    selection: client.protocol2CodeConverter.asRange(range),
  });
}

type Scope = 'file' | 'folder' | 'workspace';

/** @param given the flavor, and for which files, where they are not to be asked for */
async function chooseFlavor(given?: string, givenScope?: Scope): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isInWorkspace(document.uri)) return;
  const flavor =
    flavors.find((one) => one === given) ??
    (await vscode.window.showQuickPick(flavors, { title: titles.flavor }));
  const scope = flavor && (givenScope ?? (await askScope(document.uri)));
  if (flavor && scope) await setFlavor(document.uri, scope, flavor as RouterFlavor);
}

async function setFlavor(uri: vscode.Uri, scope: Scope, flavor: RouterFlavor): Promise<void> {
  if (scope === 'workspace') await update(uri, 'routerFlavor', flavor);
  else await setEntry(uri, { flavor }, scope);
  if (scope !== 'workspace') warnOfOverride(uri, 'routerFlavor');
}

async function chooseVersion(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isInWorkspace(document.uri)) return;
  const version = await vscode.window.showInputBox({
    title: titles.version,
    placeHolder: '3.9',
    validateInput: (text) => (/^\d+(\.\d+)+$/.test(text) ? undefined : messages.versionForm),
  });
  const scope = version && (await askScope(document.uri));
  if (!version || !scope) return;
  if (scope === 'workspace') await update(document.uri, 'gatewayVersion', version);
  else await setEntry(document.uri, { version }, scope);
  if (scope !== 'workspace') warnOfOverride(document.uri, 'gatewayVersion');
}

/** A setting for all files goes before an entry for some. */
function warnOfOverride(uri: vscode.Uri, key: 'routerFlavor' | 'gatewayVersion'): void {
  const value = vscode.workspace.getConfiguration('kongRoutes', uri).get<string>(key);
  if (!value || value === 'auto') return;
  const message = messages.overrides(key, String(value));
  const open = 'Open Settings';
  // Not waited for: a message may stay open for ever.
  void vscode.window.showWarningMessage(message, open).then((chosen) => {
    if (chosen === open)
      void vscode.commands.executeCommand('workbench.action.openSettings', `kongRoutes.${key}`);
  });
}

function isInWorkspace(uri: vscode.Uri): boolean {
  if (vscode.workspace.getWorkspaceFolder(uri)) return true;
  void vscode.window.showInformationMessage(messages.noFolder);
  return false;
}

async function askScope(uri: vscode.Uri): Promise<Scope | undefined> {
  const path = pathInFolder(uri);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const scopes: readonly (vscode.QuickPickItem & { readonly scope: Scope })[] = [
    { label: words.thisFile, description: path, scope: 'file' },
    { label: words.folderFiles, description: `${folder}*`, scope: 'folder' },
    { label: words.workspaceFiles, description: '', scope: 'workspace' },
  ];
  return (await vscode.window.showQuickPick(scopes, { title: titles.scope }))?.scope;
}

/** With slashes, from the workspace folder. */
function pathInFolder(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri)!.uri.path.replace(/\/?$/, '/');
  return uri.path.startsWith(folder) ? uri.path.slice(folder.length) : uri.path;
}

/** A glob that means one path, or all files of its folder. A glob without a slash would mean names anywhere. */
function globFor(uri: vscode.Uri, scope: Scope): string {
  const path = pathInFolder(uri).replace(/[*?[{]/g, '[$&]');
  return `./${scope === 'file' ? path : `${path.slice(0, path.lastIndexOf('/') + 1)}*`}`;
}

/** Makes the entry for exactly these files the first; a Gateway that is named there goes on being the one. */
async function setEntry(
  uri: vscode.Uri,
  values: Omit<GatewayOfRoutes, 'routes'>,
  scope: Scope = 'file',
): Promise<void> {
  const routes = globFor(uri, scope);
  const entries = entriesOf(uri);
  const before = entries.find((entry) => entry.routes === routes);
  // What was chosen for another Gateway is not true of this one.
  const kept = values.gateway === undefined ? before : undefined;
  await update(uri, 'gateways', [
    { ...(kept ?? { routes }), ...values },
    ...entries.filter((other) => other !== before),
  ]);
}

const entriesOf = (uri: vscode.Uri): readonly GatewayOfRoutes[] =>
  vscode.workspace.getConfiguration('kongRoutes', uri).get<GatewayOfRoutes[]>('gateways') ?? [];

/** Removes what was chosen for the active file, or else for its workspace folder. */
async function backToDetected(): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (!uri || !isInWorkspace(uri)) return;
  const own = new Set([globFor(uri, 'file'), globFor(uri, 'folder')]);
  const entries = entriesOf(uri);
  const others = entries.filter(({ routes }) => !own.has(routes));
  if (others.length < entries.length) {
    await update(uri, 'gateways', others.length > 0 ? others : undefined);
    return;
  }
  const settings = vscode.workspace.getConfiguration('kongRoutes', uri);
  const isSetHere = (key: string) => {
    const { workspaceValue, workspaceFolderValue } = settings.inspect(key) ?? {};
    return workspaceValue !== undefined || workspaceFolderValue !== undefined;
  };
  const keys = ['routerFlavor', 'gatewayVersion', 'routeMatchCalculation'].filter(isSetHere);
  for (const key of keys) await update(uri, key, undefined);
  // What is left is the user's own, or an entry for other files too.
  if (keys.length === 0) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'kongRoutes');
  }
}

/** In the folder of the file, or in the workspace where that is the same. */
function update(uri: vscode.Uri, key: string, value: unknown): Thenable<void> {
  const isAlone = (vscode.workspace.workspaceFolders?.length ?? 0) <= 1;
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const settings = vscode.workspace.getConfiguration('kongRoutes', uri);
  return settings.update(key, value, isAlone ? Workspace : WorkspaceFolder);
}
