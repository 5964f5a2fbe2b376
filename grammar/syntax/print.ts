/** Tree to text. Parentheses are nodes of the tree; more are added only where a tree without them needs them. */

import type { Constant, Expression, Lhs, Logical } from './ast.js';

/**
 * Prints a whole tree: parsing the text again gives the same tree.
 *
 * @returns one line; a gap is printed as nothing
 */
export function print(expression: Expression | null): string {
  switch (expression?.kind) {
    case undefined:
      return '';
    case 'predicate': {
      const { lhs, operator, rhs } = expression;
      return `${printLhs(lhs)} ${operator ?? ''} ${rhs ? printConstant(rhs) : ''}`;
    }
    case 'group':
      return `${expression.negated ? '!' : ''}(${print(expression.expression)})`;
    case 'logical':
      return expression.terms
        .map((term, i) => printTerm(expression, term, i))
        .join(` ${expression.operator} `);
  }
}

/** `||` binds tighter than `&&`, and a chain inside a chain of the same operator is one chain only in front. */
function printTerm(chain: Logical, term: Expression | null, index: number): string {
  const text = print(term);
  if (term?.kind !== 'logical') return text;
  const bindsTighter = chain.operator === '&&' && term.operator === '||';
  const isFront = chain.operator === term.operator && index === 0;
  return bindsTighter || isFront ? text : `(${text})`;
}

function printLhs(lhs: Lhs | null): string {
  if (!lhs) return '';
  return lhs.kind === 'field' ? lhs.name : `${lhs.function ?? ''}(${printLhs(lhs.argument)})`;
}

/** As an expression can have it; a text as it was written, raw or not. */
export function printConstant(constant: Constant): string {
  switch (constant.kind) {
    case 'string':
      return constant.raw ? `r#"${constant.value}"#` : quote(constant.value);
    case 'int':
      return String(constant.value);
    default:
      return constant.text;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A string literal; the five characters that have an escape are escaped. */
export function quote(value: string): string {
  return `"${value.replace(/["\\\n\r\t]/g, (character) => escapes[character]!)}"`;
}
