/** The file of a baseline: what was found is held against it, or written into it. */

import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { count } from '../../text/index.js';
import { fileFailures } from '../failure-words.js';
import { CannotRun, readError } from '../files.js';
import { readRegularText } from '../regular-file.js';
import { replaceFile } from '../replace-file.js';
import { checkResults } from '../result-words.js';
import { pathFrom } from '../source-path.js';
import {
  type Baseline,
  type KnownProblem,
  knownProblems,
  readBaseline,
  withoutKnown,
  writeBaseline,
} from './baseline.js';
import type { CheckedFile } from './report.js';

export interface Found {
  readonly checked: readonly CheckedFile[];
  /** Files in which nothing is Kong's. */
  readonly passedOver: readonly string[];
  /** Whether something could not be checked. */
  readonly isIncomplete: boolean;
}

export interface Held {
  readonly files: readonly CheckedFile[];
  /** How many problems are left out. */
  readonly known: number;
  /** What to say about the baseline. */
  readonly remarks: readonly string[];
}

/**
 * Leaves out the problems that the baseline has.
 *
 * @throws CannotRun if there is no such baseline
 */
export async function compareWithBaseline(path: string, found: Found): Promise<Held> {
  const baseline = await readBaselineFile(path);
  if (baseline === null) throw new CannotRun(fileFailures.baselineMissing, path);
  const nameOf = namesFrom(path);
  const stale: (readonly [file: string, problems: readonly KnownProblem[]])[] = [];
  const files = found.checked.map((file) => {
    const name = nameOf(file.file);
    const held = withoutKnown(file, baseline.get(name) ?? []);
    stale.push([name, held.stale]);
    return held.file;
  });
  const checked = new Set(found.checked.map(({ file }) => nameOf(file)));
  const empty = new Set(found.passedOver.map(nameOf));
  for (const [name, problems] of baseline) {
    if (checked.has(name)) continue;
    if (empty.has(name) || !(await exists(path, name))) stale.push([name, problems]);
  }
  return { files, known: numberOf(found.checked) - numberOf(files), remarks: staleRemarks(path, stale) };
}

/**
 * Writes the problems of the files that were checked into the baseline, and keeps what it has about files that were
 * not.
 *
 * @throws CannotRun if the file cannot be written, or not everything could be checked: then it stays as it was
 */
export async function updateBaseline(path: string, found: Found): Promise<Held> {
  const before = (await readBaselineFile(path)) ?? new Map();
  if (found.isIncomplete) throw new CannotRun(fileFailures.baselineIncomplete, path);
  const nameOf = namesFrom(path);
  const seen = new Set([...found.checked.map(({ file }) => file), ...found.passedOver].map(nameOf));
  const after = new Map(found.checked.map((file) => [nameOf(file.file), knownProblems(file)]));
  for (const [name, problems] of before) {
    if (!seen.has(name) && (await exists(path, name))) after.set(name, problems);
  }
  await replaceFile(path, writeBaseline(after));
  const total = [...after.values()].flat().reduce((sum, problem) => sum + problem.count, 0);
  return {
    files: found.checked.map((file) => ({ ...file, problems: [] })),
    known: numberOf(found.checked),
    remarks: [`${path}: written, with ${count(total, 'known problem')}`],
  };
}

/** Files are named from where the baseline is, wherever the command is run. */
const namesFrom = (path: string) => (file: string) => pathFrom(dirname(resolve(path)), file);

const exists = (path: string, name: string) =>
  access(resolve(dirname(path), name)).then(
    () => true,
    () => false,
  );

const numberOf = (files: readonly CheckedFile[]) => files.flatMap(({ problems }) => problems).length;

/** @returns `null` if there is no such file */
async function readBaselineFile(path: string): Promise<Baseline | null> {
  const text = await readRegularText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new CannotRun(readError(error), path);
  });
  if (text === null) return null;
  const baseline = readBaseline(text);
  if (baseline === null) throw new CannotRun(fileFailures.baselineNotRead, path);
  return baseline;
}

function staleRemarks(
  path: string,
  stale: readonly (readonly [file: string, problems: readonly KnownProblem[]])[],
): string[] {
  const lines = stale.flatMap(([file, problems]) =>
    problems.map(({ code, of, at, count: times }) => {
      const where = [file, of, at].filter((part) => part !== '').join(', ');
      return `  ${code} in ${where}${times > 1 ? `, ${times} times` : ''}`;
    }),
  );
  if (lines.length === 0) return [];
  const total = stale.flatMap(([, problems]) => problems).reduce((sum, problem) => sum + problem.count, 0);
  return [checkResults.stale(path, total), ...lines.sort()];
}
