/** Files that only the editor can read: those of virtual workspaces, and all files where the server runs in a browser. */

import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { EditorEntry, EditorFileParams, ReadEditorFileParams } from '../protocol/index.js';
import type { Entry, EntryKind, FileSystem } from '../workspace/index.js';

/** Asks the client. What it cannot answer is not there. */
export class EditorFiles implements FileSystem {
  readonly #connection: Connection;
  readonly #isOffered: () => boolean;

  /** @param isOffered whether the client reads files for the server */
  constructor(connection: Connection, isOffered: () => boolean) {
    this.#connection = connection;
    this.#isOffered = isOffered;
  }

  spelled(uri: string): string | null {
    if (!this.#isOffered() || uri.startsWith('untitled:')) return null;
    return URI.parse(uri).toString().replace(/\/$/, '');
  }

  kindOf(uri: string): Promise<EntryKind | null> {
    return this.#ask<EditorFileParams, EntryKind | null>('kongRoutes/kindOfFile', { uri }, null);
  }

  async list(folder: string): Promise<readonly Entry[]> {
    const params: EditorFileParams = { uri: folder };
    const entries = await this.#ask<EditorFileParams, EditorEntry[]>('kongRoutes/listFiles', params, []);
    const { path, ...rest } = URI.parse(folder);
    return entries.map(({ name, kind }) => ({
      name,
      kind,
      uri: URI.from({ ...rest, path: `${path}/${name}` }).toString(),
    }));
  }

  readText(uri: string, mostBytes: number): Promise<string | null> {
    const params: ReadEditorFileParams = { uri, mostBytes };
    return this.#ask<ReadEditorFileParams, string | null>('kongRoutes/readFile', params, null);
  }

  /** Where a link leads is not known, so it is not followed. */
  async leadsInside(): Promise<boolean> {
    return false;
  }

  #ask<Params, Answer>(method: string, params: Params, none: Answer): Promise<Answer> {
    return this.#connection.sendRequest<Answer>(method, params).catch(() => none);
  }
}

/** Some files from one file system, and the others from another one. */
export class JoinedFiles implements FileSystem {
  readonly #first: FileSystem;
  readonly #second: FileSystem;

  /** @param first has the files whose URIs it can spell */
  constructor(first: FileSystem, second: FileSystem) {
    this.#first = first;
    this.#second = second;
  }

  spelled(uri: string): string | null {
    return this.#first.spelled(uri) ?? this.#second.spelled(uri);
  }

  kindOf(uri: string): Promise<EntryKind | null> {
    return this.#of(uri).kindOf(uri);
  }

  list(folder: string): Promise<readonly Entry[]> {
    return this.#of(folder).list(folder);
  }

  readText(uri: string, mostBytes: number): Promise<string | null> {
    return this.#of(uri).readText(uri, mostBytes);
  }

  leadsInside(link: string, folder: string): Promise<boolean> {
    return this.#of(link).leadsInside(link, folder);
  }

  #of(uri: string): FileSystem {
    return this.#first.spelled(uri) === null ? this.#second : this.#first;
  }
}
