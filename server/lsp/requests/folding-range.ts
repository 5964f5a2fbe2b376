/** What can be folded in a file that is one expression: what is between parentheses on several lines. */

import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { type Expression, readExpression } from '../../../grammar/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { expressionsIn, placeInDocument } from '../expressions-in.js';

export function foldingRanges(snapshot: Snapshot): FoldingRange[] {
  const { document, text } = snapshot;
  if (document.kind !== 'expression') return [];
  return expressionsIn(snapshot).flatMap((expression) => {
    const { tree } = readExpression(expression.text, expression.language);
    return groupsIn(tree).flatMap(({ span }) => {
      const { start, end } = placeInDocument(document, expression, span);
      const [first, last] = [text.positionAt(start).line, text.positionAt(end).line];
      // The line with the closing parenthesis stays.
      return last - 1 > first ? [{ startLine: first, endLine: last - 1, kind: FoldingRangeKind.Region }] : [];
    });
  });
}

type Group = Extract<Expression, { readonly kind: 'group' }>;

function groupsIn(tree: Expression | null): Group[] {
  if (tree?.kind === 'group') return [tree, ...groupsIn(tree.expression)];
  return tree?.kind === 'logical' ? tree.terms.flatMap(groupsIn) : [];
}
