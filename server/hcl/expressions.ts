/**
 * Expressions.
 * Source: hashicorp/hcl `hclsyntax/parser.go`, `hclsyntax/spec.md`.
 */

import type { Expected } from './problem.js';
import type { Scanner, Token, TokenKind } from './scanner.js';
import { deepest, readForVariables, readHeredoc, readQuoted, skip } from './templates.js';
import type { Expression, ForExpression, ObjectEntry, ObjectKey, Operator, Step } from './tree.js';

/** Reads an expression; what is missing is a gap. */
export function readExpression(scanner: Scanner): Expression {
  if (scanner.depth > deepest) return tooDeep(scanner);
  scanner.depth++;
  const condition = readOperation(scanner, 1);
  const result = scanner.is('?') ? readConditional(scanner, condition) : condition;
  scanner.depth--;
  return result;
}

function tooDeep(scanner: Scanner): Expression {
  const { start, end } = scanner.peek();
  scanner.fail('hcl-too-deep', {}, start, end);
  skip(scanner, readExpression, (kind) => kind === ')' || kind === ']' || kind === 'newline');
  return { kind: 'missing', span: scanner.origin.spanOf(start, Math.max(start, scanner.at)) };
}

function readConditional(scanner: Scanner, condition: Expression): Expression {
  scanner.take();
  const whenTrue = readExpression(scanner);
  if (!scanner.is(':')) {
    unexpected(scanner, 'colon');
    return condition;
  }
  scanner.take();
  const whenFalse = readExpression(scanner);
  const span = { start: condition.span.start, end: whenFalse.span.end };
  return { kind: 'conditional', condition, whenTrue, whenFalse, span };
}

const precedences: Partial<Record<TokenKind, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

function readOperation(scanner: Scanner, least: number): Expression {
  let left = readOperand(scanner);
  for (;;) {
    const precedence = precedences[scanner.peek().kind] ?? 0;
    if (precedence < least) return left;
    const operands = [left];
    const operators: Operator[] = [];
    while (precedences[scanner.peek().kind] === precedence) {
      operators.push(scanner.take().kind as Operator);
      operands.push(readOperation(scanner, precedence + 1));
    }
    const span = { start: left.span.start, end: operands.at(-1)!.span.end };
    left = { kind: 'operation', operands, operators, span };
  }
}

function readOperand(scanner: Scanner): Expression {
  const source = readTerm(scanner);
  const { kind } = scanner.peek();
  if (kind !== '.' && kind !== '[') return source;
  const steps: Step[] = [];
  while (readStep(scanner, steps));
  if (steps.length === 0) return source;
  return {
    kind: 'traversal',
    source,
    steps,
    span: { start: source.span.start, end: steps.at(-1)!.span.end },
  };
}

function readStep(scanner: Scanner, steps: Step[]): boolean {
  const { origin } = scanner;
  if (scanner.is('.')) {
    const dot = scanner.take();
    const next = scanner.peek();
    const span = origin.spanOf(dot.start, next.end);
    if (next.kind === 'identifier') {
      steps.push({ kind: 'attribute', name: scanner.textOf(scanner.take()), span });
    } else if (next.kind === 'number') {
      const text = scanner.textOf(scanner.take());
      // `a.0.1` would be the number 0.1.
      if (!/^\d+$/.test(text)) scanner.note('hcl-number', {}, next.start, next.end);
      steps.push({
        kind: 'index',
        key: { kind: 'literal', value: Number(text), span: origin.spanOf(next.start, next.end) },
        span,
      });
    } else if (next.kind === '*') {
      scanner.take();
      steps.push({ kind: 'splat', full: false, span });
    } else {
      unexpected(scanner, 'attribute-name');
      return false;
    }
    return true;
  }
  if (!scanner.is('[')) return false;
  const open = scanner.take();
  const { newlines } = scanner;
  const isSplat = scanner.is('*');
  let step: (end: number) => Step;
  if (isSplat) {
    scanner.take();
    step = (end) => ({ kind: 'splat', full: true, span: origin.spanOf(open.start, end) });
  } else {
    scanner.newlines = false;
    const key = readExpression(scanner);
    step = (end) => ({ kind: 'index', key, span: origin.spanOf(open.start, end) });
  }
  steps.push(step(closeBracket(scanner, open, ']')));
  scanner.newlines = newlines;
  return true;
}

