/**
 * The one reader of regex syntax. It reads every text: what is wrong is noted, and reading goes on after it. Its time is
 * linear in the length of the pattern, and its depth is bounded.
 *
 * Sources: rust-lang/regex `regex-syntax/src/ast/parse.rs`; pcre2 `doc/pcre2pattern.3`.
 */

import { Cursor } from './cursor.js';
import { readBrackets } from './read-class.js';
import { readEscape } from './read-escape.js';
import { deepest, readGroup } from './read-group.js';
import { type Dialect, flagBits, type NodeOf, type ReadRegex, type RegexNode } from './syntax.js';

/** @param pattern any text; a lone surrogate is a character of its own */
export function readRegex(pattern: string, dialect: Dialect): ReadRegex {
  const cursor = new Cursor(pattern, dialect);
  const nodes = [readAlternatives(cursor)];
  while (!cursor.atEnd) {
    // Only a parenthesis that closes nothing ends the alternatives early.
    const start = cursor.at++;
    cursor.fault('group-unopened', start);
    nodes.push(readAlternatives(cursor));
  }
  const node = nodes.length === 1 ? nodes[0]! : sequenceOf(nodes, 0, cursor.at);
  return { ...cursor.found(), node };
}

/** Up to the end, or to a `)`. */
export function readAlternatives(cursor: Cursor): RegexNode {
  const start = cursor.at;
  const nodes = [readSequence(cursor)];
  while (cursor.take('|')) nodes.push(readSequence(cursor));
  return nodes.length === 1 ? nodes[0]! : { kind: 'alternatives', nodes, start, end: cursor.at };
}

function readSequence(cursor: Cursor): RegexNode {
  const start = cursor.at;
  const nodes: RegexNode[] = [];
  for (;;) {
    cursor.space();
    const character = cursor.peek();
    if (character === '' || character === '|' || character === ')') break;
    if (character === '*' || character === '+' || character === '?' || character === '{') {
      if (readRepetition(cursor, nodes)) continue;
    }
    const node = readAtom(cursor, character);
    if (node) nodes.push(node);
  }
  return nodes.length === 1 ? nodes[0]! : sequenceOf(nodes, start, cursor.at);
}

const sequenceOf = (nodes: readonly RegexNode[], start: number, end: number): NodeOf<'sequence'> => ({
  kind: 'sequence',
  nodes,
  start,
  end,
});

/** @returns `null` for a comment and the like */
function readAtom(cursor: Cursor, character: string): RegexNode | null {
  const start = cursor.at;
  const { flags } = cursor;
  switch (character) {
    case '(':
      return readGroup(cursor, readAlternatives);
    case '[':
      return readBrackets(cursor);
    case '\\':
      return readEscape(cursor);
    case '.':
      cursor.at++;
      return { kind: 'any', flags, start, end: cursor.at };
    case '^':
    case '$':
      cursor.at++;
      return { kind: 'boundary', at: character, flags, start, end: cursor.at };
    default: {
      const codePoint = cursor.next();
      return { kind: 'literal', codePoint, flags, start, end: cursor.at };
    }
  }
}

/**
 * A repetition of the last node.
 *
 * @returns `false` if the character represents itself: PCRE's `{` that begins no count, and what is wrong
 */
function readRepetition(cursor: Cursor, nodes: RegexNode[]): boolean {
  const start = cursor.at;
  const counts = cursor.isRust ? readCounts(cursor) : readPcreCounts(cursor);
  if (!counts) {
    if (cursor.isRust) cursor.fault('repetition-count', start, start + 1);
    return false;
  }
  const [least, most] = counts;
  const last = nodes.at(-1);
  const isRepeatable = last && last.kind !== 'flags' && !(last.kind === 'repeat' && !cursor.isRust);
  if (!isRepeatable) {
    cursor.fault('repetition-missing', start);
    return true;
  }
  let mode: NodeOf<'repeat'>['mode'] = cursor.has('swapGreed') ? 'lazy' : 'greedy';
  if (cursor.take('?')) mode = mode === 'lazy' ? 'greedy' : 'lazy';
  else if (!cursor.isRust && cursor.take('+')) mode = 'possessive';
  if (most < least) cursor.fault('repetition-order', start);
  if (cursor.depth + repetitionsOf(last) >= deepest) {
    // Nothing is read of the rest: the crate does not accept it.
    cursor.fault('too-deep', start);
    cursor.at = cursor.pattern.length;
    return true;
  }
  nodes[nodes.length - 1] = {
    kind: 'repeat',
    node: last,
    least,
    most,
    mode,
    start: last.start,
    end: cursor.at,
  };
  return true;
}

/** How many repetitions of repetitions a node is (`a**` is two); only Rust has them, and counts them as levels. */
function repetitionsOf(node: RegexNode): number {
  let count = 0;
  for (let at = node; at.kind === 'repeat'; at = at.node) count++;
  return count;
}

const signs: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};

/** White space around a number never counts; with the flag `x` it does not count anywhere, and comments do not either. */
function readCounts(cursor: Cursor): readonly [least: number, most: number] | null {
  const sign = signs[cursor.peek()];
  if (sign) {
    cursor.at++;
    return sign;
  }
  const found = cursor.match(plainCounts) ?? (cursor.has('spaced') ? cursor.match(spacedCounts) : null);
  if (!found) return null;
  const [, least, comma, most] = found.map((part) => part?.replace(/#[^\n]*\n|\s/g, ''));
  cursor.space();
  const first = Number(least);
  const last = comma === undefined ? first : most ? Number(most) : Number.POSITIVE_INFINITY;
  const isCount = (number: number) => number < 2 ** 32 || number === Number.POSITIVE_INFINITY;
  return isCount(first) && isCount(last) ? [first, last] : null;
}

const plainCounts = /\{\s*(\d+)\s*(?:(,)(?:\s*(\d+)\s*)?)?\}/y;
const ignored = /(?:\s|#[^\n]*\n)*/.source;
const spacedCounts = new RegExp(
  `\\{${ignored}(\\d(?:${ignored}\\d)*)${ignored}(?:(,)${ignored}(?:(\\d(?:${ignored}\\d)*)${ignored})?)?\\}`,
  'y',
);

function readPcreCounts(cursor: Cursor): readonly [least: number, most: number] | null {
  const sign = signs[cursor.peek()];
  if (sign) {
    cursor.at++;
    return sign;
  }
  const start = cursor.at;
  const found = cursor.match(/\{(\d+)(?:(,)(\d*))?\}/y);
  if (!found) return null;
  const [, least, comma, most] = found;
  const first = Number(least);
  const last = comma === undefined ? first : most ? Number(most) : Number.POSITIVE_INFINITY;
  if (first > 65_535 || (last > 65_535 && last !== Number.POSITIVE_INFINITY))
    cursor.fault('repetition-count', start);
  return [first, last];
}

/** Whether a flag is on at a node. */
export const hasFlag = (flags: number, flag: keyof typeof flagBits): boolean =>
  (flags & flagBits[flag]) !== 0;
