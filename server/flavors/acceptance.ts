/**
 * Whether Kong accepts a route: its schema's rules, and then the engine on the expression, the route's own or
 * the one that its fields become; and what of it has no effect although it is accepted.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua` (`validate_route`), `kong/router/atc.lua` (`add_atc_matcher`).
 */

import { type ExpressionProblem, type ReadExpression, readExpression } from '../../grammar/index.js';
import { severityOf } from '../problems.js';
import { asItRuns, type Gateway, type RouterFlavor } from '../routes/gateway.js';
import type { RoutePath, RouteProblem } from '../routes/problem.js';
import { type Route, subsystemOf } from '../routes/route.js';
import { judge, wrongFields } from '../routes/rules.js';
import { fieldsLookedAtTogether } from '../routes/styles.js';
import { type Consequence, outcomeStepOf } from '../routes/versions/index.js';
import { type IdleProblem, withoutEffect } from '../routes/without-effect.js';
import { engineOf } from './engine-of.js';
import { expressionOf, expressionsOfValues } from './expression.js';

/** What happens to a route that the schema accepts and the engine refuses. */
export type LeftOut = Extract<Consequence, 'router-not-rebuilt' | 'route-left-out'>;

export interface GeneratedProblemArguments {
  'generated-expression': { flavor: string; expression: string; message: string };
  'route-left-out': { version: string; consequence: LeftOut; expression: string; message: string };
}

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

export interface Acceptance {
  /** What Kong refuses; it refuses the route exactly when there is something. */
  readonly problems: readonly (RouteProblem | GeneratedProblem)[];
  /** What it accepts without effect. */
  readonly idle: readonly (IdleProblem | LeftOutProblem)[];
  /** The route's own expression as the engine reads it, where this flavor reads it. */
  readonly expression: ReadExpression | null;
}

/** The fields that the engine is asked about, if it is asked: where `expression` is no field of a route, others. */
export function asJudged(route: Route, gateway: Gateway): Route {
  const fields = new Set(fieldsLookedAtTogether(gateway));
  if (gateway.flavor !== 'expressions') fields.delete('expression');
  return Object.fromEntries(Object.entries(route).filter(([field]) => fields.has(field)));
}

/** Whether the engine refuses an expression for this. */
const isError = (problem: ExpressionProblem) => severityOf(problem.code) === 'error';

/**
 * Judges a route.
 *
 * @param data the route as plain data, for what is of the wrong type
 */
export function accept(route: Route, data: Readonly<Record<string, unknown>>, gateway: Gateway): Acceptance {
  const running = asItRuns(gateway);
  const problems = judge(route, data, running);
  const idle = withoutEffect(route, running);
  const judged = asJudged(route, running);
  if (judged.expression !== undefined) {
    const language = { subsystem: subsystemOf(route), gatewayVersion: gateway.version };
    return { problems, idle, expression: readExpression(judged.expression, language) };
  }
  const wrong = wrongFields(problems);
  const isInOrder = ({ path }: { readonly path: RoutePath }) => !wrong.has(String(path[0]));
  const generated = refusedValues(judged, gateway).filter(isInOrder);
  const refused = generated.map((one) => ({
    code: 'generated-expression' as const,
    flavor: gateway.flavor,
    ...one,
  }));
  const leftOut = problems.length + refused.length > 0 ? [] : leftOutOf(route, running);
  return { problems: [...problems, ...refused], idle: [...idle, ...leftOut], expression: null };
}

type RefusedValue = Omit<GeneratedProblem, 'code' | 'flavor'>;

/** The values of the fields of a route that the engine refuses. */
function refusedValues(route: Route, { version }: Gateway): RefusedValue[] {
  const language = { subsystem: subsystemOf(route), gatewayVersion: version };
  const whole = expressionOf(route, version);
  if (whole === '' || !readExpression(whole, language).problems.some(isError)) return [];
  return expressionsOfValues(route, version).flatMap(({ path, expression }) => {
    const problem = readExpression(expression, language).problems.find(isError);
    return problem ? [{ path, expression, problem }] : [];
  });
}

/** What of a route that the schema accepts keeps it out of the router. */
export function leftOutOf(route: Route, gateway: Gateway): LeftOutProblem[] {
  const consequence = consequenceOf(gateway);
  if (consequence === null || engineOf(gateway, subsystemOf(route)) === 'traditional') return [];
  const { expression: _, ...fields } = route;
  return refusedValues(fields, gateway).map((value) => ({ code: 'route-left-out', consequence, ...value }));
}

/** `null` where the schema asks the engine about every field. */
function consequenceOf(gateway: Gateway): LeftOut | null {
  const { consequence } = outcomeStepOf('header-regex-for-pcre-only', gateway);
  return consequence === 'router-not-rebuilt' || consequence === 'route-left-out' ? consequence : null;
}
