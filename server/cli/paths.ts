/** Which files the arguments of a command mean: files, directories and globs. */

import type { Dirent, readdir as Readdir, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, parse, posix, relative, resolve, sep } from 'node:path';
import { escapePath, type GlobOptions, glob, isDynamicPattern } from 'tinyglobby';
import { mayConfigureGateways } from '../gateways/index.js';
import { isTerraform, mayHoldRoutes, pipelineFolders } from '../workspace/index.js';
import { fileFailures } from './failure-words.js';
import { CannotRun, readError } from './files.js';
import { IgnoreFiles } from './ignore-files.js';
import { repositoryAbove } from './repository.js';

/** `!glob` is left out of everything else. `!(a|b)` is a glob like others. */
export function readArguments(words: readonly string[]): { paths: string[]; leftOut: string[] } {
  const isNegation = (word: string) => /^![^(]/.test(word);
  return {
    paths: words.filter((word) => !isNegation(word)),
    leftOut: words.filter(isNegation).map((word) => word.slice(1)),
  };
}

/** The files that one argument means. */
export interface Selection {
  /** What is found in a directory or by a glob may be another tool's; of anything else it is to be said why it is not read. */
  readonly kind: 'file' | 'input' | 'directory' | 'glob';
  readonly path: string;
  /** In the order of their paths. */
  readonly files: readonly string[];
  /** Absolute paths of files that may set how gateways run, whatever else is in them. */
  readonly settings: readonly string[];
  /** Directories that could not be searched. */
  readonly failures: readonly CannotRun[];
  /** What to say where none of the files has Kong routes. */
  readonly nothing: CannotRun | null;
}

/**
 * @param path a file (ignored or not, there or not), a directory or a glob
 * @param leftOut globs, files and directories that it does not mean
 * @param isIgnoring whether ignore files count for what is searched
 */
export async function select(
  path: string,
  leftOut: readonly string[],
  isIgnoring: boolean,
): Promise<Selection> {
  const stats = await stat(path).catch(() => null);
  const isGlob = !stats && isDynamicPattern(slashed(path));
  const ignore = (await Promise.all(leftOut.map(leftOutPatterns))).flat();
  if (!isGlob && !stats?.isDirectory()) {
    const isLeftOut =
      stats && ignore.length > 0 && (await search(literally(path), { ignore, dot: true })).length === 0;
    const files = isLeftOut ? [] : [path];
    const settings = files.map((file) => resolve(file));
    return { kind: 'file', path, files, settings, failures: [], nothing: null };
  }
  const pattern = isGlob ? fromHere(slashed(path)) : `${literally(path)}/**/*`;
  const find = async (listing: Listing) => {
    const found = await search(pattern, { ignore, fs: { readdir: listing.readdir }, dot: !isGlob });
    if (isGlob) return { found, settings: found };
    // Files of variables are hidden ones; folders that are hidden are private to other tools, but for those of pipelines.
    const seen = found.filter(
      (file) => !isHidden(withoutPipelines(posix.dirname(slashed(relative(path, file))))),
    );
    return {
      found: seen.filter((file) => mayHaveRoutes(file) && !isHidden(posix.basename(slashed(file)))),
      settings: seen.filter((file) => mayConfigureGateways(slashed(file)) || isTerraform(file)),
    };
  };
  const listing = new Listing(isIgnoring);
  const { found, settings } = await find(listing);
  const files = found
    .sort(byParts)
    .map((file) => (isAbsolute(path) ? resolve(file) : relative(process.cwd(), file)));
  const { failures } = listing;
  const isIgnored = isIgnoring && files.length === 0 && (await find(new Listing(false))).found.length > 0;
  const reason = !isGlob
    ? fileFailures.directoryWithoutRoutes
    : files.length === 0
      ? fileFailures.globWithoutFiles
      : fileFailures.globWithoutRoutes;
  const hint = isIgnored ? fileFailures.ignoredSkipped : '';
  // Some folders could not be read, and may contain files.
  const nothing = failures.length > 0 ? null : new CannotRun(`${reason}${hint}`, path);
  return {
    kind: isGlob ? 'glob' : 'directory',
    path,
    files,
    settings: settings.map((file) => resolve(file)),
    failures,
    nothing,
  };
}

/**
 * Files by an absolute glob, with absolute paths. The search starts at the root of the disk. From another folder, `..`
 * would mean different things in a glob and in a path.
 */
async function search(pattern: string, options: GlobOptions): Promise<string[]> {
  const { root } = parse(process.cwd());
  const found = await glob(pattern, {
    ...options,
    cwd: root,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  return found.map((file) => `${slashed(root)}${file}`);
}

/** A glob from the current directory as one from the root of the disk. */
const fromHere = (pattern: string) =>
  isAbsolute(pattern) ? pattern : posix.join(slashed(escapePath(process.cwd())), pattern);

/** The glob of a path and of nothing else. */
const literally = (path: string) => escapePath(resolve(path)).split(sep).join('/');

/** Of a path from where a search starts. */
const isHidden = (path: string) => path.split('/').some((part) => /^\.(?!\.?$)/.test(part));

const withoutPipelines = (path: string) =>
  path
    .split('/')
    .filter((part) => !pipelineFolders.includes(part))
    .join('/');

const mayHaveRoutes = (file: string) => mayHoldRoutes(slashed(file)) || isTerraform(file);

/** On Windows a backslash is a separator; elsewhere it escapes the next character of a glob. */
const slashed = (path: string) => (sep === '\\' ? path.replaceAll('\\', '/') : path);

/** A directory that is left out is left out with everything in it. */
async function leftOutPatterns(word: string): Promise<string[]> {
  const stats = await stat(word).catch(() => null);
  const pattern = stats ? literally(word) : fromHere(slashed(word)).replace(/\/+$/, '');
  return [pattern, `${pattern}/**`];
}

/** A directory before what follows it, each part by itself: `a/b` before `a-b`. */
function byParts(one: string, other: string): number {
  const [a, b] = [one.split('/'), other.split('/')];
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at === -1 || b[at] === undefined) return a.length - b.length;
  return a[at]! < b[at] ? -1 : 1;
}

/** From where ignore files count: the repository; without one, the directory where the command is run. */
async function rootAbove(directory: string): Promise<string> {
  const isHere = !relative(process.cwd(), directory).startsWith('..');
  return (await repositoryAbove(directory)) ?? (isHere ? process.cwd() : directory);
}

/**
 * Directories as a search sees them: without what is ignored, without `node_modules`, and without links to other
 * directories, which could lead round in circles. A link to a file is that file.
 */
class Listing {
  readonly failures: CannotRun[] = [];
  readonly #isIgnoring: boolean;
  #ignoreFiles: Promise<IgnoreFiles> | null = null;

  constructor(isIgnoring: boolean) {
    this.#isIgnoring = isIgnoring;
  }

  /** In the place of `fs.readdir`, as the search calls it. */
  readonly readdir = ((
    directory: string,
    _options: { withFileTypes: true },
    done: (error: null, entries: readonly Entry[]) => void,
  ): void => {
    // The first is the one that the search starts from.
    if (this.#isIgnoring)
      this.#ignoreFiles ??= rootAbove(resolve(directory)).then((root) => new IgnoreFiles(root));
    void this.#list(directory).then((entries) => done(null, entries));
  }) as unknown as typeof Readdir;

  async #list(directory: string): Promise<Entry[]> {
    try {
      const entries = await readdir(directory, { withFileTypes: true });
      const seen = await Promise.all(entries.map((entry) => this.#see(directory, entry)));
      return seen.filter((entry) => entry !== null);
    } catch (error) {
      // Where a glob starts need not be there.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      this.failures.push(new CannotRun(readError(error), relative(process.cwd(), directory) || '.'));
      return [];
    }
  }

  async #see(directory: string, entry: Dirent): Promise<Entry | null> {
    if (entry.name === 'node_modules') return null;
    const path = resolve(directory, entry.name);
    let seen: Entry | Stats = entry;
    if (entry.isSymbolicLink()) {
      const target = await stat(path).catch(() => null);
      if (!target?.isFile()) return null;
      seen = target;
    }
    const [isFile, isDirectory] = [seen.isFile(), seen.isDirectory()];
    if (!isFile && !isDirectory) return null;
    if (await (await this.#ignoreFiles)?.ignores(path, isDirectory)) return null;
    return {
      name: entry.name,
      isFile: () => isFile,
      isDirectory: () => isDirectory,
      isSymbolicLink: () => false,
    };
  }
}

type Entry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;
