/** What Kong rejects of a route, and what of it could not be judged. */

import { engineMessage, type Language, type ReadExpression, type Span } from '../../grammar/index.js';
import { meantBy } from '../advice/index.js';
import type { RouteAnalysis } from '../analysis/index.js';
import { entryOf, type SourcedScalar } from '../documents/index.js';
import {
  type AnyProblem,
  failedValidation,
  inOneLine,
  type ProblemCode,
  type RouteCode,
  type RoutePath,
  refusalWithMeant,
  relatedWords,
} from '../problems/index.js';
import { certainOf, isAllKnown, isCertain, isJudgedAround, readAround } from './certainty.js';
import { findIsFilledIn, findOpenQuestions } from './open-questions.js';
import { partlyKnownProblems } from './partly-known.js';
import { fixOf, fixOfField, isError, type PlacedProblem, place } from './placed-problem.js';
import { keySpan, placedAtKey, valueSpan, visible } from './problem-places.js';

/** In no particular order. Advice is a matter of its own: what is rejected has to be fixed first. */
export function findRejections(known: RouteAnalysis): PlacedProblem[] {
  const isOpen = known.once(findOpenQuestions);
  const placed = certainOf(known, known.acceptance.problems)
    .filter(({ code, path }) => !isOpen(code, path))
    .map((problem): PlacedProblem => {
      const { path } = problem;
      if (problem.code === 'generated-expression') {
        const { flavor, expression: text } = problem;
        const args = { flavor, expression: text, problem: problem.problem };
        return withMeant(known, problem, place({ code: problem.code, args }, valueSpan(known.body, path)), {
          code: problem.code,
          args,
        });
      }
      const span = placedAtKey.has(problem.code) ? keySpan(known.body, path) : valueSpan(known.body, path);
      const related = problem.related.map((other) => ({
        span: keySpan(known.body, other),
        message: relatedMessage(problem.code, other),
      }));
      return withMeant(known, problem, place(problem, span, related), problem);
    });
  return [...placed, ...ofPartlyKnown(known), ...ofExpression(known)];
}

/** The expression of a route, where problems and advice can have a place in it. */
export interface JudgedExpression {
  readonly scalar: SourcedScalar;
  /** With its placeholders as text; `null` if the flavor does not read it. */
  readonly read: ReadExpression | null;
  readonly spanOf: (span: Span) => Span;
}

/** @returns `null` if there is none, or if it is not known what it is judged by */
export function findJudgedExpression(known: RouteAnalysis): JudgedExpression | null {
  const scalar = entryOf(known.body, 'expression')?.value;
  if (scalar?.kind !== 'scalar') return null;
  const isOpen = known.once(findOpenQuestions);
  const hasOpenProtocols = isOpen('expression-syntax', ['protocols']);
  const isLeftOpen = isOpen('expression-syntax', ['expression']) && !isJudgedAround(known);
  if (hasOpenProtocols || isLeftOpen) return null;
  const { expression } = known.acceptance;
  const { places } = known.expression ?? {};
  const spanOf = (span: Span) => places?.spanOf(span) ?? scalar.span;
  return { scalar, read: expression && readAround(known, expression), spanOf };
}

function ofExpression(known: RouteAnalysis): PlacedProblem[] {
  const { scalar, read, spanOf } = known.once(findJudgedExpression) ?? {};
  if (!scalar || !spanOf || !read || read.problems.length === 0) return [];
  // The engine's answer is computed only for what it rejects: walking its grammar is slower than reading the
  // expression. Of a text with unknown parts it was never asked.
  let answer = isAllKnown(known) && read.problems.some(isError) ? kongsAnswer(scalar, known.language) : null;
  const placed: PlacedProblem[] = [];
  for (const problem of read.problems) {
    if (!isCertain(known, problem.span)) continue;
    const span = visible(spanOf(problem.span), scalar);
    // The engine stops at its first problem.
    const isAnswered = answer && isError(problem);
    const related = isAnswered ? [{ span, message: `Kong: ${answer}` }] : [];
    if (isAnswered) answer = null;
    placed.push({ ...place(problem, span, related), ...(problem.fix && { fix: fixOf(problem.fix) }) });
  }
  return placed;
}

/** What is wrong with values whatever their parts are that are filled in later. */
function ofPartlyKnown(known: RouteAnalysis): PlacedProblem[] {
  const { body } = known;
  const hasParts = body.terraform ? body.terraform.unknown.length > 0 : known.once(findIsFilledIn);
  if (!hasParts) return [];
  return partlyKnownProblems(known).map(({ problem, restore }) => {
    const span = valueSpan(body, problem.path);
    if (problem.code !== 'generated-expression') {
      const placed = place(problem, span);
      return { ...placed, message: restore(placed.message) };
    }
    const { flavor, expression } = problem;
    const args = { flavor, expression: restore(expression), problem: problem.problem };
    return place({ code: problem.code, args }, span);
  });
}

/** What Kong refuses, with what was probably meant, where that is written in the route. */
function withMeant(
  { body, route, data, gateway, tree }: RouteAnalysis,
  refusal: { readonly code: string; readonly path: RoutePath },
  placed: PlacedProblem,
  problem: AnyProblem,
): PlacedProblem {
  const isWritten = entryOf(body, String(refusal.path[0])) !== undefined;
  const meant = isWritten ? meantBy(refusal, { route, data, gateway, tree }) : null;
  if (!meant) return placed;
  const fix = { ...fixOfField(meant), changes: !leaveNothingToDecide.has(problem.code) };
  // What to write is part of that message.
  const message =
    problem.code === 'path-not-normalized' ? placed.message : refusalWithMeant(problem, meant.title);
  return { ...placed, message, fix };
}

/** A value of another type, or in another form, that can only mean one thing. */
const leaveNothingToDecide: ReadonlySet<ProblemCode> = new Set([
  'value-type',
  'priority-type',
  'path-not-normalized',
]);

/** In one line, so that a person who searches for it finds it. */
function kongsAnswer({ value }: SourcedScalar, language: Language): string | null {
  const answer = typeof value === 'string' && value !== '' ? engineMessage(value, language) : null;
  return answer?.kind === 'refusal' ? inOneLine(`${failedValidation}${answer.text}`) : null;
}

const relatedMessage = (code: RouteCode, [field]: RoutePath): string =>
  code === 'mixed-route'
    ? relatedWords({ code: 'expression-of-route', args: {} })
    : relatedWords({ code: 'field-of-route', args: { field: String(field) } });
