/** What a page says, as blocks that can be written in Markdown and in HTML. */

/** A place as people and editors name it. */
export interface At {
  readonly uri: string;
  /** The path from the folder that the page is about, with forward slashes. */
  readonly file: string;
  /** Counted from 0, in UTF-16 units, as in LSP. */
  readonly range: Range;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A piece of a line: text with code in backticks, or a link to a place. */
export type Piece = string | { readonly at: At; readonly text: string };

export type Inline = readonly Piece[];

/** Lines of a cell. */
export type Cell = readonly Inline[];

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: Inline }
  | { readonly kind: 'paragraph'; readonly text: Inline }
  | { readonly kind: 'list'; readonly items: readonly Inline[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'code'; readonly language: 'sh' | 'diff' | 'text'; readonly text: string }
  | { readonly kind: 'details'; readonly summary: Inline; readonly blocks: readonly Block[] };
