/**
 * Bodies: attributes and blocks.
 * Source: hashicorp/hcl `hclsyntax/parser.go` (`ParseBody` and what it calls).
 */

import { readExpression, readers } from './expressions.js';
import { readQuoted } from './quoted.js';
import { deepest, type Scanner, type Token } from './scanner.js';
import { skip } from './skip.js';
import type { Attribute, Block, Body, Label } from './tree.js';

/** All of a file. */
export function readFileBody(scanner: Scanner): Body {
  const items: (Attribute | Block)[] = [];
  for (;;) {
    readItems(scanner, items);
    const { kind, start, end } = scanner.peek();
    if (kind === 'end') break;
    scanner.begin();
    scanner.fail('hcl-unexpected', { expected: 'no-closing-brace' }, start, end);
    scanner.moveTo(scanner.tolerant ? end : scanner.text.length);
  }
  return { items, span: { start: 0, end: scanner.text.length } };
}

/**
 * Reads to a closing brace, or to what ends the body without one; consumes neither.
 *
 * @param isFirst whether no mistake of the block has been reported that others may follow from
 */
function readItems(scanner: Scanner, items: (Attribute | Block)[], isFirst = true): void {
  const names = new Set<string>();
  for (;;) {
    const token = scanner.peek();
    switch (token.kind) {
      case 'newline':
        scanner.take();
        break;
      case '}':
      case 'end':
      case 'stop':
        return;
      case 'identifier': {
        if (isFirst) scanner.begin();
        const item = readItem(scanner);
        if (!item) break;
        items.push(item);
        if (item.kind === 'block') break;
        if (names.has(item.name)) {
          const { start, end } = item.nameSpan;
          scanner.note('hcl-attribute-redefined', { name: item.name }, start, end);
        }
        names.add(item.name);
        break;
      }
      default:
        scanner.begin();
        scanner.unexpected('body-item');
        skipLine(scanner);
        // A bracket that closes nothing.
        if (scanner.peek().start === token.start) scanner.moveTo(token.end);
    }
  }
}

function readItem(scanner: Scanner): Attribute | Block | null {
  const name = scanner.take();
  switch (scanner.peek().kind) {
    case '=':
      return readAttribute(scanner, name);
    case 'quote':
    case 'identifier':
    case '{':
      return readBlock(scanner, name);
    case ':':
      scanner.unexpected('equals');
      return scanner.tolerant ? readAttribute(scanner, name) : null;
    default:
      scanner.fail('hcl-unexpected', { expected: 'body-item' }, name.start, name.end);
      skipLine(scanner);
      endLine(scanner);
      return null;
  }
}

function readAttribute(scanner: Scanner, name: Token): Attribute {
  const equals = scanner.take();
  scanner.depth++;
  moveToHeredocOnNextLine(scanner, equals);
  const value = readExpression(scanner);
  scanner.depth--;
  endLine(scanner);
  return {
    kind: 'attribute',
    name: scanner.textOf(name),
    nameSpan: { start: name.start, end: name.end },
    equals: equals.start,
    value,
    span: { start: name.start, end: Math.max(equals.end, value.span.end) },
  };
}

const heredocOnNextLine = /(?:[ \t]*\r?\n)+[ \t]*(?=<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n)/uy;

/** `deck file kong2tf` writes `name = `, a line end and `<<EOF`. */
function moveToHeredocOnNextLine(scanner: Scanner, { end }: Token): void {
  if (!scanner.is('newline')) return;
  heredocOnNextLine.lastIndex = end;
  const found = heredocOnNextLine.exec(scanner.text);
  if (!found) return;
  scanner.fail('hcl-heredoc-on-next-line', {}, end, end + found[0].length);
  if (scanner.tolerant) scanner.moveTo(end + found[0].length);
}

