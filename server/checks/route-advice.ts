/** Advice on a route: what Kong accepts, and its author probably does not mean. */

import {
  type ExpressionProblem,
  type Language,
  lint,
  type ReadExpression,
  type Span,
} from '../../grammar/index.js';
import { adviseOn, type FieldAdvice } from '../advice/index.js';
import type { RouteAnalysis } from '../analysis/index.js';
import { entryOf, type SourcedScalar, unknownFields } from '../documents/index.js';
import { type Acceptance, wrongCuts } from '../flavors/index.js';
import { fixTitle, type ProblemCode, type RoutePath } from '../problems/index.js';
import { defaultsOf } from '../routes/index.js';
import { append } from '../text/index.js';
import { certainOf, isCertain, readAround } from './certainty.js';
import type { Fix } from './fixes.js';
import { findOpenQuestions } from './open-questions.js';
import { fixOf, fixOfField, isError, type PlacedProblem, place } from './placed-problem.js';
import { keySpan, valueSpan, visible } from './problem-places.js';
import { findJudgedExpression } from './route-rejections.js';

/** In no particular order. */
export function findAdvice(known: RouteAnalysis): PlacedProblem[] {
  const { problems, idle, expression } = known.acceptance;
  const isOpen = known.once(findOpenQuestions);
  const placed = adviceOnFields(known);
  const isRejected =
    problems.length > 0 || (expression && readAround(known, expression).problems.some(isError));
  if (!isRejected) {
    for (const one of certainOf(known, idle)) {
      if (!isOpen(one.code, one.path)) placed.push(placeIdle(one, known));
    }
  }
  append(placed, adviceOnExpression(known));
  return placed;
}

/** What Kong accepts without effect, or may. */
function placeIdle(
  problem: Acceptance['idle'][number],
  { body, gateway: { version } }: RouteAnalysis,
): PlacedProblem {
  if (problem.code === 'regex-not-judged') return place(problem, valueSpan(body, problem.path));
  if (problem.code === 'accepted-without-effect') {
    const [field, ...inner] = problem.path;
    const span =
      inner.length === 0 && field !== 'expression'
        ? keySpan(body, problem.path)
        : valueSpan(body, problem.path);
    return place(problem, span);
  }
  const { consequence, expression, problem: cause } = problem;
  const args = { version: version.join('.'), consequence, expression, problem: cause };
  return place({ code: problem.code, args }, valueSpan(body, problem.path));
}

/** Only on what is right: the rest has other problems. */
function adviceOnExpression(known: RouteAnalysis): PlacedProblem[] {
  const { scalar, read, spanOf } = known.once(findJudgedExpression) ?? {};
  if (!scalar || !spanOf || !read || read.problems.some(isError)) return [];
  const placed: PlacedProblem[] = [];
  for (const problem of adviceFor(scalar.value, read, known.language)) {
    if (!isCertain(known, problem.span)) continue;
    const span = visible(spanOf(problem.span), scalar);
    placed.push({ ...place(problem, span), ...(problem.fix && { fix: fixOf(problem.fix) }) });
  }
  append(placed, wrongCutsIn(known, read, spanOf));
  return placed;
}

function adviceFor(
  text: SourcedScalar['value'],
  read: ReadExpression | null,
  language: Language,
): readonly ExpressionProblem[] {
  if (typeof text !== 'string' || !read?.tree || read.problems.some(isError)) return [];
  return lint(read.tree, text, language);
}

/** What decides whether a field has an effect. */
const deciding = ['paths', 'protocols', 'expression', 'headers'] as const;

/** Advice on the fields that are written in the route, but for what Kong refuses. */
function adviceOnFields(known: RouteAnalysis): PlacedProblem[] {
  const { body, route, data, gateway, tree, acceptance } = known;
  const advice = certainOf(known, adviseOn({ route, data, gateway, tree }));
  if (advice.length === 0) return [];
  const isOpen = known.once(findOpenQuestions);
  const wrong = acceptance.problems;
  const unknown = new Set<string>(unknownFields(body));
  const isUndecided = deciding.some((field) => unknown.has(field) || isOpen('field-without-effect', [field]));
  return advice.flatMap((one): PlacedProblem[] => {
    const { path, isAtKey = false, change } = one;
    const entry = entryOf(body, String(path[0]));
    if (
      !entry ||
      wrong.some((other) => spoils(other, one)) ||
      (isAtKey && isUndecided) ||
      isOpen(one.code, path)
    )
      return [];
    const span = isAtKey ? keySpan(body, path) : valueSpan(body, path);
    const placed = place(one, span);
    return [change ? { ...placed, fix: fixOfField(change) } : placed];
  });
}

/** A refused value gets no advice, nor does a list in which the places of values are not those of the text. */
function spoils(
  { code, path: other }: { readonly code: ProblemCode; readonly path: RoutePath },
  { path, isAtKey = false }: FieldAdvice,
): boolean {
  if (other[0] !== path[0]) return false;
  return (
    isAtKey || code === 'value-type' || code === 'value-null' || other.every((step, i) => path[i] === step)
  );
}

/** Where `strip_path` does not cut what the path matched; by default it is on, except for gRPC. */
function wrongCutsIn(
  known: RouteAnalysis,
  read: ReadExpression | null,
  spanOf: (span: Span) => Span,
): PlacedProblem[] {
  const { alone, data, gateway } = known;
  const isOn = (data.strip_path ?? defaultsOf(data, gateway).strip_path) !== false;
  // Not known for an expression without its route.
  if (!read || !isOn || alone.kind === 'expression') return [];
  return wrongCuts(read.tree)
    .filter(({ predicate }) => isCertain(known, predicate.span))
    .map(({ predicate, cuts }) => {
      const args = { operator: predicate.operator!, cuts };
      const title = fixTitle({ code: 'strip-path-off', args: {} });
      const fix: Fix = { title, changes: true, entries: [['strip_path', false]] };
      return { ...place({ code: 'strip-path-cut', args }, spanOf(predicate.span)), fix };
    });
}
