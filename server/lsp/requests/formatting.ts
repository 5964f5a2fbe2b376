/** `textDocument/formatting`: the layout of a file that is one expression. */

import { DocumentFormattingRequest, type TextEdit } from 'vscode-languageserver';
import { formatDocument } from '../../formatting/index.js';
import { ofExpressions } from '../expression-files.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const formattingRequest: RequestHandler = {
  register: (session) =>
    session.connection.onDocumentFormatting(async ({ textDocument }): Promise<TextEdit[] | null> => {
      const snapshot = await session.snapshotOf(textDocument.uri);
      const edits = snapshot && formatDocument(snapshot.analysis);
      return edits?.map(({ span, newText }) => ({ range: rangeOf(snapshot!.text, span), newText })) ?? null;
    }),
  initialized: ({ connection, client }) => {
    if (client.dynamicFormatting)
      void connection.client.register(DocumentFormattingRequest.type, ofExpressions);
  },
};
