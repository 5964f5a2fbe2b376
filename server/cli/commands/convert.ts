/** `kong-routes convert`: the routes of files in another style. */

import { Command, Option } from 'commander';
import { type ConvertedFile, convertFiles, type TerraformOptions } from '../../conversion/index.js';
import { isVerified, noteWords, refusalWords, verificationWords } from '../../problems/index.js';
import type { Style } from '../../protocol/index.js';
import { type RouteIds, readState } from '../../terraform/index.js';
import { nameOf } from '../check/check-gateways.js';
import { unifiedDiff } from '../diff.js';
import { standardInput } from '../documents.js';
import { eachFile } from '../each-file.js';
import { fileFailures, runFailures, usageFailures } from '../failure-words.js';
import { fileTables, likelyWays, uriOf } from '../file-tables.js';
import { CannotRun, readError } from '../files.js';
import {
  calculation,
  detect,
  type FileOptions,
  format,
  gateway,
  readsFiles,
  settingsOf,
} from '../options.js';
import { fail, json, orPrintProblem, print, printRemark, problemsFound } from '../output.js';
import { ProgressBar } from '../progress-bar.js';
import { readRegularText } from '../regular-file.js';
import { replaceFile } from '../replace-file.js';
import { convertResults, progressWords } from '../result-words.js';

interface ConvertOptions extends FileOptions {
  readonly to: Style;
  readonly route?: string;
  readonly write: boolean;
  readonly diff: boolean;
  readonly force: boolean;
  readonly state?: string;
  readonly neverApplied: boolean;
}

export const convertCommand = (): Command =>
  readsFiles(new Command('convert'))
    .description('convert routes, and print the result, print a diff, or write the files')
    .addOption(
      new Option('--to <style>', 'style to convert to')
        .choices(['expressions', 'traditional'])
        .makeOptionMandatory(),
    )
    .option('--route <name>', 'convert only the route with this name or id')
    .addOption(new Option('--write', 'write the result to the files').default(false).conflicts('diff'))
    .option('--diff', 'print a unified diff instead of the result', false)
    .option(
      '--force',
      'with --write: write also what is not verified to send every request to the same route',
      false,
    )
    .option(
      '--state <file>',
      'Terraform: state file, or output of `terraform show -json`, with the ids of the routes',
    )
    .option(
      '--never-applied',
      'Terraform: the resources were never applied, so no existing route must be kept',
      false,
    )
    .addOption(format())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .action(async (paths: string[], options: ConvertOptions) => {
      if (options.diff && options.format === 'json') {
        throw new CannotRun(usageFailures.optionNotWith('--diff', '--format json'));
      }
      if (options.write && paths.includes(standardInput)) {
        throw new CannotRun(usageFailures.stdinCannotBeWritten);
      }
      const { results: read, workspace } = await eachFile(paths, options, ({ file, analysis }) => ({
        file,
        analysis,
      }));
      const ids = options.state === undefined ? null : await readIds(options.state);
      const terraformOf = (file: string): TerraformOptions => {
        const known = workspace.terraformOf(uriOf(file));
        return { isChild: known.isChild, ids: ids ?? known.ids, isNew: options.neverApplied };
      };
      const tables = fileTables(read, workspace, settingsOf(options), likelyWays);
      const bar = new ProgressBar();
      const files = convertFiles(read, options.to, options.route ?? null, {
        terraformOf,
        tables,
        nameOf,
        run: (steps) => bar.run(steps, progressWords.converting),
      });
      const isJson = options.format === 'json';
      if (files.length > 1 && !options.write && !options.diff && !isJson) {
        throw new CannotRun(usageFailures.onlyOneToPrint);
      }
      for (const file of files) {
        await orPrintProblem(async () => {
          if (isWritten(file, options) && file.text !== file.document.text)
            await replaceFile(file.file, file.text, file.document.text);
          if (!isJson) printConversion(file, options);
        });
      }
      if (isJson) print(json(convertReport(files, options)));
      const found = files.some(({ converted, leftAlone }) => converted.length + leftAlone.length > 0);
      if (options.route !== undefined && !found) {
        throw new CannotRun(runFailures.routeMissing(options.route));
      }
      if (files.some((file) => file.leftAlone.length > 0 || isUnverified(file))) fail(problemsFound);
    });

const isUnverified = ({ verification }: ConvertedFile): boolean =>
  verification !== null && !isVerified(verification);

/** What is not verified, or moves requests, is written only if the user insists. */
const isWritten = (file: ConvertedFile, { write, force }: Writing): boolean =>
  write && (force || !isUnverified(file));

type Writing = Pick<ConvertOptions, 'write' | 'force'>;

function printConversion(file: ConvertedFile, options: ConvertOptions): void {
  const { write, diff } = options;
  if (diff) print(unifiedDiff(file.file, file.document.text, file.text));
  else if (!write) print(file.text);
  const { converted, leftAlone } = file;
  printRemark(convertResults.converted(file.file, converted.length, leftAlone.length));
  for (const { route, notes } of converted)
    for (const note of notes) printRemark(`  ${route}: ${noteWords(note)}`);
  for (const { route, reason } of leftAlone)
    printRemark(convertResults.leftAlone(route, refusalWords(reason)));
  if (file.verification) printRemark(`  ${verificationWords(file.verification)}`);
  if (write && isUnverified(file))
    printRemark(isWritten(file, options) ? convertResults.forced : convertResults.notWritten);
  if (file.needsFlavor) printRemark(convertResults.needsFlavor);
}

/** The ids of routes in a state of Terraform. */
async function readIds(file: string): Promise<RouteIds> {
  const text = await readRegularText(file).catch((error: unknown) => {
    throw new CannotRun(readError(error), file);
  });
  const ids = readState(text);
  if (!ids) throw new CannotRun(fileFailures.notAState, file);
  return ids;
}

/** What was done, as data; `text` only where it was not written, and `written` only if files are to be written. */
function convertReport(files: readonly ConvertedFile[], options: Writing) {
  return {
    files: files.map((file) => reportOf(file, options)),
    summary: {
      files: files.length,
      converted: files.reduce((count, file) => count + file.converted.length, 0),
      leftAlone: files.reduce((count, file) => count + file.leftAlone.length, 0),
    },
  };
}

function reportOf(converted: ConvertedFile, options: Writing) {
  const { file, document, text, leftAlone, verification, needsFlavor } = converted;
  const isInFile = isWritten(converted, options);
  return {
    file,
    verification: verification && {
      kind: verification.kind,
      message: verificationWords(verification),
      ...('request' in verification && { request: verification.request }),
    },
    ...(needsFlavor && { needs: { routerFlavor: 'expressions' } }),
    ...(options.write && { written: isInFile && text !== document.text }),
    routes: [
      ...converted.converted.map(({ route, notes }) => ({
        route,
        status: 'converted',
        notes: notes.map(noteWords),
      })),
      ...leftAlone.map(({ route, reason }) => ({
        route,
        status: 'left-alone',
        reason: refusalWords(reason),
      })),
    ],
    ...(!isInFile && { text }),
  };
}
