/** `kongRoutes/routeTests` and `kongRoutes/runRouteTests`: the route tests of a file, and what comes of them. */

import type { RouteDocument } from '../../documents/index.js';
import type {
  RouteCoverage,
  RouteTestResult,
  RouteTestsParams,
  RouteTestsResult,
  RunRouteTestsParams,
  RunRouteTestsResult,
} from '../../protocol/index.js';
import {
  type FileRun,
  failureLines,
  type RouteTestFile,
  readTestFile,
  runFile,
  type TestResult,
  testedUris,
  testProblemWords,
} from '../../route-tests/index.js';
import type { Gateway } from '../../routes/index.js';
import { traceLines, tryRequest } from '../../routing/index.js';
import { folderOf, positions, ranges, uriKey } from '../../text/index.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';
import { routeTestFailures } from '../words/editor-words.js';

export const routeTestsRequest: RequestHandler = {
  register: (session) => {
    session.connection.onRequest(
      'kongRoutes/routeTests',
      async ({ uri }: RouteTestsParams): Promise<RouteTestsResult | null> => {
        const text = await textOf(session, uri);
        return text === null ? null : testsIn(text);
      },
    );
    session.connection.onRequest(
      'kongRoutes/runRouteTests',
      async ({ uri, coverage }: RunRouteTestsParams): Promise<RunRouteTestsResult> => {
        session.files.applyEdits();
        return run(session, uri, coverage);
      },
    );
  },
};

/** As it is open, else as it is on the disk. */
const textOf = async (session: Session, uri: string): Promise<string | null> =>
  session.texts.get(uri)?.getText() ?? session.files.read(uri);

function testsIn(text: string): RouteTestsResult {
  const rangeOf = ranges(text);
  const { tests, problems } = readTestFile(text);
  return {
    tests: tests.map(({ name, span, request }) => ({
      name,
      range: rangeOf(span),
      request: JSON.stringify(request),
    })),
    problems: problems.map(({ problem, span }) => ({
      message: testProblemWords(problem),
      range: rangeOf(span),
    })),
  };
}

const failed = (failure: string): RunRouteTestsResult => ({ failure, results: [], coverage: [], routes: [] });

async function run(session: Session, uri: string, withCoverage: boolean): Promise<RunRouteTestsResult> {
  const text = await textOf(session, uri);
  if (text === null) return failed(routeTestFailures.fileNotRead);
  const read = readTestFile(text);
  const [problem] = read.problems;
  if (problem) {
    const { line } = positions(text)(problem.span.start);
    return failed(`line ${line + 1}: ${testProblemWords(problem.problem)}`);
  }
  const routes = await routesOf(session, uri, read);
  if ('failure' in routes) return failed(routes.failure);
  const ran = runFile(read, routes, withCoverage);
  return {
    failure: null,
    results: ran.results.map((result) => resultOf(result, read)),
    coverage: coverageIn(ran),
    routes: routes.files.map(({ file }) => file),
  };
}

interface Routes {
  readonly files: readonly { readonly file: string; readonly document: RouteDocument }[];
  readonly gateway: Gateway;
}

/** The files that the tests name, else the one that they are named after. */
async function routesOf(
  session: Session,
  uri: string,
  { routes }: RouteTestFile,
): Promise<Routes | { readonly failure: string }> {
  const uris = testedUris(uri, routes);
  const found: { file: string; document: RouteDocument; gateway: Gateway }[] = [];
  for (const one of uris) {
    for (const file of filesOf(session, one)) {
      const snapshot = await session.snapshotOfFile(file);
      if (snapshot) found.push({ file, document: snapshot.document, gateway: snapshot.gateway });
      else if (routes.length > 0)
        return { failure: routeTestFailures.notRead(one.slice(folderOf(uri).length + 1)) };
    }
  }
  const [first] = found;
  if (!first) return { failure: routeTestFailures.noRouteFiles };
  const isOther = found.some(({ gateway }) => JSON.stringify(gateway) !== JSON.stringify(first.gateway));
  if (isOther) return { failure: routeTestFailures.differentGateways };
  return { files: found, gateway: first.gateway };
}

/** A folder represents the files of routes in it. */
function filesOf(session: Session, uri: string): string[] {
  const folder = `${uriKey(uri).replace(/\/$/, '')}/`;
  const inside = session.files.files().filter((file) => uriKey(file.uri).startsWith(folder));
  const isRoutes = (file: string) => /\.(?:ya?ml|json)$/i.test(file) && !/\.kong-test\.\w+$/i.test(file);
  return inside.length === 0 ? [uri] : inside.map((file) => file.uri).filter(isRoutes);
}

function resultOf(result: TestResult, { tests }: RouteTestFile): RouteTestResult {
  const { test, table, mismatches } = result;
  const [first] = mismatches;
  const shown = (value: string | number | null) => String(value ?? 'none');
  return {
    test: tests.indexOf(test),
    router: `${table.gateway.flavor}@${table.gateway.version.join('.')}`,
    failures: mismatches.length === 0 ? [] : failureLines(result),
    expected: first ? `${first.key}: ${first.expected.map(shown).join(' or ')}` : null,
    actual: first ? `${first.key}: ${shown(first.actual)}` : null,
    trace: traceLines(tryRequest(table, test.request)).join('\n'),
  };
}

/** What one router reaches is reached. */
function coverageIn({ coverage }: FileRun): RouteCoverage[] {
  const files = new Map<
    string,
    { document: RouteDocument; routes: Map<string, Reached>; values: Map<string, Reached> }
  >();
  for (const { table, routes } of coverage) {
    for (const { route, requests, values } of routes) {
      const { file, document, sourced, label } = table.routes[route]!;
      const known = files.get(file) ?? { document, routes: new Map(), values: new Map() };
      files.set(file, known);
      const rangeOf = ranges(document.text);
      const at = (start: number, end: number) =>
        rangeOf({ start: sourced.start + start, end: sourced.start + end });
      add(known.routes, label, at(0, sourced.body.span.end), requests);
      for (const { value, requests: some } of values)
        add(known.values, value.text, at(value.span.start, value.span.end), some);
    }
  }
  return [...files].map(([uri, { routes, values }]) => ({
    uri,
    routes: [...routes.values()],
    values: [...values.values()],
  }));
}

interface Reached {
  readonly name: string;
  readonly range: RouteCoverage['values'][number]['range'];
  requests: number;
}

function add(all: Map<string, Reached>, name: string, range: Reached['range'], requests: number): void {
  const key = JSON.stringify(range);
  const known = all.get(key);
  if (known) known.requests += requests;
  else all.set(key, { name, range, requests });
}
