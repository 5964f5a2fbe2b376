/** The files of the workspace that say something about gateways or routes, on disk and as they are being edited. */

import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ignore, { type Ignore } from 'ignore';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { mayBeKongs } from './documents/index.js';
import { mayConfigureGateways, mayDeclareGateways, type SourceFile } from './gateways/index.js';

/** What is larger was made by a program. A platform team's file of ten thousand routes is not. */
const mostBytes = 8 << 20;
/** Of one folder: entries that are looked at, and what is kept of them. */
const mostEntries = 200_000;
const mostFiles = 5_000;
const mostCharacters = 128 << 20;
/** How many files are read at once. */
const atOnce = 16;
/** For how long nothing may have been typed before what was typed counts, in milliseconds. */
const pause = 200;

/** `file:` addresses as Node writes them: editors escape more. */
export function canonical(uri: string): string {
  const [path] = pathIn(uri);
  return path === undefined ? uri : pathToFileURL(path).href;
}

/** Whether a file is worth keeping; told from its text, without reading it as what it is. */
const isKept = (file: SourceFile): boolean => mayDeclareGateways(file) || mayHoldRoutes(file.text);

const routeKey = /\b(?:paths|hosts|methods|headers|snis|sources|destinations|expression)["']?\s*:/;

const mayHoldRoutes = (text: string): boolean =>
  text.includes('_format_version') || (routeKey.test(text) && mayBeKongs(text));

const isWanted = (path: string): boolean => mayConfigureGateways(path.replaceAll('\\', '/'));

/** Folders that hold what was made or fetched, and what is private to other tools. */
const isSkippedFolder = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

/** Files of variables stay out of repositories, and count nevertheless. */
const isVariables = (name: string): boolean => name.startsWith('.env') || name.endsWith('.env');

/**
 * What `.gitignore` files leave out, and folders of no interest. The files that lie above the folder count too, up to
 * the root of its repository.
 */
class Exclusions {
  readonly #folder: string;
  readonly #rules = new Map<string, Ignore>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async of(folder: string): Promise<Exclusions> {
    const exclusions = new Exclusions(folder);
    const repository = await repositoryOf(folder);
    for (let above = folder; repository !== null && above !== repository; ) {
      above = dirname(above);
      await exclusions.read(above);
    }
    return exclusions;
  }

  /** Takes the `.gitignore` of a folder into account. */
  async read(folder: string): Promise<void> {
    const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => null);
    if (text !== null) this.#rules.set(folder, ignore().add(text));
  }

  /** @param path of a file or folder below a folder that is not left out itself */
  leaveOut(path: string, isFolder: boolean): boolean {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    if (isFolder && isSkippedFolder(name)) return true;
    if (this.#rules.size === 0 || (!isFolder && isVariables(name))) return false;
    for (let above = dirname(path); ; above = dirname(above)) {
      // The rules of the nearest folder that has one for it decide.
      const inside = relative(above, path).split(sep).join('/');
      const answer = this.#rules.get(above)?.test(isFolder ? `${inside}/` : inside);
      if (answer?.ignored) return true;
      if (answer?.unignored || above === dirname(above)) return false;
    }
  }

  /** Whether a file is left out, itself or with a folder that it is in. */
  covers(path: string): boolean {
    const steps = relative(this.#folder, path).split(sep);
    return steps.some((_, i) =>
      this.leaveOut(join(this.#folder, ...steps.slice(0, i + 1)), i < steps.length - 1),
    );
  }
}

/** The nearest folder, from this one upwards, that is the root of a git repository; `null` where there is none. */
export async function repositoryOf(folder: string): Promise<string | null> {
  for (let here = folder; ; here = dirname(here)) {
    if (await lstat(join(here, '.git')).then(Boolean, () => false)) return here;
    if (here === dirname(here)) return null;
  }
}

/** What a search takes. */
interface Wanted {
  /** Of a path, before the file is read. */
  readonly isWanted: (path: string) => boolean;
  /** Of what was read. */
  readonly isKept: (file: SourceFile) => boolean;
  /** Folders that are looked into although they begin with a dot. */
  readonly dotFolders: readonly string[];
}

const gatewaysAndRoutes: Wanted = { isWanted, isKept, dotFolders: [] };

interface Search extends Wanted {
  entries: number;
  characters: number;
  /** More were there than are looked at. */
  isCut: boolean;
  readonly files: Map<string, SourceFile>;
}

const newSearch = (wanted: Wanted = gatewaysAndRoutes): Search => ({
  ...wanted,
  entries: 0,
  characters: 0,
  isCut: false,
  files: new Map(),
});

/**
 * The files of a folder that may configure gateways or hold routes, by their addresses. Links to folders are not
 * followed.
 *
 * @param folder a path
 * @param isDeep with all folders in it
 */
export async function searchFolder(folder: string, isDeep: boolean): Promise<readonly SourceFile[]> {
  const search = newSearch();
  await searchBelow(folder, await Exclusions.of(folder), search, isDeep);
  return sorted(search.files);
}

/** Where pipelines are written. */
const pipelineFolders = ['.github', '.gitlab', '.circleci', '.buildkite'];

/**
 * Other files of a folder, in the order of their addresses.
 *
 * @param folder a path
 * @param isWanted of a path with `/` between its parts, before the file is read
 * @param isKept of what was read
 */
export async function searchFor(
  folder: string,
  isWanted: (path: string) => boolean,
  isKept: (file: SourceFile) => boolean,
): Promise<readonly SourceFile[]> {
  const search = newSearch({
    isWanted: (path) => isWanted(path.replaceAll('\\', '/')),
    isKept,
    dotFolders: pipelineFolders,
  });
  await searchBelow(folder, await Exclusions.of(folder), search);
  return sorted(search.files);
}

const sorted = (files: ReadonlyMap<string, SourceFile>): readonly SourceFile[] =>
  [...files.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));

async function searchBelow(
  folder: string,
  exclusions: Exclusions,
  search: Search,
  isDeep = true,
): Promise<void> {
  const folders = [folder];
  for (let here = folders.shift(); here !== undefined; here = folders.shift()) {
    const entries = await readdir(here, { withFileTypes: true }).catch(() => []);
    if (entries.some(({ name }) => name === '.gitignore')) await exclusions.read(here);
    const paths: string[] = [];
    for (const entry of entries) {
      search.isCut =
        ++search.entries > mostEntries ||
        search.files.size >= mostFiles ||
        search.characters > mostCharacters;
      if (search.isCut) return;
      const path = join(here, entry.name);
      if (entry.isDirectory()) {
        const isOpen = search.dotFolders.includes(entry.name);
        if (isDeep && (isOpen || !exclusions.leaveOut(path, true))) folders.push(path);
      } else if (search.isWanted(path) && !exclusions.leaveOut(path, false)) paths.push(path);
    }
    for (let i = 0; i < paths.length; i += atOnce) {
      const files = await Promise.all(paths.slice(i, i + atOnce).map(readSourceFile));
      for (const file of files) {
        if (!file || !search.isKept(file)) continue;
        search.files.set(file.uri, file);
        search.characters += file.text.length;
      }
    }
  }
}

/** `null` for what is no file of text, or too large. */
async function readSourceFile(path: string): Promise<SourceFile | null> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > mostBytes) return null;
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    return text.includes('\0') ? null : { uri: pathToFileURL(path).href, text };
  } catch {
    return null;
  }
}

