/** The language server: a session with a client, the requests that it answers, and what it sends by itself. */

import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  TextDocumentSyncKind,
  WatchKind,
} from 'vscode-languageserver';
import { gatewayFileGlob } from '../gateways/index.js';
import { Publisher } from './publisher.js';
import type { RequestHandler } from './request-handler.js';
import { codeActionRequest } from './requests/code-action.js';
import { codeLensRequest } from './requests/code-lens.js';
import { compareRequest } from './requests/compare.js';
import { compareWithRunningRequest } from './requests/compare-with-running.js';
import { completionRequest } from './requests/completion.js';
import { curlRequest } from './requests/curl.js';
import { definitionRequest } from './requests/definition.js';
import { documentSymbolRequest } from './requests/document-symbol.js';
import { executeCommandRequest } from './requests/execute-command.js';
import { foldingRangeRequest } from './requests/folding-range.js';
import { formattingRequest } from './requests/formatting.js';
import { gatewayOfDocumentRequest } from './requests/gateway-of-document.js';
import { hoverRequest } from './requests/hover.js';
import { inlayHintRequest } from './requests/inlay-hint.js';
import { planFlavorChangeRequest } from './requests/plan-flavor-change.js';
import { planTablesRequest } from './requests/plan-tables.js';
import { previewRequest } from './requests/preview.js';
import { previewSourceRequest } from './requests/preview-source.js';
import { referencesRequest } from './requests/references.js';
import { renameRequest } from './requests/rename.js';
import { routeTestsRequest } from './requests/route-tests.js';
import { runningFlavorsRequest } from './requests/running-flavors.js';
import { selectionRangeRequest } from './requests/selection-range.js';
import { semanticTokensRequest } from './requests/semantic-tokens.js';
import { tryRequestRequest } from './requests/try-request.js';
import { validateOnRunningRequest } from './requests/validate-on-running.js';
import { workspaceSymbolRequest } from './requests/workspace-symbol.js';
import { Session } from './session.js';
import { Typing } from './typing.js';

const requests: readonly RequestHandler[] = [
  codeActionRequest,
  codeLensRequest,
  compareRequest,
  compareWithRunningRequest,
  completionRequest,
  curlRequest,
  definitionRequest,
  documentSymbolRequest,
  executeCommandRequest,
  foldingRangeRequest,
  formattingRequest,
  gatewayOfDocumentRequest,
  hoverRequest,
  inlayHintRequest,
  planFlavorChangeRequest,
  planTablesRequest,
  previewRequest,
  previewSourceRequest,
  referencesRequest,
  renameRequest,
  routeTestsRequest,
  runningFlavorsRequest,
  selectionRangeRequest,
  semanticTokensRequest,
  tryRequestRequest,
  validateOnRunningRequest,
  workspaceSymbolRequest,
];

/** Serves a connection until it ends. */
export function serve(connection: Connection): void {
  const session = new Session(connection, () => publisher.filesChanged());
  const publisher = new Publisher(session);
  const typing = new Typing((act, milliseconds) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  });
  const { texts, files, workspace, settings } = session;

  connection.onInitialize((params) => {
    session.initialize(params);
    return {
      serverInfo: { name: 'kong-routes' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...Object.assign({}, ...requests.map(({ capabilities }) => capabilities?.(session.client))),
      },
    };
  });

  connection.onInitialized(() => {
    void session.search();
    register(session);
    for (const { initialized } of requests) initialized?.(session);
  });

  connection.onDidChangeWatchedFiles(({ changes }) =>
    files.changedOnDisk(
      changes.map(({ uri, type }) => ({ uri, isDeleted: type === FileChangeType.Deleted })),
    ),
  );

  connection.onDidChangeConfiguration((params) => {
    settings.changed(params.settings);
    publisher.checkAll();
    publisher.refresh();
  });

  texts.onDidChangeContent(({ document }) => {
    files.edited(document);
    typing.edited(document.uri, document.getText(), () => publisher.check(document.uri));
  });

  texts.onDidClose(({ document }) => {
    files.closed(document.uri);
    typing.closed(document.uri);
    workspace.forget(document.uri);
    settings.forget(document.uri);
    publisher.closed(document.uri);
  });

  for (const { register } of requests) register(session);
  texts.listen(connection);
  connection.listen();
}

/** Asks the client for the notifications that it sends only when asked. */
function register(session: Session): void {
  const { connection, client } = session;
  if (client.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      session.changeFolders(
        added.map(({ uri }) => uri),
        removed.map(({ uri }) => uri),
      ),
    );
  }
  if (client.didChangeWatchedFiles) {
    void connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: gatewayFileGlob, kind: WatchKind.Change },
        // Folders come and go too, under any name.
        { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
      ],
    });
  }
  if (client.didChangeConfiguration) {
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'kongRoutes' });
  }
}
