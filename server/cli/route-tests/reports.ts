/** `test --format json` and `--format junit`. */

import { countOf, failureLines, percentOf, testProblemWords } from '../../route-tests/index.js';
import { upstreamUrl } from '../../routing/index.js';
import { positions } from '../../text/index.js';
import { type Case, junitText, testCase } from '../junit.js';
import { routerName } from './pretty.js';
import type { TestRun } from './run-files.js';

export const testsReport = (runs: readonly TestRun[]) => ({
  files: runs.map(({ file, text, read, results, coverage, failure }) => {
    const placeOf = positions(text);
    const at = (offset: number) => {
      const { line, character } = placeOf(offset);
      return { line: line + 1, column: character + 1 };
    };
    return {
      file,
      failure,
      problems: read.problems.map(({ problem, span }) => ({
        code: problem.code,
        message: testProblemWords(problem),
        ...at(span.start),
      })),
      tests: results.map((result) => {
        const { test, table, match, mismatches } = result;
        const labelOf = (route: number | null) => (route === null ? null : table.routes[route]!.label);
        return {
          name: test.name,
          ...at(test.span.start),
          router: routerName(table),
          passed: mismatches.length === 0,
          request: test.request,
          route: labelOf(match.route),
          candidates: match.candidates().map(labelOf),
          ...(match.open && { anyOf: match.open.anyOf.map(labelOf), reasons: match.open.reasons }),
          ...(match.failure && { failure: match.failure }),
          upstream: upstreamUrl(match.outcome()),
          mismatches,
        };
      }),
      coverage: coverage.map(({ table, routes }) => ({
        router: routerName(table),
        ...countOf(routes),
        percent: percentOf(countOf(routes)),
        routes: routes.map(({ route, requests, values }) => ({
          route: table.routes[route]!.label,
          file: table.routes[route]!.file,
          requests,
          values: values.map(({ value, requests: some }) => ({
            field: value.field,
            text: value.text,
            requests: some,
          })),
        })),
      })),
    };
  }),
});

/** One suite a file, one case for each test and router. */
export function junitTests(runs: readonly TestRun[]): string {
  return junitText(
    runs.map(({ file, read, results, failure }) => ({
      name: file,
      cases: [
        ...(failure === null
          ? []
          : [
              testCase(file, file, { outcome: 'error', type: 'cannot-run', message: failure, text: failure }),
            ]),
        ...read.problems.map(({ problem }, i): Case => {
          const message = testProblemWords(problem);
          return testCase(file, `${file} (${i + 1})`, {
            outcome: 'error',
            type: problem.code,
            message,
            text: message,
          });
        }),
        ...results.map((result): Case => {
          const name = `${result.test.name} (${routerName(result.table)})`;
          if (result.mismatches.length === 0) return testCase(file, name, { outcome: 'passed' });
          const lines = failureLines(result);
          return testCase(file, name, {
            outcome: 'failure',
            type: result.mismatches[0]!.key,
            message: lines[0]!,
            text: lines.join('\n'),
          });
        }),
      ],
    })),
  );
}
