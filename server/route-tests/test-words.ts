/** The sentences about route tests. */

import { openWords, outcomeWords } from '../routing/index.js';
import { requestProblemWords } from '../traffic/index.js';
import type { TestProblem, WantedValue } from './problems.js';
import type { Mismatch, TestResult } from './run-tests.js';

const wanted: Readonly<Record<WantedValue, string>> = {
  mapping: 'a mapping',
  list: 'a list',
  text: 'a string',
  texts: 'a string or a list of strings',
  name: 'a name, or null for none',
  status: 'an HTTP status',
  subsystem: 'http or stream',
};

export function testProblemWords(problem: TestProblem): string {
  switch (problem.code) {
    case 'syntax':
      return `Not well-formed YAML: ${problem.reason}`;
    case 'unknown-key':
      return `Unknown key '${problem.key}'.`;
    case 'missing':
      return `The test has no '${problem.key}'.`;
    case 'wrong-value':
      return `'${problem.key}' must be ${wanted[problem.wanted]}.`;
    case 'nothing-expected':
      return 'The test expects nothing: write route, service, upstream, redirect or status.';
    case 'not-a-gateway':
      return `'${problem.text}' is not a router: write a flavor, optionally with a version: expressions@3.9.`;
    case 'request':
      return `The request cannot be read: ${requestProblemWords(problem.problem)}.`;
  }
}

const noun: Readonly<Record<Mismatch['key'], string>> = {
  route: 'no route',
  service: 'no service',
  upstream: 'nothing is sent to a service',
  redirect: 'no redirect',
  status: 'Kong does not answer by itself',
};

/** `route: expected read, got all`. */
export function mismatchWords({ key, expected, actual, isOpen }: Mismatch): string {
  const named = (value: string | number | null) => (value === null ? noun[key] : String(value));
  const may = isOpen ? 'may get' : 'got';
  return `${key}: expected ${expected.map(named).join(' or ')}, ${may} ${named(actual)}`;
}

/** Every line says one thing that is not as expected; then what Kong does, where that is not said yet. */
export function failureLines({ mismatches, match, table }: TestResult): string[] {
  const labelOf = (route: number) => table.routes[route]!.label;
  return [
    ...mismatches.map(mismatchWords),
    ...(match.open ? [openWords(match.open, labelOf)] : []),
    outcomeWords(match.outcome(), match.failure),
  ];
}