/** Takes the closing bracket; where there is another token, goes on to it. @returns where what it closes ends */
function closeBracket(scanner: Scanner, open: Token, close: ')' | ']' | '}'): number {
  if (!scanner.is(close)) {
    const bracket = close === ')' ? '(' : close === ']' ? '[' : '{';
    scanner.fail('hcl-unclosed-bracket', { bracket }, open.start, open.end);
    skip(scanner, readExpression, (kind) => kind === close || kind === 'newline');
  }
  return scanner.is(close) ? scanner.take().end : Math.max(open.end, scanner.at);
}

function unexpected(scanner: Scanner, expected: Expected): void {
  const { kind, start, end } = scanner.peek();
  const isVisible = kind !== 'newline' && kind !== 'stop' && kind !== 'end';
  scanner.fail('hcl-unexpected', { expected }, start, isVisible ? end : start);
}

function readTerm(scanner: Scanner): Expression {
  const token = scanner.peek();
  const { start } = token;
  const span = scanner.origin.spanOf(start, token.end);
  switch (token.kind) {
    case 'identifier':
      return readWord(scanner);
    case 'number':
      scanner.take();
      return { kind: 'literal', value: readNumber(scanner, token), span };
    case 'quote':
      return readQuoted(scanner, scanner.take(), readExpression);
    case 'heredoc':
      return readHeredoc(scanner, scanner.take(), readExpression) ?? gap(scanner, start);
    case '[':
      return readTuple(scanner);
    case '{':
      return readObject(scanner);
    case '(':
      return readParentheses(scanner);
    case '-':
    case '!':
      return readUnary(scanner, token.kind);
    default:
      return readNothing(scanner);
  }
}

/** The gap from an offset to where the reading is. */
function gap(scanner: Scanner, start: number): Expression {
  skip(scanner, readExpression, (kind) => kind === 'newline' || kind === ',' || kind === ')' || kind === ']');
  return { kind: 'missing', span: scanner.origin.spanOf(start, Math.max(start, scanner.at)) };
}

function readNothing(scanner: Scanner): Expression {
  const { kind, start } = scanner.peek();
  if (kind === 'other' && scanner.text[start] === "'") {
    const lineEnd = scanner.lines.endOfLine(start);
    const close = scanner.text.indexOf("'", start + 1);
    const end = close >= 0 && close < lineEnd ? close + 1 : lineEnd;
    scanner.fail('hcl-single-quotes', {}, start, end);
    if (scanner.tolerant) scanner.moveTo(end);
    return { kind: 'missing', span: scanner.origin.spanOf(start, end) };
  }
  unexpected(scanner, 'expression');
  return { kind: 'missing', span: scanner.origin.spanOf(start, start) };
}

function readNumber(scanner: Scanner, token: Token): number | bigint {
  const text = scanner.textOf(token);
  if (!/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) scanner.note('hcl-number', {}, token.start, token.end);
  const value = Number(text);
  return /^\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value;
}

const keywords: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function readWord(scanner: Scanner): Expression {
  const token = scanner.take();
  const name = scanner.textOf(token);
  const span = scanner.origin.spanOf(token.start, token.end);
  if (scanner.is('(') || scanner.is('::')) return readCall(scanner, token);
  if (Object.hasOwn(keywords, name)) return { kind: 'literal', value: keywords[name]!, span };
  return { kind: 'variable', name, span };
}

function readUnary(scanner: Scanner, operator: '-' | '!'): Expression {
  const { start } = scanner.take();
  if (scanner.depth > deepest) return tooDeep(scanner);
  scanner.depth++;
  const operand = readOperand(scanner);
  scanner.depth--;
  const span = { start: scanner.origin.spanOf(start, start).start, end: operand.span.end };
  return { kind: 'unary', operator, operand, span };
}

function readParentheses(scanner: Scanner): Expression {
  const open = scanner.take();
  const { newlines } = scanner;
  scanner.newlines = false;
  const inner = readExpression(scanner);
  const end = closeBracket(scanner, open, ')');
  scanner.newlines = newlines;
  return { kind: 'parentheses', inner, span: scanner.origin.spanOf(open.start, end) };
}

