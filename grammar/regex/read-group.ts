/** What begins with a parenthesis. */

import type { Cursor } from './cursor.js';
import { type Flags, flagBits, type Opaque, type RegexNode } from './syntax.js';

/** The crate's limit on nesting, and PCRE's on parentheses. */
export const deepest = 250;

type ReadInner = (cursor: Cursor) => RegexNode;

/** @returns `null` for a comment */
export function readGroup(cursor: Cursor, readInner: ReadInner): RegexNode | null {
  const start = cursor.at++;
  if (++cursor.depth > deepest) {
    // Nothing is read of the rest: neither engine accepts it.
    cursor.fault('too-deep', start);
    cursor.at = cursor.pattern.length;
    cursor.depth--;
    return { kind: 'opaque', what: 'unread', node: null, start, end: cursor.at };
  }
  const node = cursor.isRust ? readRust(cursor, start, readInner) : readPcre(cursor, start, readInner);
  cursor.depth--;
  return node;
}

function readRust(cursor: Cursor, start: number, readInner: ReadInner): RegexNode {
  cursor.space();
  const head = cursor.at;
  if (!cursor.take('?')) return readBody(cursor, start, readInner, ++cursor.captures, null);
  if (cursor.match(/<?[=!]/y)) {
    cursor.fault('look-around', start);
    return opaque(cursor, start, readInner, 'look-around');
  }
  if (cursor.take('P<') || cursor.take('<')) {
    if (cursor.pattern[head + 1] === '<') cursor.isNew('group-name-form', head);
    return readNamed(cursor, start, readInner, '>');
  }
  return readFlags(cursor, start, readInner, rustFlags);
}

function readNamed(cursor: Cursor, start: number, readInner: ReadInner, close: string): RegexNode {
  const from = cursor.at;
  const end = cursor.pattern.indexOf(close, from);
  const name = end === -1 ? '' : cursor.pattern.slice(from, end);
  const capture = ++cursor.captures;
  const isName = cursor.isRust
    ? /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_.[\]]*$/u.test(name)
    : /^[A-Za-z_]\w{0,31}$/.test(name);
  if (!isName) {
    cursor.fault('group-name', start);
    return readBody(cursor, start, readInner, capture, null);
  }
  cursor.at = end;
  if (cursor.isRust && !/^[A-Za-z_][\w.[\]]*$/.test(name)) cursor.isNew('group-name-characters', from);
  if (cursor.hasName(name)) cursor.fault('group-name-repeated', from);
  cursor.addName({ name, capture, start: from, end });
  cursor.at = end + 1;
  return readBody(cursor, start, readInner, capture, name);
}

function readBody(
  cursor: Cursor,
  start: number,
  readInner: ReadInner,
  capture: number | null,
  name: string | null,
  flags: Flags = cursor.flags,
  around: Flags = cursor.flags,
): RegexNode {
  cursor.flags = flags;
  const node = readInner(cursor);
  // What is set in a group ends with it.
  cursor.flags = around;
  if (!cursor.take(')')) cursor.fault('group-unclosed', start, start + 1);
  return { kind: 'group', capture, name, node, start, end: cursor.at };
}

function opaque(cursor: Cursor, start: number, readInner: ReadInner, what: Opaque): RegexNode {
  const body = readBody(cursor, start, readInner, null, null);
  const node = body.kind === 'group' ? body.node : null;
  return { kind: 'opaque', what, node, start, end: cursor.at };
}

const rustFlags: Readonly<Record<string, Flags>> = {
  i: flagBits.ignoreCase,
  m: flagBits.multiLine,
  s: flagBits.dotAll,
  x: flagBits.spaced,
  U: flagBits.swapGreed,
  R: flagBits.crlf,
  // On where it is not negated: the other way round.
  u: flagBits.bytes,
};

const pcreFlags: Readonly<Record<string, Flags>> = {
  i: flagBits.ignoreCase,
  m: flagBits.multiLine,
  s: flagBits.dotAll,
  x: flagBits.spaced,
  U: flagBits.swapGreed,
  J: 0,
  n: 0,
};

/** After `(?`. */
function readFlags(
  cursor: Cursor,
  start: number,
  readInner: ReadInner,
  bits: Readonly<Record<string, Flags>>,
): RegexNode {
  const around = cursor.flags;
  const [written] = cursor.match(/[\w^-]*/y)!;
  const isClosed = cursor.peek() === ')';
  const isFaulty = cursor.isRust
    ? !/^(?!.*(.).*\1)(?:[imsxURu]*(?:-[imsxURu]+)?)$/.test(written) || (isClosed && written === '')
    : !/^[imsxUJ]*(?:-[imsxUJ]*)?$/.test(written);
  if (cursor.isRust && written.includes('R')) cursor.isNew('flag-R', start);
  let flags = written.startsWith('^') ? around & flagBits.swapGreed : around;
  const [on = '', off = ''] = written.split('-');
  for (const letter of on) flags = letter === 'u' ? flags & ~flagBits.bytes : flags | (bits[letter] ?? 0);
  for (const letter of off) flags = letter === 'u' ? flags | flagBits.bytes : flags & ~(bits[letter] ?? 0);
  if (!isFaulty && cursor.take(')')) {
    cursor.flags = flags;
    return { kind: 'flags', flags, start, end: cursor.at };
  }
  if (!isFaulty && cursor.take(':')) return readBody(cursor, start, readInner, null, null, flags, around);
  cursor.fault(cursor.isRust ? 'flag' : 'group-head', start);
  return readBody(cursor, start, readInner, null, null);
}

function readPcre(cursor: Cursor, start: number, readInner: ReadInner): RegexNode | null {
  if (cursor.peek() === '*' && /^\*[A-Z:]/.test(cursor.pattern.slice(cursor.at, cursor.at + 2))) {
    cursor.match(/[^)]*\)?/y);
    return { kind: 'opaque', what: 'verb', node: null, start, end: cursor.at };
  }
  if (!cursor.take('?')) return readBody(cursor, start, readInner, ++cursor.captures, null);
  if (cursor.take('#')) {
    if (!cursor.match(/[^)]*\)/y)) {
      cursor.at = cursor.pattern.length;
      cursor.fault('group-unclosed', start, start + 1);
    }
    return null;
  }
  if (cursor.match(/<?[=!]/y)) return opaque(cursor, start, readInner, 'look-around');
  if (cursor.take('>')) return opaque(cursor, start, readInner, 'atomic');
  if (cursor.take('|')) return opaque(cursor, start, readInner, 'branch-reset');
  if (cursor.peek() === '(') return opaque(cursor, start, readInner, 'condition');
  if (cursor.match(/(?:R|[+-]?\d+|&\w+|P>\w+)\)/y)) return leaf(cursor, start, 'recursion');
  if (cursor.match(/P=\w+\)/y)) return leaf(cursor, start, 'backreference');
  if (cursor.match(/C\d*\)/y)) return leaf(cursor, start, 'verb');
  if (cursor.match(/P?</y)) return readNamed(cursor, start, readInner, '>');
  if (cursor.take("'")) return readNamed(cursor, start, readInner, "'");
  return readFlags(cursor, start, readInner, pcreFlags);
}

const leaf = (cursor: Cursor, start: number, what: Opaque): RegexNode => ({
  kind: 'opaque',
  what,
  node: null,
  start,
  end: cursor.at,
});