/** A change on the disk, as `workspace/didChangeWatchedFiles` tells it. */
export interface FileChange {
  readonly uri: string;
  readonly isDeleted: boolean;
}

/** Keeps what is there for as long as the server runs. The disk is read in the background, one task after the other. */
export class WorkspaceFiles {
  readonly #changed: () => void;
  #folders: ReadonlyMap<string, Exclusions> = new Map();
  readonly #disk = new Map<string, SourceFile>();
  /** Of open documents, by address: what counts in the place of the disk; `null` where there is nothing of interest. */
  readonly #open = new Map<string, SourceFile | null>();
  /** Open documents that were edited since they were last looked at. */
  readonly #edited = new Map<string, TextDocument>();
  #files: readonly SourceFile[] | null = null;
  #isTold = true;
  #isCut = false;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  /** @param changed is called when `files()` has changed, a moment after the last change */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * In the order of their addresses; the same array until something changes, and in it the same object for as long as
   * a file has the same text.
   */
  files(): readonly SourceFile[] {
    if (!this.#files) {
      const all = new Map(this.#disk);
      for (const [uri, file] of this.#open) {
        if (file) all.set(uri, file);
        else all.delete(uri);
      }
      this.#files = sorted(all);
    }
    return this.#files;
  }

  /** Whether there was more than is looked at. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Addresses of the workspace folders. */
  folders(): readonly string[] {
    return [...this.#folders.keys()].map((path) => pathToFileURL(path).href);
  }

  /** Waits until the disk has been read as far as anything was told of it. */
  async settled(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.#work; ) {
      seen = this.#work;
      await seen;
    }
  }

  /** @param uris of all workspace folders; what is below those that are new is searched */
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
    this.#edited.set(canonical(document.uri), document);
    this.#notify(pause);
  }

