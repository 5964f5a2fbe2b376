/** The files of a folder, looked through without what git leaves out. */

import ignore, { type Ignore } from 'ignore';
import { mayHaveRoutes } from '../documents/index.js';
import { isTerraform, mayConfigureGateways, mayDeclareGateways } from '../gateways/index.js';
import { mayHoldManifests } from '../kubernetes/index.js';
import { SourceFile, uriKey } from '../text/index.js';
import { type FileSystem, parentOf } from './file-system.js';
import { isState } from './terraform-modules.js';

/** What is larger was made by a program. A platform team's file of ten thousand routes is not. */
const mostBytes = 8 << 20;
/** Of one folder: entries that are looked at, and what is kept of them. */
const mostEntries = 200_000;
const mostFiles = 5_000;
const mostCharacters = 128 << 20;
/** How many files are read at once. */
const atOnce = 16;

/** Whether a file is worth keeping; decided from its text, before it is parsed. */
export const isKept = (file: SourceFile): boolean =>
  isTerraform(file.uri) ||
  isState(file.uri) ||
  mayDeclareGateways(file) ||
  mayHaveRoutes(file.text) ||
  mayHoldManifests(file.text);

/** Whether a file may be, by its path with `/` between its parts. */
export const isWanted = (path: string): boolean =>
  isTerraform(path) || isState(path) || mayConfigureGateways(path) || mayHoldRoutes(path);

/** Files that are Kong's, that have Kong documents or commands for the Admin API in them, or become either. */
const carriers =
  /\.(?:ya?ml|jsonc?|kong-expr|j2|jinja2?|tmpl|tpl|gotmpl|ctmpl|erb|template|hcl|nomad|toml|md|markdown|mdx|rst|adoc|asciidoc|sh|bash|zsh|bats|ps1|mk|just|http|rest)$|(?:^|\/)(?:[^/]*\.)?(?:Dockerfile|Containerfile)(?:[.-][^/]*)?$|(?:^|\/)(?:GNUmakefile|Makefile|Justfile|Jenkinsfile)[^/.]*$/i;

/** Whether a file may have routes, by its path with `/` between its parts. Source code of programs is not looked at. */
export const mayHoldRoutes = (path: string): boolean => carriers.test(path);

/** Folders of generated or downloaded files, and folders that are private to other tools. */
const isSkippedFolder = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

/** Files of variables stay out of repositories, and count nevertheless. */
const isVariables = (name: string): boolean => name.startsWith('.env') || name.endsWith('.env');

/**
 * What `.gitignore` files leave out, and folders of no interest. The files that lie above the folder count too, up to
 * the root of its repository.
 */
export class Exclusions {
  readonly #files: FileSystem;
  readonly #folder: string;
  /** By the key of the folder that a file is in (`uriKey`). */
  readonly #rules = new Map<string, Ignore>();

