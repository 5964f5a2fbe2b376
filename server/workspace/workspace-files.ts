/** The files of the workspace that say something about gateways or routes, on disk and as they are being edited. */

import { lstat } from 'node:fs/promises';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { findGateways, mayDeclareGateways } from '../gateways/index.js';
import { SourceFile } from '../text/index.js';
import { Exclusions, isKept, isWanted, readSourceFile, searchGatewaysAndRoutes } from './file-search.js';

/** For how long nothing may have been typed before what was typed counts, in milliseconds. */
const pause = 200;

/** `file:` URIs as Node writes them: editors escape more. */
export function canonical(uri: string): string {
  const [path] = pathIn(uri);
  return path === undefined ? uri : pathToFileURL(path).href;
}

/** For how long reading files may hold up everything else, in milliseconds. */
const slice = 20;

/** A change on the disk, as `workspace/didChangeWatchedFiles` reports it. */
export interface FileChange {
  readonly uri: string;
  readonly isDeleted: boolean;
}

/** Keeps what is there for as long as the server runs. The disk is read in the background, one task after the other. */
export class WorkspaceFiles {
  readonly #changed: () => void;
  #folders: ReadonlyMap<string, Exclusions> = new Map();
  readonly #disk = new Map<string, SourceFile>();
  /** Of open documents, by URI: what counts in the place of the disk; `null` if there is nothing of interest. */
  readonly #open = new Map<string, SourceFile | null>();
  readonly #documents = new Map<string, TextDocument>();
  /** Of open documents, those that were edited since they were last looked at. */
  readonly #edited = new Set<string>();
  #files: readonly SourceFile[] | null = null;
  #isNotified = true;
  #isCut = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  /** When reading ahead last let others go first. */
  #sliceStart = 0;

  /** @param changed is called when `files()` has changed, a moment after the last change */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * In the order of their URIs; the same array until something changes, and in it the same object for as long as
   * a file has the same text.
   */
  files(): readonly SourceFile[] {
    if (!this.#files) {
      const all = new Map(this.#disk);
      for (const [uri, file] of this.#open) {
        if (file) all.set(uri, file);
        else all.delete(uri);
      }
      this.#files = [...all.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
    }
    return this.#files;
  }

  /** Whether there was more than is looked at. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** URIs of the workspace folders. */
  folders(): readonly string[] {
    return [...this.#folders.keys()].map((path) => pathToFileURL(path).href);
  }

  /** Waits until all reported changes have been read from the disk. */
  async settled(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.#work; ) {
      seen = this.#work;
      await seen;
    }
  }

  /** @param URIs of all workspace folders; what is below those that are new is searched */
  setFolders(uris: readonly string[]): void {
    this.#do(async () => {
      const before = this.#folders;
      const folders = new Map<string, Exclusions>();
      for (const path of uris.flatMap(pathIn)) {
        folders.set(path, before.get(path) ?? (await Exclusions.of(path)));
      }
      this.#folders = folders;
      for (const uri of [...this.#disk.keys()]) if (!this.#exclusionsOf(fileURLToPath(uri))) this.#drop(uri);
      for (const [path, exclusions] of folders) if (!before.has(path)) await this.#search(path, exclusions);
    });
  }

  /** What was made may be a folder that was moved here, and what is gone may have been one. */
  changedOnDisk(changes: readonly FileChange[]): void {
    this.#do(async () => {
      const paths = changes.flatMap(({ uri, isDeleted }) => pathIn(uri).map((path) => ({ path, isDeleted })));
      if (paths.some(({ path }) => path.endsWith(`${sep}.gitignore`))) return this.#searchAgain();
      for (const { path, isDeleted } of paths) await (isDeleted ? this.#deleted(path) : this.#written(path));
    });
  }

  /** The text of an open document counts, not that of its file. Nothing is looked at before there is a pause. */
  edited(document: TextDocument): void {
    if (!document.uri.startsWith('file:')) return;
    const uri = canonical(document.uri);
    this.#documents.set(uri, document);
    this.#edited.add(uri);
    this.#notify(pause);
  }

