/**
 * Expressions.
 * Source: hashicorp/hcl `hclsyntax/parser.go`, `hclsyntax/spec.md`.
 */

import { closeBracket, readObject, readTuple } from './collections.js';
import { readHeredoc } from './heredoc.js';
import { readQuoted } from './quoted.js';
import { deepest, type Scanner, type Token, type TokenKind } from './scanner.js';
import { skip } from './skip.js';
import type { Readers } from './template-reader.js';
import type { Expression, Operator, Step } from './tree.js';

export const readers: Readers = {
  expression: readExpression,
  skip: (scanner, ends) => skip(scanner, readers, ends),
};

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
  skip(scanner, readers, (kind) => kind === ')' || kind === ']' || kind === 'newline');
  return { kind: 'missing', span: scanner.origin.spanOf(start, Math.max(start, scanner.at)) };
}

function readConditional(scanner: Scanner, condition: Expression): Expression {
  scanner.take();
  const whenTrue = readExpression(scanner);
  if (!scanner.is(':')) {
    scanner.unexpected('colon');
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
      scanner.unexpected('attribute-name');
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
  steps.push(step(closeBracket(scanner, readers, open, ']')));
  scanner.newlines = newlines;
  return true;
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
      return readQuoted(scanner, scanner.take(), readers);
    case 'heredoc':
      return readHeredoc(scanner, scanner.take(), readers) ?? gap(scanner, start);
    case '[':
      return readTuple(scanner, readers);
    case '{':
      return readObject(scanner, readers);
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
  skip(scanner, readers, (kind) => kind === 'newline' || kind === ',' || kind === ')' || kind === ']');
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
  scanner.unexpected('expression');
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
  const end = closeBracket(scanner, readers, open, ')');
  scanner.newlines = newlines;
  return { kind: 'parentheses', inner, span: scanner.origin.spanOf(open.start, end) };
}

function readCall(scanner: Scanner, first: Token): Expression {
  let name = scanner.textOf(first);
  let nameEnd = first.end;
  while (scanner.is('::')) {
    scanner.take();
    if (!scanner.is('identifier')) {
      scanner.unexpected('function-name');
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
  const end = closeBracket(scanner, readers, open, ')');
  scanner.newlines = newlines;
  return { kind: 'call', name, nameSpan, args, expanded, span: scanner.origin.spanOf(first.start, end) };
}
