/** An expression as the engine groups it, for people: what has to be true, and what of it is enough. */

import { type Expression, print } from '../../../grammar/index.js';
import { inlineCode } from '../../text/index.js';

/** The longest outline. */
const mostLines = 30;

/** As a list of Markdown; empty for a single comparison, which is its own outline. */
export function outline(tree: Expression | null): string {
  if (!tree || tree.kind === 'predicate') return '';
  const lines = linesOf(tree, 0);
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '- …'] : lines;
  return shown.join('\n');
}

function linesOf(tree: Expression | null, depth: number, negated = false): string[] {
  const not = negated ? 'not ' : '';
  const line = (text: string) => `${'  '.repeat(depth)}- ${text}`;
  switch (tree?.kind) {
    case undefined:
      return [line('…')];
    case 'predicate':
      return [line(`${not}${inlineCode(print(tree))}`)];
    case 'group':
      // Parentheses say nothing that the indentation does not; of two `!` none is left.
      return linesOf(tree.expression, depth, negated !== tree.negated);
    case 'logical': {
      const words = tree.operator === '&&' ? `${not}all of` : negated ? 'none of' : 'one of';
      return [line(`**${words}**`), ...tree.terms.flatMap((term) => linesOf(term, depth + 1))];
    }
  }
}
