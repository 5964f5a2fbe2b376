/** Words of a Dockerfile, as the builder reads them (moby/buildkit `frontend/dockerfile/shell/lex.go`). */

import { append } from '../../text/index.js';
import {
  asVariable,
  type Lookup,
  type Piece,
  slice,
  type TracedText,
  textWithBlanks,
} from '../sources/index.js';

/**
 * A word with its quotes and escapes gone and its variables filled in. A variable that is not declared is empty; one
 * whose value only the build will know is a piece without text.
 *
 * @param raw may go on over lines
 * @param escapeChar the backslash, or what a `# escape=` directive says
 * @returns `null` if the builder refuses it
 */
export function dockerWord(raw: TracedText, lookup: Lookup, escapeChar: string): TracedText | null {
  const word = new Word(withoutLineBreaks(raw, escapeChar), lookup, escapeChar);
  const pieces = word.until(null);
  if (!pieces || pieces.length > 0) return pieces;
  const inside = /^["']/.test(textWithBlanks(raw)) ? 1 : 0;
  return slice(raw, inside, inside);
}

/** Without what joins lines: the escape character at the end of a line, and the comments after it. */
function withoutLineBreaks(raw: TracedText, escapeChar: string): TracedText {
  const text = textWithBlanks(raw);
  const joint = new RegExp(`\\${escapeChar}[ \\t]*\\r?\\n(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*`, 'g');
  const kept: Piece[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(joint)) {
    if (at < index) append(kept, slice(raw, at, index));
    at = index + found.length;
  }
  return at === 0 ? raw : [...kept, ...(at < text.length ? slice(raw, at) : [])];
}

class Word {
  private readonly raw: TracedText;
  private readonly text: string;
  private readonly lookup: Lookup;
  private readonly escapeChar: string;
  private at = 0;

  constructor(raw: TracedText, lookup: Lookup, escapeChar: string) {
    this.raw = raw;
    this.text = textWithBlanks(raw);
    this.lookup = lookup;
    this.escapeChar = escapeChar;
  }

  /** @param stop the character that ends it, which is passed over; `null` for the end of the word */
  until(stop: string | null): Piece[] | null {
    const kept = new Kept(this.raw);
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === stop) {
        this.at++;
        return kept.pieces();
      }
      if (char === "'") {
        const end = this.text.indexOf("'", this.at + 1);
        if (end === -1) return null;
        kept.span(this.at + 1, end);
        this.at = end + 1;
      } else if (char === '"') {
        if (!this.doubleQuoted(kept)) return null;
      } else if (char === '$') {
        if (!this.dollar(kept)) return null;
      } else {
        if (char === this.escapeChar) this.at++;
        kept.span(this.at, Math.min(++this.at, this.text.length));
      }
    }
    return stop === null ? kept.pieces() : null;
  }

  private doubleQuoted(kept: Kept): boolean {
    this.at++;
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === '"') {
        this.at++;
        return true;
      }
      if (char === '$') {
        if (!this.dollar(kept)) return false;
        continue;
      }
      const next = this.text[this.at + 1];
      if (char === this.escapeChar && (next === '"' || next === '$' || next === this.escapeChar)) this.at++;
      kept.span(this.at, ++this.at);
    }
    return false;
  }

  private dollar(kept: Kept): boolean {
    const start = this.at++;
    const name = /^(?:\{?(?:[A-Za-z_]\w*|\d+|[@*#!?$-]))/.exec(this.text.slice(this.at))?.[0];
    if (this.text[this.at] !== '{') {
      if (name === undefined) {
        kept.span(start, this.at);
        return true;
      }
      this.at += name.length;
      kept.add(this.value(name, start));
      return true;
    }
    if (name === undefined) return false;
    this.at += name.length;
    return this.braced(kept, name.slice(1), start);
  }

  private braced(kept: Kept, name: string, start: number): boolean {
    const operator = /^(?:\}|:?[-+?]|[#%/])/.exec(this.text.slice(this.at))?.[0];
    if (operator === undefined) return false;
    this.at += operator.length;
    if (operator === '}') {
      kept.add(this.value(name, start));
      return true;
    }
    const operand = this.until('}');
    if (!operand) return false;
    const value = this.lookup(name);
    const isSet = value !== undefined && (!operator.startsWith(':') || value.some(({ text }) => text !== ''));
    switch (operator.at(-1)) {
      case '-':
        kept.add(isSet ? this.value(name, start) : asVariable(name, operand));
        return true;
      case '+':
        kept.add(isSet ? operand : []);
        return true;
      case '?':
        kept.add(this.value(name, start));
        return isSet;
      default:
        // Patterns cut the value; what is left of it is not worked out here.
        kept.add([this.expression(name, start, null)]);
        return true;
    }
  }

  private value(name: string, start: number): TracedText {
    const value = this.lookup(name);
    return value ? asVariable(name, value) : [this.expression(name, start, '')];
  }

  private expression(variable: string, start: number, text: string | null): Piece {
    const [first] = slice(this.raw, start, this.at);
    return { place: first!.place, verbatim: false, text, variable };
  }
}

/** What of a text is kept, in as few pieces as can be. */
class Kept {
  private readonly raw: TracedText;
  private readonly found: Piece[] = [];
  private start = 0;
  private end = 0;

  constructor(raw: TracedText) {
    this.raw = raw;
  }

  span(start: number, end: number): void {
    if (start !== this.end) {
      this.finish();
      this.start = start;
    }
    this.end = end;
  }

  add(pieces: TracedText): void {
    this.finish();
    append(this.found, pieces);
  }

  pieces(): Piece[] {
    this.finish();
    return this.found;
  }

  private finish(): void {
    if (this.start < this.end) append(this.found, slice(this.raw, this.start, this.end));
    this.start = this.end = -1;
  }
}
