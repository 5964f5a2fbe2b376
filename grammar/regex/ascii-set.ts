/** What a piece of a regex has of ASCII, as bits. */

import { membersOf, membersOfAny, membersOfLiteral } from './character-sets.js';
import { type ClassSet, type Dialect, flagBits, type NodeOf } from './syntax.js';

/** Bits of the 128 characters, 32 in each number. */
export type AsciiSet = readonly [number, number, number, number];

export const hasCharacter = (set: AsciiSet, code: number): boolean =>
  (set[code >> 5]! & (1 << (code & 31))) !== 0;

/** `\w` */
export const isWord = (code: number): boolean => hasCharacter(word, code);

/** @returns `null` if they are not known */
export function asciiOf(
  node: NodeOf<'literal'> | NodeOf<'any'> | NodeOf<'class'>,
  dialect: Dialect,
): AsciiSet | null {
  const ignoresCase = (node.flags & flagBits.ignoreCase) !== 0;
  // PCRE reads several bytes, and a repetition repeats only the last one.
  if (node.kind === 'literal' && node.codePoint >= 0x80 && dialect === 'pcre') return null;
  if (node.kind === 'literal' && !ignoresCase) {
    return node.codePoint < 0x80 ? ofRanges([[node.codePoint, node.codePoint]]) : none;
  }
  if (node.kind === 'class' && !ignoresCase) {
    const simple = simpleClass(node.set);
    if (simple) return simple;
  }
  const { least, most } =
    node.kind === 'any'
      ? membersOfAny(node.flags, dialect)
      : node.kind === 'class'
        ? membersOf(node.set, node.flags, dialect)
        : membersOfLiteral(node.codePoint, node.flags, dialect);
  if (least !== most) return null;
  return ofRanges(least.ranges.map(({ min, max }) => [min, max] as const));
}

/** Classes that need no tables of Unicode: what they have of ASCII is plain. */
function simpleClass(set: ClassSet): AsciiSet | null {
  switch (set.kind) {
    case 'range':
      return ofRanges([[set.from, set.to]]);
    case 'perl': {
      const own = { d: digit, s: space, w: word, h: null, v: null, N: null }[set.name];
      return own && (set.negated ? inverse(own) : own);
    }
    case 'bracket': {
      const own = simpleClass(set.set);
      return own && (set.negated ? inverse(own) : own);
    }
    case 'union': {
      let all: AsciiSet = none;
      for (const item of set.items) {
        const own = simpleClass(item);
        if (!own) return null;
        all = [all[0] | own[0], all[1] | own[1], all[2] | own[2], all[3] | own[3]];
      }
      return all;
    }
    default:
      return null;
  }
}

function ofRanges(ranges: readonly (readonly [from: number, to: number])[]): AsciiSet {
  const bits: [number, number, number, number] = [0, 0, 0, 0];
  for (const [from, to] of ranges) {
    for (let code = from; code <= Math.min(to, 0x7f); code++) bits[code >> 5]! |= 1 << (code & 31);
  }
  return bits;
}

const inverse = ([a, b, c, d]: AsciiSet): AsciiSet => [~a, ~b, ~c, ~d];

const none: AsciiSet = [0, 0, 0, 0];
const digit = ofRanges([[0x30, 0x39]]);
/** The ASCII part of Unicode's white space. */
const space = ofRanges([
  [9, 13],
  [32, 32],
]);
const word = ofRanges([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
