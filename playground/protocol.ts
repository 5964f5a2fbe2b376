/** What of LSP the page reads itself. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Diagnostic {
  readonly range: Range;
  /** 1 is an error, 2 a warning, 3 information, 4 a hint. */
  readonly severity?: 1 | 2 | 3 | 4;
  readonly code?: string;
  readonly codeDescription?: { readonly href: string };
  readonly message: string;
}

export interface PublishedDiagnostics {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface WorkspaceEdit {
  readonly changes?: Readonly<Record<string, readonly TextEdit[]>>;
  readonly documentChanges?: readonly {
    readonly textDocument: { readonly uri: string };
    readonly edits: readonly TextEdit[];
  }[];
}

export interface CodeAction {
  readonly title: string;
  readonly kind?: string;
  readonly disabled?: { readonly reason: string };
  readonly edit?: WorkspaceEdit;
}

export interface OutlineItem {
  readonly range: Range;
  /** Its name. */
  readonly selectionRange: Range;
  readonly children?: readonly OutlineItem[];
}

export interface Hover {
  readonly contents: { readonly kind: 'markdown' | 'plaintext'; readonly value: string };
}
