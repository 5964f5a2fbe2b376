/**
 * The two styles of a route: an expression, or traditional fields. These rules stand between fields, and Kong
 * asks them only where each of these is in order.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua` (`validate_route` and its `field_sources`),
 * `kong/db/schema/init.lua` (`run_entity_check`).
 */

import { isAtLeast } from '../../grammar/index.js';
import { failedValidation, type RouteProblem } from '../problems/index.js';
import { isNonEmpty } from './field.js';
import { type Gateway, takesTraditionalFields } from './gateway.js';
import { isSet, type Route } from './route.js';
import { type MatchField, matchFields } from './route-fields.js';

const allMatchFields = "'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations'";

/** What the styles have to do with one another, since 3.7 (Kong/kong#12667). */
export function styleRules(route: Route, gateway: Gateway): RouteProblem[] {
  if (gateway.flavor !== 'expressions' || !takesTraditionalFields(gateway)) return [];
  const fields = matchFields.filter((field) => isSet(route, field));
  const hasExpression = isNonEmpty(route.expression);
  if (hasExpression && fields.length > 0) return fields.map(mixedRoute);
  if (!comparesPriorities(gateway)) return [];

  const problems: RouteProblem[] = [];
  if (hasExpression && Number(route.regex_priority ?? 0) !== 0) {
    problems.push({
      code: 'regex-priority-with-expression',
      args: {},
      path: ['regex_priority'],
      related: [['expression']],
      kong: `${failedValidation}cannot set 'regex_priority' with 'expression' simultaneously`,
    });
  }
  if (fields.length > 0 && Number(route.priority ?? 0) !== 0) {
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

/** Came with 3.8.0 and was brought back to Enterprise 3.7.1 (Kong/kong#13142, #13021; not to the tag 3.7.1). */
const comparesPriorities = ({ version }: Gateway) => isAtLeast(version, '3.7.1');

/**
 * The fields that are looked at together, and handed to the engine as an expression.
 *
 * @returns `null` where Kong does not do that: under `traditional`, and under `traditional_compatible` before
 *   3.2 and, since the fields are not named there, in 3.6
 */
export function fieldsLookedAtTogether(gateway: Gateway): readonly string[] | null {
  const { flavor, version } = gateway;
  if (flavor === 'traditional') return null;
  if (isAtLeast(version, '3.7')) {
    const fields = ['id', 'protocols', ...matchFields, 'expression'];
    return comparesPriorities(gateway) ? [...fields, 'regex_priority', 'priority'] : fields;
  }
  const since36 = isAtLeast(version, '3.6');
  if (flavor === 'expressions') return ['id', 'expression', ...(since36 ? ['protocols'] : [])];
  return isAtLeast(version, '3.2') && !since36 ? ['id', 'paths'] : null;
}
