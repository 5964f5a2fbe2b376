/**
 * Whether Kong takes a route: its schema's rules, and then the engine on the expression, the route's own or
 * the one that its fields become.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua` (`validate_route`).
 */

import {
  type ExpressionProblem,
  type Language,
  type NotJudged,
  type ReadExpression,
  readExpression,
} from '../../grammar/index.js';
import { isUnjudged, type RoutePath, type RouteProblem, severityOf } from '../problems/index.js';
import {
  fieldsLookedAtTogether,
  type Gateway,
  judge,
  type Route,
  type RouterFlavor,
  subsystemOf,
  wrongFields,
} from '../routes/index.js';
import { expressionOf, expressionsOfValues } from './generated-expression.js';

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

/** Reads expressions; one that keeps what it read may stand in for the grammar's. */
export type Reader = (text: string, language: Language) => ReadExpression;

export interface Acceptance {
  readonly problems: readonly (RouteProblem | GeneratedProblem)[];
  /** The route's own expression as the engine reads it, where this flavor reads it. */
  readonly expression: ReadExpression | null;
}

/** The fields that the engine is asked about, if it is asked: where `expression` is no field of a route, others. */
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

const notJudged = (path: RoutePath, reason: NotJudged): RouteProblem => ({
  code: 'regex-not-judged',
  args: { judge: 'rust', reason },
  path,
  related: [],
  kong: '',
});

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
  const problems = judge(route, data, gateway);
  if (fieldsLookedAtTogether(gateway) === null) return { problems, expression: null };
  const language = { subsystem: subsystemOf(route), gatewayVersion: gateway.version };
  const judged = asJudged(route, gateway);
  if (judged.expression !== undefined) {
    return { problems, expression: read(judged.expression, language) };
  }
  const whole = expressionOf(judged, gateway.version);
  const refused = whole !== '' && readExpression(whole, language).problems.some(isDoubtful);
  if (!refused) return { problems, expression: null };
  const wrong = wrongFields(problems);
  const generated = expressionsOfValues(judged, gateway.version).flatMap(
    ({ path, expression }): Acceptance['problems'] => {
      if (wrong.has(String(path[0]))) return [];
      const problem = readExpression(expression, language).problems.find(isDoubtful);
      if (problem?.code === 'expression-regex-not-judged') return [notJudged(path, problem.args.reason)];
      return problem
        ? [{ code: 'generated-expression', path, flavor: gateway.flavor, expression, problem }]
        : [];
    },
  );
  return { problems: [...problems, ...generated], expression: null };
}
