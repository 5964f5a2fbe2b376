/** The problems of a route, each with the place where it is: for the editor and for the terminal. */

import {
  type ExpressionFix,
  type ExpressionProblem,
  engineMessage,
  type Language,
  lint,
  type ReadExpression,
  type Span,
} from '../../grammar/index.js';
import { adviseOn, type FieldAdvice, type FieldChange, meantBy } from '../advice/index.js';
import type { DocumentAnalysis, RouteAnalysis } from '../analysis/index.js';
import {
  entryOf,
  hasPlaceholder,
  hasPlaceholders,
  type RouteDocument,
  type SourcedRoute,
  type SourcedScalar,
  unknownFields,
  type ValueChange,
  valueAt,
} from '../documents/index.js';
import { type Acceptance, wrongCuts } from '../flavors/index.js';
import {
  type AnyProblem,
  failedValidation,
  fieldFixTitle,
  fixTitle,
  inOneLine,
  isLint,
  messageOf,
  type ProblemCode,
  type RouteCode,
  type RoutePath,
  refusalWithMeant,
  relatedWords,
  type Severity,
  severityOf,
} from '../problems/index.js';
import type { Settings } from '../protocol/index.js';
import { defaultsOf, matchFields } from '../routes/index.js';
import { append } from '../text/index.js';
import { certainOf, isAllKnown, isCertain, isJudgedAround } from './certainty.js';
import type { Fix } from './fixes.js';
import { partlyKnownProblems } from './partly-known.js';
import { keySpan, keyText, placedAtKey, valueSpan, visible } from './problem-places.js';
import { isSilenced } from './suppressions.js';

/** A problem at its place. Spans count from the start of the route, as those of its body do. */
export interface PlacedProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** Other places that the problem is about. */
  readonly related: readonly {
    readonly span: Span;
    readonly message: string;
    /** Of another file than the problem's. */
    readonly uri?: string;
  }[];
  /** Fixes for it, where that is obvious. */
  readonly fix?: Fix;
}

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

