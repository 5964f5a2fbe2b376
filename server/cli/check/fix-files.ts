/** `kong-routes check --fix`: files with every safe fix applied, and the lines to print about it. */

import type { DocumentAnalysis } from '../../analysis/index.js';
import { fixAll, gatewayProblems, safeSettingFix } from '../../checks/index.js';
import { fixTitle, type ProblemCode, refusalWords } from '../../problems/index.js';
import type { Settings } from '../../protocol/index.js';
import { applyEdits, positions, SourceFile, uriKey } from '../../text/index.js';
import type { Workspace } from '../../workspace/index.js';
import { keyOfPath, nameOf } from './check-gateways.js';

export interface FixedFile {
  readonly file: string;
  readonly before: string;
  /** The same where nothing was fixed. */
  readonly text: string;
  /** A line for each fix. */
  readonly done: readonly string[];
  /** A line for each problem whose fix was not made although it seems safe. */
  readonly leftAlone: readonly string[];
}

/** The problems of the routes of a file. */
export function fixFile(file: string, analysis: DocumentAnalysis): FixedFile {
  const fixed = fixAll(analysis);
  const { text } = fixed.document;
  const write = lineWriter(file, text);
  const done = fixed.done.toSorted((a, b) => a.offset - b.offset);
  const left = fixed.leftAlone.map(({ offset, code, reason }) =>
    write(offset, `not fixed: ${refusalWords(reason)}`, code),
  );
  return {
    file,
    before: analysis.document.text,
    text,
    done: done.map(({ offset, code, title }) => write(offset, title, code)),
    // What is wrong with a route as a whole is wrong with each of its problems.
    leftAlone: [...new Set(left)],
  };
}

/**
 * The problems of gateways' settings.
 *
 * @param chosen absolute paths of the files that may be changed
 * @returns the files that change, and the workspace with them
 */
export function fixSettings(
  workspace: Workspace,
  settings: Settings,
  chosen: readonly string[],
): { readonly files: readonly FixedFile[]; readonly workspace: Workspace } {
  const chosenKeys = new Set(chosen.map(keyOfPath));
  const fixes = gatewayProblems(workspace, settings).flatMap((problem) => {
    const fix = safeSettingFix(problem, workspace);
    return fix && chosenKeys.has(uriKey(fix.place.uri)) ? [{ ...fix, code: problem.code }] : [];
  });
  const files: FixedFile[] = [];
  const sources = workspace.files().map((source) => {
    const { uri, text: before } = source;
    const inFile = fixes.filter(({ place }) => uriKey(place.uri) === uriKey(uri));
    if (inFile.length === 0) return source;
    const edits = inFile.map(({ place: { span }, newText }) => ({ span, newText }));
    const text = applyEdits(before, edits);
    const file = nameOf(uri);
    const write = lineWriter(file, before);
    const done = inFile.map(({ place, kind, code }) => write(place.span.start, fixTitle(kind), code));
    files.push({ file, before, text, done, leftAlone: [] });
    return new SourceFile(uri, text);
  });
  return files.length === 0 ? { files, workspace } : { files, workspace: workspace.having(sources) };
}

function lineWriter(
  file: string,
  text: string,
): (offset: number, words: string, code: ProblemCode) => string {
  const positionAt = positions(text);
  return (offset, words, code) => `${file}:${positionAt(offset).line + 1}: ${words} (${code})`;
}
