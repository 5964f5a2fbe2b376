/** The files of the workspace that say something about gateways or routes, on disk and as they are being edited. */

import { setImmediate } from 'node:timers/promises';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { findGateways, mayDeclareGateways } from '../gateways/index.js';
import { SourceFile, uriKey } from '../text/index.js';
import {
  Exclusions,
  isKept,
  isWanted,
  readSourceFile,
  repositoryOf,
  searchFor,
  searchGatewaysAndRoutes,
} from './file-search.js';
import type { FileSystem } from './file-system.js';

/** For how long nothing may have been typed before what was typed counts, in milliseconds. */
const pause = 200;

/** For how long reading files may hold up everything else, in milliseconds. */
const slice = 20;

/** A change on the disk, as `workspace/didChangeWatchedFiles` reports it. */
export interface FileChange {
  readonly uri: string;
  readonly isDeleted: boolean;
}

/** Keeps the files as long as the server runs. The disk is read in the background, one task after the other. */
export class WorkspaceFiles {
  readonly #system: FileSystem;
  readonly #changed: () => void;
  /** By URI. */
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
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();
  /** When reading ahead last let others go first. */
  #sliceStart = 0;

  /** @param changed is called when `files()` has changed, a moment after the last change */
  constructor(system: FileSystem, changed: () => void) {
    this.#system = system;
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
    return [...this.#folders.keys()];
  }

  /** A URI as those of `files()` are spelled: editors escape more than Node does. */
  spelled(uri: string): string {
    return this.#system.spelled(uri) ?? uri;
  }

  /** The text of any file, open or not; `null` if it cannot be read or is not text. */
  async read(uri: string): Promise<string | null> {
    const spelled = this.#system.spelled(uri);
    return spelled === null ? null : this.#system.readText(spelled, Number.POSITIVE_INFINITY);
  }

  /** The files in a folder that `isWanted` and `isKept` choose (`searchFor`). */
  searchFor(
    folder: string,
    isWanted: (path: string) => boolean,
    isKept: (file: SourceFile) => boolean,
  ): Promise<readonly SourceFile[]> {
    return searchFor(this.#system, folder, isWanted, isKept);
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
      for (const uri of uris.flatMap((uri) => this.#spelled(uri))) {
        folders.set(uri, before.get(uri) ?? (await Exclusions.of(this.#system, uri)));
      }
      this.#folders = folders;
      for (const uri of [...this.#disk.keys()]) if (!this.#exclusionsOf(uri)) this.#drop(uri);
      for (const [uri, exclusions] of folders) if (!before.has(uri)) await this.#search(uri, exclusions);
    });
  }

  /** What was made may be a folder that was moved here, and what is gone may have been one. */
  changedOnDisk(changes: readonly FileChange[]): void {
    this.#do(async () => {
      const spelled = changes.flatMap(({ uri, isDeleted }) =>
        this.#spelled(uri).map((spelled) => ({ uri: spelled, isDeleted })),
      );
      if (spelled.some(({ uri }) => uri.endsWith('/.gitignore'))) return this.#searchAgain();
      for (const { uri, isDeleted } of spelled) await (isDeleted ? this.#deleted(uri) : this.#written(uri));
    });
  }

  /** The text of an open document counts, not that of its file. Nothing is looked at before there is a pause. */
  edited(document: TextDocument): void {
    const uri = this.#system.spelled(document.uri);
    if (uri === null) return;
    this.#documents.set(uri, document);
    this.#edited.add(uri);
    this.#notify(pause);
  }

  closed(documentUri: string): void {
    const uri = this.spelled(documentUri);
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
    // For a file that is in no folder there are no rules of what is left out.
    if (!isWanted(uriKey(uri)) || this.#exclusionsOf(uri)?.covers(uri)) return null;
    const file = new SourceFile(uri, text);
    return isKept(file) ? file : null;
  }

  async #written(uri: string): Promise<void> {
    const exclusions = this.#exclusionsOf(uri);
    if (!exclusions || exclusions.covers(uri)) return;
    for (const open of urisAt(uri, this.#documents)) this.#edited.add(open);
    const kind = await this.#system.kindOf(uri);
    if (kind === null) return this.#deleted(uri);
    if (kind === 'folder') {
      if (!exclusions.leaveOut(uri, true)) await this.#search(uri, exclusions);
    } else if (isWanted(uriKey(uri))) {
      const isRead = kind !== 'link' || (await this.#leadsInside(uri));
      const file = isRead ? await readSourceFile(this.#system, uri) : null;
      if (file && isKept(file)) await this.#keep(file);
      else this.#drop(uri);
    }
  }

  /** An untrusted folder must not reveal other files of the disk. */
  async #leadsInside(link: string): Promise<boolean> {
    const folder = this.#folderOf(link);
    if (folder === undefined) return false;
    return this.#system.leadsInside(link, (await repositoryOf(this.#system, folder)) ?? folder);
  }

  #deleted(uri: string): void {
    for (const gone of urisAt(uri, this.#disk)) this.#drop(gone);
    // An editor goes on showing it. It counts again when it is edited, or is back.
    for (const open of urisAt(uri, this.#open)) {
      if (this.#open.get(open)) this.#touch();
      this.#open.set(open, null);
      this.#edited.delete(open);
    }
  }

  async #searchAgain(): Promise<void> {
    const known = new Set(this.#disk.keys());
    const folders = new Map<string, Exclusions>();
    for (const folder of this.#folders.keys()) folders.set(folder, await Exclusions.of(this.#system, folder));
    this.#folders = folders;
    this.#isCut = false;
    for (const [folder, exclusions] of folders) {
      for (const uri of await this.#search(folder, exclusions)) known.delete(uri);
    }
    for (const uri of known) this.#drop(uri);
  }

  /** @returns the URIs of what was found */
  async #search(folder: string, exclusions: Exclusions): Promise<readonly string[]> {
    const found: string[] = [];
    const isCut = await searchGatewaysAndRoutes(this.#system, folder, exclusions, async (file) => {
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

  /** Those of the nearest workspace folder that a file is in. */
  #exclusionsOf(uri: string): Exclusions | undefined {
    const folder = this.#folderOf(uri);
    return folder === undefined ? undefined : this.#folders.get(folder);
  }

  #folderOf(uri: string): string | undefined {
    const isIn = (folder: string) => uri === folder || uri.startsWith(`${folder}/`);
    return [...this.#folders.keys()].filter(isIn).sort((a, b) => b.length - a.length)[0];
  }

  /** Nothing for URIs that are no files, such as `untitled:`. */
  #spelled(uri: string): string[] {
    const spelled = this.#system.spelled(uri);
    return spelled === null ? [] : [spelled];
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
const urisAt = (uri: string, among: ReadonlyMap<string, unknown>): string[] =>
  [...among.keys()].filter((other) => other === uri || other.startsWith(`${uri}/`));
