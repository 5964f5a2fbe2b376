/** Texts that are the same for terms that say the same, however they are spelled. */

import { type Constant, type Expression, type Logical, parseIpv4, parseIpv6 } from '../syntax/index.js';
import { subjectOf, type WholePredicate, written } from './subject.js';

/** Without the parentheses around it. */
export function unwrapped(term: Expression): Expression {
  let at = term;
  while (at.kind === 'group' && !at.negated && at.expression) at = at.expression;
  return at;
}

/** The terms of a chain, and those of chains of the same operator that it has in parentheses. */
export function leavesOf(chain: Logical): Expression[] {
  return chain.terms.flatMap((term) => {
    if (!term) return [];
    const inner = unwrapped(term);
    return inner.kind === 'logical' && inner.operator === chain.operator ? leavesOf(inner) : [term];
  });
}

/** @param term without gaps */
export function keyOf(term: Expression): string {
  const inner = unwrapped(term);
  switch (inner.kind) {
    case 'predicate': {
      const { lhs, operator, rhs } = inner as WholePredicate;
      return `${written(subjectOf(lhs))} ${operator} ${constantKey(rhs)}`;
    }
    case 'group':
      return `!(${inner.expression ? keyOf(inner.expression) : ''})`;
    case 'logical':
      return `(${leavesOf(inner).map(keyOf).sort().join(` ${inner.operator} `)})`;
  }
}

function constantKey(constant: Constant): string {
  switch (constant.kind) {
    case 'string':
      return JSON.stringify(constant.value);
    case 'int':
      return String(constant.value);
    default: {
      const [address = '', length] = constant.text.split('/');
      const bits = constant.family === 4 ? parseIpv4(address, { leadingZeros: true }) : parseIpv6(address);
      return `${constant.family}:${bits}${length === undefined ? '' : `/${Number(length)}`}`;
    }
  }
}
