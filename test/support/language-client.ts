/** A client of the built language server: the process over stdio, and the protocol as an editor speaks it. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  type CompletionItem,
  CompletionRequest,
  CompletionTriggerKind,
  ConfigurationRequest,
  createProtocolConnection,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  type FileChangeType,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type InlayHint,
  InlayHintRefreshRequest,
  InlayHintRequest,
  type Location,
  LogMessageNotification,
  type Position,
  type ProtocolConnection,
  ProtocolRequestType,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  ReferencesRequest,
  RegistrationRequest,
  ShowMessageNotification,
  type ShowMessageParams,
  ShowMessageRequest,
  type ShowMessageRequestParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  Trace,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ask } from '../../client/ask.js';
import type {
  AdminAnswer,
  AdminQuestion,
  EditorEntry,
  EditorFileParams,
  InitializationOptions,
  ReadEditorFileParams,
} from '../../server/protocol/index.js';
import { deadline } from './command-line.js';
import { repositoryRoot } from './vectors.js';

/** The two ways to start the server. */
export const serverCommands = {
  'dist/server.cjs --stdio': ['dist/server.cjs', '--stdio'],
  'dist/cli.cjs lsp --stdio': ['dist/cli.cjs', 'lsp', '--stdio'],
} as const;

export interface ClientOptions {
  readonly command?: keyof typeof serverCommands;
  /** What the client says that it can; an editor of today can be asked for its settings and tells of changes. */
  readonly capabilities?: ClientCapabilities;
  /** What it answers when it is asked for the section `kongRoutes`. */
  readonly settings?: unknown;
  /** Paths of the workspace folders, or URIs. */
  readonly folders?: readonly string[];
  /** Files that only the editor can read, by URI. */
  readonly virtualFiles?: Readonly<Record<string, string>>;
  readonly initializationOptions?: InitializationOptions;
  /** Variables of the server's process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const modernCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
};

const folderOf = (path: string) => ({
  uri: path.includes('://') ? path : pathToFileURL(path).href,
  name: path,
});

const askRequest = new ProtocolRequestType<AdminQuestion, AdminAnswer, void, void, void>('kongRoutes/ask');

export class LanguageClient {
  /** What the client answers when it is asked for settings; an `Error` is an answer too. */
  settings: unknown;
  /** Everything that was published, in the order of its arrival. */
  readonly published: PublishDiagnosticsParams[] = [];
  /** The methods that the server registered for. */
  readonly registered: string[] = [];
  /** And for what, by method. */
  readonly registrations = new Map<string, unknown>();
  /** Messages for the user. */
  readonly shown: ShowMessageParams[] = [];
  readonly log: string[] = [];
  /** What the server wanted to be asked for again. */
  readonly refreshed: string[] = [];
  /** How often the server reported that gateways may have changed. */
  gatewayChanges = 0;
  /** The sections and documents that settings were asked for. */
  readonly askedFor: string[] = [];
  /** Every workspace edit that the server asked for, with its label. */
  readonly edits: { readonly label: string | undefined; readonly edit: WorkspaceEdit }[] = [];
  /** Questions to the user. */
  readonly asked: ShowMessageRequestParams[] = [];
  /** Whether the user chooses the first answer to a question, or none. */
  confirms = true;
  /** What the client answers to a workspace edit. */
  appliesEdits = true;
  /** What was reported about work in progress. */
  readonly progress: (WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd)[] = [];
  /** Cancels what the server begins. */
  cancelsProgress = false;
  /** Tokens of Admin APIs, by address: what the server wants to ask is asked with them. */
  readonly tokens = new Map<string, string>();
  private readonly connection: ProtocolConnection;
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly exited: Promise<number | null>;
  private readonly documents = new Map<string, TextDocument>();
  private listeners = new Set<() => void>();
  private stderr = '';

