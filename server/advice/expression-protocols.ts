/**
 * An expression that asks for what no request of the route's protocols has.
 * Source: Kong/kong `kong/router/expressions.lua` (`net.protocol` from `protocols`, under `expressions` alone).
 */

import { fieldOf, type Predicate } from '../../grammar/index.js';
import { engineOf, protocolFilter, withDefaults } from '../flavors/index.js';
import { subsystemOf } from '../routes/index.js';
import type { FieldLint } from './advice.js';

export const expressionProtocols: FieldLint = ({ route, gateway, tree }) => {
  const { expression } = route;
  if (expression === undefined || engineOf(gateway, subsystemOf(route)) !== 'atc') return [];
  const filter = protocolFilter(withDefaults(route, gateway), gateway);
  if (filter === null || !tree) return [];
  const terms = tree.kind === 'logical' ? (tree.operator === '&&' ? tree.terms : []) : [tree];
  const wrong = terms.some((term) => {
    const bare = term?.kind === 'group' && !term.negated ? term.expression : term;
    return bare?.kind === 'predicate' && isExcluded(bare, filter);
  });
  if (!wrong) return [];
  return [
    { code: 'expression-protocols', args: { protocols: [...filter] }, path: ['expression'], isAtKey: true },
  ];
};

function isExcluded({ lhs, operator, rhs }: Predicate, filter: ReadonlySet<string>): boolean {
  const name = fieldOf(lhs)?.name;
  // Only connections with TLS have one.
  if (name === 'tls.sni') return !filter.has('https') && !filter.has('tls') && !filter.has('tcp');
  if (name !== 'net.protocol' || rhs?.kind !== 'string') return false;
  if (operator === '==') return !filter.has(rhs.value);
  return operator === '!=' && filter.size === 1 && filter.has(rhs.value);
}
