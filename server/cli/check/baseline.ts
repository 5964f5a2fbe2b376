/**
 * `check --baseline`: problems that are known, so that only new ones are reported. They are recognized by what they are and
 * what is written there, not by lines; where a file has the same problem several times, by how often.
 */

import { type Identity, identityOf, keyOf } from './fingerprint.js';
import type { CheckedFile } from './report.js';

/** Of each file, by its path from the folder of the baseline, with slashes. */
export type Baseline = ReadonlyMap<string, readonly KnownProblem[]>;

export interface KnownProblem extends Identity {
  readonly count: number;
}

const version = 1;

/** @returns `null` if the text is not a baseline */
export function readBaseline(text: string): Baseline | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isMapping(data) || data.version !== version || !isMapping(data.files)) return null;
  const baseline = new Map<string, KnownProblem[]>();
  for (const [file, entries] of Object.entries(data.files)) {
    if (!Array.isArray(entries)) return null;
    const known = entries.map(readKnown);
    if (!known.every((problem) => problem !== null)) return null;
    baseline.set(file, known);
  }
  return baseline;
}

function readKnown(entry: unknown): KnownProblem | null {
  if (!isMapping(entry)) return null;
  const { code, of, at, text, count = 1 } = entry;
  const areTexts = [code, of, at, text].every((value) => typeof value === 'string');
  return areTexts && Number.isInteger(count) && Number(count) > 0
    ? ({ code, of, at, text, count } as KnownProblem)
    : null;
}

const isMapping = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** One line a problem, sorted, so that a difference of two versions shows what was fixed and what was added. */
export function writeBaseline(baseline: Baseline): string {
  const files = [...baseline].filter(([, problems]) => problems.length > 0).sort(byFirst);
  const written = files.map(([file, problems]) => {
    const lines = problems.map(({ code, of, at, text, count }) =>
      JSON.stringify({ code, of, at, text, ...(count > 1 && { count }) }),
    );
    return `    ${JSON.stringify(file)}: [\n${lines
      .sort()
      .map((line) => `      ${line}`)
      .join(',\n')}\n    ]`;
  });
  const inside = written.length === 0 ? '{}' : `{\n${written.join(',\n')}\n  }`;
  return `{\n  "version": ${version},\n  "files": ${inside}\n}\n`;
}

const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** The problems of a file as a baseline holds them. */
export function knownProblems(file: CheckedFile): KnownProblem[] {
  const found = new Map<string, KnownProblem>();
  for (const problem of file.problems) {
    const identity = identityOf(problem, file);
    const key = keyOf(identity);
    const before = found.get(key);
    found.set(key, before ? { ...before, count: before.count + 1 } : { ...identity, count: 1 });
  }
  return [...found.values()];
}

/**
 * A file without the problems that are known: of several that are the same, the first ones.
 *
 * @returns `stale`: what is known and no longer there
 */
export function withoutKnown(
  file: CheckedFile,
  known: readonly KnownProblem[],
): { readonly file: CheckedFile; readonly stale: readonly KnownProblem[] } {
  const left = new Map<string, KnownProblem>();
  for (const problem of known) {
    const key = keyOf(problem);
    left.set(key, { ...problem, count: problem.count + (left.get(key)?.count ?? 0) });
  }
  const problems = file.problems.filter((problem) => {
    const key = keyOf(identityOf(problem, file));
    const same = left.get(key);
    if (!same) return true;
    if (same.count > 1) left.set(key, { ...same, count: same.count - 1 });
    else left.delete(key);
    return false;
  });
  return { file: { ...file, problems }, stale: [...left.values()] };
}
