/** The language server: wiring between a connection and the features. */

import { setImmediate } from 'node:timers/promises';
import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  type Hover,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from './features/code-actions.js';
import { diagnostics } from './features/diagnostics.js';
import { hover } from './features/hover.js';
import type { Settings } from './protocol.js';
import { routerFlavors } from './routes/gateway.js';
import { defaultSettings, type Snapshot, Workspace } from './workspace.js';

/** For how long a check may hold up what the editor asks, in milliseconds. */
const slice = 20;

/** Serves a connection until it ends. */
export function serve(connection: Connection): void {
  const texts = new TextDocuments(TextDocument);
  const workspace = new Workspace();
  const settings = new Map<string, Promise<Settings>>();
  let asksForSettings = false;
  let isToldOfSettings = false;
  /** For a client that cannot be asked: what it told of its own accord. */
  let toldSettings = defaultSettings;

  connection.onInitialize(({ capabilities }) => {
    asksForSettings = capabilities.workspace?.configuration === true;
    isToldOfSettings = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    return {
      serverInfo: { name: 'kong-routes' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
      },
    };
  });

  connection.onInitialized(() => {
    if (!isToldOfSettings) return;
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'kongRoutes' });
  });

  connection.onDidChangeConfiguration(({ settings: told }) => {
    toldSettings = readSettings((told as { kongRoutes?: unknown } | null | undefined)?.kongRoutes);
    settings.clear();
    for (const text of texts.all()) check(text.uri);
  });

  texts.onDidChangeContent(({ document }) => check(document.uri));
  texts.onDidClose(({ document }) => {
    workspace.forget(document.uri);
    settings.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.onHover(async ({ textDocument, position }): Promise<Hover | null> => {
    const snapshot = await snapshotOf(textDocument.uri);
    return snapshot && hover(snapshot, position);
  });

  connection.onCodeAction(async (params): Promise<CodeAction[]> => {
    const snapshot = await snapshotOf(params.textDocument.uri);
    return snapshot ? codeActions(snapshot, params) : [];
  });

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
    const text = texts.get(uri);
    return text ? workspace.snapshot(text, found) : null;
  }

  /** A fault in checking one document is told, and the others go on being served. */
  function check(uri: string): void {
    publish(uri).catch((error: Error) => connection.console.error(`${uri} was not checked: ${error.stack}`));
  }

  /** Checks a document in slices, and stops when there is a newer version of it or of the settings. */
  async function publish(uri: string): Promise<void> {
    const asked = settingsOf(uri);
    await asked;
    // Several changes that arrived together are checked once.
    await setImmediate();
    const version = texts.get(uri)?.version;
    const isStale = () => texts.get(uri)?.version !== version || settings.get(uri) !== asked;
    if (version === undefined || isStale()) return;
    const snapshot = await snapshotOf(uri);
    if (!snapshot || isStale()) return;

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

/** What a client answers may be anything; what is not as it should be is the default. */
function readSettings(answer: unknown): Settings {
  const { routerFlavor, gatewayVersion } = (answer ?? {}) as Partial<Record<keyof Settings, unknown>>;
  const flavor = routerFlavors.find((known) => known === routerFlavor);
  return {
    routerFlavor: flavor ?? defaultSettings.routerFlavor,
    gatewayVersion: typeof gatewayVersion === 'string' ? gatewayVersion : defaultSettings.gatewayVersion,
  };
}
