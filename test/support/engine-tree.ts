/** Our tree in the shape in which the engine gives its own (serde), so that the two can be compared. */

import {
  type Constant,
  comparisonOperators,
  type Expression,
  type Lhs,
  type Logical,
  logicalOperators,
  transformFunctions,
} from '../../grammar/index.js';

/**
 * The engine's tree has no parentheses and no chains: a chain groups from the left.
 *
 * @throws for a tree with gaps, which no accepted expression has
 */
export function engineTree(expression: Expression | null): unknown {
  switch (expression?.kind) {
    case undefined:
      throw new Error('The tree has a gap where a term belongs.');
    case 'logical':
      return chainTree(expression);
    case 'group': {
      const inner = engineTree(expression.expression);
      return expression.negated ? { Logical: { Not: inner } } : inner;
    }
    case 'predicate': {
      const { lhs, operator, rhs } = expression;
      if (!lhs || !operator || !rhs) throw new Error('The tree has a gap in a predicate.');
      return {
        Predicate: {
          lhs: lhsTree(lhs),
          rhs: operator === '~' ? regexTree(rhs) : constantTree(rhs),
          op: comparisonOperators[operator].engineName,
        },
      };
    }
  }
}

function chainTree({ operator, terms }: Logical): unknown {
  const name = logicalOperators[operator].engineName;
  return terms.map(engineTree).reduce((left, right) => ({ Logical: { [name]: [left, right] } }));
}

/** The innermost function comes first, as it is applied first. */
function lhsTree(lhs: Lhs): { var_name: string; transformations: string[] } {
  if (lhs.kind === 'field') return { var_name: lhs.name, transformations: [] };
  if (!lhs.function || !lhs.argument) throw new Error('The tree has a gap in a function call.');
  const { var_name, transformations } = lhsTree(lhs.argument);
  return { var_name, transformations: [...transformations, transformFunctions[lhs.function].engineName] };
}

function regexTree(constant: Constant): unknown {
  if (constant.kind !== 'string') throw new Error('A regex is no string.');
  return { Regex: constant.value };
}

function constantTree(constant: Constant): unknown {
  switch (constant.kind) {
    case 'string':
      return { String: constant.value };
    case 'int':
      return { Int: Number(constant.value) };
    case 'ip':
      return { IpAddr: canonicalAddress(constant.text, constant.family) };
    case 'cidr': {
      const [address = '', length = ''] = constant.text.split('/');
      const written = canonicalAddress(address, constant.family);
      const isHost = Number(length) === (constant.family === 4 ? 32 : 128);
      return { IpCidr: isHost ? written : `${written}/${Number(length)}` };
    }
  }
}

/** As Rust prints an address. The URL parser is the second opinion on IPv6, `grammar/syntax/ip.ts` having the first. */
function canonicalAddress(text: string, family: 4 | 6): string {
  if (family === 4) return text.split('.').map(Number).join('.');
  const written = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(written);
  if (!mapped) return written;
  const octets = mapped.slice(1).flatMap((group) => {
    const bits = Number.parseInt(group, 16);
    return [bits >> 8, bits & 0xff];
  });
  return `::ffff:${octets.join('.')}`;
}
