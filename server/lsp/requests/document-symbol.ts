/** `textDocument/documentSymbol`: the services and routes of a document, as its outline. */

import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { type OutlineItem, outlineOf } from '../../documents/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const documentSymbolRequest: RequestHandler = {
  capabilities: () => ({ documentSymbolProvider: { label: 'Kong Routes' } }),
  register: (session) =>
    session.connection.onDocumentSymbol(async ({ textDocument }) => {
      const snapshot = await session.snapshotOf(textDocument.uri);
      if (!snapshot) return null;
      return session.client.hierarchicalSymbols ? documentSymbols(snapshot) : flatSymbols(snapshot);
    }),
};

/** LSP has no kind for a service or a route. These two have icons that differ. */
export const symbolKinds = { service: SymbolKind.Module, route: SymbolKind.Interface } as const;

export function documentSymbols({ document, text }: Snapshot): DocumentSymbol[] {
  const symbolOf = ({ kind, label, detail, span, nameSpan, children }: OutlineItem): DocumentSymbol => ({
    name: label,
    detail,
    kind: symbolKinds[kind],
    range: rangeOf(text, span),
    selectionRange: rangeOf(text, nameSpan),
    ...(children.length > 0 && { children: children.map(symbolOf) }),
  });
  return outlineOf(document).map(symbolOf);
}

/** For clients that show no tree: each with the service that it belongs to. */
export function flatSymbols({ document, text }: Snapshot): SymbolInformation[] {
  const symbolsOf = (item: OutlineItem, container?: string): SymbolInformation[] => [
    {
      name: item.label,
      kind: symbolKinds[item.kind],
      location: { uri: text.uri, range: rangeOf(text, item.span) },
      ...(container !== undefined && { containerName: container }),
    },
    ...item.children.flatMap((child) => symbolsOf(child, item.label)),
  ];
  return outlineOf(document).flatMap((item) => symbolsOf(item));
}
