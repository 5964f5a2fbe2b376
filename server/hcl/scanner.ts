/**
 * Tokens of HCL, one after the other. What is inside quotes and heredocs is not scanned here but read by `templates.ts`,
 * which moves `at`.
 * Source: hashicorp/hcl `hclsyntax/scan_tokens.rl`.
 */

import type { Span } from '../../grammar/index.js';
import { Lines } from './lines.js';
import type { Expected, HclProblem, HclProblemArguments, HclProblemCode } from './problem.js';
import type { Piece } from './source-text.js';

/** Brackets within brackets that are read; deeper ones would need more stack than there may be. */
export const deepest = 200;

export type TokenKind =
  | 'identifier'
  | 'number'
  | 'newline'
  | 'quote'
  | 'heredoc'
  /** A character that starts nothing. */
  | 'other'
  /** A line that cannot belong to what is open; nothing is consumed. */
  | 'stop'
  | 'end'
  | Punctuation;

const punctuation = [
  ...['...', '==', '!=', '<=', '>=', '&&', '||', '::', '=>', '~}'],
  ...['{', '}', '[', ']', '(', ')', '.', ',', '*', '/', '%', '+', '-', '=', '<', '>', '!', '?', ':'],
] as const;
export type Punctuation = (typeof punctuation)[number];

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** Where the text that is scanned comes from: a file itself, or a string in a JSON file. */
export interface Origin {
  readonly spanOf: (start: number, end: number) => Span;
  /** The text between two offsets, each unit as itself. */
  readonly copy: (start: number, end: number) => readonly Piece[];
}

export const fileOrigin = (text: string): Origin => ({
  spanOf: (start, end) => ({ start, end }),
  copy: (start, end) =>
    start < end ? [{ text: text.slice(start, end), span: { start, end }, copied: true }] : [],
});

export class Scanner {
  readonly text: string;
  readonly origin: Origin;
  readonly lines: Lines;
  readonly problems: HclProblem[] = [];
  /** Comments, without the line end, in the order of the text. */
  readonly comments: Span[] = [];
  /**
   * Whether the reading goes on after a mistake, and lines that cannot belong to what is open end it. A text is first
   * read without, so that no guess can harm a file without mistakes.
   */
  readonly tolerant: boolean;
  at = 0;
  /** Blocks and expressions that are open. */
  depth = 0;
  /** Whether a line end is a token, as in bodies and objects; inside other brackets it is white space. */
  newlines = true;
  /** Whether the structure of the text is wrong, rather than a detail. */
  failed = false;
  private silent = false;
  /** Whether there may be an end of a comment in the rest of the text. */
  private commentsEnd = true;
  private next: Token | null = null;
  private nextFrom = 0;
  private nextNewlines = true;

  constructor(text: string, tolerant: boolean, origin: Origin = fileOrigin(text)) {
    this.text = text;
    this.tolerant = tolerant;
    this.origin = origin;
    this.lines = new Lines(text);
  }

  peek(): Token {
    if (this.next !== null && this.nextNewlines === this.newlines) return this.next;
    if (this.next !== null) this.at = this.nextFrom;
    this.nextFrom = this.at;
    this.nextNewlines = this.newlines;
    this.next = this.scan();
    return this.next;
  }

  take(): Token {
    const token = this.peek();
    // What stops the reading, or ends the text, remains the next token.
    if (token.kind === 'stop' || token.kind === 'end') return token;
    this.next = null;
    this.at = token.end;
    return token;
  }