/** Those of all routes, in pieces: each route that has any, with them. */
export function* problemsInPieces(
  analysis: DocumentAnalysis,
  lints: Settings['lints'] = {},
): Generator<void, readonly { readonly route: SourcedRoute; readonly problems: readonly PlacedProblem[] }[]> {
  const found = yield* analysis.eachInPieces(findProblems);
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

const findProblems = (known: RouteAnalysis): readonly PlacedProblem[] =>
  [...ofRoute(known)].sort((a, b) => a.span.start - b.span.start);

function ofRoute(known: RouteAnalysis): PlacedProblem[] {
  const { alone, written } = known;
  const { problems, idle, expression: read } = known.acceptance;
  const isOpen = openQuestions(alone, written);
  const placed = certainOf(known, problems)
    .filter(({ code, path }) => !isOpen(code, path))
    .map((problem): PlacedProblem => {
      const { path } = problem;
      if (problem.code === 'generated-expression') {
        const { flavor, expression: text } = problem;
        const args = { flavor, expression: text, message: messageOf(problem.problem) };
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
  append(placed, adviceOnFields(known, problems, isOpen));
  append(placed, ofPartlyKnown(known));
  // What is rejected has to be fixed first.
  if (problems.length === 0 && !read?.problems.some(isError)) {
    placed.push(
      ...certainOf(known, idle)
        .filter(({ code, path }) => !isOpen(code, path))
        .map((one) => placeIdle(one, known)),
    );
  }
  const scalar = entryOf(known.body, 'expression')?.value;
  const hasOpenProtocols = isOpen('expression-syntax', ['protocols']);
  const isLeftOpen = isOpen('expression-syntax', ['expression']) && !isJudgedAround(known);
  if (scalar?.kind !== 'scalar' || hasOpenProtocols || isLeftOpen) return placed;
  const { language, expression } = known;
  const spanOf = (span: Span) => expression?.places.spanOf(span) ?? scalar.span;
  const found = read?.problems ?? [];
  // The engine's answer is computed only for what it rejects: walking its grammar is slower than reading the
  // expression. Of a text with unknown parts it was never asked.
  let answer = isAllKnown(known) && found.some(isError) ? kongsAnswer(scalar, language) : null;
  for (const problem of [...found, ...adviceFor(scalar.value, read, language)]) {
    if (!isCertain(known, problem.span)) continue;
    const span = visible(spanOf(problem.span), scalar);
    // The engine stops at its first problem.
    const isAnswered = answer && severityOf(problem.code) === 'error';
    const related = isAnswered ? [{ span, message: `Kong: ${answer}` }] : [];
    if (isAnswered) answer = null;
    placed.push({ ...place(problem, span, related), ...(problem.fix && { fix: fixOf(problem.fix) }) });
  }
  if (!found.some(isError)) append(placed, wrongCutsIn(known, read, spanOf));
  return placed;
}

/** What is wrong with values whatever their parts are that are filled in later. */
function ofPartlyKnown(known: RouteAnalysis): PlacedProblem[] {
  const { alone, written, body } = known;
  const hasParts = body.terraform ? body.terraform.unknown.length > 0 : hasPlaceholders(alone, written);
  if (!hasParts) return [];
  return partlyKnownProblems(known).map(({ problem, restore }) => {
    const span = valueSpan(body, problem.path);
    if (problem.code !== 'generated-expression') {
      const placed = place(problem, span);
      return { ...placed, message: restore(placed.message) };
    }
    const { flavor, expression } = problem;
    const args = { flavor, expression: restore(expression), message: messageOf(problem.problem) };
    return place({ code: problem.code, args }, span);
  });
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
  const { consequence, expression } = problem;
  const message = messageOf(problem.problem);
  const args = { version: version.join('.'), consequence, expression, message };
  return place({ code: problem.code, args }, valueSpan(body, problem.path));
}

/**
 * Which problems cannot be reported yet because something is still to be filled in: those of such a value itself,
 * and that something is missing. That a field is there is known.
 */
function openQuestions(
  document: RouteDocument,
  route: SourcedRoute,
): (code: ProblemCode, path: RoutePath) => boolean {
  // What is not known of Terraform's values is looked at closer (`certainOf`).
  if (document.terraform || !hasPlaceholders(document, route)) return () => false;
  const isOpen = (path: RoutePath) => {
    const value = valueAt(route.body, path);
    return value !== undefined && hasPlaceholders(document, route, value);
  };
  return (code, path) => {
    if (code === 'match-missing' || code === 'priority-without-expression') {
      return [...matchFields, 'expression', 'protocols'].some((field) => isOpen([field]));
    }
    if (code === 'field-not-for-protocol') return isOpen(['protocols']);
    if (code === 'field-unknown' || code === 'header-name')
      return hasPlaceholder(keyText(document, route, path));
    return !placedAtKey.has(code) && (isOpen(['protocols']) || isOpen(path));
  };
}

const isError = ({ code }: AnyProblem) => severityOf(code) === 'error';

/** Only on what is right: the rest has other problems. */
function adviceFor(
  text: SourcedScalar['value'],
  read: ReadExpression | null,
  language: Language,
): readonly ExpressionProblem[] {
  if (typeof text !== 'string' || !read?.tree || read.problems.some(isError)) return [];
  return lint(read.tree, text, language);
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

/** What decides whether a field has an effect. */
const deciding = ['paths', 'protocols', 'expression', 'headers'] as const;

/**
 * Advice on the fields that are written in the route, but for what Kong refuses.
 *
 * @param wrong what is refused
 */
function adviceOnFields(
  known: RouteAnalysis,
  wrong: readonly { readonly code: ProblemCode; readonly path: RoutePath }[],
  isOpen: (code: ProblemCode, path: RoutePath) => boolean,
): PlacedProblem[] {
  const { body, route, data, gateway, tree } = known;
  const unknown = new Set<string>(unknownFields(body));
  const isUndecided = deciding.some((field) => unknown.has(field) || isOpen('field-without-effect', [field]));
  return certainOf(known, adviseOn({ route, data, gateway, tree })).flatMap((one): PlacedProblem[] => {
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

const fixOfField = ({ title, ...value }: FieldChange): Fix => ({
  title: fieldFixTitle(title),
  changes: true,
  value: value as ValueChange,
});

const fixOf = (fix: ExpressionFix): Fix => ({
  title: fixTitle(fix),
  changes: fix.changes === true,
  expression: fix.edits,
});

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

/** In one line, so that a person who searches for it finds it. */
function kongsAnswer({ value }: SourcedScalar, language: Language): string | null {
  const answer = typeof value === 'string' && value !== '' ? engineMessage(value, language) : null;
  return answer?.kind === 'refusal' ? inOneLine(`${failedValidation}${answer.text}`) : null;
}

function place(problem: AnyProblem, span: Span, related: PlacedProblem['related'] = []): PlacedProblem {
  const { code } = problem;
  return { code, severity: severityOf(code), message: messageOf(problem), span, related };
}

const relatedMessage = (code: RouteCode, [field]: RoutePath): string =>
  code === 'mixed-route'
    ? relatedWords({ code: 'expression-of-route', args: {} })
    : relatedWords({ code: 'field-of-route', args: { field: String(field) } });
