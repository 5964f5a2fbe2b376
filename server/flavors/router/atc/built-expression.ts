/** The expression that a Gateway version's router is built with, word for word where it decides what matches. */

import type { Gateway, Route } from '../../../routes/index.js';
import { routerExpressionOf } from '../../generated-expression.js';
import type { RouterRules } from './atc-rules.js';

/**
 * @param part a route, or one of the parts that it is split into
 * @returns `null` for a route without anything that the router reads: it is left out
 */
export function builtExpressionOf(part: Route, gateway: Gateway, rules: RouterRules): string | null {
  if (rules.readsExpression && part.expression !== undefined) return routerExpressionOf(part, gateway);
  if (!rules.readsFields) return null;
  const { expression: _, ...fields } = part;
  return routerExpressionOf(fields, gateway);
}
