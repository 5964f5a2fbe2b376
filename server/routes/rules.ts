/**
 * Whether Kong's schema accepts a route, and what it says if not, for a flavor and a Gateway version.
 * Source: Kong/kong `kong/db/schema/init.lua` (`validate`).
 */

import { failedValidation, type RouteProblem } from '../problems/index.js';
import type { FieldPlace } from './field.js';
import { ruleFor, unknownField } from './fields.js';
import { acceptsTraditionalFields, type Gateway } from './gateway.js';
import { fieldForProtocols, matchForProtocols, snisForProtocols } from './protocols.js';
import type { Route } from './route.js';
import { fieldsLookedAtTogether, styleRules } from './styles.js';

/**
 * Judges a route.
 *
 * @param route the route as in its document, without defaults
 * @param data the same as plain data, for what is of the wrong type
 * @returns what Kong refuses, also what it would report only after another correction (`answered`); Kong
 *   refuses the route exactly when there is something
 */
export function judge(
  route: Route,
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
): RouteProblem[] {
  const problems: RouteProblem[] = [];
  for (const field of Object.keys(data)) {
    const value = data[field];
    if (value === undefined) continue;
    const place = { path: [field], name: field, gateway };
    for (const problem of judgeField(field, value, data, place)) problems.push(problem);
  }
  return [
    ...problems,
    ...missingExpression(data, gateway),
    ...snisForProtocols(data, !problems.some(({ path: [field] }) => field === 'snis'), gateway),
    ...matchForProtocols(data, gateway),
    ...styleRules(route, gateway),
  ];
}

function judgeField(
  field: string,
  value: unknown,
  data: Readonly<Record<string, unknown>>,
  place: FieldPlace,
): RouteProblem[] {
  const rule = ruleFor(field, place.gateway);
  if (!rule) return [unknownField(field, place)];
  const misplaced = fieldForProtocols(field, value, data, place);
  return misplaced ? [misplaced] : rule(value, place);
}

/** Up to 3.6, `expressions` requires it. */
function missingExpression(data: Readonly<Record<string, unknown>>, gateway: Gateway): RouteProblem[] {
  if (acceptsTraditionalFields(gateway) || (data.expression !== undefined && data.expression !== null))
    return [];
  return [
    {
      code: 'expression-missing',
      args: {},
      path: [],
      related: [],
      kong: 'expression: required field missing',
    },
  ];
}

/**
 * What Kong reports of the problems: without a subschema it looks no further, and the fields are looked at
 * together only where each of them is in order.
 */
export function answered(problems: readonly RouteProblem[], gateway: Gateway): readonly RouteProblem[] {
  const withoutSubschema = problems.find(
    ({ kong }) => acceptsTraditionalFields(gateway) && /^protocols: (unknown type|required)/.test(kong),
  );
  if (withoutSubschema) return [withoutSubschema];
  if (looksAtFieldsTogether(problems, gateway)) return problems;
  return problems.filter(({ kong }) => !kong.startsWith(failedValidation));
}

/** The fields that Kong names as wrong by themselves. */
export const wrongFields = (problems: readonly RouteProblem[]): ReadonlySet<string> =>
  new Set(problems.flatMap((problem) => wrongField(problem) ?? []));

/** Whether Kong gets to the rules between fields, and to the engine. */
export function looksAtFieldsTogether(problems: readonly RouteProblem[], gateway: Gateway): boolean {
  const fields = fieldsLookedAtTogether(gateway);
  const wrong = wrongFields(problems);
  return fields !== null && !fields.some((field) => wrong.has(field));
}

const wrongField = ({ code, path, kong }: RouteProblem) =>
  code === 'field-not-for-protocol' ? String(path[0]) : /^(\w+): /.exec(kong)?.[1];
