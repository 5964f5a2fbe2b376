/** One client, its open documents and its workspace: what requests are answered from. */

import { setTimeout } from 'node:timers/promises';
import {
  type CancellationToken,
  type Connection,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { mayDeclareGateways } from '../gateways/index.js';
import type { Settings } from '../protocol/index.js';
import { SourceFile } from '../text/index.js';
import { disk, type Snapshot, todayIn, Workspace, WorkspaceFiles } from '../workspace/index.js';
import { type ClientCapabilities, clientCapabilities, noCapabilities } from './client-capabilities.js';
import { ClientSettings } from './client-settings.js';
import { EditorFiles, JoinedFiles } from './editor-files.js';
import { inSlices } from './slices.js';
import { serverLines } from './words/editor-words.js';

/** For how long the first answers wait for the files of the workspace, in milliseconds. */
const patience = 2_000;

export class Session {
  readonly connection: Connection;
  readonly texts = new TextDocuments(TextDocument);
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  readonly settings: ClientSettings;
  #client = noCapabilities;
  #folders: readonly string[] = [];
  #isSearched = false;

  /** @param onFilesChanged called when files of the workspace have changed that gateways or routes are read from */
  constructor(connection: Connection, onFilesChanged: () => void) {
    this.connection = connection;
    const editorFiles = new EditorFiles(connection, () => this.#client.readsFiles);
    this.files = new WorkspaceFiles(new JoinedFiles(disk, editorFiles), onFilesChanged);
    this.workspace = new Workspace({
      files: () => this.files.files(),
      folders: () => this.files.folders(),
      today: () => todayIn(process.env),
    });
    this.settings = new ClientSettings(connection, () => this.#client.configuration);
  }

  get client(): ClientCapabilities {
    return this.#client;
  }

  initialize(params: InitializeParams): void {
    const { workspaceFolders, rootUri } = params;
    this.#client = clientCapabilities(params);
    this.#folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  }

  /** Begins to search the workspace folders. */
  async search(): Promise<void> {
    this.files.setFolders(this.#folders);
    await this.files.settled();
    this.#isSearched = true;
    if (this.files.isCut) this.connection.console.warn(serverLines.tooManyFiles);
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const gone = new Set(removed);
    this.#folders = [...this.#folders.filter((uri) => !gone.has(uri)), ...added];
    this.files.setFolders(this.#folders);
  }

  settingsOf(uri: string): Promise<Settings> {
    return this.settings.of(uri);
  }

  /** The newest version of a document; `null` when it has been closed meanwhile. */
  async snapshotOf(uri: string): Promise<Snapshot | null> {
    const settings = await this.settings.of(uri);
    await this.#searched();
    const text = this.texts.get(uri);
    return text ? this.workspace.snapshot(text, settings) : null;
  }

  /** The same, with the places of settings in the current text: for requests at the cursor. */
  async exactSnapshotOf(uri: string): Promise<Snapshot | null> {
    await this.settings.of(uri);
    const text = this.texts.get(uri)?.getText();
    if (text !== undefined && mayDeclareGateways(new SourceFile(uri, text))) this.files.applyEdits();
    return this.snapshotOf(uri);
  }

  /** A document that is not open is read from its file; `null` if there is none to read. */
  async snapshotOfFile(uri: string): Promise<Snapshot | null> {
    if (this.texts.get(uri)) return this.snapshotOf(uri);
    const content = await this.files.read(uri);
    if (content === null) return null;
    const settings = await this.settings.of(uri);
    await this.#searched();
    return this.workspace.readSnapshot(TextDocument.create(uri, '', 0, content), settings);
  }

  /**
   * A long answer about the newest version of a document, made in slices.
   *
   * @param answer ends at once where there is nothing to answer
   * @throws `RequestCancelled` or `ContentModified` if the answer is no longer needed
   */
  async answerInSlices<Answer>(
    snapshot: Snapshot,
    cancelled: CancellationToken,
    answer: (snapshot: Snapshot) => Generator<void, Answer>,
  ): Promise<Answer> {
    const { uri, version } = snapshot.text;
    const isStale = () => cancelled.isCancellationRequested || this.texts.get(uri)?.version !== version;
    const made = await inSlices(answer(snapshot), isStale);
    if (made) return made.result;
    const code = cancelled.isCancellationRequested
      ? LSPErrorCodes.RequestCancelled
      : LSPErrorCodes.ContentModified;
    throw new ResponseError(code, serverLines.documentChanged);
  }

  /** An answer before the files are known may be wrong, but a slow disk must not delay it for long. */
  async #searched(): Promise<void> {
    if (this.#isSearched) return;
    const patient = new AbortController();
    await Promise.race([
      this.files.settled(),
      setTimeout(patience, undefined, { signal: patient.signal }).catch(() => {}),
    ]);
    patient.abort();
    this.#isSearched = true;
  }
}
