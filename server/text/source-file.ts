import type { Span } from '../../grammar/index.js';

/** A file of the workspace; a new object for each version of its text, so that readings can be kept by it. */
export interface SourceFile {
  /** A `file:` URI. */
  readonly uri: string;
  readonly text: string;
}

/** Characters of a file: absolute UTF-16 offsets. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}