function readBlock(scanner: Scanner, type: Token): Block | null {
  const labels: Label[] = [];
  while (!scanner.is('{')) {
    const token = scanner.peek();
    if (token.kind === 'quote') labels.push(readLabel(scanner));
    else if (token.kind === 'identifier') {
      scanner.take();
      labels.push({
        text: scanner.textOf(token),
        span: { start: token.start, end: token.end },
        quoted: false,
      });
    } else break;
  }
  const open = openingBrace(scanner);
  const base = {
    kind: 'block',
    type: scanner.textOf(type),
    typeSpan: { start: type.start, end: type.end },
    labels,
  } as const;
  if (open === null) {
    const end = labels.at(-1)?.span.end ?? type.end;
    skipLine(scanner);
    endLine(scanner);
    const body = { items: [], span: { start: end, end } };
    return { ...base, open: null, close: null, body, span: { start: type.start, end } };
  }
  const items: (Attribute | Block)[] = [];
  scanner.depth++;
  if (scanner.depth > deepest) skipBody(scanner, open);
  else if (isMultiLine(scanner)) readItems(scanner, items);
  else readSingleAttribute(scanner, items);
  const close = scanner.is('}') ? scanner.take() : null;
  const bodyEnd = close?.start ?? scanner.at;
  if (close === null) {
    scanner.begin();
    scanner.fail('hcl-unclosed-block', { type: base.type }, type.start, open.end);
  }
  scanner.depth--;
  // Outside of the block, what ended it may be read.
  if (close === null && scanner.tolerant) scanner.moveTo(scanner.at);
  if (close !== null) endLine(scanner);
  const body = { items, span: { start: open.end, end: Math.max(open.end, bodyEnd) } };
  const end = close?.end ?? Math.max(open.end, items.at(-1)?.span.end ?? 0);
  return { ...base, open: open.start, close: close?.start ?? null, body, span: { start: type.start, end } };
}

function isMultiLine(scanner: Scanner): boolean {
  const { kind } = scanner.peek();
  return kind === 'newline' || kind === '}' || kind === 'end' || kind === 'stop';
}

/** `{ a = 1 }`: one attribute, and its braces in one line. More of it is read all the same. */
function readSingleAttribute(scanner: Scanner, items: (Attribute | Block)[]): void {
  const first = scanner.peek();
  const attribute = first.kind === 'identifier' ? scanner.take() : null;
  if (attribute && scanner.is('=')) {
    const equals = scanner.take();
    const value = readExpression(scanner);
    items.push({
      kind: 'attribute',
      name: scanner.textOf(attribute),
      nameSpan: { start: attribute.start, end: attribute.end },
      equals: equals.start,
      value,
      span: { start: attribute.start, end: Math.max(equals.end, value.span.end) },
    });
    if (scanner.is('}')) return;
    const { start, end } = scanner.peek();
    scanner.fail('hcl-single-line-block', {}, start, Math.min(end, scanner.lines.endOfLine(start)));
    if (scanner.is(',')) scanner.take();
    readItems(scanner, items, false);
    return;
  }
  const { start, end } = first;
  scanner.fail('hcl-single-line-block', {}, start, end);
  if (!scanner.tolerant) return;
  scanner.moveTo(start);
  readItems(scanner, items, false);
}

function skipBody(scanner: Scanner, open: Token): void {
  scanner.fail('hcl-too-deep', {}, open.start, open.end);
  skip(scanner, readers, () => false);
}

function openingBrace(scanner: Scanner): Token | null {
  if (scanner.is('{')) return scanner.take();
  scanner.unexpected('opening-brace');
  if (!scanner.tolerant) return null;
  const brace = /(?:[ \t]*\r?\n)+[ \t]*\{/y;
  brace.lastIndex = scanner.peek().start;
  const found = brace.exec(scanner.text);
  if (!found) return null;
  scanner.moveTo(brace.lastIndex - 1);
  return scanner.take();
}

/** A label has no templates in it. One without its closing quote ends before the brace at the end of its line. */
function readLabel(scanner: Scanner): Label {
  const quote = scanner.take();
  const { parts, closed, content, span } = readQuoted(scanner, quote, readers);
  if (parts.some(({ kind }) => kind !== 'text')) {
    scanner.note('hcl-template-in-label', {}, span.start, span.end);
  }
  if (!closed && scanner.tolerant) {
    const found = /[ \t]*\{[ \t]*$/.exec(scanner.text.slice(content.start, content.end));
    if (found) {
      const end = content.start + found.index;
      scanner.moveTo(end);
      return {
        text: scanner.text.slice(content.start, end),
        span: { start: quote.start, end },
        quoted: true,
      };
    }
  }
  const text = parts.flatMap((part) => (part.kind === 'text' ? part.pieces.map((piece) => piece.text) : []));
  return { text: text.join(''), span, quoted: true };
}

/** The end of the line, which must come after an attribute and a block. */
function endLine(scanner: Scanner): void {
  const { kind } = scanner.peek();
  if (kind === 'newline') scanner.take();
  else if (kind !== 'end' && kind !== 'stop') {
    scanner.unexpected('line-end');
    skipLine(scanner);
    if (scanner.is('newline')) scanner.take();
  }
}

/** To the line end, without taking it, or to the brace that closes the block. */
function skipLine(scanner: Scanner): void {
  skip(scanner, readers, (kind) => kind === 'newline');
}
