/**
 * The parts of templates: text, interpolations and directives.
 * Source: hashicorp/hcl `hclsyntax/parser_template.go`, `ParseStringLiteralToken` in `hclsyntax/parser.go`.
 */

import type { FlatPart } from './directives.js';
import type { Scanner, TokenKind } from './scanner.js';
import type { Piece } from './source-text.js';
import { addPieces, TextRun, trimmedEnd } from './text-run.js';
import type { Expression } from './tree.js';

/** What a template needs of the expressions that are in it. */
export interface Readers {
  readonly expression: (scanner: Scanner) => Expression;
  /** Goes to the first token outside of brackets that ends the skipping, or that closes what is around; consumes none of them. */
  readonly skip: (scanner: Scanner, ends: (kind: TokenKind) => boolean) => void;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Everything but text. */
type Sequence = Exclude<FlatPart, TextRun>;

/** Gathers the parts of a template, one after the other. */
export class TemplateReader {
  readonly parts: FlatPart[] = [];
  private readonly scanner: Scanner;
  private readonly readers: Readers;
  private readonly quoted: boolean;
  private run: TextRun | null = null;
  private trimNext = false;

  constructor(scanner: Scanner, readers: Readers, quoted: boolean) {
    this.scanner = scanner;
    this.readers = readers;
    this.quoted = quoted;
  }

  copy(start: number, end: number): void {
    this.add(this.scanner.origin.copy(start, end));
  }

  /** The text of a line ends: what is trimmed does not reach into other lines. */
  endLine(): void {
    this.run = null;
  }

  private add(pieces: readonly Piece[]): void {
    if (pieces.length === 0) return;
    if (this.run === null) {
      this.run = new TextRun(this.trimNext);
      this.trimNext = false;
      this.parts.push(this.run);
    }
    addPieces(this.run, pieces);
  }

  private made(text: string, start: number, end: number): void {
    this.add([{ text, span: this.scanner.origin.spanOf(start, end), copied: false }]);
  }

  /** A backslash; one that begins no escape is reported, and treated as the backslash that was meant. */
  escape(at: number): number {
    const { scanner } = this;
    const { text } = scanner;
    const selector = text[at + 1] ?? '';
    if (selector === '' || selector === '\n' || selector === '\r') {
      this.copy(at, at + 1);
      return at + 1;
    }
    const simple = escapes[selector];
    if (simple !== undefined) {
      this.made(simple, at, at + 2);
      return at + 2;
    }
    const digits = selector === 'u' ? 4 : selector === 'U' ? 8 : 0;
    if (digits > 0) {
      const hex = /^[\da-fA-F]*/.exec(text.slice(at + 2, at + 2 + digits))![0];
      const end = at + 2 + hex.length;
      const code = Number.parseInt(hex, 16);
      if (hex.length === digits && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)) {
        this.made(String.fromCodePoint(code), at, end);
      } else {
        scanner.note('hcl-invalid-escape', { sequence: text.slice(at, end) }, at, end);
        this.copy(at, end);
      }
      return end;
    }
    const end = at + 1 + String.fromCodePoint(text.codePointAt(at + 1)!).length;
    scanner.note('hcl-invalid-escape', { sequence: text.slice(at, end) }, at, end);
    this.copy(at, end);
    return end;
  }

  /**
   * What a `$` or `%` begins, after the text that was not yet copied.
   *
   * @returns where the template goes on; `null` if it begins nothing
   */
  sequence(from: number, at: number): number | null {
    const { text } = this.scanner;
    const sign = text[at]!;
    if (text[at + 1] === sign && text[at + 2] === '{') {
      this.copy(from, at);
      this.made(`${sign}{`, at, at + 3);
      return at + 3;
    }
    if (text[at + 1] !== '{') return null;
    this.copy(from, at);
    const trims = text[at + 2] === '~';
    // Also the text of the line before, where this is at the start of one.
    const last = this.parts.at(-1);
    if (trims && last instanceof TextRun) trimmedEnd(last);
    this.run = null;
    this.trimNext = false;
    return this.inside(sign === '$' ? '${' : '%{', at, trims ? at + 3 : at + 2);
  }

  private inside(opening: '${' | '%{', at: number, start: number): number {
    const { scanner } = this;
    const { newlines } = scanner;
    scanner.newlines = false;
    scanner.moveTo(start);
    const part: Sequence | null =
      opening === '${'
        ? {
            kind: 'interpolation',
            expression: this.readers.expression(scanner),
            span: scanner.origin.spanOf(at, at),
          }
        : this.directive(at);
    const close = this.close(opening, at);
    scanner.newlines = newlines;
    if (part) this.parts.push({ ...part, span: scanner.origin.spanOf(at, close) });
    return close;
  }

  /** The closing brace, or where the reading goes on without one. */
  private close(opening: '${' | '%{', at: number): number {
    const { scanner } = this;
    if (!this.closes()) {
      scanner.fail('hcl-unclosed-interpolation', { opening }, at, at + 2);
      // A quote in a quoted template most likely ends it.
      if (this.quoted && scanner.is('quote')) return scanner.peek().start;
      this.readers.skip(scanner, (kind) => kind === '}' || kind === '~}');
      if (!this.closes()) return scanner.at;
    }
    const { kind, end } = scanner.take();
    this.trimNext = kind === '~}';
    return end;
  }

  private closes(): boolean {
    const { scanner } = this;
    const { kind, start } = scanner.peek();
    if (kind !== '}' && kind !== '~}') return false;
    // A brace at the start of a line most likely closes a block.
    return !(scanner.tolerant && this.quoted && scanner.text[start - 1] === '\n');
  }

  private directive(at: number): Sequence | null {
    const { scanner } = this;
    const span = scanner.origin.spanOf(at, at);
    const { kind, start, end } = scanner.peek();
    const keyword = kind === 'identifier' ? scanner.text.slice(start, end) : '';
    if (keyword !== '') scanner.take();
    switch (keyword) {
      case 'if':
        return { kind: 'if', condition: this.readers.expression(scanner), span };
      case 'else':
      case 'endif':
      case 'endfor':
        return { kind: keyword, span };
      case 'for': {
        const variables = readForVariables(scanner);
        return variables && { kind: 'for', ...variables, collection: this.readers.expression(scanner), span };
      }
      default:
        scanner.fail('hcl-directive', { keyword }, start, end);
        return null;
    }
  }
}

/** `key, value in` */
export function readForVariables(scanner: Scanner): { key: string | null; value: string } | null {
  const first = readName(scanner);
  if (first === null) return null;
  let second: string | null = null;
  if (scanner.is(',')) {
    scanner.take();
    second = readName(scanner);
    if (second === null) return null;
  }
  if (!scanner.isWord('in')) {
    const { start, end } = scanner.peek();
    scanner.fail('hcl-unexpected', { expected: 'in' }, start, end);
    return null;
  }
  scanner.take();
  return second === null ? { key: null, value: first } : { key: first, value: second };
}

function readName(scanner: Scanner): string | null {
  const token = scanner.peek();
  if (token.kind === 'identifier') return scanner.textOf(scanner.take());
  scanner.fail('hcl-unexpected', { expected: 'variable-name' }, token.start, token.end);
  return null;
}
