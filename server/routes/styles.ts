/**
 * The two styles of a route: an expression, or traditional fields. These rules are between fields, and Kong
 * asks them only where each of these is in order.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua` (`validate_route` and its `field_sources`),
 * `kong/db/schema/init.lua` (`run_entity_check`).
 */

import { failedValidation, type RouteProblem } from '../problems/index.js';
import { isNonEmpty } from './field.js';
import { acceptsTraditionalFields, type Gateway } from './gateway.js';
import { isSet, type Route } from './route.js';
import { type MatchField, matchFields } from './route-fields.js';
import { isInEffect, isRejected } from './versions/index.js';

const allMatchFields = "'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations'";

/** What the styles have to do with one another, since 3.7 (Kong/kong#12667). */
export function styleRules(route: Route, gateway: Gateway): RouteProblem[] {
  if (gateway.flavor !== 'expressions' || !acceptsTraditionalFields(gateway)) return [];
  const fields = matchFields.filter((field) => isSet(route, field));
  const hasExpression = isNonEmpty(route.expression);
  if (hasExpression && fields.length > 0) return fields.map(mixedRoute);

  const problems: RouteProblem[] = [];
  if (
    hasExpression &&
    Number(route.regex_priority ?? 0) !== 0 &&
    isRejected('regex-priority-with-expression', gateway)
  ) {
    problems.push({
      code: 'regex-priority-with-expression',
      args: {},
      path: ['regex_priority'],
      related: [['expression']],
      kong: `${failedValidation}cannot set 'regex_priority' with 'expression' simultaneously`,
    });
  }
  if (fields.length > 0 && Number(route.priority ?? 0) !== 0 && isRejected('priority-with-fields', gateway)) {
    problems.push({
      code: 'priority-with-fields',
      args: {},
      path: ['priority'],
      related: fields.map((field) => [field]),
      kong: `${failedValidation}cannot set 'priority' with ${allMatchFields} simultaneously`,
    });
  }
  return problems;
}

const mixedRoute = (field: MatchField): RouteProblem => ({
  code: 'mixed-route',
  args: { field },
  path: [field],
  related: [['expression']],
  kong: `${failedValidation}cannot set 'expression' with ${allMatchFields} simultaneously`,
});

const allFields = ['id', 'protocols', ...matchFields, 'expression'];
const fieldsAndPriorities = [...allFields, 'regex_priority', 'priority'];

/**
 * The fields that are looked at together, and passed to the engine as an expression.
 *
 * @returns `null` if Kong does not do that
 */
export function fieldsLookedAtTogether(gateway: Gateway): readonly string[] | null {
  if (!isInEffect('engine-in-schema', gateway)) return null;
  if (isInEffect('engine-in-schema-for-all-fields', gateway)) {
    const { version } = gateway;
    const comparesPriorities = isRejected('priority-with-fields', { flavor: 'expressions', version });
    return comparesPriorities ? fieldsAndPriorities : allFields;
  }
  if (gateway.flavor !== 'expressions') return ['id', 'paths'];
  const isOfOneSubsystem = isRejected('field-of-http-in-stream', gateway);
  return ['id', 'expression', ...(isOfOneSubsystem ? ['protocols'] : [])];
}