  private constructor(files: FileSystem, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  static async of(files: FileSystem, folder: string): Promise<Exclusions> {
    const exclusions = new Exclusions(files, folder);
    const repository = await repositoryOf(files, folder);
    for (let above = folder; repository !== null && above !== repository; ) {
      above = parentOf(above);
      await exclusions.read(above);
    }
    return exclusions;
  }

  /** Reads the `.gitignore` of a folder. */
  async read(folder: string): Promise<void> {
    const text = await this.#files.readText(`${folder}/.gitignore`, mostBytes);
    if (text !== null) this.#rules.set(uriKey(folder), ignore().add(text));
  }

  /** @param uri of a file or folder below a folder that is not left out itself */
  leaveOut(uri: string, isFolder: boolean): boolean {
    const path = uriKey(uri);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (isFolder && isSkippedFolder(name)) return true;
    if (this.#rules.size === 0 || (!isFolder && isVariables(name))) return false;
    for (let above = parentOf(path); ; above = parentOf(above)) {
      // The rules of the nearest folder that has one for it decide.
      const inside = path.slice(above.length + 1);
      const answer = this.#rules.get(above)?.test(isFolder ? `${inside}/` : inside);
      if (answer?.ignored) return true;
      if (answer?.unignored || above === parentOf(above)) return false;
    }
  }

  /** Whether a file is left out, itself or with a folder that it is in. */
  covers(uri: string): boolean {
    for (let here = uri; here !== this.#folder && here !== parentOf(here); here = parentOf(here)) {
      if (this.leaveOut(here, here !== uri)) return true;
    }
    return false;
  }
}

/** The nearest folder, from this one upwards, that is the root of a git repository; `null` if there is none. */
export async function repositoryOf(files: FileSystem, folder: string): Promise<string | null> {
  for (let here = folder; ; here = parentOf(here)) {
    if ((await files.kindOf(`${here}/.git`)) !== null) return here;
    if (here === parentOf(here)) return null;
  }
}

/** The limits of a search. */
interface Wanted {
  /** Of a path with `/` between its parts, before the file is read. */
  readonly isWanted: (path: string) => boolean;
  /** Of what was read. */
  readonly isKept: (file: SourceFile) => boolean;
  /** Folders that are looked into although they begin with a dot. */
  readonly dotFolders: readonly string[];
}

/** Where pipelines are written. */
export const pipelineFolders: readonly string[] = ['.github', '.gitlab', '.circleci', '.buildkite'];

const gatewaysAndRoutes: Wanted = { isWanted, isKept, dotFolders: pipelineFolders };

interface Search extends Wanted {
  /** Is called for each file that is kept. */
  readonly found: (file: SourceFile) => void | Promise<void>;
}

/** What has been looked at. */
interface Counts {
  entries: number;
  files: number;
  characters: number;
}

const sorted = (files: Iterable<SourceFile>): readonly SourceFile[] =>
  [...files].sort((a, b) => (a.uri < b.uri ? -1 : 1));

/**
 * The files of a folder that may configure gateways or hold routes, in the order of their URIs. Links to folders
 * are not followed.
 *
 * @param folder a URI
 * @param isDeep with all folders in it
 */
export async function searchFolder(
  files: FileSystem,
  folder: string,
  isDeep: boolean,
): Promise<readonly SourceFile[]> {
  const kept: SourceFile[] = [];
  const search = { ...gatewaysAndRoutes, found: (file: SourceFile) => void kept.push(file) };
  await searchBelow(files, folder, await Exclusions.of(files, folder), search, isDeep);
  return sorted(kept);
}

/**
 * Other files of a folder, in the order of their URIs.
 *
 * @param folder a URI
 * @param isWanted of a path with `/` between its parts, before the file is read
 * @param isKept of what was read
 */
export async function searchFor(
  files: FileSystem,
  folder: string,
  isWanted: (path: string) => boolean,
  isKept: (file: SourceFile) => boolean,
): Promise<readonly SourceFile[]> {
  const kept: SourceFile[] = [];
  await searchBelow(files, folder, await Exclusions.of(files, folder), {
    isWanted,
    isKept,
    dotFolders: pipelineFolders,
    found: (file) => void kept.push(file),
  });
  return sorted(kept);
}

/**
 * Looks through a folder that may be new in one that was looked through before.
 *
 * @returns whether there was more than is looked at
 */
export function searchGatewaysAndRoutes(
  files: FileSystem,
  folder: string,
  exclusions: Exclusions,
  found: Search['found'],
): Promise<boolean> {
  return searchBelow(files, folder, exclusions, { ...gatewaysAndRoutes, found });
}

/** @returns whether there was more than is looked at */
async function searchBelow(
  files: FileSystem,
  folder: string,
  exclusions: Exclusions,
  search: Search,
  isDeep = true,
): Promise<boolean> {
  const counts: Counts = { entries: 0, files: 0, characters: 0 };
  const folders = [folder];
  const root = (await repositoryOf(files, folder)) ?? folder;
  for (let here = folders.shift(); here !== undefined; here = folders.shift()) {
    const entries = await files.list(here);
    if (entries.some(({ name }) => name === '.gitignore')) await exclusions.read(here);
    const uris: string[] = [];
    for (const { name, kind, uri } of entries) {
      counts.entries++;
      if (counts.entries > mostEntries || counts.files >= mostFiles || counts.characters > mostCharacters)
        return true;
      if (kind === 'folder') {
        const isOpen = search.dotFolders.includes(name);
        if (isDeep && (isOpen || !exclusions.leaveOut(uri, true))) folders.push(uri);
      } else if (search.isWanted(uriKey(uri)) && !exclusions.leaveOut(uri, false)) {
        // An untrusted folder must not reveal other files of the disk.
        if (kind !== 'link' || (await files.leadsInside(uri, root))) uris.push(uri);
      }
    }
    for (let i = 0; i < uris.length; i += atOnce) {
      const read = await Promise.all(uris.slice(i, i + atOnce).map((uri) => readSourceFile(files, uri)));
      for (const file of read) {
        if (!file || !search.isKept(file)) continue;
        counts.files++;
        counts.characters += file.text.length;
        await search.found(file);
      }
    }
  }
  return false;
}

/** `null` if it is not a file of text, or too large. */
export async function readSourceFile(files: FileSystem, uri: string): Promise<SourceFile | null> {
  const text = await files.readText(uri, mostBytes);
  return text === null || text.includes('\0') ? null : new SourceFile(uri, text);
}
