/** `kong-routes test --generate`: writes a file of generated tests next to the file of routes. */

import { basename, dirname, extname, join, relative } from 'node:path';
import {
  generateTests,
  type Mutant,
  mutantWords,
  readTestFile,
  testFileText,
} from '../../route-tests/index.js';
import { matchWarnings, routingTable } from '../../routing/index.js';
import { fileFailures, runFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import type { FileOptions } from '../options.js';
import { print, printRemark } from '../output.js';
import { ProgressBar } from '../progress-bar.js';
import { readRegularText } from '../regular-file.js';
import { replaceFile } from '../replace-file.js';
import { progressWords, testResults } from '../result-words.js';
import { readTableSource } from '../table-source.js';

export interface GenerateOptions extends FileOptions {
  readonly subsystem: 'http' | 'stream';
  /** `-` for standard output; next to the first path where it is not given. */
  readonly output?: string;
}

/** @returns whether every mutant is killed, or proved to be equal */
export async function generateFile(paths: readonly string[], options: GenerateOptions): Promise<boolean> {
  const [first = '.'] = paths;
  const file = options.output ?? join(dirname(first), `${basename(first, extname(first))}.kong-test.yaml`);
  if (file !== '-') await refuseForeign(file);
  const { files, gateway } = await readTableSource(paths, options);
  const table = routingTable(files, gateway, options.subsystem);
  if (table.router.failure) throw new CannotRun(runFailures.routerNotBuilt);
  for (const { route, message } of matchWarnings(table))
    printRemark(`${route === null ? '' : `${route}: `}${message}`);
  const generated = new ProgressBar().run(generateTests(table), progressWords.generating);
  const folder = file === '-' ? '.' : dirname(file);
  const text = testFileText(
    generated.tests,
    table,
    paths.map((path) => relative(folder, path) || '.'),
  );
  if (file === '-') print(text);
  else await replaceFile(file, text);
  const labelOf = (route: number) => table.routes[route]!.label;
  const words = (mutant: Mutant) => mutantWords(mutant, labelOf);
  const { tests, mutants, equal, notDecided } = generated;
  printRemark(
    testResults.detected(
      tests.length,
      mutants - equal.length - notDecided.length,
      mutants,
      file === '-' ? null : file,
    ),
  );
  for (const mutant of equal) printRemark(testResults.equal(words(mutant)));
  for (const mutant of notDecided) printRemark(testResults.notDecided(words(mutant)));
  return notDecided.length === 0;
}

/** A file that a person has written, or has made their own, is not replaced. */
async function refuseForeign(file: string): Promise<void> {
  const text = await readRegularText(file).catch(() => null);
  if (text !== null && !readTestFile(text).isGenerated) {
    throw new CannotRun(fileFailures.notGenerated, file);
  }
}
