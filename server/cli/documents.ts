/** The documents that the arguments of a command mean. */

import { dirname, resolve } from 'node:path';
import type { RouteDocument } from '../documents/index.js';
import { usageFailures } from './failure-words.js';
import { CannotRun, readRouteFile, readRouteInput, TerraformFolders } from './files.js';
import { readArguments, type Selection, select } from './paths.js';

export interface PathOptions {
  /** Whether ignore files count for what is searched. */
  readonly ignore: boolean;
  /** What standard input is called. */
  readonly stdinFilename?: string;
}

export interface FileDocument {
  readonly file: string;
  readonly document: RouteDocument;
}

/** A file that was found and in which nothing is Kong's. */
export interface PassedOver {
  readonly file: string;
  readonly document: null;
}

/** Standard input among the paths. */
export const standardInput = '-';

/** What each path means. @throws CannotRun if the arguments make no sense together */
export async function selectAll(
  words: readonly string[],
  { ignore, stdinFilename }: PathOptions,
): Promise<Selection[]> {
  const { paths, leftOut } = readArguments(words);
  if (paths.length === 0) throw new CannotRun(usageFailures.pathMissing);
  if (stdinFilename !== undefined && !paths.includes(standardInput)) {
    throw new CannotRun(usageFailures.stdinFilenameNeedsStdin);
  }
  const selections: Selection[] = [];
  for (const path of paths) {
    selections.push(
      path === standardInput
        ? {
            kind: 'input',
            path,
            files: [stdinFilename ?? '<stdin>'],
            settings: [],
            failures: [],
            nothing: null,
          }
        : await select(path, leftOut, ignore),
    );
  }
  return selections;
}

/**
 * Reads what was named, and what was found, each of those once. What cannot be read is reported in its place, and the
 * others follow.
 *
 * @param mayBeBroken see `readRouteFile`
 * @param hasSettings whether a file, by its absolute path, is read for something else, so that it needs no routes
 */
export async function* documentsOf(
  selections: readonly Selection[],
  hasSettings: (path: string) => boolean = () => false,
  mayBeBroken = false,
): AsyncGenerator<FileDocument | PassedOver | CannotRun> {
  const named = new Set(
    selections.flatMap(({ kind, files }) => (kind === 'file' ? files.map((file) => resolve(file)) : [])),
  );
  const wasPassedOver = new Map<string, boolean>();
  const folders = new TerraformFolders();
  for (const { kind, files, settings, failures, nothing } of selections) {
    yield* failures;
    const isFound = kind === 'directory' || kind === 'glob';
    for (const file of files) {
      const path = resolve(file);
      if (isFound && (named.has(path) || wasPassedOver.has(path))) continue;
      const needsRoutes = !isFound && !hasSettings(path);
      const reading =
        kind === 'input'
          ? readRouteInput(process.stdin, file, mayBeBroken)
          : readRouteFile(file, needsRoutes, folders, mayBeBroken);
      const document = await reading.catch(orFailure);
      if (isFound) wasPassedOver.set(path, document === null);
      yield document instanceof CannotRun ? document : { file, document };
    }
    // A wrong directory must not pass for one without problems.
    const isEmpty = files.every((file) => wasPassedOver.get(resolve(file)));
    if (nothing && isEmpty && !settings.some(hasSettings)) yield nothing;
  }
}

function orFailure(error: unknown): CannotRun {
  if (error instanceof CannotRun) return error;
  throw error;
}

/** Paths around which the gateways of the files are looked for: directories, and a file of every other one. */
export function around(selections: readonly Selection[]): string[] {
  const isDirectory = ({ kind }: Selection) => kind === 'directory';
  const files = selections.filter((selection) => !isDirectory(selection)).flatMap(({ files }) => files);
  return [
    ...selections.filter(isDirectory).map(({ path }) => path),
    ...new Map(files.map((file) => [dirname(resolve(file)), file])).values(),
  ];
}