  is(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  /** Whether the next token is this identifier. */
  isWord(word: string): boolean {
    const { kind, start, end } = this.peek();
    return kind === 'identifier' && end - start === word.length && this.text.startsWith(word, start);
  }

  /** Goes on from another place, as after a string. */
  moveTo(offset: number): void {
    this.next = null;
    this.at = offset;
  }

  textOf({ start, end }: Token): string {
    return this.text.slice(start, end);
  }

  /** Reports a mistake that leaves the structure as it is. */
  note<Code extends HclProblemCode>(code: Code, args: HclProblemArguments[Code], start: number, end: number) {
    const span = this.origin.spanOf(start, end);
    this.problems.push({ code, args, span } as HclProblem);
  }

  /**
   * Reports a mistake of structure: of several in one item of a body, the first, because the others may come of it.
   * A reading that is not tolerant ends here.
   */
  fail<Code extends HclProblemCode>(code: Code, args: HclProblemArguments[Code], start: number, end: number) {
    this.failed = true;
    if (!this.silent) this.note(code, args, start, end);
    this.silent = true;
    if (!this.tolerant) this.moveTo(this.text.length);
  }

  /** Reports that something else is next. A line end and the end of the text have no width. */
  unexpected(expected: Expected): void {
    const { kind, start, end } = this.peek();
    const isVisible = kind !== 'newline' && kind !== 'stop' && kind !== 'end';
    this.fail('hcl-unexpected', { expected }, start, isVisible ? end : start);
  }

  /** Another item begins, whose mistakes are reported again. */
  begin(): void {
    this.silent = false;
  }

  private scan(): Token {
    const { text } = this;
    const length = text.length;
    for (;;) {
      if (this.tolerant && this.depth > 0 && this.lines.isTopLevel(this.at))
        return this.token('stop', this.at);
      let at = this.at;
      while (at < length && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
      this.at = at;
      if (at >= length) return this.token('end', length);
      const lineEnd = this.newlineAt(at);
      if (lineEnd > 0) {
        if (this.newlines) return this.token('newline', at + lineEnd);
        if (this.tolerant && (this.lines.isAttribute(at + lineEnd) || this.lines.isTopLevel(at + lineEnd))) {
          return this.token('stop', at);
        }
        this.at = at + lineEnd;
      } else if (!this.skipComment()) {
        return this.scanToken();
      }
    }
  }

  private token(kind: TokenKind, end: number): Token {
    return { kind, start: this.at, end };
  }

  /** How long the line end at an offset is. */
  private newlineAt(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code === 10) return 1;
    return code === 13 && this.text.charCodeAt(at + 1) === 10 ? 2 : 0;
  }

  /** A comment to the end of its line leaves the line end. */
  private skipComment(): boolean {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    if (code === 35 || (code === 47 && second === 47)) {
      this.comment(at, this.lines.endOfLine(at));
      return true;
    }
    if (code !== 47 || second !== 42) return false;
    if (this.commentsEnd) {
      const end = text.indexOf('*/', at + 2);
      if (end >= 0) {
        this.comment(at, end + 2);
        return true;
      }
      this.commentsEnd = false;
    }
    // Only its own line is lost.
    const lineEnd = this.lines.endOfLine(at);
    this.fail('hcl-unclosed-comment', {}, at, at + 2);
    this.at = this.tolerant ? lineEnd : text.length;
    return true;
  }

  /** A token may be scanned more than once, and so what is before it. */
  private comment(start: number, end: number): void {
    const last = this.comments.at(-1);
    if (last === undefined || last.start < start) this.comments.push({ start, end });
    this.at = end;
  }

  private scanToken(): Token {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (isWordStart(code)) return this.token('identifier', this.endOfWord(at));
    if (code === 34) return this.token('quote', at + 1);
    if (code >= 48 && code <= 57) {
      number.lastIndex = at;
      return this.token('number', at + number.exec(text)![0].length);
    }
    if (code === 60 && text.charCodeAt(at + 1) === 60) return this.token('heredoc', at + 2);
    if (code > 127) {
      identifier.lastIndex = at;
      const word = identifier.exec(text);
      if (word) return this.token('identifier', at + word[0].length);
      return this.token('other', at + (text.codePointAt(at)! > 0xffff ? 2 : 1));
    }
    for (const kind of byFirst.get(code) ?? []) {
      if (text.startsWith(kind, at)) return this.token(kind, at + kind.length);
    }
    return this.token('other', at + 1);
  }

  private endOfWord(start: number): number {
    const { text } = this;
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (isWordStart(code) || (code >= 48 && code <= 57) || code === 45) at++;
      else if (code > 127) {
        identifier.lastIndex = start;
        return start + identifier.exec(text)![0].length;
      } else return at;
    }
  }
}

const isWordStart = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** Ends with a digit: what follows a point is a number only then. */
const number = /\d(?:\.*(?:\d|[eE][+-]?\d))*/y;

/** By their first character, the longest first. */
const byFirst: ReadonlyMap<number, readonly Punctuation[]> = new Map(
  punctuation.map((kind) => {
    const first = kind.charCodeAt(0);
    return [first, punctuation.filter((one) => one.charCodeAt(0) === first)] as const;
  }),
);
