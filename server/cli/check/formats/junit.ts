/**
 * `check --format junit`: one suite a file, one case for everything that was checked in it, so that routes without
 * problems pass. In the form that Jenkins and GitLab read: at most one failure a case.
 */

import type { Severity } from '../../../problems/index.js';
import { ranges } from '../../../text/index.js';
import {
  type CheckedFile,
  type CheckReport,
  type Failure,
  type FileProblem,
  placeOf,
  relatedOf,
} from '../report.js';
import type { Context } from './context.js';

export function junitReport(report: CheckReport, context: Context): string {
  const suites = [
    ...report.files.map((file) => fileSuite(file, report, context)),
    ...report.failures.map((failure) => failureSuite(failure, context)),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'kong-routes', ...tally(all) })}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite${attributes({ name, ...tally(cases) })}>`,
      ...cases.map(({ xml }) => xml),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

const tally = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome === 'failure').length,
  errors: cases.filter(({ outcome }) => outcome === 'error').length,
  skipped: cases.filter(({ outcome }) => outcome === 'skipped').length,
  time: 0,
});

function fileSuite(checked: CheckedFile, { isFailing }: CheckReport, { pathOf }: Context): Suite {
  const file = pathOf(checked.file);
  if (!checked.isKongs) {
    const skipped = `      <skipped${attributes({ message: 'no Kong routes' })}/>`;
    return { name: file, cases: [testCase(file, file, 'skipped', skipped)] };
  }
  const ofFile = checked.problems.filter(({ subject }) => subject === null);
  const groups = [
    ...(ofFile.length > 0 ? [{ name: file, problems: ofFile }] : []),
    ...checked.subjects.map((subject) => ({
      name: `${subject.kind} ${subject.label}`,
      problems: checked.problems.filter((problem) => problem.subject === subject),
    })),
  ];
  const names = new Map<string, number>();
  const rangeOf = ranges(checked.text);
  const cases = groups.map(({ name, problems }) => {
    const times = (names.get(name) ?? 0) + 1;
    names.set(name, times);
    // Cases of one name are one case to those who read this.
    const unique = times === 1 ? name : `${name} (${times})`;
    const described = gravestFirst(problems).map((problem) => {
      const { line, character } = rangeOf(problem.span).start;
      const { severity, code, message } = problem;
      const title = `${file}:${line + 1}:${character + 1}: ${severity} ${code}: ${message}`;
      return { problem, text: [title, ...relatedOf(problem).remarks].join('\n  ') };
    });
    const text = described.map((one) => one.text).join('\n');
    const [first] = described;
    if (!first) return testCase(file, unique, 'passed', '');
    if (!isFailing(first.problem.severity)) {
      return testCase(file, unique, 'passed', `      <system-out>${escaped(text)}</system-out>`);
    }
    const more = described.length > 1 ? ` (and ${described.length - 1} more)` : '';
    const { code, message } = first.problem;
    const failure = `<failure${attributes({ type: code, message: `${message}${more}` })}>`;
    return testCase(file, unique, 'failure', `      ${failure}${escaped(text)}</failure>`);
  });
  return { name: file, cases };
}

function failureSuite(failure: Failure, { pathOf }: Context): Suite {
  const file = failure.file === null ? 'kong-routes' : pathOf(failure.file);
  const { reason } = failure;
  const place = placeOf({ ...failure, file });
  const error = `<error${attributes({ type: 'cannot-run', message: reason })}>`;
  return {
    name: file,
    cases: [testCase(file, file, 'error', `      ${error}${escaped(`${place}: ${reason}`)}</error>`)],
  };
}

function testCase(file: string, name: string, outcome: Case['outcome'], inside: string): Case {
  const start = `    <testcase${attributes({ name, classname: file, file, time: 0 })}`;
  return { outcome, xml: inside === '' ? `${start}/>` : `${start}>\n${inside}\n    </testcase>` };
}

const gravity: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** In the order of the text where they are as grave. */
const gravestFirst = (problems: readonly FileProblem[]) =>
  [...problems].sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity));

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replace(/[\t\n\r]/g, reference)}"`)
    .join('');

const escaped = (text: string) =>
  text
    // No characters of XML 1.0, not even as references (https://www.w3.org/TR/xml/#charsets).
    .replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character]!)
    // A reader makes a line feed of it.
    .replace(/\r/g, reference);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const reference = (character: string) => `&#${character.charCodeAt(0)};`;