  constructor({
    command = 'dist/server.cjs --stdio',
    settings = null,
    virtualFiles = {},
    environment = {},
  }: ClientOptions = {}) {
    this.settings = settings;
    const [script, ...args] = serverCommands[command];
    const path = fileURLToPath(new URL(script, repositoryRoot));
    this.process = spawn(process.execPath, [path, ...args], {
      stdio: 'pipe',
      // A day on which no version has come to its end.
      env: { ...process.env, SOURCE_DATE_EPOCH: '0', ...environment },
    });
    this.process.stderr.on('data', (piece) => {
      this.stderr += piece;
    });
    this.exited = new Promise((resolve) => this.process.on('close', (code) => resolve(code)));
    const reader = new StreamMessageReader(this.process.stdout);
    // It waits for the rest of a message for ever, also of a server that was killed in the middle of one: the process of
    // the tests would then never end.
    reader.partialMessageTimeout = 0;
    this.connection = createProtocolConnection(reader, new StreamMessageWriter(this.process.stdin));
    this.connection.onError(() => {}); // A server that is ended breaks its pipes.
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) => {
      for (const { section, scopeUri } of items) this.askedFor.push(`${section} ${scopeUri}`);
      if (this.settings instanceof Error) throw this.settings;
      return items.map(() => this.settings);
    });
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
      for (const { method, registerOptions } of registrations)
        this.registrations.set(method, registerOptions);
      this.notify();
    });
    this.connection.onRequest(ShowMessageRequest.type, (params) => {
      this.asked.push(params);
      return this.confirms ? (params.actions?.[0] ?? null) : null;
    });
    this.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ label, edit }) => {
      this.edits.push({ label, edit });
      return { applied: this.appliesEdits };
    });
    this.connection.onRequest(askRequest, (question, cancelled) => {
      const abort = new AbortController();
      cancelled.onCancellationRequested(() => abort.abort());
      return ask(question, this.tokens.get(question.address) ?? null, abort.signal);
    });
    this.answerFileRequests(virtualFiles);
    this.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      this.connection.onProgress(WorkDoneProgress.type, token, (report) => {
        this.progress.push(report);
        if (report.kind !== 'begin' || !this.cancelsProgress) return;
        void this.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
      });
    });
    this.connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.notify();
    });
    for (const { method } of [CodeLensRefreshRequest.type, InlayHintRefreshRequest.type]) {
      this.connection.onRequest(method, () => {
        this.refreshed.push(method);
        this.notify();
        return null;
      });
    }
    this.connection.onNotification('kongRoutes/gatewayChanged', () => {
      this.gatewayChanges++;
      this.notify();
    });
    this.connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.log.push(message);
      this.notify();
    });
    this.connection.onNotification(ShowMessageNotification.type, (params) => {
      this.shown.push(params);
      this.notify();
    });
    this.connection.listen();
  }

  /** As `client/files.ts` does in VS Code. */
  private answerFileRequests(files: Readonly<Record<string, string>>): void {
    const below = (folder: string) => Object.keys(files).filter((uri) => uri.startsWith(`${folder}/`));
    const kindOf = (uri: string) =>
      files[uri] !== undefined ? 'file' : below(uri).length > 0 ? 'folder' : null;
    this.connection.onRequest('kongRoutes/kindOfFile', ({ uri }: EditorFileParams) => kindOf(uri));
    this.connection.onRequest('kongRoutes/readFile', ({ uri }: ReadEditorFileParams) => files[uri] ?? null);
    this.connection.onRequest('kongRoutes/listFiles', ({ uri }: EditorFileParams): EditorEntry[] => {
      const names = below(uri).map((path) => path.slice(uri.length + 1).replace(/\/.*$/s, ''));
      return [...new Set(names)].map((name) => ({ name, kind: kindOf(`${uri}/${name}`)! }));
    });
  }

  /** Starts a server and introduces itself. */
  static async start(options: ClientOptions = {}): Promise<LanguageClient> {
    const client = new LanguageClient(options);
    await client.initialize(options.capabilities ?? modernCapabilities, options);
    return client;
  }

  async initialize(
    capabilities: ClientCapabilities,
    { folders = [], initializationOptions }: ClientOptions = {},
  ): Promise<InitializeResult> {
    const result = await this.within(
      this.connection.sendRequest(InitializeRequest.type, {
        processId: process.pid,
        rootUri: null,
        workspaceFolders: folders.map(folderOf),
        initializationOptions,
        capabilities,
      }),
    );
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  open(name: string, text: string, languageId = name.endsWith('.json') ? 'json' : 'yaml'): string {
    return this.openAt(`file:///workspace/${name}`, text, languageId);
  }

  /** Opens a file as it is on the disk, or with what was not saved. @param path of the file */
  openFile(
    path: string,
    languageId = path.endsWith('.json') ? 'json' : 'yaml',
    text = readFileSync(path, 'utf8'),
  ): string {
    return this.openAt(pathToFileURL(path).href, text, languageId);
  }

  openAt(uri: string, text: string, languageId: string): string {
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    void this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Sends a change, or several as one; without a range the whole text. @returns the new version */
  change(uri: string, ...changes: TextDocumentContentChangeEvent[]): number {
    const document = this.document(uri);
    const version = document.version + 1;
    TextDocument.update(document, changes, version);
    void this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: changes,
    });
    return version;
  }

  /** Replaces the one place where `text` is. */
  replace(uri: string, text: string, by: string): number {
    return this.change(uri, { range: this.rangeOf(uri, text), text: by });
  }

  close(uri: string): void {
    this.documents.delete(uri);
    void this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Reports a changed file to the server. */
  tellChanged(path: string, type: FileChangeType): void {
    const changes = [{ uri: pathToFileURL(path).href, type }];
    void this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
  }

  /** Reports folders that were added and removed. */
  tellFolders(added: readonly string[], removed: readonly string[]): void {
    const event = { added: added.map(folderOf), removed: removed.map(folderOf) };
    void this.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
  }

  /** Reports changed settings, with their values, as clients without `workspace/configuration` do. */
  tellSettings(settings: unknown = null): void {
    void this.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
  }

  document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  /** Where `text` is; it must occur exactly once. */
  rangeOf(uri: string, text: string): Range {
    const document = this.document(uri);
    const all = document.getText();
    const start = all.indexOf(text);
    if (start === -1 || all.indexOf(text, start + 1) !== -1) throw new Error(`${text} stands in ${uri} once`);
    return { start: document.positionAt(start), end: document.positionAt(start + text.length) };
  }

  /** The hover on the character at `offset` characters after the beginning of `text`. */
  hover(uri: string, text: string, offset = 0): Promise<Hover | null> {
    const document = this.document(uri);
    return this.hoverAt(uri, document.positionAt(document.offsetAt(this.rangeOf(uri, text).start) + offset));
  }

  hoverAt(uri: string, position: Position): Promise<Hover | null> {
    return this.within(this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }));
  }

  /** Where what `text` begins with is defined. */
  async definition(uri: string, text: string): Promise<Location[] | null> {
    const params = { textDocument: { uri }, position: this.rangeOf(uri, text).start };
    return (await this.within(this.connection.sendRequest(DefinitionRequest.type, params))) as
      | Location[]
      | null;
  }

  /** What else belongs to what `text` begins with. */
  async references(uri: string, text: string): Promise<Location[]> {
    const position = this.rangeOf(uri, text).start;
    const params = { textDocument: { uri }, position, context: { includeDeclaration: false } };
    return (await this.within(this.connection.sendRequest(ReferencesRequest.type, params))) ?? [];
  }

  /** What completes `text`, asked for after it. */
  async completion(uri: string, text: string, triggerCharacter?: string): Promise<CompletionItem[]> {
    const context = triggerCharacter
      ? { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter }
      : { triggerKind: CompletionTriggerKind.Invoked };
    const params = { textDocument: { uri }, position: this.rangeOf(uri, text).end, context };
    const items = await this.within(this.connection.sendRequest(CompletionRequest.type, params));
    return (Array.isArray(items) ? items : (items?.items ?? [])) as CompletionItem[];
  }

  /** The code actions on `text`, with the problems that were last published. */
  async codeActions(uri: string, text: string): Promise<CodeAction[]> {
    const published = this.published.findLast((params) => params.uri === uri);
    const actions = await this.within(
      this.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: this.rangeOf(uri, text),
        context: { diagnostics: published?.diagnostics ?? [] },
      }),
    );
    return Promise.all(((actions ?? []) as CodeAction[]).map((action) => this.resolveCodeAction(action)));
  }

  /** As when it is chosen. One that is whole already stays as it is, and what was sent for this is no part of it. */
  async resolveCodeAction(action: CodeAction): Promise<CodeAction> {
    if (action.data === undefined) return action;
    const { data: _, ...resolved } = await this.within(
      this.connection.sendRequest(CodeActionResolveRequest.type, action),
    );
    return resolved;
  }

  /** With their commands. */
  async codeLenses(uri: string): Promise<CodeLens[]> {
    const params = { textDocument: { uri } };
    const lenses = (await this.within(this.connection.sendRequest(CodeLensRequest.type, params))) ?? [];
    return Promise.all(
      lenses.map((lens) => this.within(this.connection.sendRequest(CodeLensResolveRequest.type, lens))),
    );
  }

  /** Those of the whole document. */
  async inlayHints(uri: string, range?: Range): Promise<InlayHint[]> {
    const end = { line: this.document(uri).lineCount, character: 0 };
    const params = { textDocument: { uri }, range: range ?? { start: { line: 0, character: 0 }, end } };
    return (await this.within(this.connection.sendRequest(InlayHintRequest.type, params))) ?? [];
  }

  execute(command: string, ...args: unknown[]): Promise<unknown> {
    return this.within(this.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }));
  }

  /** A request that is not one of LSP's. */
  request(method: string, params: unknown, token?: CancellationToken): Promise<unknown> {
    // The library reads an absent token as a second parameter.
    return this.within(this.connection.sendRequest(method, ...[params, ...(token ? [token] : [])]));
  }

  /** From now on, what an editor writes to its log where everything is traced. */
  async trace(): Promise<readonly string[]> {
    const lines: string[] = [];
    const log = (first: unknown, second?: string) => void lines.push(JSON.stringify(first), second ?? '');
    await this.connection.trace(Trace.Verbose, { log }, { sendNotification: true });
    return lines;
  }

  /** Waits for what is published of a version of a document; without a version, for the next of any. */
  async diagnostics(uri: string, version?: number): Promise<PublishDiagnosticsParams> {
    const from = version === undefined ? this.published.length : 0;
    const find = () =>
      this.published
        .slice(from)
        .find((params) => params.uri === uri && (version === undefined || params.version === version));
    await this.until(() => find() !== undefined, `problems of ${uri} ${version ?? ''}`);
    return find()!;
  }

  /** Waits until something holds that a message from the server brings about. */
  async until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return;
    let listener = () => {};
    const held = new Promise<void>((resolve) => {
      listener = () => holds() && resolve();
      this.listeners.add(listener);
    });
    await this.within(held, what).finally(() => this.listeners.delete(listener));
  }

  async shutdown(): Promise<void> {
    await this.within(this.connection.sendRequest(ShutdownRequest.type));
  }

  /** Asks the server to end, and answers with its exit code. */
  async exit(): Promise<number | null> {
    await this.connection.sendNotification(ExitNotification.type);
    return this.within(this.exited, 'exit');
  }

  /** Ends its input, as an editor does that dies. */
  async hangUp(): Promise<number | null> {
    this.process.stdin.end();
    return this.within(this.exited, 'exit');
  }

  /** In the order of the protocol; whatever is still running is ended. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      await this.shutdown();
      await this.exit();
    }
    this.connection.dispose();
  }

  /** Ends the process, however the test ended. */
  kill(): void {
    this.process.kill('SIGKILL');
    this.connection.dispose();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }

  private async within<Value>(promise: Promise<Value>, what = 'an answer'): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`There was no ${what} within ${deadline} ms. ${this.stderr}`)),
        deadline,
      );
    });
    const gone = this.exited.then((code): never | Promise<Value> => {
      if (what === 'exit') return promise;
      throw new Error(`The server ended with ${code} before ${what}. ${this.stderr}`);
    });
    return Promise.race([promise, late, gone]).finally(() => clearTimeout(timer));
  }
}
