/**
 * Tuples, objects and `for`.
 * Source: hashicorp/hcl `hclsyntax/parser.go` (`parseTupleCons`, `parseObjectCons`, `finishParsingForExpr`).
 */

import type { Scanner, Token, TokenKind } from './scanner.js';
import { type Readers, readForVariables } from './template-reader.js';
import type { Expression, ForExpression, ObjectEntry, ObjectKey } from './tree.js';

/** Consumes the closing bracket; skips other tokens before it. @returns where what it closes ends */
export function closeBracket(
  scanner: Scanner,
  readers: Readers,
  open: Token,
  close: ')' | ']' | '}',
): number {
  if (!scanner.is(close)) {
    const bracket = close === ')' ? '(' : close === ']' ? '[' : '{';
    scanner.fail('hcl-unclosed-bracket', { bracket }, open.start, open.end);
    readers.skip(scanner, (kind) => kind === close || kind === 'newline');
  }
  return scanner.is(close) ? scanner.take().end : Math.max(open.end, scanner.at);
}

const endsItems = (kind: TokenKind) => kind === 'end' || kind === 'stop' || kind === '}' || kind === '~}';

export function readTuple(scanner: Scanner, readers: Readers): Expression {
  const open = scanner.take();
  const { newlines } = scanner;
  scanner.newlines = false;
  if (scanner.isWord('for')) {
    const result = readFor(scanner, readers, open, ']');
    scanner.newlines = newlines;
    return result;
  }
  const items: Expression[] = [];
  while (!scanner.is(']') && !endsItems(scanner.peek().kind)) {
    items.push(readers.expression(scanner));
    if (scanner.is(',')) {
      scanner.take();
    } else if (!scanner.is(']') && !endsItems(scanner.peek().kind)) {
      const { at } = scanner;
      scanner.unexpected('separator');
      // An item that follows without a comma is read, too.
      if (!startsItem(scanner.peek().kind) || scanner.peek().start === items.at(-1)!.span.start) {
        readers.skip(scanner, (kind) => kind === ',' || kind === ']');
        if (scanner.is(',')) scanner.take();
        else if (scanner.at === at && !scanner.is(']')) break;
      }
    }
  }
  const end = closeBracket(scanner, readers, open, ']');
  scanner.newlines = newlines;
  return { kind: 'tuple', items, span: scanner.origin.spanOf(open.start, end) };
}

const startsItem = (kind: TokenKind) =>
  kind === 'quote' || kind === 'identifier' || kind === '{' || kind === '[';

export function readObject(scanner: Scanner, readers: Readers): Expression {
  const open = scanner.take();
  const { newlines } = scanner;
  scanner.newlines = false;
  if (scanner.isWord('for')) {
    const result = readFor(scanner, readers, open, '}');
    scanner.newlines = newlines;
    return result;
  }
  scanner.newlines = true;
  const entries: ObjectEntry[] = [];
  for (;;) {
    const { kind, start } = scanner.peek();
    if (kind === 'newline') {
      scanner.take();
      continue;
    }
    if (kind === '}' || kind === ']' || kind === ')' || endsItems(kind)) break;
    const entry = readEntry(scanner, readers);
    if (entry) entries.push(entry);
    const next = scanner.peek();
    if (next.kind === ',' || next.kind === 'newline') scanner.take();
    else if (next.kind !== '}') {
      scanner.unexpected(entry ? 'separator' : 'key-value-separator');
      readers.skip(scanner, (kind) => kind === ',' || kind === 'newline' || kind === ']' || kind === ')');
      if (scanner.is(',')) scanner.take();
      else if (scanner.peek().start === start && !scanner.is('}')) break;
    }
  }
  const end = closeBracket(scanner, readers, open, '}');
  scanner.newlines = newlines;
  return { kind: 'object', entries, span: scanner.origin.spanOf(open.start, end) };
}

function readEntry(scanner: Scanner, readers: Readers): ObjectEntry | null {
  const inParentheses = scanner.is('(');
  const expression = readers.expression(scanner);
  if (!scanner.is('=') && !scanner.is(':')) {
    scanner.unexpected('key-value-separator');
    return null;
  }
  scanner.take();
  const value = readers.expression(scanner);
  const span = { start: expression.span.start, end: Math.max(expression.span.end, value.span.end) };
  return { key: keyOf(expression, inParentheses), value, span };
}

/** A word is the name of the key, and so are `true`, `false` and `null`. */
function keyOf(expression: Expression, inParentheses: boolean): ObjectKey {
  const { kind, span } = expression;
  if (!inParentheses && kind === 'variable') return { kind: 'name', name: expression.name, span };
  if (kind === 'literal' && typeof expression.value !== 'number' && typeof expression.value !== 'bigint') {
    return { kind: 'name', name: String(expression.value), span };
  }
  return { kind: 'expression', expression, span };
}

/** `for` was seen after the bracket. */
function readFor(scanner: Scanner, readers: Readers, open: Token, close: ']' | '}'): Expression {
  scanner.newlines = false;
  scanner.take();
  const variables = readForVariables(scanner);
  if (!variables) {
    const end = closeBracket(scanner, readers, open, close);
    return { kind: 'missing', span: scanner.origin.spanOf(open.start, end) };
  }
  const collection = readers.expression(scanner);
  if (scanner.is(':')) scanner.take();
  else scanner.unexpected('colon');
  let resultKey: Expression | null = null;
  let resultValue = readers.expression(scanner);
  if (scanner.is('=>')) {
    scanner.take();
    resultKey = resultValue;
    resultValue = readers.expression(scanner);
  }
  const grouped = scanner.is('...');
  if (grouped) scanner.take();
  let condition: Expression | null = null;
  if (scanner.isWord('if')) {
    scanner.take();
    condition = readers.expression(scanner);
  }
  const end = closeBracket(scanner, readers, open, close);
  const result: ForExpression['result'] = close === ']' ? 'tuple' : 'object';
  if ((result === 'object') !== (resultKey !== null) || (grouped && result === 'tuple')) {
    scanner.note('hcl-for-key', { wanted: result === 'object' }, open.start, end);
  }
  return {
    kind: 'for',
    result,
    ...variables,
    collection,
    resultKey,
    resultValue,
    condition,
    grouped,
    span: scanner.origin.spanOf(open.start, end),
  };
}
