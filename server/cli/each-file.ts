/** What a command does with each file that its arguments mean. */

import { parseGatewayVersion } from '../../grammar/index.js';
import { DocumentAnalysis } from '../analysis/index.js';
import { unknownVersion } from '../gateways/index.js';
import { messageOf } from '../problems/index.js';
import { type GatewayOfDocument, Workspace } from '../workspace/index.js';
import type { Failure } from './check/report.js';
import { gatewayOfFile, searchAround } from './detect.js';
import { around, documentsOf, type FileDocument, selectAll } from './documents.js';
import { CannotRun } from './files.js';
import { type FileOptions, settingsOf } from './options.js';
import { printProblem, printRemark } from './output.js';
import type { Selection } from './paths.js';
import { ProgressBar } from './progress-bar.js';
import { progressWords } from './result-words.js';

/** Continues with the other files if one cannot be read, and reports it on standard error. */
export async function eachFile<Result>(
  words: readonly string[],
  options: FileOptions,
  act: (read: ReadFile) => Result | Promise<Result>,
  needsNoRoutes: NeedsNoRoutes | null = null,
  /** The command itself reports unknown versions and files that are not well-formed. */
  reportsFaults = false,
): Promise<FoundFiles<Result>> {
  const selections = await selectAll(words, options);
  const isSearched = options.detect || needsNoRoutes !== null;
  const surroundings = isSearched ? await searchAround(around(selections)) : new Workspace();
  const workspace = options.detect ? surroundings : new Workspace();
  const settings = settingsOf(options);
  if (!reportsFaults) reportUnknownVersion(options.gateway);
  const results: Result[] = [];
  const passedOver: string[] = [];
  const failures: Failure[] = [];
  const bar = new ProgressBar();
  const total = selections.reduce((sum, { files }) => sum + files.length, 0);
  let done = 0;
  for await (const found of documentsOf(
    selections,
    (path) => needsNoRoutes?.(path, workspace, surroundings) ?? false,
    reportsFaults,
  )) {
    bar.draw(done / total, progressWords.files(done, total));
    done += 1;
    if (found instanceof CannotRun) {
      bar.clear();
      printProblem(found.message);
      failures.push(found.failure);
    } else if (!found.document) passedOver.push(found.file);
    else {
      const known = gatewayOfFile(workspace, found.file, found.document, settings);
      const analysis = new DocumentAnalysis(found.document, known.gateway);
      results.push(await act({ ...found, known, analysis, workspace, bar }));
    }
  }
  bar.clear();
  return { results, passedOver, failures, selections, workspace, surroundings };
}

/** What was found, and where. */
export interface FoundFiles<Result> {
  readonly results: Result[];
  readonly passedOver: string[];
  readonly failures: Failure[];
  readonly selections: readonly Selection[];
  readonly workspace: Workspace;
  /** The files around the named ones, whether gateways are looked for in them or not. */
  readonly surroundings: Workspace;
}

/**
 * Whether a file, by its absolute path, is read for something else than routes.
 *
 * @param surroundings the files around the named ones, whether gateways are looked for in them or not
 */
export type NeedsNoRoutes = (path: string, workspace: Workspace, surroundings: Workspace) => boolean;

/** A version that was asked for and that the rules were not made for. */
function reportUnknownVersion(text: string): void {
  const version = parseGatewayVersion(text);
  const args = version && unknownVersion(version);
  if (args) printRemark(messageOf({ code: 'gateway-version-unknown', args }));
}

/** A file with what is known of its Gateway. */
export interface ReadFile extends FileDocument {
  readonly known: GatewayOfDocument;
  readonly analysis: DocumentAnalysis;
  readonly workspace: Workspace;
  /** For a file that takes long. */
  readonly bar: ProgressBar;
}
