/**
 * How the atc router of a Gateway version reads a table; other differences are rows of the table of versions. Files are
 * in Kong/kong `kong/router/` at the given tag.
 */

import { isAtLeast } from '../../../../grammar/index.js';
import { acceptsTraditionalFields, type Gateway, isInEffect } from '../../../routes/index.js';

export interface RouterRules {
  /** Whether a route's traditional fields are read (`expressions.lua` 3.6.1, `transform.lua` 3.7.0). */
  readonly readsFields: boolean;
  /** Whether a route's expression is read; it is preferred to the fields. */
  readonly readsExpression: boolean;
  /** Whether `protocols` are appended to the expression (`expressions.lua`). */
  readonly filtersProtocols: boolean;
  /** Whether `net.port` is rewritten to `net.dst.port`. */
  readonly rewritesPort: boolean;
  /** A matcher that the engine refuses stops the whole router from being built (`atc_compat.lua` 3.0.0, `assert`). */
  readonly failsAsWhole: boolean;
}

export function routerRulesOf(gateway: Gateway): RouterRules {
  const { flavor, version } = gateway;
  const isExpressions = flavor === 'expressions';
  return {
    readsFields: acceptsTraditionalFields(gateway),
    readsExpression: isExpressions || isAtLeast(version, '3.7'),
    filtersProtocols: isExpressions,
    rewritesPort: isInEffect('net-port-rewritten', { ...gateway, flavor: 'expressions' }),
    failsAsWhole: !isAtLeast(version, '3.0.1'),
  };
}
