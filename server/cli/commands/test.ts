/** `kong-routes test`: route tests, run and counted. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { countOf, percentOf } from '../../route-tests/index.js';
import { type ControllerOptions, controllerOptions } from '../controller-options.js';
import { usageFailures } from '../failure-words.js';
import { calculation, detect, flavor, format, gateway } from '../options.js';
import { cannotRun, fail, json, print, printRemark, printText, problemsFound } from '../output.js';
import { ProgressBar } from '../progress-bar.js';
import { progressWords, testResults } from '../result-words.js';
import { type GenerateOptions, generateFile } from '../route-tests/generate-file.js';
import { prettyTests } from '../route-tests/pretty.js';
import { junitTests, testsReport } from '../route-tests/reports.js';
import { findTestFiles, type RunOptions, runTestFile, type TestRun } from '../route-tests/run-files.js';

interface TestOptions extends RunOptions, GenerateOptions, ControllerOptions {
  readonly generate: boolean;
  readonly format: 'pretty' | 'json' | 'junit';
  readonly failUnder?: number;
}

export const testCommand = (): Command =>
  controllerOptions(new Command('test'))
    .description('run route tests: requests with the expected route, service or answer')
    .argument(
      '[path...]',
      'route test files (*.kong-test.yaml) or directories; with --generate: route files',
      ['.'],
    )
    .option('--routes <path...>', 'route files, instead of those in the tests', [])
    .addOption(format(['pretty', 'junit', 'json']))
    .addOption(flavor())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .option('--no-ignore', 'also read route files that .gitignore and .kong-routes-ignore exclude')
    .option('--generate', 'write tests for the given route files instead of running tests', false)
    .option('--output <file>', "with --generate: file to write, or '-' for standard output")
    .addOption(
      new Option('--subsystem <subsystem>', 'with --generate: router to use')
        .choices(['http', 'stream'])
        .default('http'),
    )
    .option('--coverage', 'report which routes and values no test reaches', false)
    .option('--fail-under <percent>', 'with --coverage: exit with 1 if the coverage is lower', percentage)
    .action(async (paths: string[], options: TestOptions) => {
      if (options.generate) {
        if (!(await generateFile(paths, options))) fail(problemsFound);
        return;
      }
      const files = await findTestFiles(paths);
      const withCoverage = options.coverage || options.failUnder !== undefined;
      const runs: TestRun[] = [];
      const bar = new ProgressBar();
      for (const [done, file] of files.entries()) {
        bar.draw(done / files.length, progressWords.files(done, files.length));
        runs.push(await runTestFile(file, { ...options, coverage: withCoverage }));
      }
      bar.clear();
      (options.format === 'pretty' ? printText : print)(reports[options.format](runs));
      if (runs.some(({ results }) => results.some(({ mismatches }) => mismatches.length > 0)))
        fail(problemsFound);
      if (runs.some(({ failure, read }) => failure !== null || read.problems.length > 0)) fail(cannotRun);
      if (options.failUnder !== undefined) failUnder(runs, options.failUnder);
    });

const reports: Readonly<Record<TestOptions['format'], (runs: readonly TestRun[]) => string>> = {
  pretty: prettyTests,
  json: (runs) => json(testsReport(runs)),
  junit: junitTests,
};

function percentage(text: string): number {
  const percent = Number(text);
  if (text.trim() === '' || !(percent >= 0 && percent <= 100)) {
    throw new InvalidArgumentError(usageFailures.notAPercentage);
  }
  return percent;
}

/** Of all tables together. */
function failUnder(runs: readonly TestRun[], least: number): void {
  const counts = runs.flatMap(({ coverage }) => coverage.map(({ routes }) => countOf(routes)));
  const covered = counts.reduce((sum, one) => sum + one.covered, 0);
  const total = counts.reduce((sum, one) => sum + one.total, 0);
  const percent = percentOf({ covered, total });
  if (percent >= least) return;
  printRemark(testResults.coverageBelow(percent, least));
  fail(problemsFound);
}
