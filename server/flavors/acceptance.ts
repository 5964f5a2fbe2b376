/**
 * Whether Kong accepts a route: its schema's rules, and then the engine on the expression, the route's own or
 * the one that its fields become; and what of it has no effect although it is accepted.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua` (`validate_route`), `kong/router/atc.lua` (`add_atc_matcher`).
 */

import {
  type ExpressionProblem,
  type GatewayVersion,
  type Language,
  type ReadExpression,
  readExpression,
  regexJudge,
} from '../../grammar/index.js';
import {
  isUnjudged,
  type LeftOut,
  type RoutePath,
  type RouteProblem,
  severityOf,
} from '../problems/index.js';
import {
  asItRuns,
  fieldsLookedAtTogether,
  type Gateway,
  type IdleProblem,
  judge,
  outcomeStepOf,
  type Route,
  type RouterFlavor,
  subsystemOf,
  withoutEffect,
  wrongFields,
} from '../routes/index.js';
import { engineOf } from './engine-of.js';
import { expressionOf, expressionsOfValues, patternOfPath } from './generated-expression.js';

/** A value of a traditional field becomes an expression that the engine refuses. */
export interface GeneratedProblem {
  readonly code: 'generated-expression';
  readonly path: RoutePath;
  readonly flavor: RouterFlavor;
  /** What the value becomes. */
  readonly expression: string;
  /** Why the engine refuses it. */
  readonly problem: ExpressionProblem;
}

/** The same where the schema does not ask the engine: the route is accepted, and does not get into the router. */
export interface LeftOutProblem extends Omit<GeneratedProblem, 'code' | 'flavor'> {
  readonly code: 'route-left-out';
  readonly consequence: LeftOut;
}

/** A regex that could not be judged. */
export type NotJudgedProblem = Extract<RouteProblem, { readonly code: 'regex-not-judged' }>;

/** Reads expressions; a caching one may replace the one of the grammar. */
export type Reader = (text: string, language: Language) => ReadExpression;

export interface Acceptance {
  /** What Kong refuses; it refuses the route exactly when there is something. */
  readonly problems: readonly (RouteProblem | GeneratedProblem)[];
  /** What it accepts without effect, or may. */
  readonly idle: readonly (IdleProblem | LeftOutProblem | NotJudgedProblem)[];
  /** The route's own expression as the engine reads it, where this flavor reads it. */
  readonly expression: ReadExpression | null;
}

/** The fields after which Kong asks the engine; others where routes have no `expression`. */
export function asJudged(route: Route, gateway: Gateway): Route {
  const fields = (fieldsLookedAtTogether(gateway) ?? []) as readonly (keyof Route)[];
  const judged: { -readonly [Field in keyof Route]: Route[Field] } = {};
  const copy = <Field extends keyof Route>(field: Field) => {
    if (route[field] !== undefined) judged[field] = route[field];
  };
  for (const field of fields) if (field !== 'expression' || gateway.flavor === 'expressions') copy(field);
  return judged;
}

/** Whether the engine refuses an expression for this, or may. */
const isDoubtful = ({ code }: ExpressionProblem) => severityOf(code) === 'error' || isUnjudged(code);

/**
 * Judges a route.
 *
 * @param data the route as plain data, for what is of the wrong type
 */
export function accept(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
  read: Reader = readExpression,
): Acceptance {
  const running = asItRuns(gateway);
  const problems = judge(route, data, running);
  const idle = withoutEffect(route, running);
  const judged = asJudged(route, running);
  if (judged.expression !== undefined) {
    const language = { subsystem: subsystemOf(route), gatewayVersion: gateway.version };
    return { problems, idle, expression: read(judged.expression, language) };
  }
  const wrong = wrongFields(problems);
  const generated = doubtfulValues(judged, gateway)
    .filter(({ path }) => !wrong.has(String(path[0])))
    .map((value) => unjudged(value) ?? refusedBySchema(value, gateway.flavor));
  const leftOut = problems.length + generated.length > 0 ? [] : valuesNotInRouter(route, running);
  return { problems: [...problems, ...generated], idle: [...idle, ...leftOut], expression: null };
}

