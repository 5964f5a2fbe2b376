/** The problems of a route, each with the place where it stands: for the editor and for the terminal. */

import {
  type ExpressionProblem,
  engineMessage,
  type Language,
  lint,
  type Mend,
  type ReadExpression,
  type Span,
} from '../../grammar/index.js';
import {
  effectiveContext,
  effectiveData,
  type RouteBody,
  type RouteDocument,
  type SourcedRoute,
  type SourcedScalar,
  sourceSpan,
} from '../documents/index.js';
import { type Acceptance, accept } from '../flavors/acceptance.js';
import { wrongCuts } from '../flavors/strip-path.js';
import { inOneLine } from '../flavors/translate.js';
import {
  type AnyProblem,
  isLint,
  messageOf,
  type ProblemCode,
  type Severity,
  severityOf,
} from '../problems.js';
import type { Settings } from '../protocol.js';
import { defaultsOf } from '../routes/defaults.js';
import type { Gateway } from '../routes/gateway.js';
import { failedValidation, type RouteCode, type RoutePath } from '../routes/problem.js';
import { matchFields, readRoute, subsystemOf } from '../routes/route.js';
import type { Fix } from './fixes.js';
import { hasPlaceholder, hasPlaceholders } from './placeholder.js';
import { isSilenced } from './suppressions.js';
import { entryAt, entryOf, valueAt } from './value-at.js';

/** A problem at its place. Spans count from the start of the route, as those of its body do. */
export interface PlacedProblem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** Other places that the problem is about. */
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  /** What mends it, where that is obvious. */
  readonly fix?: Fix;
}

/**
 * What was found about a body stays true of it: for as long as a body lives, its problems are kept, for the
 * Gateway and the defaults of the document that they were last asked for.
 */
const known = new WeakMap<
  RouteBody,
  { readonly gateway: string; readonly problems: readonly PlacedProblem[] }
>();

/**
 * The problems of one route in the order of its text: what Kong refuses, and advice that nobody silenced.
 *
 * @param lints how grave advice is, by code, where that is not as in the table
 */
export function problemsOf(
  document: RouteDocument,
  route: SourcedRoute,
  gateway: Gateway,
  lints: Settings['lints'] = {},
): readonly PlacedProblem[] {
  const problems = allProblemsOf(document, route, gateway);
  if (!problems.some(({ code }) => isLint(code))) return problems;
  return problems.flatMap((problem) => {
    if (!isLint(problem.code)) return [problem];
    const severity = lints[problem.code] ?? problem.severity;
    return severity === 'off' || isSilenced(document, route, problem.code) ? [] : [{ ...problem, severity }];
  });
}

function allProblemsOf(
  document: RouteDocument,
  route: SourcedRoute,
  gateway: Gateway,
): readonly PlacedProblem[] {
  const key = `${gateway.flavor} ${gateway.version.join('.')} ${effectiveContext(document)}`;
  const kept = known.get(route.body);
  if (kept?.gateway === key) return kept.problems;
  const problems = find(document, route, gateway).sort((a, b) => a.span.start - b.span.start);
  known.set(route.body, { gateway: key, problems });
  return problems;
}

function find(document: RouteDocument, route: SourcedRoute, gateway: Gateway): PlacedProblem[] {
  const data = effectiveData(document, route, gateway.version);
  const { problems, idle, expression } = accept(readRoute(data), data, gateway);
  const isOpen = openQuestions(document, route);
  const placed = problems
    .filter(({ code, path }) => !isOpen(code, path))
    .map((problem): PlacedProblem => {
      const { path } = problem;
      if (problem.code === 'generated-expression') {
        const { flavor, expression: text } = problem;
        const args = { flavor, expression: text, message: messageOf(problem.problem) };
        return place({ code: problem.code, args }, valueSpan(route.body, path));
      }
      const span = standsAtKey.has(problem.code) ? keySpan(route.body, path) : valueSpan(route.body, path);
      const related = problem.related.map((other) => ({
        span: keySpan(route.body, other),
        message: relatedMessage(problem.code, other),
      }));
      return place(problem, span, related);
    });
  // What is rejected has to be mended first.
  if (problems.length === 0 && !expression?.problems.some(isError)) {
    placed.push(
      ...idle.filter(({ code, path }) => !isOpen(code, path)).map((one) => placeIdle(one, route, gateway)),
    );
  }
  const scalar = entryOf(route.body, 'expression')?.value;
  if (scalar?.kind !== 'scalar' || isOpen('expression-syntax', ['expression'])) return placed;
  const language = { subsystem: subsystemOf(readRoute(data)), gatewayVersion: gateway.version };
  let answer = expression && kongsAnswer(scalar, language);
  const found = expression?.problems ?? [];
  for (const problem of [...found, ...adviceFor(scalar.value, expression, language)]) {
    const span = visible(sourceSpan(document, route, scalar, problem.span), scalar);
    // The engine stops at one problem, and it is told with the first.
    const isAnswered = answer && severityOf(problem.code) === 'error';
    const related = isAnswered ? [{ span, message: `Kong: ${answer}` }] : [];
    if (isAnswered) answer = null;
    placed.push({ ...place(problem, span, related), ...(problem.mend && { fix: fixOf(problem.mend) }) });
  }
  if (!found.some(isError)) placed.push(...wrongCutsIn(document, route, scalar, expression, data, gateway));
  return placed;
}

