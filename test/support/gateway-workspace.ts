/** Workspaces of files in memory, as the language server has them. */

import type { Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnostics } from '../../server/lsp/diagnostics.js';
import type { Settings } from '../../server/protocol/index.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { type Snapshot, Workspace } from '../../server/workspace/workspace.js';
import { annotate } from './annotated-text.js';
import { type Folder, filesOf, folderAddress, pathOf } from './gateway-folder.js';
import { finish } from './generators.js';

/** @param today where it matters which versions have come to their end */
export function workspaceOf(folder: Folder, today?: string): Workspace {
  const files = filesOf(folder);
  return new Workspace({
    files: () => files,
    folders: () => [folderAddress.replace(/\/$/, '')],
    ...(today !== undefined && { today: () => today }),
  });
}

/** One file of a workspace, opened. */
export function snapshotIn(
  folder: Folder,
  path: string,
  settings: Partial<Settings> = {},
  workspace = workspaceOf(folder),
): Snapshot {
  const text = TextDocument.create(folderAddress + path, 'plaintext', 1, folder[path] ?? '');
  return workspace.readSnapshot(text, { ...defaultSettings, ...settings });
}

/** What is reported of each file. */
export function diagnosticsIn(folder: Folder, today?: string): ReadonlyMap<string, readonly Diagnostic[]> {
  const workspace = workspaceOf(folder, today);
  return new Map(
    Object.keys(folder).map((path) => [path, finish(diagnostics(snapshotIn(folder, path, {}, workspace)))]),
  );
}

/** The files with their problems drawn in them, each after a line `--- PATH`. */
export function annotateFolder(folder: Folder, today?: string): string {
  const found = diagnosticsIn(folder, today);
  return Object.entries(folder)
    .map(([path, text]) => {
      const other = (uri: string) => {
        const name = pathOf(uri);
        return name === path ? null : { name, text: folder[name]! };
      };
      return `--- ${path}\n${annotate(text, found.get(path)!, other)}`;
    })
    .join('');
}
