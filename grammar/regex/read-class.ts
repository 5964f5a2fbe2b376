/** What is between brackets. */

import type { Cursor } from './cursor.js';
import { readPcreEscape, readRustEscape } from './read-escape.js';
import type { ClassSet, RegexNode } from './syntax.js';

/** Deeper classes in classes are not followed; the crate's limit is on all nesting together. */
const deepest = 250;

const posixNames = 'alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit';
const posix = new RegExp(`\\[:(\\^?)(${posixNames}):\\]`, 'y');

export function readBrackets(cursor: Cursor): RegexNode {
  const start = cursor.at;
  const { flags } = cursor;
  const set = cursor.isRust ? readRustSet(cursor) : readPcreSet(cursor);
  return { kind: 'class', set, flags, start, end: cursor.at };
}

const character = (codePoint: number): ClassSet => ({ kind: 'range', from: codePoint, to: codePoint });

/** At the opening bracket. */
function readRustSet(cursor: Cursor): ClassSet {
  const start = cursor.at++;
  if (++cursor.depth > deepest) {
    cursor.fault('too-deep', start);
    cursor.at = cursor.pattern.length;
    cursor.depth--;
    return character(0x5b);
  }
  cursor.space();
  const negated = cursor.take('^');
  if (negated) cursor.space();
  let items: ClassSet[] = [];
  while (cursor.take('-')) {
    items.push(character(0x2d));
    cursor.space();
  }
  if (items.length === 0 && cursor.take(']')) items.push(character(0x5d));

  let left: ClassSet | null = null;
  let operator: '&&' | '--' | '~~' | null = null;
  const operand = (): ClassSet => {
    const union: ClassSet = items.length === 1 ? items[0]! : { kind: 'union', items };
    items = [];
    return left && operator ? { kind: 'operation', operator, left, right: union } : union;
  };
  for (;;) {
    cursor.space();
    if (cursor.atEnd) {
      cursor.fault('class-unclosed', start, start + 1);
      break;
    }
    if (cursor.take(']')) break;
    const [two] = cursor.match(/&&|--|~~/y) ?? [];
    if (two !== undefined) {
      left = operand();
      operator = two as '&&' | '--' | '~~';
    } else if (cursor.peek() === '[') {
      items.push(readPosix(cursor) ?? readRustSet(cursor));
    } else {
      items.push(readRustItem(cursor));
    }
  }
  cursor.depth--;
  return { kind: 'bracket', set: operand(), negated };
}

function readPosix(cursor: Cursor): ClassSet | null {
  const found = cursor.match(posix);
  return found && { kind: 'posix', name: found[2]!, negated: found[1] === '^' };
}

/** One character, one class, or a range. */
function readRustItem(cursor: Cursor): ClassSet {
  const start = cursor.at;
  const first = readRustCharacter(cursor);
  cursor.space();
  if (cursor.peek() !== '-') return first;
  // A hyphen at the end is a character, and two begin a subtraction.
  const after = characterAfter(cursor);
  if (after === '' || after === ']' || after === '-') return first;
  cursor.at++;
  cursor.space();
  if (cursor.atEnd) return first;
  const last = readRustCharacter(cursor);
  return rangeOf(cursor, start, first, last);
}

/** As `peek_space` of the crate has it: in a comment it looks at the first character that is not white space. */
function characterAfter(cursor: Cursor): string {
  if (!cursor.has('spaced')) return cursor.peek(1);
  const rest = cursor.pattern.slice(cursor.at + 1).trimStart();
  return (rest.startsWith('#') ? rest.slice(1).trimStart() : rest).charAt(0);
}

function rangeOf(cursor: Cursor, start: number, first: ClassSet, last: ClassSet): ClassSet {
  if (first.kind === 'range' && last.kind === 'range' && first.from <= last.from) {
    return { kind: 'range', from: first.from, to: last.from };
  }
  cursor.fault('class-range', start);
  return { kind: 'union', items: [first, last] };
}

function readRustCharacter(cursor: Cursor): ClassSet {
  if (cursor.peek() !== '\\') return character(cursor.next());
  const start = cursor.at;
  const escaped = readRustEscape(cursor);
  if (escaped.kind === 'literal') return character(escaped.codePoint);
  if (escaped.kind === 'class') return escaped.set;
  cursor.fault('class-escape', start);
  return character(0x5c);
}

/** At the opening bracket. Brackets, `&&` and the like represent themselves. */
function readPcreSet(cursor: Cursor): ClassSet {
  const start = cursor.at++;
  // Outside of another class, `[:alpha:]` is an error.
  if (/[:.=]/.test(cursor.peek())) cursor.fault('class-range', start);
  const negated = cursor.take('^');
  const items: ClassSet[] = [];
  let isFirst = true;
  for (;;) {
    if (cursor.atEnd) {
      cursor.fault('class-unclosed', start, start + 1);
      break;
    }
    if (!isFirst && cursor.take(']')) break;
    isFirst = false;
    const from = cursor.at;
    const first = readPcreCharacter(cursor);
    if (first === null) continue;
    const { at } = cursor;
    if (cursor.take('-') && !cursor.atEnd && cursor.peek() !== ']') {
      const last = readPcreCharacter(cursor);
      if (last !== null) {
        items.push(rangeOf(cursor, from, first, last));
        continue;
      }
    }
    cursor.at = at;
    items.push(first);
  }
  return { kind: 'bracket', set: { kind: 'union', items }, negated };
}

/** @returns `null` if it is nothing; quoted text is given back as a union */
function readPcreCharacter(cursor: Cursor): ClassSet | null {
  const start = cursor.at;
  const named = readPosix(cursor);
  if (named) return named;
  // A class of POSIX that is unknown, if it ends somewhere; else three characters.
  if (cursor.match(/\[(?=[:.=])/y)) {
    cursor.fault('class-range', start);
    return character(0x5b);
  }
  if (cursor.peek() !== '\\') return character(cursor.next());
  const escaped = readPcreEscape(cursor, true);
  switch (escaped.kind) {
    case 'literal':
      return character(escaped.codePoint);
    case 'class':
      return escaped.set;
    case 'quoted':
      return { kind: 'union', items: [...escaped.text].map((one) => character(one.codePointAt(0)!)) };
    case 'nothing':
      return null;
    default:
      cursor.fault('class-escape', start);
      return character(0x5c);
  }
}