type DoubtfulValue = Omit<GeneratedProblem, 'code' | 'flavor'>;

/** Letters and signs that mean nothing else in a constant, nor in a pattern. */
const plainText = /^[\w./ =+-]{1,200}$/;
const plainHost = /^[\w.*-]{1,200}$/;
const plainName = /^[A-Za-z][\w-]{0,100}$/;
const fewValues = 50;

/** The signs of regexes as well, which only need a judge. */
const plainRegex = /^~[\w./ =+()?<>\\[\]{}|*^$,:-]{1,200}$/;

/**
 * Whether the expression of a route is certain to be right, so that it need not be made: a few paths, hosts, methods and headers
 * of plain text, and paths that are regexes which the engine accepts. A property of the tests compares this with the answer
 * about the expression.
 */
export function isPlain(
  { snis, sources, destinations, paths, hosts, methods, headers }: Route,
  version: GatewayVersion,
): boolean {
  if (snis || sources || destinations) return false;
  const are = (values: readonly string[] | undefined, form: RegExp) =>
    !values || (values.length <= fewValues && values.every((value) => form.test(value)));
  const isPlainPath = (path: string) => plainText.test(path) || isAcceptedRegex(path, version);
  if (paths && !(paths.length <= fewValues && paths.every(isPlainPath))) return false;
  if (!are(hosts, plainHost) || !are(methods, plainName)) return false;
  if (!headers) return true;
  if (headers.size > fewValues) return false;
  for (const [name, values] of headers) {
    // Of an empty list Kong makes `()`.
    if (values.length === 0 || !plainName.test(name) || !are(values, plainText)) return false;
  }
  return true;
}

const isAcceptedRegex = (path: string, version: GatewayVersion): boolean =>
  plainRegex.test(path) && regexJudge.judge(patternOfPath(path), version) === 'accepted';

/** The values of the fields of a route that the engine rejects, or may reject. */
function doubtfulValues(route: Route, { version }: Gateway): DoubtfulValue[] {
  if (isPlain(route, version)) return [];
  const language = { subsystem: subsystemOf(route), gatewayVersion: version };
  const whole = expressionOf(route, version);
  if (whole === '' || !readExpression(whole, language).problems.some(isDoubtful)) return [];
  return expressionsOfValues(route, version).flatMap(({ path, expression }) => {
    const problem = readExpression(expression, language).problems.find(isDoubtful);
    return problem ? [{ path, expression, problem }] : [];
  });
}

/** @returns `null` if the engine rejects the value */
const unjudged = ({ path, problem }: DoubtfulValue): NotJudgedProblem | null =>
  problem.code === 'expression-regex-not-judged'
    ? {
        code: 'regex-not-judged',
        args: { judge: 'rust', reason: problem.args.reason },
        path,
        related: [],
        kong: '',
      }
    : null;

const refusedBySchema = (value: DoubtfulValue, flavor: RouterFlavor): GeneratedProblem => ({
  code: 'generated-expression',
  flavor,
  ...value,
});

/**
 * What keeps a route that the schema accepts out of the router; a regex that was not judged may.
 *
 * @returns nothing if the schema asks the engine about every field
 */
export function valuesNotInRouter(route: Route, gateway: Gateway): (LeftOutProblem | NotJudgedProblem)[] {
  const { consequence } = outcomeStepOf('header-regex-for-pcre-only', gateway);
  if (consequence !== 'router-not-rebuilt' && consequence !== 'route-left-out') return [];
  if (engineOf(gateway, subsystemOf(route)) === 'traditional') return [];
  const { expression: _, ...fields } = route;
  return doubtfulValues(fields, gateway).map(
    (value) => unjudged(value) ?? { code: 'route-left-out', consequence, ...value },
  );
}

/** Values that keep a route out of the router although the schema accepts it. */
export const leftOutOf = (route: Route, gateway: Gateway): LeftOutProblem[] =>
  valuesNotInRouter(route, gateway).filter((one) => one.code === 'route-left-out');