  closed(documentUri: string): void {
    const uri = canonical(documentUri);
    this.#documents.delete(uri);
    this.#edited.delete(uri);
    const file = this.#open.get(uri);
    if (!this.#open.delete(uri)) return;
    if (file !== (this.#disk.get(uri) ?? null)) this.#touch();
    // An editor that does not watch files did not report the file that it saved.
    this.changedOnDisk([{ uri, isDeleted: false }]);
  }

  /** Looks at what was typed since the last pause now: for whoever needs places in the very text of the editor. */
  applyEdits(): void {
    for (const uri of this.#edited) {
      const before = this.#open.has(uri) ? this.#open.get(uri)! : (this.#disk.get(uri) ?? null);
      const file = this.#fileOf(uri, this.#documents.get(uri)!.getText(), before);
      this.#open.set(uri, file);
      if (file !== before) this.#touch();
    }
    this.#edited.clear();
  }

  #fileOf(uri: string, text: string, before: SourceFile | null): SourceFile | null {
    if (before?.text === text) return before;
    const path = fileURLToPath(uri);
    // For a file that is in no folder there are no rules of what is left out.
    if (!isWanted(path) || this.#exclusionsOf(path)?.covers(path)) return null;
    const file = new SourceFile(uri, text);
    return isKept(file) ? file : null;
  }

  async #written(path: string): Promise<void> {
    const exclusions = this.#exclusionsOf(path);
    if (!exclusions || exclusions.covers(path)) return;
    for (const uri of urisAt(path, this.#documents)) this.#edited.add(uri);
    const stats = await lstat(path).catch(() => null);
    if (stats === null) return this.#deleted(path);
    if (stats.isDirectory()) {
      if (!exclusions.leaveOut(path, true)) await this.#search(path, exclusions);
    } else if (isWanted(path)) {
      const file = await readSourceFile(path);
      if (file && isKept(file)) await this.#keep(file);
      else this.#drop(pathToFileURL(path).href);
    }
  }

  #deleted(path: string): void {
    for (const uri of urisAt(path, this.#disk)) this.#drop(uri);
    // An editor goes on showing it. It counts again when it is edited, or is back.
    for (const uri of urisAt(path, this.#open)) {
      if (this.#open.get(uri)) this.#touch();
      this.#open.set(uri, null);
      this.#edited.delete(uri);
    }
  }

  async #searchAgain(): Promise<void> {
    const known = new Set(this.#disk.keys());
    const folders = new Map<string, Exclusions>();
    for (const path of this.#folders.keys()) folders.set(path, await Exclusions.of(path));
    this.#folders = folders;
    this.#isCut = false;
    for (const [path, exclusions] of folders) {
      for (const uri of await this.#search(path, exclusions)) known.delete(uri);
    }
    for (const uri of known) this.#drop(uri);
  }

  /** @returns the URIs of what was found */
  async #search(folder: string, exclusions: Exclusions): Promise<readonly string[]> {
    const found: string[] = [];
    const isCut = await searchGatewaysAndRoutes(folder, exclusions, async (file) => {
      found.push(file.uri);
      await this.#keep(file);
    });
    this.#isCut ||= isCut;
    return found;
  }

  async #keep(file: SourceFile): Promise<void> {
    if (this.#disk.get(file.uri)?.text === file.text) return;
    await this.#readAhead(file);
    this.#disk.set(file.uri, file);
    this.#touch();
  }

  /** Reads a file as soon as it is known, so that a request does not have to wait for all of them. */
  async #readAhead(file: SourceFile): Promise<void> {
    if (!mayDeclareGateways(file)) return;
    if (performance.now() - this.#sliceStart > slice) {
      await setImmediate();
      this.#sliceStart = performance.now();
    }
    findGateways([file]);
  }

  #drop(uri: string): void {
    if (this.#disk.delete(uri)) this.#touch();
  }

  #touch(): void {
    this.#files = null;
    this.#isNotified = false;
  }

  /** Those of the nearest workspace folder that a path is in. */
  #exclusionsOf(path: string): Exclusions | undefined {
    const isIn = (folder: string) =>
      path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
    const nearest = [...this.#folders.keys()].filter(isIn).sort((a, b) => b.length - a.length)[0];
    return nearest === undefined ? undefined : this.#folders.get(nearest);
  }

  #do(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      await work();
      this.#notify(0);
    });
  }

  #notify(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.applyEdits();
      if (this.#isNotified) return;
      this.#isNotified = true;
      this.#changed();
    }, after);
  }
}

/** Of a file, or of all that is in a folder. */
function urisAt(path: string, among: ReadonlyMap<string, unknown>): string[] {
  const uri = pathToFileURL(path).href;
  return [...among.keys()].filter((other) => other === uri || other.startsWith(`${uri}/`));
}

/** Nothing for what is not a file, such as `vscode-vfs:`. */
function pathIn(uri: string): string[] {
  try {
    return [fileURLToPath(uri)];
  } catch {
    return [];
  }
}
