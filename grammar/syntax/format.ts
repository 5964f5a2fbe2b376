/** The layout of an expression: one line if it is short, else one term a line with the operators in front. */

import type { Span } from '../span.js';
import type { Expression, Logical } from './ast.js';

/** How long a line may be that nothing forces to be longer. */
export const longestLine = 80;

/**
 * Lays out a whole tree. Only the white space between the pieces changes: constants stay as they are spelled.
 *
 * @param text of the tree
 * @returns lines without line breaks; together they have the same tree
 */
export function format(tree: Expression, text: string): string[] {
  return linesOf(tree, ({ start, end }) => text.slice(start, end), longestLine);
}

type TextOf = (span: Span) => string;

function linesOf(tree: Expression, textOf: TextOf, width: number): string[] {
  const line = inOneLine(tree, textOf);
  if (line.length <= width || tree.kind === 'predicate') return [line];
  if (tree.kind === 'logical') return chainLines(tree, textOf, width);
  const inner = tree.expression ? linesOf(tree.expression, textOf, width - 2) : [];
  return [tree.negated ? '!(' : '(', ...inner.map((one) => `  ${one}`), ')'];
}

function chainLines(tree: Logical, textOf: TextOf, width: number): string[] {
  return tree.terms.flatMap((term, i) => {
    if (!term) return [];
    const isChain = term.kind === 'logical';
    const lines = linesOf(term, textOf, i === 0 ? width : width - 3);
    if (i === 0) return lines;
    const [first = '', ...others] = lines;
    // What binds tighter and has no parentheses is indented.
    return [`${tree.operator} ${first}`, ...others.map((one) => (isChain ? `   ${one}` : one))];
  });
}

function inOneLine(tree: Expression, textOf: TextOf): string {
  switch (tree.kind) {
    case 'predicate': {
      const { lhs, operator, rhs } = tree;
      const field = lhs ? textOf(lhs.span).replace(/[ \t\r\n]+/g, '') : '';
      return `${field} ${operator ?? ''} ${rhs ? textOf(rhs.span) : ''}`;
    }
    case 'group':
      return `${tree.negated ? '!' : ''}(${tree.expression ? inOneLine(tree.expression, textOf) : ''})`;
    case 'logical':
      return tree.terms.map((term) => (term ? inOneLine(term, textOf) : '')).join(` ${tree.operator} `);
  }
}
