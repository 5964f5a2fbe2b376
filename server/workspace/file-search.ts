/** The files of a folder, looked through without what git leaves out. */

import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ignore, { type Ignore } from 'ignore';
import { mayHaveRoutes } from '../documents/index.js';
import { isTerraform, mayConfigureGateways, mayDeclareGateways } from '../gateways/index.js';
import { mayHoldManifests } from '../kubernetes/index.js';
import { SourceFile } from '../text/index.js';
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

/** Whether a file may be, by its path. */
export const isWanted = (path: string): boolean => {
  const slashed = path.replaceAll('\\', '/');
  return isTerraform(path) || isState(path) || mayConfigureGateways(slashed) || mayHoldRoutes(slashed);
};

/** Files that are Kong's, that have Kong documents or commands for the Admin API in them, or become either. */
const carriers =
  /\.(?:ya?ml|jsonc?|kong-expr|j2|jinja2?|tmpl|tpl|gotmpl|ctmpl|erb|template|hcl|nomad|toml|md|markdown|mdx|rst|adoc|asciidoc|sh|bash|zsh|bats|ps1|mk|just|http|rest)$|(?:^|\/)(?:[^/]*\.)?(?:Dockerfile|Containerfile)(?:[.-][^/]*)?$|(?:^|\/)(?:GNUmakefile|Makefile|Justfile|Jenkinsfile)[^/.]*$/i;

/** Whether a file may have routes, by its path with `/` between its parts. Source code of programs is not looked at. */
export const mayHoldRoutes = (path: string): boolean => carriers.test(path);

/** Folders that hold what was made or fetched, and what is private to other tools. */
const isSkippedFolder = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

/** Files of variables stay out of repositories, and count nevertheless. */
const isVariables = (name: string): boolean => name.startsWith('.env') || name.endsWith('.env');

/**
 * What `.gitignore` files leave out, and folders of no interest. The files that lie above the folder count too, up to
 * the root of its repository.
 */
export class Exclusions {
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
    const path = join(folder, '.gitignore');
    const isFile = await stat(path).then(
      (stats) => stats.isFile(),
      () => false,
    );
    const text = isFile ? await readFile(path, 'utf8').catch(() => null) : null;
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

/** The nearest folder, from this one upwards, that is the root of a git repository; `null` if there is none. */
export async function repositoryOf(folder: string): Promise<string | null> {
  for (let here = folder; ; here = dirname(here)) {
    if (await lstat(join(here, '.git')).then(Boolean, () => false)) return here;
    if (here === dirname(here)) return null;
  }
}

/** The limits of a search. */
interface Wanted {
  /** Of a path, before the file is read. */
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
 * @param folder a path
 * @param isDeep with all folders in it
 */
export async function searchFolder(folder: string, isDeep: boolean): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  const search = { ...gatewaysAndRoutes, found: (file: SourceFile) => void files.push(file) };
  await searchBelow(folder, await Exclusions.of(folder), search, isDeep);
  return sorted(files);
}

/**
 * Other files of a folder, in the order of their URIs.
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
  const files: SourceFile[] = [];
  await searchBelow(folder, await Exclusions.of(folder), {
    isWanted: (path) => isWanted(path.replaceAll('\\', '/')),
    isKept,
    dotFolders: pipelineFolders,
    found: (file) => void files.push(file),
  });
  return sorted(files);
}

/**
 * Looks through a folder that may be new in one that was looked through before.
 *
 * @returns whether there was more than is looked at
 */
export function searchGatewaysAndRoutes(
  folder: string,
  exclusions: Exclusions,
  found: Search['found'],
): Promise<boolean> {
  return searchBelow(folder, exclusions, { ...gatewaysAndRoutes, found });
}

/** @returns whether there was more than is looked at */
async function searchBelow(
  folder: string,
  exclusions: Exclusions,
  search: Search,
  isDeep = true,
): Promise<boolean> {
  const counts: Counts = { entries: 0, files: 0, characters: 0 };
  const folders = [folder];
  const root = (await repositoryOf(folder)) ?? folder;
  for (let here = folders.shift(); here !== undefined; here = folders.shift()) {
    const entries = await readdir(here, { withFileTypes: true }).catch(() => []);
    if (entries.some(({ name }) => name === '.gitignore')) await exclusions.read(here);
    const paths: string[] = [];
    for (const entry of entries) {
      counts.entries++;
      const { entries, files, characters } = counts;
      if (entries > mostEntries || files >= mostFiles || characters > mostCharacters) return true;
      const path = join(here, entry.name);
      if (entry.isDirectory()) {
        const isOpen = search.dotFolders.includes(entry.name);
        if (isDeep && (isOpen || !exclusions.leaveOut(path, true))) folders.push(path);
      } else if (search.isWanted(path) && !exclusions.leaveOut(path, false)) {
        // A folder of strangers must not show what is elsewhere on the disk.
        if (!entry.isSymbolicLink() || (await leadsInside(path, root))) paths.push(path);
      }
    }
    for (let i = 0; i < paths.length; i += atOnce) {
      const files = await Promise.all(paths.slice(i, i + atOnce).map(readSourceFile));
      for (const file of files) {
        if (!file || !search.isKept(file)) continue;
        counts.files++;
        counts.characters += file.text.length;
        await search.found(file);
      }
    }
  }
  return false;
}

/** Whether what a link leads to is in a folder. */
async function leadsInside(link: string, folder: string): Promise<boolean> {
  const [target, root] = await Promise.all([link, folder].map((path) => realpath(path).catch(() => null)));
  if (target === null || root === null || target === undefined || root === undefined) return false;
  const steps = relative(root, target);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}

/** `null` if it is not a file of text, or too large. */
export async function readSourceFile(path: string): Promise<SourceFile | null> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > mostBytes) return null;
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    return text.includes('\0') ? null : new SourceFile(pathToFileURL(path).href, text);
  } catch {
    return null;
  }
}
