/** `textDocument/rename`: a route or service, with everything that refers to it by name. */

import {
  LSPErrorCodes,
  type Position,
  type Range,
  ResponseError,
  TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { EntityName } from '../../documents/index.js';
import { type RenameRefusal, refusalWords } from '../../problems/index.js';
import { nameOf } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { type NamedFile, nameAt, namedFilesOf, writtenName } from '../named-files.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';
import type { Session } from '../session.js';

export const renameRequest: RequestHandler = {
  capabilities: (client) => ({ renameProvider: client.prepareRename ? { prepareProvider: true } : true }),
  register: (session) => {
    session.connection.onPrepareRename(async ({ textDocument, position }) => {
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      return snapshot && prepareRename(snapshot, position);
    });
    session.connection.onRenameRequest(async ({ textDocument, position, newName }) => {
      session.files.applyEdits();
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      if (!snapshot) return null;
      const renamed = rename(snapshot, position, newName);
      if (renamed === null) return null;
      if ('refused' in renamed) {
        throw new ResponseError(LSPErrorCodes.RequestFailed, refusalWords(renamed.refused));
      }
      return workspaceEditOf(session, renamed.files);
    });
  },
};

/** The name that the cursor is on; `null` if it is on none. */
export function prepareRename(
  snapshot: Snapshot,
  position: Position,
): { range: Range; placeholder: string } | null {
  const found = nameAt(snapshot, snapshot.text.offsetAt(position));
  if (!found) return null;
  return { range: rangeOf(snapshot.text, innerSpan(found)), placeholder: found.value };
}

/** Without the quotes. */
const innerSpan = ({ span, quotes }: EntityName) =>
  quotes === 'single' || quotes === 'double' ? { start: span.start + 1, end: span.end - 1 } : span;

export interface RenamedFile {
  readonly uri: string;
  readonly edits: readonly TextEdit[];
}

/** @returns `null` if there is no name at the position */
export function rename(
  snapshot: Snapshot,
  position: Position,
  newName: string,
): { readonly files: readonly RenamedFile[] } | { readonly refused: RenameRefusal } | null {
  const found = nameAt(snapshot, snapshot.text.offsetAt(position));
  if (!found) return null;
  if (!isName(newName)) return { refused: { code: 'not-a-name', args: {} } };
  const { entity, value } = found;
  const files = namedFilesOf(snapshot, found);
  const unread = files.find(({ names, text }) => names === null && text.includes(value));
  if (unread) return { refused: { code: 'name-not-editable', args: { file: nameOf(unread.uri) } } };
  const isSame = (name: EntityName) => name.entity === entity && name.value === value;
  const declared = files.flatMap(({ names }) => names ?? []).filter(({ role }) => role === 'declaration');
  if (!declared.some(isSame)) return { refused: { code: 'not-declared', args: { entity, name: value } } };
  if (declared.filter(isSame).length > 1)
    return { refused: { code: 'declared-twice', args: { entity, name: value } } };
  if (declared.some((name) => name.entity === entity && name.value === newName))
    return { refused: { code: 'name-in-use', args: { entity, name: newName } } };
  const renamed: RenamedFile[] = [];
  for (const file of files) {
    const edits = editsIn(file, (file.names ?? []).filter(isSame), newName);
    if (edits === null) return { refused: { code: 'name-not-editable', args: { file: nameOf(file.uri) } } };
    if (edits.length > 0) renamed.push({ uri: file.uri, edits });
  }
  return { files: renamed };
}

/**
 * What Kong accepts as the name of an entity (`typedefs.utf8_name` in `kong/db/schema/typedefs.lua`, checked by
 * `validate_utf8_name` in `kong/tools/utils.lua`).
 */
const isName = (name: string): boolean => /^[\w.~\-\u{80}-\u{10ffff}]+$/u.test(name);

function editsIn(file: NamedFile, names: readonly EntityName[], newName: string): TextEdit[] | null {
  const text = TextDocument.create(file.uri, '', 0, file.text);
  const edits: TextEdit[] = [];
  for (const { span, quotes } of names) {
    const written = writtenName(newName, quotes);
    if (written === null) return null;
    edits.push({ range: rangeOf(text, span), newText: written });
  }
  return edits;
}

/** With versions where the client knows them, so that it makes no edit of a text that has changed since. */
function workspaceEditOf({ texts, client }: Session, files: readonly RenamedFile[]): WorkspaceEdit {
  if (!client.documentChanges) {
    return { changes: Object.fromEntries(files.map(({ uri, edits }) => [uri, [...edits]])) };
  }
  return {
    documentChanges: files.map(({ uri, edits }) =>
      TextDocumentEdit.create({ uri, version: texts.get(uri)?.version ?? null }, [...edits]),
    ),
  };
}
