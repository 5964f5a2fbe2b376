/** The language server: wiring between a connection and the features. */

import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  type CodeAction,
  CodeActionKind,
  CodeLensRefreshRequest,
  type CompletionItem,
  CompletionTriggerKind,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type Hover,
  InlayHintRefreshRequest,
  type Location,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { today } from './clock.js';
import { editingCapabilities, registerEditing, serveEditing } from './editing.js';
import { codeActions, convertCommand } from './features/code-actions.js';
import { codeLenses } from './features/code-lens.js';
import { routeCompletion } from './features/completion.js';
import {
  convertFile,
  convertOneRoute,
  type FileConversions,
  workspaceEdit,
} from './features/convert-files.js';
import { curlAt } from './features/curl.js';
import { diagnostics, gatewayDiagnostics } from './features/diagnostics.js';
import { definition, documentGateway, documentHover } from './features/document-gateway.js';
import { flavorCompletion } from './features/flavor-completion.js';
import { flavorDefinition, flavorReferences } from './features/flavor-navigation.js';
import { hover } from './features/hover.js';
import { inlayHints } from './features/inlay-hints.js';
import { preview } from './features/preview.js';
import { gatewayFileGlob, mayDeclareGateways } from './gateways/index.js';
import { applyPlanCommand, servePlanning } from './planning.js';
import type {
  ApplyPlanSummary,
  ConvertArguments,
  ConvertSummary,
  CurlParams,
  CurlResult,
  DocumentGateway,
  GatewayOfDocumentParams,
  InitializationOptions,
  PlanTarget,
  PreviewParams,
  PreviewResult,
  Settings,
} from './protocol.js';
import { serveRunning } from './running.js';
import { defaultSettings, readSettings } from './settings.js';
import { readTextFile, type Snapshot, Workspace } from './workspace.js';
import { WorkspaceFiles } from './workspace-files.js';

/** For how long a check may hold up what the editor asks, in milliseconds. */
const slice = 20;

/** For how long the first answers wait for the files of the workspace, in milliseconds. */
const patience = 2_000;

