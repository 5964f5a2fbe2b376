/**
 * How a flavor reads a route: whether it accepts it, and which expressions and priorities its router then builds.
 */

import { type ExpressionProblem, engineMessage } from '../../grammar/index.js';
import { failedValidation, isUnjudged, messageOf, type RouteProblem, severityOf } from '../problems/index.js';
import {
  answered,
  asItRuns,
  defaultProtocols,
  flavorsOf,
  type Gateway,
  looksAtFieldsTogether,
  type Route,
  type RouterFlavor,
  subsystemOf,
} from '../routes/index.js';
import { type Acceptance, accept, asJudged, leftOutOf, type Reader } from './acceptance.js';
import { engineOf } from './engine-of.js';
import { expressionOf, routerExpressionOf } from './generated-expression.js';
import { type Priority, routerPriorityOf } from './priority.js';
import { routerParts } from './split.js';

/** One route of the atc router: what Kong calls a matcher. */
export interface Matcher {
  /** The paths of this part of the route, where it has traditional ones. */
  readonly paths: readonly string[] | null;
  readonly expression: string;
  readonly priority: Priority;
  /** Why the engine refuses it: then it is not in the router, though Kong accepts the route. */
  readonly leftOut: ExpressionProblem | null;
  /** The part of the route that it is made from. */
  readonly route: Route;
}

export interface FlavorView {
  readonly status: 'accepted' | 'rejected';
  /** What Kong answers where it rejects the route; each in its words. */
  readonly messages: readonly string[];
  /** In the order in which Kong splits the route; `null` if the traditional router has it, which builds no expressions. */
  readonly matchers: readonly Matcher[] | null;
}

/** How each flavor that the Gateway version has reads a route. */
export function viewsOf(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Omit<Gateway, 'flavor'>,
): ReadonlyMap<RouterFlavor, FlavorView> {
  const flavors = flavorsOf(gateway.version);
  return new Map(flavors.map((flavor) => [flavor, viewOf(route, data, { ...gateway, flavor })]));
}

/**
 * How one flavor reads a route.
 *
 * @param route as in its document; Kong's defaults are put in here
 * @param data the route as plain data
 */
export function viewOf(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
  read?: Reader,
): FlavorView {
  const messages = answersOf(route, data, gateway, read);
  const builds = engineOf(gateway, subsystemOf(route)) === 'atc';
  if (messages.length > 0) return { status: 'rejected', messages, matchers: builds ? [] : null };
  return {
    status: 'accepted',
    messages,
    matchers: builds ? matchersOf(withDefaults(route, gateway), gateway) : null,
  };
}

/**
 * Kong's error messages for a rejected route, word for word; empty if Kong accepts it. If a regex could not be judged,
 * it contains a message of Kong Routes: such a route never counts as accepted.
 */
export const answersOf = (
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
  read?: Reader,
  accepted: Acceptance = accept(route, data, gateway, read),
): readonly string[] => messagesOf(accepted, route, asItRuns(gateway));

/** The route as Kong holds it: with the protocols that it has without naming any. */
export const withDefaults = (route: Route, { version }: Pick<Gateway, 'version'>): Route =>
  route.protocols ? route : { ...route, protocols: defaultProtocols(version) };

export function matchersOf(route: Route, gateway: Gateway): Matcher[] {
  return routerParts(route, gateway).map(({ route: part }) => ({
    paths: part.expression === undefined && part.paths ? part.paths : null,
    expression: routerExpressionOf(part, gateway),
    priority: routerPriorityOf(part, gateway),
    leftOut: leftOutOf(part, gateway)[0]?.problem ?? null,
    route: part,
  }));
}

/** Kong's answer, without repetitions: it does not say for each field that a route is mixed. */
function messagesOf({ problems, expression }: Acceptance, route: Route, gateway: Gateway): readonly string[] {
  if (problems.length === 0 && !expression?.problems.length) return [];
  const found = problems.filter(
    (problem): problem is RouteProblem => problem.code !== 'generated-expression',
  );
  const answers = answered(found, gateway).map((problem) =>
    severityOf(problem.code) === 'error' ? problem.kong : messageOf(problem),
  );
  const isEmpty = expression !== null && route.expression === '';
  // The schema refuses the empty text by itself, and then the fields are not looked at together.
  if (isEmpty) answers.push('expression: length must be at least 1');
  const messages = isEmpty ? answers.filter((message) => !message.startsWith(failedValidation)) : answers;
  const notJudged = expression?.problems.find(({ code }) => isUnjudged(code));
  if (notJudged) messages.push(messageOf(notJudged));
  const isRefusedByEngine =
    problems.length > found.length || expression?.problems.some(({ code }) => severityOf(code) === 'error');
  const asksEngine =
    !isEmpty &&
    looksAtFieldsTogether(found, gateway) &&
    !messages.some((message) => message.startsWith(failedValidation));
  if (isRefusedByEngine && asksEngine) messages.push(engineAnswer(route, gateway));
  return [...new Set(messages)];
}

function engineAnswer(route: Route, gateway: Gateway): string {
  const expression = expressionOf(asJudged(route, gateway), gateway.version);
  const language = { subsystem: subsystemOf(route), gatewayVersion: gateway.version };
  const answer = engineMessage(expression, language);
  if (answer?.kind !== 'refusal')
    return 'Nothing: this expression crashes the router, and the worker process with it.';
  return `${failedValidation}${answer.text}`;
}
