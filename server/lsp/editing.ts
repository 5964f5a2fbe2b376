/** What an editor does with expressions as text: colours, selections, folding, layout. Wiring, as `session.ts` is. */

import {
  type Connection,
  DocumentFormattingRequest,
  FoldingRangeRequest,
  type ServerCapabilities,
  type TextEdit,
} from 'vscode-languageserver/node';
import { formatDocument } from '../formatting/index.js';
import type { Snapshot } from '../workspace/index.js';
import { rangeOf } from './ranges.js';
import { foldingRanges } from './requests/folding-range.js';
import { selectionRanges } from './requests/selection-range.js';
import { semanticTokens, semanticTokensLegend } from './requests/semantic-tokens.js';

/** For every document that the server is told of. */
export const editingCapabilities: ServerCapabilities = {
  semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
  selectionRangeProvider: true,
};

/**
 * Only for files that are an expression: who offers to format or to fold YAML is asked instead of those who know all of it.
 */
const ofExpressions = { documentSelector: [{ language: 'kong-expression' }] };

/** @param snapshotOf of an open document; `null` where there is none */
export function serveEditing(
  connection: Connection,
  snapshotOf: (uri: string) => Promise<Snapshot | null>,
): void {
  connection.languages.semanticTokens.on(async ({ textDocument }) => {
    const snapshot = await snapshotOf(textDocument.uri);
    return snapshot ? semanticTokens(snapshot) : { data: [] };
  });

  connection.languages.semanticTokens.onRange(async ({ textDocument, range }) => {
    const snapshot = await snapshotOf(textDocument.uri);
    return snapshot ? semanticTokens(snapshot, range) : { data: [] };
  });

  connection.onSelectionRanges(async ({ textDocument, positions }) => {
    const snapshot = await snapshotOf(textDocument.uri);
    return snapshot && selectionRanges(snapshot, positions);
  });

  connection.onFoldingRanges(async ({ textDocument }) => {
    const snapshot = await snapshotOf(textDocument.uri);
    return snapshot && foldingRanges(snapshot);
  });

  connection.onDocumentFormatting(async ({ textDocument }): Promise<TextEdit[] | null> => {
    const snapshot = await snapshotOf(textDocument.uri);
    const edits = snapshot && formatDocument(snapshot);
    return edits?.map(({ span, newText }) => ({ range: rangeOf(snapshot!.text, span), newText })) ?? null;
  });
}

/** Once the client is there: what it is told of later, because it is for some documents only. */
export function registerEditing(connection: Connection): void {
  void connection.client.register(DocumentFormattingRequest.type, ofExpressions);
  void connection.client.register(FoldingRangeRequest.type, ofExpressions);
}