/** Serves a connection until it ends. */
export function serve(connection: Connection): void {
  const texts = new TextDocuments(TextDocument);
  const files = new WorkspaceFiles(() => checkAgain());
  const workspace = new Workspace({ files: () => files.files(), folders: () => files.folders(), today });
  /** The Gateway that each open document was last checked for. */
  const checkedFor = new Map<string, string>();
  /** Of each open document, what is checking it: a newer check ends the one before. */
  const checks = new Map<string, symbol>();
  /** Open documents that are checked in the next pause. */
  const waiting = new Set<string>();
  let isSearched = false;
  const settings = new Map<string, Promise<Settings>>();
  let asksForSettings = false;
  let isToldOfSettings = false;
  /** For a client that cannot be asked: what it told of its own accord. */
  let toldSettings = defaultSettings;

  /** Whether the editor shows changes before it makes them, refuses those of another version, fills in snippets, copies. */
  const can = { annotations: false, versions: false, snippets: false, copiesCurl: false };

  /** Whether the editor tells of changes on the disk and of its folders, and asks again when it is told to. */
  const hears = {
    files: false,
    folders: false,
    lenses: false,
    hints: false,
    gateways: false,
    editing: false,
  };
  let folders: readonly string[] = [];

  connection.onInitialize(({ capabilities, workspaceFolders, rootUri, initializationOptions }) => {
    const { documentChanges, changeAnnotationSupport } = capabilities.workspace?.workspaceEdit ?? {};
    can.versions = documentChanges === true;
    can.annotations = can.versions && changeAnnotationSupport !== undefined;
    can.snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
    asksForSettings = capabilities.workspace?.configuration === true;
    isToldOfSettings = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    hears.files = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    hears.folders = capabilities.workspace?.workspaceFolders === true;
    hears.editing =
      capabilities.textDocument?.formatting?.dynamicRegistration === true &&
      capabilities.textDocument.foldingRange?.dynamicRegistration === true;
    hears.lenses = capabilities.workspace?.codeLens?.refreshSupport === true;
    hears.hints = capabilities.workspace?.inlayHint?.refreshSupport === true;
    const options = initializationOptions as InitializationOptions | undefined;
    hears.gateways = options?.gatewayChanged === true;
    can.copiesCurl = options?.copiesCurl === true;
    folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    return {
      serverInfo: { name: 'kong-routes' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        ...editingCapabilities,
        hoverProvider: true,
        completionProvider: { triggerCharacters: [...'=: .("~^!<>&|/'] },
        definitionProvider: true,
        referencesProvider: true,
        codeLensProvider: {},
        inlayHintProvider: true,
        executeCommandProvider: { commands: [convertCommand, applyPlanCommand] },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    files.setFolders(folders);
    void files.settled().then(() => {
      isSearched = true;
      if (files.isCut)
        connection.console.warn('Not all files were searched for gateways: there are too many.');
    });
    if (hears.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        files.setFolders(folders);
      });
    }
    if (hears.files) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          { globPattern: gatewayFileGlob, kind: WatchKind.Change },
          // Folders come and go too, under any name.
          { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
        ],
      });
    }
    if (hears.editing) registerEditing(connection);
    if (!isToldOfSettings) return;
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'kongRoutes' });
  });

  connection.onDidChangeWatchedFiles(({ changes }) =>
    files.changedOnDisk(
      changes.map(({ uri, type }) => ({ uri, isDeleted: type === FileChangeType.Deleted })),
    ),
  );

  connection.onDidChangeConfiguration(({ settings: told }) => {
    toldSettings = readSettings((told as { kongRoutes?: unknown } | null | undefined)?.kongRoutes);
    settings.clear();
    for (const text of texts.all()) check(text.uri);
    refresh();
  });

  texts.onDidChangeContent(({ document }) => {
    files.edited(document);
    check(document.uri);
  });
  texts.onDidClose(({ document }) => {
    files.closed(document.uri);
    workspace.forget(document.uri);
    settings.delete(document.uri);
    checkedFor.delete(document.uri);
    waiting.delete(document.uri);
    checks.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.onHover(async ({ textDocument, position }): Promise<Hover | null> => {
    const snapshot = await exactSnapshotOf(textDocument.uri);
    return snapshot && (hover(snapshot, position) ?? documentHover(snapshot, position));
  });

  connection.onDefinition(async ({ textDocument, position }) => {
    const snapshot = await exactSnapshotOf(textDocument.uri);
    if (!snapshot) return null;
    return definition(snapshot, position) ?? flavorDefinition(snapshot, snapshot.text.offsetAt(position));
  });

  connection.onCompletion(async ({ textDocument, position, context }): Promise<CompletionItem[]> => {
    const snapshot = await exactSnapshotOf(textDocument.uri);
    const isAsked = context?.triggerKind !== CompletionTriggerKind.TriggerCharacter;
    if (!snapshot) return [];
    return (
      routeCompletion(snapshot, position, isAsked, can) ?? flavorCompletion(snapshot, position, isAsked, can)
    );
  });

  connection.onReferences(async ({ textDocument, position }): Promise<Location[]> => {
    const snapshot = await exactSnapshotOf(textDocument.uri);
    return snapshot ? flavorReferences(snapshot, snapshot.text.offsetAt(position)) : [];
  });

  connection.onCodeAction(async (params): Promise<CodeAction[]> => {
    const snapshot = await exactSnapshotOf(params.textDocument.uri);
    return snapshot ? codeActions(snapshot, params, can) : [];
  });

  connection.onCodeLens(async ({ textDocument }) => {
    const { codeLens } = await settingsOf(textDocument.uri);
    const snapshot = codeLens ? await snapshotOf(textDocument.uri) : null;
    return snapshot ? codeLenses(snapshot) : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    const settings = await settingsOf(textDocument.uri);
    const snapshot = settings.inlayHints ? await snapshotOf(textDocument.uri) : null;
    return snapshot ? inlayHints(snapshot, range) : [];
  });

  connection.onRequest(
    'kongRoutes/preview',
    async ({ uri, to }: PreviewParams): Promise<PreviewResult | null> => {
      const snapshot = await snapshotOfFile(uri);
      return snapshot && preview(snapshot, to);
    },
  );

  connection.onRequest(
    'kongRoutes/curl',
    async ({ uri, position, form }: CurlParams): Promise<CurlResult | null> => {
      const snapshot = await snapshotOfFile(uri);
      return snapshot && curlAt(snapshot, position, form);
    },
  );

  connection.onRequest(
    'kongRoutes/gatewayOfDocument',
    async ({ uri }: GatewayOfDocumentParams): Promise<DocumentGateway | null> => {
      const snapshot = await snapshotOf(uri);
      return snapshot && documentGateway(snapshot, workspace.found(), workspace.folderOf(uri));
    },
  );

  const applyPlan = servePlanning(connection, {
    workspace,
    files,
    slice,
    settingsOf,
    documents: () => texts.all(),
    can,
  });

  connection.onExecuteCommand(
    async ({ command, arguments: args }, cancelled): Promise<ConvertSummary | ApplyPlanSummary | null> => {
      if (command === applyPlanCommand) return applyPlan(args?.[0] as PlanTarget, cancelled);
      if (command !== convertCommand) return null;
      return convert(args?.[0] as ConvertArguments);
    },
  );

  serveRunning(connection, snapshotOfFile);
  serveEditing(connection, snapshotOf);

  texts.listen(connection);
  connection.listen();

  function settingsOf(uri: string): Promise<Settings> {
    let answer = settings.get(uri);
    if (!answer) {
      answer = asksForSettings
        ? connection.workspace
            .getConfiguration({ scopeUri: uri, section: 'kongRoutes' })
            // A client that cannot answer has no settings.
            .then(readSettings, () => defaultSettings)
        : Promise.resolve(toldSettings);
      settings.set(uri, answer);
    }
    return answer;
  }

  /** The newest version of a document; `null` when it has been closed meanwhile. */
  async function snapshotOf(uri: string): Promise<Snapshot | null> {
    const found = await settingsOf(uri);
    if (!isSearched) await search();
    const text = texts.get(uri);
    return text ? workspace.snapshot(text, found) : null;
  }

  /** The same, with the places of settings in this very text: for what is asked where somebody looks or types. */
  async function exactSnapshotOf(uri: string): Promise<Snapshot | null> {
    await settingsOf(uri);
    const text = texts.get(uri)?.getText();
    if (text !== undefined && mayDeclareGateways({ uri, text })) files.takeEdits();
    return snapshotOf(uri);
  }

  /** What is answered before the files are known may be wrong; but nobody waits for a slow disk. */
  async function search(): Promise<void> {
    const patient = new AbortController();
    await Promise.race([
      files.settled(),
      setTimeout(patience, undefined, { signal: patient.signal }).catch(() => {}),
    ]);
    patient.abort();
    isSearched = true;
  }

  /** Checks the open documents whose Gateway is another one now. */
  async function checkAgain(): Promise<void> {
    let isOther = false;
    for (const { uri } of texts.all()) {
      const settings = await settingsOf(uri);
      const text = texts.get(uri);
      const isWaiting = waiting.delete(uri);
      if (!text || !(isWaiting || checkedFor.has(uri))) continue;
      const isSame = checkedFor.get(uri) === gatewayKey(workspace.snapshot(text, settings));
      if (isSame && !isWaiting) continue;
      isOther ||= !isSame;
      check(uri);
    }
    if (isOther) refresh();
    tellOfGateways();
  }

  function tellOfGateways(): void {
    if (hears.gateways) void connection.sendNotification('kongRoutes/gatewayChanged');
  }

  /** Has the editor ask again for what it asks for of its own accord. */
  function refresh(): void {
    if (hears.lenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
    if (hears.hints) void connection.sendRequest(InlayHintRefreshRequest.type).catch(() => {});
  }

  /** A document that is not open is read from its file; `null` where there is none to read. */
  async function snapshotOfFile(uri: string): Promise<Snapshot | null> {
    if (texts.get(uri)) return snapshotOf(uri);
    const content = await readTextFile(uri);
    const text = content === null ? null : TextDocument.create(uri, '', 0, content);
    if (!text) return null;
    const settings = await settingsOf(uri);
    if (!isSearched) await search();
    return workspace.readSnapshot(text, settings);
  }

  /** Finds all conversions first, behind a progress bar that can be cancelled, and then makes them as one edit. */
  async function convert({ uris, to, at }: ConvertArguments): Promise<ConvertSummary> {
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin('Converting routes', 0, undefined, true);
    const files: FileConversions[] = [];
    try {
      for (const [i, uri] of uris.entries()) {
        if (progress.token.isCancellationRequested) return { applied: false, converted: [], leftAlone: [] };
        progress.report((100 * i) / uris.length, `${i} of ${uris.length} files`);
        await setImmediate();
        const snapshot = await snapshotOfFile(uri);
        if (!snapshot) continue;
        const version = texts.get(uri)?.version ?? null;
        files.push(at ? convertOneRoute(snapshot, version, to, at) : convertFile(snapshot, version, to));
      }
    } finally {
      progress.done();
    }
    const converted = files.flatMap((file) => file.converted);
    const leftAlone = files.flatMap((file) => file.leftAlone);
    const edit = workspaceEdit(files, { ...can, annotations: can.annotations && !at });
    const { applied } =
      converted.length > 0
        ? await connection.workspace.applyEdit({ label: 'Convert routes', edit })
        : { applied: false };
    return { applied, converted, leftAlone };
  }

  /** A fault in checking one document is told, and the others go on being served. */
  function check(uri: string): void {
    publish(uri).catch((error: Error) => connection.console.error(`${uri} was not checked: ${error.stack}`));
  }

  /** Checks a document in slices, and stops when there is a newer version of it or of the settings. */
  async function publish(uri: string): Promise<void> {
    const current = Symbol(uri);
    checks.set(uri, current);
    const asked = settingsOf(uri);
    await asked;
    // Several changes that arrived together are checked once.
    await setImmediate();
    const version = texts.get(uri)?.version;
    const isStale = () =>
      texts.get(uri)?.version !== version || settings.get(uri) !== asked || checks.get(uri) !== current;
    if (version === undefined || isStale()) return;
    const snapshot = await snapshotOf(uri);
    if (!snapshot || isStale()) return;
    if (declaresOnly(snapshot)) {
      const source = workspace.source(uri);
      if (source && source.text !== snapshot.text.getText()) {
        // Its gateways are looked at in the next pause, and it is checked then.
        waiting.add(uri);
        return;
      }
      files.takeEdits();
    }
    const key = gatewayKey(snapshot);
    const before = checkedFor.get(uri);
    checkedFor.set(uri, key);
    if (before !== key) tellOfGateways();

    const found: Diagnostic[] = [];
    let started = performance.now();
    for (const piece of diagnostics(snapshot)) {
      found.push(...piece);
      if (performance.now() - started < slice) continue;
      await setImmediate();
      if (isStale()) return;
      started = performance.now();
    }
    await connection.sendDiagnostics({ uri, version, diagnostics: found });
  }
}

/** Whether there is nothing to check in a document but the settings of gateways. */
const declaresOnly = ({ document, text }: Snapshot): boolean =>
  document.kind === null && mayDeclareGateways({ uri: text.uri, text: text.getText() });

/** Equal for equal gateways, known for the same reasons, and with the same problems. */
function gatewayKey(snapshot: Snapshot): string {
  const { gateway, flavorReason, versionReason, calculationReason } = snapshot;
  const problems = gatewayDiagnostics(snapshot);
  return JSON.stringify([gateway, flavorReason, versionReason, calculationReason, problems]);
}
