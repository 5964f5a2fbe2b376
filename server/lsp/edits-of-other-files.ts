/** Edits of other files than the document: a reference to a resource of Terraform may be in any file of its directory. */

import type { TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileEdit } from '../documents/index.js';
import type { Snapshot } from '../workspace/index.js';
import { rangeOf } from './ranges.js';

/** By the URIs of the files. */
export function editsOfOtherFiles(
  { document }: Pick<Snapshot, 'document'>,
  edits: readonly FileEdit[],
): Record<string, TextEdit[]> {
  const found: Record<string, TextEdit[]> = {};
  for (const { name, hcl } of document.terraform?.siblings ?? []) {
    const own = edits.filter(({ file }) => file === name);
    if (own.length === 0) continue;
    const text = TextDocument.create(name, '', 0, hcl.text);
    found[name] = own.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
  }
  return found;
}
