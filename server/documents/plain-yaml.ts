/**
 * A reader for the YAML that most people write: block mappings and lists, and scalars and short lists on one line. It gives the
 * tree that the `yaml` package gives, several times faster, or nothing. Everything else is left to the package: a single value
 * where it can be read alone, such as a block scalar with an indentation of its own, and otherwise the whole text.
 */

import { Document, isMap, isSeq, Pair, type ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/**
 * @param readAlone what the package reads of a text that is one mapping or list; `null` if it is not well-formed, or has an
 *   anchor, an alias or a tag
 * @returns `null` if the text has, or may have, something that is not read here
 */
export function readPlainYaml(
  text: string,
  readAlone: (text: string) => ParsedNode | null,
): Document.Parsed | null {
  // Line ends of other systems, tabs, a byte order mark; directives and several documents.
  if (/[\r\t\ufeff]|^(?:---|\.\.\.|%)/m.test(text)) return null;
  const reader = new PlainReader(text, readAlone);
  try {
    const contents = reader.document();
    const document = new Document<ParsedNode>();
    document.contents = contents;
    return document as Document.Parsed;
  } catch (error) {
    if (error === notPlain || error instanceof RangeError) return null;
    throw error;
  }
}

/** Thrown at what is not read here. */
const notPlain = new Error('not plain YAML');

/** As they are written without quotes, and short enough for the package to accept them as keys. */
const keyPattern = /[\w$./][\w$./-]{0,200}(?=:(?: |\n|$))/y;
/** What begins no other kind of value, up to the end of its line or to a comment. */
const scalarPattern = /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|[-:?](?=[^\s]))(?:[^\n#:]|:(?=[^\s])|(?<=[^\s])#)*/y;
const itemPattern = /[\w$./~^(+](?:[^\n,[\]{}:#"'&*!|>%@`]*[^\s,[\]{}:#"'&*!|>%@`])?/y;
const doubleQuotes = /"([^"\\\n]*)"/y;
const singleQuotes = /'([^'\n]*)'(?!')/y;
const restOfLine = / *(?: #[^\n]*)?(?:\n|$)/y;
const blankLines = /(?: *(?:#[^\n]*)?\n)*/y;
/** A block scalar without a number for its indentation. */
const blockHeader = /([|>])(-?)(?: +#[^\n]*)? *\n/y;

type Range = [number, number, number];

class PlainReader {
  readonly #text: string;
  readonly #readAlone: (text: string) => ParsedNode | null;
  /** The start of the first line that is not read yet. */
  #line = 0;
  /** Its first character that is not a space, and how many spaces are before it; -1 after the last line. */
  #start = 0;
  #indent = -1;

  constructor(text: string, readAlone: (text: string) => ParsedNode | null) {
    this.#text = text;
    this.#readAlone = readAlone;
  }

  document(): ParsedNode {
    this.#goTo(0);
    if (this.#indent !== 0 || this.#isItem()) throw notPlain;
    const root = this.#map(0, this.#start);
    // A list in the place of another key.
    if (!this.#isAtEnd()) throw notPlain;
    return root;
  }

  /** Goes to the next line with something in it, at an offset that is the start of a line. */
  #goTo(offset: number): void {
    const text = this.#text;
    blankLines.lastIndex = offset;
    blankLines.test(text);
    this.#line = blankLines.lastIndex;
    let at = this.#line;
    while (text.charCodeAt(at) === space) at++;
    this.#start = at;
    // Also a comment in the last line.
    this.#indent = at >= text.length || text.charCodeAt(at) === hash ? -1 : at - this.#line;
    if (this.#indent === -1 && text.indexOf('\n', at) !== -1) throw notPlain;
  }

  #isAtEnd(): boolean {
    return this.#indent === -1;
  }

  #isItem(): boolean {
    const text = this.#text;
    if (text.charCodeAt(this.#start) !== dash) return false;
    const next = text.charCodeAt(this.#start + 1);
    return next === space || next === lineFeed || Number.isNaN(next);
  }

  /** @param at its first key, in the line that is to be read next */
  #map(column: number, at: number): YAMLMap.Parsed {
    const map = new YAMLMap() as YAMLMap.Parsed;
    map.range = [at, at, at];
    for (let key = at; ; key = this.#start) {
      keyPattern.lastIndex = key;
      const name = keyPattern.exec(this.#text)?.[0];
      if (name === undefined) throw notPlain;
      const end = key + name.length;
      map.items.push(
        new Pair(scalar(name, 'PLAIN', key, end), this.#value(end + 1, column, key, true)) as never,
      );
      if (this.#indent < column) return map;
      if (this.#indent > column) throw notPlain;
      if (this.#isItem()) return map;
    }
  }

  #list(column: number): YAMLSeq.Parsed {
    const list = new YAMLSeq() as YAMLSeq.Parsed;
    list.range = [this.#start, this.#start, this.#start];
    while (this.#indent === column && this.#isItem()) {
      const at = this.#start;
      const inner = this.#afterSpaces(at + 1);
      keyPattern.lastIndex = inner;
      list.items.push(
        keyPattern.test(this.#text)
          ? this.#map(inner - this.#line, inner)
          : this.#value(at + 1, column, at, false),
      );
      if (this.#indent > column) throw notPlain;
    }
    return list;
  }

  #afterSpaces(offset: number): number {
    let at = offset;
    while (this.#text.charCodeAt(at) === space) at++;
    return at;
  }

  /**
   * The value after a colon or a dash, and goes to the line after it.
   *
   * @param from the place after the colon or the dash
   * @param column of the mapping or the list
   * @param owner where the key or the dash is
   */
  #value(from: number, column: number, owner: number, isOfKey: boolean): ParsedNode {
    const text = this.#text;
    const at = this.#afterSpaces(from);
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || code === lineFeed || code === hash) {
      if (code === hash && at === from) throw notPlain;
      this.#endLine(code === hash ? from : at);
      if (this.#indent > column) {
        if (this.#isItem()) return this.#list(this.#indent);
        keyPattern.lastIndex = this.#start;
        if (keyPattern.test(text)) return this.#map(this.#indent, this.#start);
        return this.#alone(owner, column, isOfKey);
      }
      if (isOfKey && this.#indent === column && this.#isItem()) return this.#list(column);
      // Where the package puts what is missing depends on more than this line.
      if (code === hash || at > from) throw notPlain;
      return scalar('', 'PLAIN', from, from);
    }
    const value = this.#inline(at, code);
    if (value !== null) {
      restOfLine.lastIndex = value.range[1];
      if (restOfLine.test(text)) {
        this.#goTo(restOfLine.lastIndex);
        if (this.#indent <= column) return value;
      }
    } else if (code === bar || code === greater) {
      const block = this.#block(at, column);
      if (block !== null) return block;
    }
    return this.#alone(owner, column, isOfKey);
  }

  /** Nothing but white space and a comment may be in the rest of the line. */
  #endLine(offset: number): void {
    restOfLine.lastIndex = offset;
    if (!restOfLine.test(this.#text)) throw notPlain;
    this.#goTo(restOfLine.lastIndex);
  }

  /** A value that ends in its line, if it does. */
  #inline(at: number, code: number): ParsedNode | null {
    const text = this.#text;
    switch (code) {
      case doubleQuote:
      case singleQuote:
        return this.#quoted(at, code);
      case bracket:
        return this.#shortList(at);
      case brace: {
        if (text.charCodeAt(at + 1) !== closingBrace) return null;
        const map = new YAMLMap() as YAMLMap.Parsed;
        map.flow = true;
        map.range = [at, at + 2, at + 2];
        return map;
      }
      default: {
        scalarPattern.lastIndex = at;
        const found = scalarPattern.exec(text)?.[0].replace(/ +$/, '');
        return found === undefined ? null : scalar(found, 'PLAIN', at, at + found.length);
      }
    }
  }

  #quoted(at: number, code: number): ParsedNode | null {
    const pattern = code === doubleQuote ? doubleQuotes : singleQuotes;
    pattern.lastIndex = at;
    const found = pattern.exec(this.#text)?.[1];
    if (found === undefined) return null;
    const type = code === doubleQuote ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE';
    return scalar(found, type, at, at + found.length + 2);
  }

  #shortList(at: number): ParsedNode | null {
    const text = this.#text;
    const list = new YAMLSeq() as YAMLSeq.Parsed;
    list.flow = true;
    let next = this.#afterSpaces(at + 1);
    while (text.charCodeAt(next) !== closingBracket) {
      const code = text.charCodeAt(next);
      const item = code === doubleQuote || code === singleQuote ? this.#quoted(next, code) : this.#item(next);
      if (item === null) return null;
      list.items.push(item);
      next = this.#afterSpaces(item.range[1]);
      if (text.charCodeAt(next) === closingBracket) break;
      if (text.charCodeAt(next) !== comma || text.charCodeAt(next + 1) !== space) return null;
      next = this.#afterSpaces(next + 1);
      if (text.charCodeAt(next) === closingBracket) return null;
    }
    list.range = [at, next + 1, next + 1];
    return list;
  }

  #item(at: number): ParsedNode | null {
    itemPattern.lastIndex = at;
    const found = itemPattern.exec(this.#text)?.[0];
    return found === undefined ? null : scalar(found, 'PLAIN', at, at + found.length);
  }

  /** A block scalar whose lines all have the same indentation. */
  #block(at: number, column: number): ParsedNode | null {
    const text = this.#text;
    blockHeader.lastIndex = at;
    const header = blockHeader.exec(text);
    if (header === null) return null;
    const lines: string[] = [];
    let line = blockHeader.lastIndex;
    const first = this.#afterSpaces(line);
    const indent = first - line;
    if (indent <= column) return null;
    while (line < text.length) {
      const start = this.#afterSpaces(line);
      const code = text.charCodeAt(start);
      if (code === lineFeed || Number.isNaN(code)) break;
      if (start - line < indent) break;
      if (start - line > indent) return null;
      const end = text.indexOf('\n', start);
      if (end === -1 || text.charCodeAt(end - 1) === space) return null;
      lines.push(text.slice(start, end));
      line = end + 1;
    }
    const end = line;
    this.#goTo(line);
    if (lines.length === 0 || this.#indent > column) return null;
    // Spaces and comments may be lines of the scalar.
    if (/[ #]/.test(text.slice(end, this.#isAtEnd() ? text.length : this.#line))) return null;
    const [, style, chomping] = header;
    const source = lines.join(style === '>' ? ' ' : '\n') + (chomping === '-' ? '' : '\n');
    return scalar(source, style === '>' ? 'BLOCK_FOLDED' : 'BLOCK_LITERAL', at, end);
  }

  /** A value that the package reads, with its key or dash and without what is around it. */
  #alone(owner: number, column: number, isOfKey: boolean): ParsedNode {
    const text = this.#text;
    let end = text.indexOf('\n', owner) + 1;
    while (end > 0 && end < text.length) {
      const start = this.#afterSpaces(end);
      const isBlank = text.charCodeAt(start) === lineFeed;
      if (!isBlank && start - end <= column) break;
      end = text.indexOf('\n', start) + 1;
    }
    if (end <= 0) end = text.length;
    const root = this.#readAlone(' '.repeat(column) + text.slice(owner, end));
    const value = isOfKey
      ? isMap(root) && root.items.length === 1 && root.items[0]!.value
      : isSeq(root) && root.items.length === 1 && root.items[0];
    if (!value) throw notPlain;
    move(value as ParsedNode, owner - column);
    this.#goTo(end);
    if (this.#indent > column) throw notPlain;
    return value as ParsedNode;
  }
}

function scalar(source: string, type: Scalar.Type, start: number, end: number): Scalar.Parsed {
  const made = new Scalar(source) as Scalar.Parsed;
  made.source = source;
  made.type = type;
  made.range = [start, end, end];
  return made;
}

function move(node: ParsedNode, by: number): void {
  node.range = node.range.map((offset) => offset + by) as Range;
  if (isMap(node)) {
    for (const { key, value } of node.items as unknown as { key: ParsedNode; value: ParsedNode | null }[]) {
      move(key, by);
      if (value) move(value, by);
    }
  } else if (isSeq(node)) for (const item of node.items as ParsedNode[]) move(item, by);
}

const [space, lineFeed, dash, hash, bar, greater] = [0x20, 0x0a, 0x2d, 0x23, 0x7c, 0x3e];
const [doubleQuote, singleQuote, comma] = [0x22, 0x27, 0x2c];
const [bracket, closingBracket, brace, closingBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
