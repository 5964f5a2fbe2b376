/** A place in a pattern that is being read, and what was found up to there. */

import {
  type Dialect,
  type Flags,
  flagBits,
  type NewSyntax,
  type ReadRegex,
  type RegexFault,
} from './syntax.js';

export class Cursor {
  readonly dialect: Dialect;
  readonly pattern: string;
  at = 0;
  flags: Flags = 0;
  /** How many groups and classes are open. */
  depth = 0;
  captures = 0;
  readonly faults: { fault: RegexFault; start: number; end: number }[] = [];
  readonly newSyntax: { what: NewSyntax; start: number; end: number }[] = [];
  #names: Map<string, ReadRegex['names'][number]> | null = null;

  constructor(pattern: string, dialect: Dialect) {
    this.pattern = pattern;
    this.dialect = dialect;
  }

  get isRust(): boolean {
    return this.dialect === 'rust';
  }

  get atEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  /** The unit at the place, or further on; `''` after the end. */
  peek(offset = 0): string {
    return this.pattern[this.at + offset] ?? '';
  }

  startsWith(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  /** Goes past a text if it is there. */
  take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Goes past what a sticky pattern finds. */
  match(piece: RegExp): RegExpExecArray | null {
    piece.lastIndex = this.at;
    const found = piece.exec(this.pattern);
    if (found) this.at = piece.lastIndex;
    return found;
  }

  /** Goes past one character. */
  next(): number {
    const codePoint = this.pattern.codePointAt(this.at)!;
    this.at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  has(flag: keyof typeof flagBits): boolean {
    return (this.flags & flagBits[flag]) !== 0;
  }

  /** Goes past white space and comments where the flag `x` makes them none of the pattern. */
  space(): void {
    if (this.has('spaced')) this.match(this.isRust ? rustSpace : pcreSpace);
  }

  fault(fault: RegexFault, start: number, end = this.at): void {
    this.faults.push({ fault, start, end });
  }

  hasName(name: string): boolean {
    return this.#names?.has(name) ?? false;
  }

  /** Of several of one name the first counts. */
  addName(group: ReadRegex['names'][number]): void {
    this.#names ??= new Map();
    if (!this.#names.has(group.name)) this.#names.set(group.name, group);
  }

  isNew(what: NewSyntax, start: number): void {
    this.newSyntax.push({ what, start, end: this.at });
  }

  found(): Omit<ReadRegex, 'node'> {
    const { dialect, pattern, faults, newSyntax, captures } = this;
    return {
      dialect,
      pattern,
      faults,
      newSyntax,
      names: this.#names ? [...this.#names.values()] : [],
      captures,
    };
  }
}

/** `char::is_whitespace`: the property White_Space. */
const rustSpace = /(?:[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|#[^\n]*(?:\n|$))*/y;
const pcreSpace = /(?:[\t-\r ]|#[^\n]*(?:\n|$))*/y;
