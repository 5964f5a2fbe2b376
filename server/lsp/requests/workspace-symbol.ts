/** `workspace/symbol`: services and routes of all files, found by a part of their name. */

import type { CancellationToken, WorkspaceSymbol } from 'vscode-languageserver';
import { type OutlineItem, outlineOf } from '../../documents/index.js';
import type { Settings } from '../../protocol/index.js';
import { ranges } from '../../text/index.js';
import type { Sources } from '../../workspace/index.js';
import type { RequestHandler } from '../request-handler.js';
import { inSlices } from '../slices.js';
import { symbolKinds } from './document-symbol.js';

export const workspaceSymbolRequest: RequestHandler = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  register: (session) =>
    session.connection.onWorkspaceSymbol(async ({ query }, cancelled: CancellationToken) => {
      session.files.applyEdits();
      // Symbols are of the whole workspace: no document has settings of its own here.
      const settings = await session.settingsOf(session.files.folders()[0] ?? '');
      const found = workspaceSymbols(session.workspace, settings, query);
      return (await inSlices(found, () => cancelled.isCancellationRequested))?.result ?? null;
    }),
};

/** The most symbols in one response. An editor asks again with each letter. */
const mostSymbols = 2_000;

/** @returns in the order of the files, made in slices of a file each */
export function* workspaceSymbols(
  sources: Sources,
  settings: Settings,
  query: string,
): Generator<void, WorkspaceSymbol[]> {
  const isMatch = matcher(query);
  const symbols: WorkspaceSymbol[] = [];
  for (const { uri, analysis } of sources.routeFiles(settings)) {
    const rangeOf = ranges(analysis.document.text);
    const add = (item: OutlineItem, container?: string): void => {
      if (isMatch(item.label) && symbols.length < mostSymbols) {
        symbols.push({
          name: item.label,
          kind: symbolKinds[item.kind],
          location: { uri, range: rangeOf(item.nameSpan) },
          ...(container !== undefined && { containerName: container }),
        });
      }
      for (const child of item.children) add(child, item.label);
    };
    for (const item of outlineOf(analysis.document)) add(item);
    if (symbols.length >= mostSymbols) break;
    yield;
  }
  return symbols;
}

/** The letters of the query in this order, in any case, as LSP suggests. */
function matcher(query: string): (label: string) => boolean {
  const letters = [...query.toLowerCase()];
  return (label) => {
    const text = label.toLowerCase();
    let at = 0;
    for (const letter of letters) {
      const found = text.indexOf(letter, at);
      if (found < 0) return false;
      at = found + letter.length;
    }
    return true;
  };
}
