/** The problems of routes, each with the place where it is: for the editor and for the terminal. */

import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import type { SourcedRoute } from '../documents/index.js';
import { isLint } from '../problems/index.js';
import type { Settings } from '../protocol/index.js';
import type { PlacedProblem } from './placed-problem.js';
import { findAdvice } from './route-advice.js';
import { findRejections } from './route-rejections.js';
import { isSilenced } from './suppressions.js';

/**
 * The problems of one route in the order of its text: what Kong rejects, and advice that is not suppressed.
 *
 * @param lints the severity of advice by code, where it differs from the table
 */
export const problemsOf = (
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  lints: Settings['lints'] = {},
): readonly PlacedProblem[] => wanted(analysis.of(route).once(findProblems), analysis, route, lints);

/** What is asked for: all problems, or only what Kong rejects, which is found sooner. */
export type Asked = 'all' | 'rejections';

/** Those of all routes, in pieces: each route that has any, with them. */
export function* problemsInPieces(
  analysis: DocumentAnalysis,
  lints: Settings['lints'] = {},
  asked: Asked = 'all',
): Generator<void, readonly { readonly route: SourcedRoute; readonly problems: readonly PlacedProblem[] }[]> {
  const found = yield* analysis.eachInPieces(asked === 'all' ? findProblems : findRejectionsInOrder);
  const { routes } = analysis.document;
  const withProblems: { readonly route: SourcedRoute; readonly problems: readonly PlacedProblem[] }[] = [];
  for (let i = 0; i < found.length; i++) {
    if (found[i]!.length === 0) continue;
    const problems = wanted(found[i]!, analysis, routes[i]!, lints);
    if (problems.length > 0) withProblems.push({ route: routes[i]!, problems });
  }
  return withProblems;
}

/** Without suppressed advice. */
function wanted(
  problems: readonly PlacedProblem[],
  analysis: DocumentAnalysis,
  route: SourcedRoute,
  lints: Settings['lints'],
): readonly PlacedProblem[] {
  if (!problems.some(({ code }) => isLint(code))) return problems;
  return problems.flatMap((problem) => {
    if (!isLint(problem.code)) return [problem];
    const severity = lints[problem.code] ?? problem.severity;
    return severity === 'off' || isSilenced(analysis, route, problem.code) ? [] : [{ ...problem, severity }];
  });
}

const findProblems = (known: RouteAnalysis): readonly PlacedProblem[] => {
  const advice = findAdvice(known);
  const rejections = known.once(findRejectionsInOrder);
  return advice.length === 0 ? rejections : inOrder([...rejections, ...advice]);
};

const findRejectionsInOrder = (known: RouteAnalysis): readonly PlacedProblem[] =>
  inOrder(findRejections(known));

const inOrder = (problems: PlacedProblem[]): readonly PlacedProblem[] =>
  problems.sort((a, b) => a.span.start - b.span.start);
