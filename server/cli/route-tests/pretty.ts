/** `test --format pretty`: what failed and why, then the coverage. */

import {
  countOf,
  failureLines,
  percentOf,
  type TableCoverage,
  type TestResult,
  testProblemWords,
} from '../../route-tests/index.js';
import { requestWords } from '../../routing/index.js';
import { count, oneLine, positions } from '../../text/index.js';
import { colors } from '../colors.js';
import { testResults } from '../result-words.js';
import type { TestRun } from './run-files.js';

export function prettyTests(runs: readonly TestRun[]): string {
  const results = runs.flatMap((run) => run.results);
  const failed = results.filter(({ mismatches }) => mismatches.length > 0).length;
  const wrong = runs.filter(({ read, failure }) => failure !== null || read.problems.length > 0).length;
  const summary = [
    `${count(results.length - failed, 'test')} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(wrong > 0 ? [testResults.notRun(wrong)] : []),
  ].join(', ');
  const isFine = failed === 0 && wrong === 0;
  return `${[...runs.map(runText), isFine ? colors.green(summary) : colors.red(summary)].join('\n')}\n`;
}

function runText(run: TestRun): string {
  const { file, text, read, results, failure, coverage } = run;
  const placeOf = positions(text);
  const at = (offset: number) => {
    const { line, character } = placeOf(offset);
    return `${file}:${line + 1}:${character + 1}`;
  };
  const lines = [
    colors.bold(file),
    ...(failure === null ? [] : [`  ${colors.red('error')} ${failure}`]),
    ...read.problems.map(
      ({ problem, span }) => `  ${colors.red('error')} ${at(span.start)} ${testProblemWords(problem)}`,
    ),
    ...results.flatMap((result) =>
      resultLines(result, read.gateways.length > 1 || result.test.gateways.length > 0, at),
    ),
    ...coverage.flatMap((one) => coverageLines(one)),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

function resultLines(result: TestResult, isNamed: boolean, at: (offset: number) => string): string[] {
  const { test, table, mismatches } = result;
  const router = isNamed ? colors.dim(` (${routerName(table)})`) : '';
  if (mismatches.length === 0) return [`  ${colors.green('✓')} ${test.name}${router}`];
  return [
    `  ${colors.red('✗')} ${test.name}${router}`,
    colors.dim(`      at ${at(test.span.start)}`),
    ...(test.name === requestWords(test.request) ? [] : [`      ${requestWords(test.request)}`]),
    ...failureLines(result).map((line) => `      ${line}`),
  ];
}

export const routerName = ({ gateway }: TableCoverage['table']): string =>
  `${gateway.flavor}@${gateway.version.join('.')}`;

/** What no test reaches. */
function coverageLines({ table, routes }: TableCoverage): string[] {
  const counted = countOf(routes);
  const lines = routes.flatMap(({ route, requests, values }) => {
    const { label } = table.routes[route]!;
    if (requests === 0) return [`    ${colors.yellow('not reached')} ${label}`];
    return values
      .filter((one) => one.requests === 0)
      .map(
        ({ value: { field, text } }) =>
          `    ${colors.yellow('not reached')} ${label}: ${field === 'expression' ? text : `${field} ${text}`}`,
      );
  });
  return [
    testResults.coverage(routerName(table), percentOf(counted), counted.covered, counted.total),
    ...lines,
  ];
}
