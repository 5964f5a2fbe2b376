/** Documents read as the language server reads them. */

import type { Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnostics } from '../../server/lsp/diagnostics.js';
import type { Settings } from '../../server/protocol/index.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { type Snapshot, Workspace } from '../../server/workspace/workspace.js';
import { finish } from './generators.js';

export function snapshotOf(
  text: string,
  settings: Partial<Settings> = {},
  languageId: 'yaml' | 'json' | 'kong-expression' | 'terraform' = 'yaml',
): Snapshot {
  const document = TextDocument.create(
    `file:///routes.${languageId === 'terraform' ? 'tf' : languageId}`,
    languageId,
    1,
    text,
  );
  return new Workspace().snapshot(document, { ...defaultSettings, ...settings });
}

export const diagnosticsOf = (snapshot: Snapshot): Diagnostic[] => finish(diagnostics(snapshot));