/** What Kong accepts without effect. */
function placeIdle(
  problem: Acceptance['idle'][number],
  { body }: SourcedRoute,
  { version }: Gateway,
): PlacedProblem {
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
 * Which problems cannot be told yet because something is still to be filled in: those of such a value itself,
 * and that something is missing. That a field is there is known.
 */
function openQuestions(
  document: RouteDocument,
  route: SourcedRoute,
): (code: ProblemCode, path: RoutePath) => boolean {
  if (!hasPlaceholders(document, route)) return () => false;
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
    return !standsAtKey.has(code) && (isOpen(['protocols']) || isOpen(path));
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

const fixOf = ({ title, edits, changes }: Mend): Fix => ({
  title,
  changes: changes === true,
  expression: edits,
});

/** Where `strip_path` does not cut what the path matched; where nothing is said it is on, but for gRPC. */
function wrongCutsIn(
  document: RouteDocument,
  route: SourcedRoute,
  scalar: SourcedScalar,
  read: ReadExpression | null,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
): PlacedProblem[] {
  const isOn = (data.strip_path ?? defaultsOf(data, gateway).strip_path) !== false;
  // Of an expression alone nobody knows.
  if (!read || !isOn || document.kind === 'expression') return [];
  return wrongCuts(read.tree).map(({ predicate, cuts }) => {
    const span = sourceSpan(document, route, scalar, predicate.span);
    const args = { operator: predicate.operator!, cuts };
    const title = 'Set `strip_path: false`: the whole path goes to the service';
    const fix: Fix = { title, changes: true, entries: [['strip_path', false]] };
    return { ...place({ code: 'strip-path-cut', args }, span), fix };
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

/** What is wrong is that the field is there, not what its value is. */
const standsAtKey: ReadonlySet<ProblemCode> = new Set<RouteCode>([
  'mixed-route',
  'expression-in-flavor',
  'priority-in-flavor',
  'field-in-flavor',
  'field-not-in-version',
  'field-unknown',
  'field-not-for-protocol',
  'header-name',
  'priority-with-fields',
  'priority-without-expression',
  'regex-priority-with-expression',
]);

function relatedMessage(code: RouteCode, [field]: RoutePath): string {
  if (code === 'mixed-route') return 'The expression of the same route.';
  return `\`${field}\` of the same route.`;
}

/** An editor underlines at least one character: for what is missing at the end, the last one written. */
function visible(span: Span, scalar: SourcedScalar): Span {
  if (span.end > span.start) return span;
  return span.start > scalar.span.start
    ? { start: span.start - 1, end: span.start }
    : { start: span.start, end: Math.min(span.start + 1, Math.max(scalar.span.end, span.start)) };
}

const keySpan = (body: RouteBody, path: RoutePath): Span => entryAt(body, path)?.keySpan ?? routeSpan(body);

/** The key as it is written. */
function keyText({ text }: RouteDocument, { start, body }: SourcedRoute, path: RoutePath): string {
  const span = keySpan(body, path);
  return text.slice(start + span.start, start + span.end);
}

/** A null that is not written has no place of its own. */
function valueSpan(body: RouteBody, path: RoutePath): Span {
  const span = valueAt(body, path)?.span;
  if (!span) return routeSpan(body);
  return span.end > span.start ? span : keySpan(body, path.slice(0, path.findLastIndex(isKey) + 1));
}

const isKey = (step: string | number) => typeof step === 'string';

/** For what concerns a route as a whole: its name, else its first key. */
export function routeSpan(body: RouteBody): Span {
  const name = entryOf(body, 'name');
  if (name?.value.kind === 'scalar') return name.value.span;
  return body.entries[0]?.keySpan ?? body.span;
}
