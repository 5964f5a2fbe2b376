/**
 * Templates: quoted strings and heredocs, with what is interpolated.
 * Source: hashicorp/hcl `hclsyntax/parser_template.go`, `hclsyntax/scan_tokens.rl`, `ParseStringLiteralToken` in
 * `hclsyntax/parser.go`.
 */

import { type FlatPart, structured } from './directives.js';
import { trimIndentation } from './indentation.js';
import type { Scanner, Token, TokenKind } from './scanner.js';
import type { Piece } from './source-text.js';
import { addPieces, TextRun, trimmedEnd } from './text-run.js';
import type { Expression, Template } from './tree.js';

/** How the expression inside an interpolation is read. */
export type ReadExpression = (scanner: Scanner) => Expression;

/** Brackets within brackets that are read; deeper ones would need more stack than there may be. */
export const deepest = 200;

/** A quoted string, of which the opening quote was taken. */
export function readQuoted(scanner: Scanner, open: Token, read: ReadExpression): Template {
  const reader = new TemplateReader(scanner, read, true);
  const { text } = scanner;
  const special = /["\\$%\r\n]/g;
  let at = open.end;
  let from = at;
  for (;;) {
    special.lastIndex = at;
    const found = special.exec(text);
    at = found ? found.index : text.length;
    const character = text[at];
    if (character === '\\') {
      reader.copy(from, at);
      at = reader.escape(at);
      from = at;
    } else if (character === '$' || character === '%') {
      const after = reader.sequence(from, at);
      if (after === null) at++;
      else {
        at = after;
        from = at;
      }
    } else {
      reader.copy(from, at);
      break;
    }
  }
  const closed = text[at] === '"';
  const end = closed ? at + 1 : at;
  if (!closed) {
    const lineEnd = text.startsWith('\r\n', at) ? at + 2 : at + 1;
    if (at < text.length) scanner.fail('hcl-newline-in-string', {}, at, lineEnd);
    else scanner.fail('hcl-unclosed-string', {}, open.start, at);
  }
  if (scanner.tolerant || closed) scanner.moveTo(end);
  return {
    kind: 'template',
    style: 'quoted',
    parts: structured(reader.parts, scanner),
    content: scanner.origin.spanOf(open.end, at),
    closed,
    span: scanner.origin.spanOf(open.start, end),
  };
}

const heredocStart = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
/** What was meant by it. */
const looseHeredocStart =
  /<<(-?)[ \t]*["']?([\p{ID_Start}_][\p{ID_Continue}-]*)["']?[ \t]*(?:(?:#|\/\/).*)?\r?\n/uy;

/** A heredoc, of which `<<` was taken; `null` where it is none. */
export function readHeredoc(scanner: Scanner, open: Token, read: ReadExpression): Template | null {
  const { text, lines } = scanner;
  heredocStart.lastIndex = open.start;
  let start = heredocStart.exec(text);
  if (start === null) {
    scanner.fail('hcl-heredoc-start', {}, open.start, lines.endOfLine(open.start));
    looseHeredocStart.lastIndex = open.start;
    start = scanner.tolerant ? looseHeredocStart.exec(text) : null;
    if (start === null || lines.markerAfter(start[2]!, open.start + start[0].length) === null) return null;
  }
  const [opening, dash, marker] = start;
  const contentStart = open.start + opening.length;
  const limit = scanner.tolerant ? limitOf(scanner, marker!, contentStart) : text.length;
  const reader = new TemplateReader(scanner, read, false);
  const special = /[$%\n]/g;
  let at = contentStart;
  let from = at;
  let startOfLine = true;
  let closing: Closing | null = null;
  for (;;) {
    if (startOfLine) {
      closing = closingAt(text, at, marker!);
      if (closing || at >= limit) break;
    }
    special.lastIndex = at;
    const found = special.exec(text);
    if (!found || found.index >= limit) {
      at = limit;
      reader.copy(from, at);
      break;
    }
    at = found.index;
    startOfLine = false;
    if (found[0] === '\n') {
      at++;
      reader.copy(from, at);
      reader.endLine();
      from = at;
      startOfLine = true;
    } else {
      const after = reader.sequence(from, at);
      if (after === null) at++;
      else {
        at = after;
        from = at;
      }
    }
  }
  const contentEnd = Math.min(at, text.length);
  const end = closing?.end ?? contentEnd;
  if (!closing?.hasLineEnd) {
    scanner.fail(
      'hcl-unclosed-heredoc',
      { marker: marker!, atEnd: closing !== null },
      open.start,
      contentStart - 1,
    );
  }
  // The line end after the marker, or before what ended it, ends the attribute.
  if (scanner.tolerant || closing?.hasLineEnd) {
    scanner.moveTo(
      closing ? closing.end : contentEnd < text.length ? lines.endOfLine(contentEnd - 1) : contentEnd,
    );
  }
  const parts = reader.parts;
  if (dash === '-') trimIndentation(parts);
  return {
    kind: 'template',
    style: dash === '-' ? 'flush' : 'heredoc',
    parts: structured(parts, scanner),
    content: scanner.origin.spanOf(contentStart, contentEnd),
    closed: closing?.hasLineEnd ?? false,
    span: scanner.origin.spanOf(open.start, end),
  };
}

interface Closing {
  /** After the marker. */
  readonly end: number;
  readonly hasLineEnd: boolean;
}

/** Whether the line at an offset is the end of a heredoc. */
function closingAt(text: string, at: number, marker: string): Closing | null {
  let start = at;
  while (isBlank(text.charCodeAt(start))) start++;
  if (!text.startsWith(marker, start)) return null;
  let end = start + marker.length;
  while (isBlank(text.charCodeAt(end))) end++;
  const hasLineEnd = text.charCodeAt(end) === 10;
  return hasLineEnd || end >= text.length ? { end: start + marker.length, hasLineEnd } : null;
}

/** White space within a line as Go's `bytes.TrimSpace` has it. */
const isBlank = (code: number) =>
  code === 32 || code === 9 || code === 11 || code === 12 || code === 13 || code === 0x85 || code === 0xa0;

/** Where a heredoc ends at the latest: before the next block of the file, where it has no end of its own. */
function limitOf({ text, lines }: Scanner, marker: string, start: number): number {
  const end = lines.markerAfter(marker, start);
  const block = lines.topLevelAfter(start);
  if (end === null) return block ?? text.length;
  if (block === null || block > end) return text.length;
  // An end that belongs to a heredoc of a later block.
  const other = lines.heredocAfter(marker, block);
  return other !== null && other < end ? block : text.length;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Everything but text. */
type Sequence = Exclude<FlatPart, TextRun>;

/** Gathers the parts of a template, one after the other. */
class TemplateReader {
  readonly parts: FlatPart[] = [];
  private readonly scanner: Scanner;
  private readonly read: ReadExpression;
  private readonly quoted: boolean;
  private run: TextRun | null = null;
  private trimNext = false;

  constructor(scanner: Scanner, read: ReadExpression, quoted: boolean) {
    this.scanner = scanner;
    this.read = read;
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

  /** A backslash; one that begins no escape is told, and taken for the backslash that was meant. */
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
   * @returns where the template goes on; `null` where it begins nothing
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
    if (trims && this.run) trimmedEnd(this.run);
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
        ? { kind: 'interpolation', expression: this.read(scanner), span: scanner.origin.spanOf(at, at) }
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
      skip(scanner, this.read, (kind) => kind === '}' || kind === '~}');
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
        return { kind: 'if', condition: this.read(scanner), span };
      case 'else':
      case 'endif':
      case 'endfor':
        return { kind: keyword, span };
      case 'for': {
        const variables = readForVariables(scanner);
        return variables && { kind: 'for', ...variables, collection: this.read(scanner), span };
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

const closers: Partial<Record<TokenKind, TokenKind>> = { '(': ')', '[': ']', '{': '}' };

/** Goes to the first token outside of brackets that ends the skipping, or that closes what is around; takes none of them. */
export function skip(scanner: Scanner, read: ReadExpression, ends: (kind: TokenKind) => boolean): void {
  const open: TokenKind[] = [];
  for (;;) {
    const token = scanner.peek();
    const { kind } = token;
    if (kind === 'end' || kind === 'stop') return;
    if (open.length === 0 && (ends(kind) || kind === '}' || kind === '~}')) return;
    const closer = closers[kind];
    scanner.take();
    if (closer) open.push(closer);
    else if (kind === open.at(-1)) open.pop();
    // Brackets that are not closed end with the brace around them.
    else if (kind === '}' && open.includes('}')) open.length = open.lastIndexOf('}');
    else if (kind === '}') {
      scanner.moveTo(token.start);
      return;
    }
    if (scanner.depth <= deepest) {
      if (kind === 'quote') readQuoted(scanner, token, read);
      if (kind === 'heredoc') readHeredoc(scanner, token, read);
    }
  }
}