  closed(uri: string): void {
    const address = canonical(uri);
    this.#edited.delete(address);
    const file = this.#open.get(address);
    if (!this.#open.delete(address)) return;
    if (file !== (this.#disk.get(address) ?? null)) this.#touch();
    // An editor that does not watch files has told nothing of what it saved.
    this.changedOnDisk([{ uri: address, isDeleted: false }]);
  }

  /** Looks at what was typed since the last pause now: for whoever needs places in the very text of the editor. */
  takeEdits(): void {
    for (const [uri, document] of this.#edited) {
      const before = this.#open.has(uri) ? this.#open.get(uri)! : (this.#disk.get(uri) ?? null);
      const file = this.#fileOf(uri, document.getText(), before);
      this.#open.set(uri, file);
      if (file !== before) this.#touch();
    }
    this.#edited.clear();
  }

  #fileOf(uri: string, text: string, before: SourceFile | null): SourceFile | null {
    if (before?.text === text) return before;
    const path = fileURLToPath(uri);
    // Of a file that is in no folder nobody says whether it is left out.
    if (!isWanted(path) || this.#exclusionsOf(path)?.covers(path)) return null;
    const file = { uri, text };
    return isKept(file) ? file : null;
  }

  async #written(path: string): Promise<void> {
    const exclusions = this.#exclusionsOf(path);
    if (!exclusions || exclusions.covers(path)) return;
    const stats = await lstat(path).catch(() => null);
    if (stats === null) return this.#deleted(path);
    if (stats.isDirectory()) {
      if (!exclusions.leaveOut(path, true)) await this.#search(path, exclusions);
    } else if (isWanted(path)) {
      const file = await readSourceFile(path);
      if (file && isKept(file)) this.#keep(file);
      else this.#drop(pathToFileURL(path).href);
    }
  }

  #deleted(path: string): void {
    const uri = pathToFileURL(path).href;
    this.#drop(uri);
    for (const other of [...this.#disk.keys()]) if (other.startsWith(`${uri}/`)) this.#drop(other);
  }

  async #searchAgain(): Promise<void> {
    const known = new Set(this.#disk.keys());
    const folders = new Map<string, Exclusions>();
    for (const path of this.#folders.keys()) folders.set(path, await Exclusions.of(path));
    this.#folders = folders;
    this.#isCut = false;
    for (const [path, exclusions] of folders) {
      for (const { uri } of await this.#search(path, exclusions)) known.delete(uri);
    }
    for (const uri of known) this.#drop(uri);
  }

  async #search(folder: string, exclusions: Exclusions): Promise<readonly SourceFile[]> {
    const search = newSearch();
    await searchBelow(folder, exclusions, search);
    this.#isCut ||= search.isCut;
    const files = sorted(search.files);
    for (const file of files) this.#keep(file);
    return files;
  }

  #keep(file: SourceFile): void {
    if (this.#disk.get(file.uri)?.text === file.text) return;
    this.#disk.set(file.uri, file);
    this.#touch();
  }

  #drop(uri: string): void {
    if (this.#disk.delete(uri)) this.#touch();
  }

  #touch(): void {
    this.#files = null;
    this.#isTold = false;
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
      this.takeEdits();
      if (this.#isTold) return;
      this.#isTold = true;
      this.#changed();
    }, after);
  }
}

/** Nothing for what is no file, such as `vscode-vfs:`. */
function pathIn(uri: string): string[] {
  try {
    return [fileURLToPath(uri)];
  } catch {
    return [];
  }
}
