/** Offsets as places that people and editors can go to. */

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../../grammar/index.js';
import { type SourceFile, uriKey } from '../text/index.js';
import type { At } from './plan-model.js';

/** Where places of the plan's files are. */
export class Places {
  readonly #root: string;
  readonly #files: ReadonlyMap<string, SourceFile>;
  readonly #documents = new Map<string, TextDocument>();

  /** @param root URI of the folder that paths count from */
  constructor(root: string, files: Iterable<SourceFile>) {
    this.#root = uriKey(root.endsWith('/') ? root : `${root}/`);
    this.#files = new Map([...files].map((file) => [file.uri, file]));
  }

  /** The path of a file from the folder of the plan. */
  fileName(uri: string): string {
    const path = uriKey(uri);
    return path.startsWith(this.#root) ? path.slice(this.#root.length) : path;
  }

  textOf(uri: string): string {
    return this.#files.get(uri)?.text ?? '';
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  /** @param start what the span counts from */
  at(uri: string, span: Span, start = 0): At {
    let document = this.#documents.get(uri);
    if (!document) {
      document = TextDocument.create(uri, '', 0, this.textOf(uri));
      this.#documents.set(uri, document);
    }
    const range = {
      start: document.positionAt(start + span.start),
      end: document.positionAt(start + span.end),
    };
    return { uri, file: this.fileName(uri), range };
  }
}

/** `compose.yaml:12`. */
export const placeText = ({ file, range }: At): string => `${file}:${range.start.line + 1}`;
