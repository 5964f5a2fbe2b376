/** Reads files for the server, which cannot read those of virtual workspaces, and in a browser none. */

import * as vscode from 'vscode';
import { type BaseLanguageClient, RequestType } from 'vscode-languageclient';
import type { EditorEntry, EditorFileParams, ReadEditorFileParams } from '../server/protocol/index.js';

const kindRequest = new RequestType<EditorFileParams, EditorEntry['kind'] | null, void>(
  'kongRoutes/kindOfFile',
);
const listRequest = new RequestType<EditorFileParams, EditorEntry[], void>('kongRoutes/listFiles');
const readRequest = new RequestType<ReadEditorFileParams, string | null, void>('kongRoutes/readFile');

export function answerFileRequests(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const { fs } = vscode.workspace;
  context.subscriptions.push(
    client.onRequest(kindRequest, ({ uri }) =>
      fs.stat(vscode.Uri.parse(uri)).then(
        ({ type }) => kindOf(type),
        () => null,
      ),
    ),
    client.onRequest(listRequest, ({ uri }) =>
      fs.readDirectory(vscode.Uri.parse(uri)).then(
        (entries) => entries.map(([name, type]) => ({ name, kind: kindOf(type) })),
        () => [],
      ),
    ),
    client.onRequest(readRequest, (params) => textOf(params).catch(() => null)),
  );
}

/** @returns `null` if it is too large, or not UTF-8 */
async function textOf({ uri, mostBytes }: ReadEditorFileParams): Promise<string | null> {
  const file = vscode.Uri.parse(uri);
  const { type, size } = await vscode.workspace.fs.stat(file);
  if (kindOf(type) === 'folder' || size > mostBytes) return null;
  const bytes = await vscode.workspace.fs.readFile(file);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The type of a link is the sum of its own and of what it leads to. */
function kindOf(type: vscode.FileType): EditorEntry['kind'] {
  if ((type & vscode.FileType.SymbolicLink) !== 0) return 'link';
  if (type === vscode.FileType.Directory) return 'folder';
  return type === vscode.FileType.File ? 'file' : 'other';
}
