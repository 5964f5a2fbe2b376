/** What a plan changes, as edits of a workspace: each is an entry of the editor's refactor preview. */

import type { AnnotatedTextEdit, ChangeAnnotation, TextDocumentEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ChangedFile } from '../plan/index.js';
import { planEditWords } from '../problems/index.js';
import { rangeOf } from './ranges.js';

export interface FileEdits {
  readonly edits: readonly TextDocumentEdit[];
  readonly annotations: Readonly<Record<string, ChangeAnnotation>>;
  /** How many there are. */
  readonly count: number;
}

/**
 * @param text with the URI that the editor knows the file by
 * @param version of the document in the editor; `null` if it is not open
 */
export function planEdits({ edits }: ChangedFile, text: TextDocument, version: number | null): FileEdits {
  const annotations: Record<string, ChangeAnnotation> = {};
  const all = edits.map(({ span, newText, about }): AnnotatedTextEdit => {
    const { label, description } = planEditWords(about);
    const annotationId = `${text.uri}#${span.start}-${label}`;
    annotations[annotationId] = {
      label,
      needsConfirmation: true,
      ...(description !== null && { description }),
    };
    return { range: rangeOf(text, span), newText, annotationId };
  });
  return {
    edits: [{ textDocument: { uri: text.uri, version }, edits: all }],
    annotations,
    count: all.length,
  };
}
