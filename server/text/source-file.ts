import type { Span } from '../../grammar/index.js';
import { Once } from './once.js';

/** A version of a file of the workspace. Readings of its text are kept with it. */
export class SourceFile extends Once {
  /** As the file system spells it that has the file. */
  readonly uri: string;
  readonly text: string;

  constructor(uri: string, text: string) {
    super();
    this.uri = uri;
    this.text = text;
  }
}

/** Characters of a file: absolute UTF-16 offsets. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}
