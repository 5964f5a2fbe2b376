/** Expressions that Gateway versions read differently. */

import { type Expression, fieldOf, type Lhs, parse, predicatesOf } from '../../grammar/index.js';
import type { Behaviour } from '../problems/index.js';
import { type Gateway, isInEffect, type Route, type VersionRule } from '../routes/index.js';
import type { Trait } from './matching-trait.js';

export function expressionTraits({ expression = '' }: Pick<Route, 'expression'>): Trait[] {
  const { tree } = parse(expression);
  const field = ['expression'];
  const traits: Trait[] = [];
  const since = (rule: VersionRule, before: Behaviour, after: Behaviour) => (gateway: Gateway) =>
    isInEffect(rule, { ...gateway, flavor: 'expressions' }) ? after : before;
  if (hasOrAfterAnd(tree)) {
    const under = since('or-binds-tighter', 'grouped-from-left', 'or-grouped-first');
    traits.push({ rule: 'expression-precedence', field, what: { kind: 'expression' }, under });
  }
  for (const { lhs } of predicatesOf(tree)) {
    const name = fieldOf(lhs)?.name ?? '';
    const isHeader = name.startsWith('http.headers.');
    const has = (transform: string) => functionsOf(lhs).has(transform);
    if ((isHeader || name.startsWith('http.queries.')) && !has('any')) {
      const under = since('all-values', 'first-value-only', 'every-value');
      traits.push({
        rule: 'expression-first-value',
        field,
        what: { kind: 'text', text: name },
        under,
        rare: true,
      });
    }
    if (isHeader && !has('lower')) {
      const under = since('header-values-as-sent', 'value-lowered', 'value-as-sent');
      traits.push({ rule: 'expression-header-case', field, what: { kind: 'text', text: name }, under });
    }
  }
  if (/net\.port(?=[ \t\n\v\f\r]*[=><!])/.test(expression)) {
    const under = since('net-port-rewritten', 'net-port-of-host', 'net-port-or-listener');
    traits.push({ rule: 'expression-net-port', field, what: { kind: 'text', text: 'net.port' }, under });
  }
  return distinct(traits);
}

const distinct = (traits: readonly Trait[]) => [
  ...new Map(traits.map((trait) => [`${trait.rule} ${JSON.stringify(trait.what)}`, trait])).values(),
];

function functionsOf(lhs: Lhs | null): Set<string> {
  const functions = new Set<string>();
  for (let at = lhs; at?.kind === 'call'; at = at.argument) if (at.function) functions.add(at.function);
  return functions;
}

/** In `a || b && c` both readings group alike. */
function hasOrAfterAnd(tree: Expression | null): boolean {
  switch (tree?.kind) {
    case 'group':
      return hasOrAfterAnd(tree.expression);
    case 'logical':
      return tree.terms.some(
        (term, i) =>
          hasOrAfterAnd(term) ||
          (i > 0 && tree.operator === '&&' && term?.kind === 'logical' && term.operator === '||'),
      );
    default:
      return false;
  }
}
