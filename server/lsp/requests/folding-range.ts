/** `textDocument/foldingRange`: in a file that is one expression, parentheses that span several lines can be folded. */

import { type FoldingRange, FoldingRangeKind, FoldingRangeRequest } from 'vscode-languageserver';
import type { Expression } from '../../../grammar/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { ofExpressions } from '../expression-files.js';
import type { RequestHandler } from '../request-handler.js';

export const foldingRangeRequest: RequestHandler = {
  register: (session) =>
    session.connection.onFoldingRanges(async ({ textDocument }) => {
      const snapshot = await session.snapshotOf(textDocument.uri);
      return snapshot && foldingRanges(snapshot);
    }),
  initialized: ({ connection, client }) => {
    if (client.dynamicFormatting) void connection.client.register(FoldingRangeRequest.type, ofExpressions);
  },
};

export function foldingRanges(snapshot: Snapshot): FoldingRange[] {
  const { document, analysis, text } = snapshot;
  if (document.kind !== 'expression') return [];
  return document.routes.flatMap((route) => {
    const { expression, tree } = analysis.of(route);
    return groupsIn(tree).flatMap(({ span }) => {
      const { start, end } = expression!.places.spanOf(span);
      const first = text.positionAt(route.start + start).line;
      const last = text.positionAt(route.start + end).line;
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
