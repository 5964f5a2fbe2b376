/**
 * `https_redirect_status_code` answers requests without TLS for routes that have `https` and no `http`; under `expressions`
 * such a request finds the route only where nothing in it asks for the protocol.
 * Source: Kong/kong `kong/runloop/handler.lua` (`access`, `before`), `kong/router/expressions.lua`.
 */

import { type Expression, fieldOf, predicatesOf } from '../../grammar/index.js';
import { withDefaults } from '../flavors/index.js';
import type { FieldLint } from './advice.js';

/** What Kong answers where nothing is written. */
const byDefault = 426;

export const redirectWithoutEffect: FieldLint = ({ data, route, gateway, tree }) => {
  const status = data.https_redirect_status_code;
  if (typeof status !== 'number' || status === byDefault) return [];
  const { protocols = [] } = withDefaults(route, gateway);
  const isSecureAlone = protocols.includes('https') && !protocols.includes('http');
  const asks = asksForTls(tree);
  if (isSecureAlone && !asks) return [];
  const field = 'https_redirect_status_code';
  const args = { field, why: isSecureAlone ? 'expression' : 'protocols' } as const;
  return [{ code: 'field-without-effect', args, path: [field], isAtKey: true }];
};

/** A comparison that every request without TLS fails, next to all others. */
function asksForTls(tree: Expression | null): boolean {
  if (!tree) return false;
  const terms = tree.kind === 'logical' && tree.operator === '&&' ? tree.terms : [tree];
  return terms.some((term) => {
    const bare = term?.kind === 'group' && !term.negated ? term.expression : term;
    if (bare?.kind !== 'predicate') return false;
    const [predicate] = predicatesOf(bare);
    const { operator, rhs, lhs } = predicate!;
    const isProtocol = fieldOf(lhs)?.name === 'net.protocol' && rhs?.kind === 'string';
    return (
      isProtocol &&
      ((operator === '==' && rhs.value === 'https') || (operator === '!=' && rhs.value === 'http'))
    );
  });
}
