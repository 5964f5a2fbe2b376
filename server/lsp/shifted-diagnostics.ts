/**
 * Slow diagnostics, in the current text. Until they are computed again, they keep their place and move with what is
 * typed before them.
 */

import type { Diagnostic, DiagnosticRelatedInformation, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { differenceOf } from '../text/index.js';

export class ShiftedDiagnostics {
  readonly #uri: string;
  /** The text that they have places in. */
  #text: string;
  #diagnostics: readonly Diagnostic[];

  constructor(uri: string, text: string, diagnostics: readonly Diagnostic[]) {
    this.#uri = uri;
    this.#text = text;
    this.#diagnostics = diagnostics;
  }

  /** @param text of a later version */
  in(text: string): readonly Diagnostic[] {
    if (text === this.#text) return this.#diagnostics;
    if (this.#diagnostics.length > 0) {
      const move = movedBy(
        TextDocument.create(this.#uri, '', 0, this.#text),
        TextDocument.create(this.#uri, '', 0, text),
      );
      this.#diagnostics = this.#diagnostics.map((diagnostic) => this.#moved(diagnostic, move));
    }
    this.#text = text;
    return this.#diagnostics;
  }

  #moved(diagnostic: Diagnostic, move: (range: Range) => Range): Diagnostic {
    const { relatedInformation, range } = diagnostic;
    const related = relatedInformation?.map((one): DiagnosticRelatedInformation => {
      const { uri } = one.location;
      return uri === this.#uri ? { ...one, location: { uri, range: move(one.location.range) } } : one;
    });
    return { ...diagnostic, range: move(range), ...(related && { relatedInformation: related }) };
  }
}

/** By the one piece that differs between two texts: what is before it stays, what is after it moves, what is in it is as large as it. */
function movedBy(before: TextDocument, after: TextDocument): (range: Range) => Range {
  const { start, oldEnd, newEnd: nowEnd } = differenceOf(before.getText(), after.getText());
  const moved = (offset: number, isEnd: boolean): number => {
    if (offset < start || (offset === start && !isEnd)) return offset;
    if (offset >= oldEnd) return offset - oldEnd + nowEnd;
    return isEnd ? nowEnd : start;
  };
  return ({ start: from, end: to }) => ({
    start: after.positionAt(moved(before.offsetAt(from), false)),
    end: after.positionAt(moved(before.offsetAt(to), true)),
  });
}
