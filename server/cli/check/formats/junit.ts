/**
 * `check --format junit`: one suite a file, one case for everything that was checked in it, so that routes without
 * problems pass. In the form that Jenkins and GitLab read: at most one failure a case.
 */

import { openFieldsWords, type Severity } from '../../../problems/index.js';
import { ranges } from '../../../text/index.js';
import { junitText, type Suite, testCase } from '../../junit.js';
import { noKongRoutes } from '../../result-words.js';
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
  return junitText(suites);
}

function fileSuite(checked: CheckedFile, { isFailing }: CheckReport, { pathOf }: Context): Suite {
  const file = pathOf(checked.file);
  if (!checked.isKongs) {
    return { name: file, cases: [testCase(file, file, { outcome: 'skipped', message: noKongRoutes })] };
  }
  const ofFile = checked.problems.filter(({ subject }) => subject === null);
  const groups = [
    ...(ofFile.length > 0 ? [{ name: file, problems: ofFile, open: undefined }] : []),
    ...checked.subjects.map((subject) => ({
      name: `${subject.kind} ${subject.label}`,
      problems: checked.problems.filter((problem) => problem.subject === subject),
      open: subject.open,
    })),
  ];
  const names = new Map<string, number>();
  const rangeOf = ranges(checked.text);
  const cases = groups.map(({ name, problems, open }) => {
    const times = (names.get(name) ?? 0) + 1;
    names.set(name, times);
    // Cases of one name are one case to those who read this.
    const unique = times === 1 ? name : `${name} (${times})`;
    const described = severestFirst(problems).map((problem) => {
      const { line, character } = rangeOf(problem.span).start;
      const { severity, code, message } = problem;
      const title = `${file}:${line + 1}:${character + 1}: ${severity} ${code}: ${message}`;
      return { problem, text: [title, ...relatedOf(problem).remarks].join('\n  ') };
    });
    const inPart = open ? [`${file}: ${openFieldsWords(open)}`] : [];
    const text = [...described.map((one) => one.text), ...inPart].join('\n');
    const [first] = described;
    if (!first) return testCase(file, unique, { outcome: 'passed', ...(text !== '' && { output: text }) });
    if (!isFailing(first.problem.severity)) {
      return testCase(file, unique, { outcome: 'passed', output: text });
    }
    const more = described.length > 1 ? ` (and ${described.length - 1} more)` : '';
    const { code, message } = first.problem;
    return testCase(file, unique, { outcome: 'failure', type: code, message: `${message}${more}`, text });
  });
  return { name: file, cases };
}

function failureSuite(failure: Failure, { pathOf }: Context): Suite {
  const file = failure.file === null ? 'kong-routes' : pathOf(failure.file);
  const { reason } = failure;
  const place = placeOf({ ...failure, file });
  const error = {
    outcome: 'error',
    type: 'cannot-run',
    message: reason,
    text: `${place}: ${reason}`,
  } as const;
  return { name: file, cases: [testCase(file, file, error)] };
}

const severityOrder: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Equally severe ones in the order of the text. */
const severestFirst = (problems: readonly FileProblem[]) =>
  [...problems].sort((a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity));