function readCall(scanner: Scanner, first: Token): Expression {
  let name = scanner.textOf(first);
  let nameEnd = first.end;
  while (scanner.is('::')) {
    scanner.take();
    if (!scanner.is('identifier')) {
      unexpected(scanner, 'function-name');
      break;
    }
    const next = scanner.take();
    name += `::${scanner.textOf(next)}`;
    nameEnd = next.end;
  }
  const nameSpan = scanner.origin.spanOf(first.start, nameEnd);
  if (!scanner.is('(')) {
    scanner.fail('hcl-unclosed-bracket', { bracket: '(' }, first.start, nameEnd);
    return { kind: 'missing', span: nameSpan };
  }
  const open = scanner.take();
  const { newlines } = scanner;
  scanner.newlines = false;
  const args: Expression[] = [];
  let expanded = false;
  while (!scanner.is(')')) {
    args.push(readExpression(scanner));
    if (scanner.is('...')) {
      scanner.take();
      expanded = true;
      break;
    }
    if (!scanner.is(',')) break;
    scanner.take();
  }
  const end = closeBracket(scanner, open, ')');
  scanner.newlines = newlines;
  return { kind: 'call', name, nameSpan, args, expanded, span: scanner.origin.spanOf(first.start, end) };
}

const endsItems = (kind: TokenKind) => kind === 'end' || kind === 'stop' || kind === '}' || kind === '~}';

function readTuple(scanner: Scanner): Expression {
  const open = scanner.take();
  const { newlines } = scanner;
  scanner.newlines = false;
  if (scanner.isWord('for')) {
    const result = readFor(scanner, open, ']');
    scanner.newlines = newlines;
    return result;
  }
  const items: Expression[] = [];
  while (!scanner.is(']') && !endsItems(scanner.peek().kind)) {
    items.push(readExpression(scanner));
    if (scanner.is(',')) {
      scanner.take();
    } else if (!scanner.is(']') && !endsItems(scanner.peek().kind)) {
      const { at } = scanner;
      unexpected(scanner, 'separator');
      // An item that follows without a comma is read, too.
      if (!startsItem(scanner.peek().kind) || scanner.peek().start === items.at(-1)!.span.start) {
        skip(scanner, readExpression, (kind) => kind === ',' || kind === ']');
        if (scanner.is(',')) scanner.take();
        else if (scanner.at === at && !scanner.is(']')) break;
      }
    }
  }
  const end = closeBracket(scanner, open, ']');
  scanner.newlines = newlines;
  return { kind: 'tuple', items, span: scanner.origin.spanOf(open.start, end) };
}

const startsItem = (kind: TokenKind) =>
  kind === 'quote' || kind === 'identifier' || kind === '{' || kind === '[';

function readObject(scanner: Scanner): Expression {
  const open = scanner.take();
  const { newlines } = scanner;
  scanner.newlines = false;
  if (scanner.isWord('for')) {
    const result = readFor(scanner, open, '}');
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
    const entry = readEntry(scanner);
    if (entry) entries.push(entry);
    const next = scanner.peek();
    if (next.kind === ',' || next.kind === 'newline') scanner.take();
    else if (next.kind !== '}') {
      unexpected(scanner, entry ? 'separator' : 'key-value-separator');
      skip(
        scanner,
        readExpression,
        (kind) => kind === ',' || kind === 'newline' || kind === ']' || kind === ')',
      );
      if (scanner.is(',')) scanner.take();
      else if (scanner.peek().start === start && !scanner.is('}')) break;
    }
  }
  const end = closeBracket(scanner, open, '}');
  scanner.newlines = newlines;
  return { kind: 'object', entries, span: scanner.origin.spanOf(open.start, end) };
}

function readEntry(scanner: Scanner): ObjectEntry | null {
  const inParentheses = scanner.is('(');
  const expression = readExpression(scanner);
  if (!scanner.is('=') && !scanner.is(':')) {
    unexpected(scanner, 'key-value-separator');
    return null;
  }
  scanner.take();
  const value = readExpression(scanner);
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
function readFor(scanner: Scanner, open: Token, close: ']' | '}'): Expression {
  scanner.newlines = false;
  scanner.take();
  const variables = readForVariables(scanner);
  if (!variables) {
    const end = closeBracket(scanner, open, close);
    return { kind: 'missing', span: scanner.origin.spanOf(open.start, end) };
  }
  const collection = readExpression(scanner);
  if (scanner.is(':')) scanner.take();
  else unexpected(scanner, 'colon');
  let resultKey: Expression | null = null;
  let resultValue = readExpression(scanner);
  if (scanner.is('=>')) {
    scanner.take();
    resultKey = resultValue;
    resultValue = readExpression(scanner);
  }
  const grouped = scanner.is('...');
  if (grouped) scanner.take();
  let condition: Expression | null = null;
  if (scanner.isWord('if')) {
    scanner.take();
    condition = readExpression(scanner);
  }
  const end = closeBracket(scanner, open, close);
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
