/**
 * The characters that a class of a regex has, as sets of code points; for PCRE, which Kong runs without UTF, of bytes.
 *
 * Properties are those of Unicode 15.0, the tables of `refa`. The crate has 15.0 up to Gateway 3.8 and 16.0 since 3.9: what is
 * said of a class is true of the characters that Unicode 15.0 has.
 */

import { CharSet, JS } from 'refa';
import { lazily } from './lazily.js';
import { type ClassSet, type Dialect, type Flags, flagBits } from './syntax.js';

/** Characters that are in a class for certain, and those that may be: the same object where the class is known. */
export interface Members {
  readonly least: CharSet;
  readonly most: CharSet;
}

export const lastCharacter = (dialect: Dialect): number => (dialect === 'rust' ? 0x10ffff : 0xff);

const exactly = (set: CharSet): Members => ({ least: set, most: set });

export const allOf = (dialect: Dialect): CharSet => CharSet.all(lastCharacter(dialect) as never);

export function rangeOf(from: number, to: number, dialect: Dialect): CharSet {
  const maximum = lastCharacter(dialect);
  if (from > maximum) return CharSet.empty(maximum as never);
  return CharSet.fromRange(maximum as never, { min: from, max: Math.min(to, maximum) } as never);
}

const setOf = (dialect: Dialect, ...ranges: readonly (readonly [number, number])[]): CharSet =>
  CharSet.empty(lastCharacter(dialect) as never).union(ranges.map(([min, max]) => ({ min, max })) as never);

/** One character, in both cases where that does not matter. */
export const membersOfLiteral = (codePoint: number, flags: Flags, dialect: Dialect): Members =>
  exactly(folded(rangeOf(codePoint, codePoint, dialect), flags, dialect));

/** `.` */
export function membersOfAny(flags: Flags, dialect: Dialect): Members {
  if ((flags & flagBits.dotAll) !== 0) return exactly(allOf(dialect));
  const breaks =
    (flags & flagBits.crlf) === 0 ? setOf(dialect, [10, 10]) : setOf(dialect, [10, 10], [13, 13]);
  return exactly(breaks.negate());
}

export function membersOf(set: ClassSet, flags: Flags, dialect: Dialect): Members {
  // Bytes of a character: not followed.
  if ((flags & flagBits.bytes) !== 0) return unknown(dialect);
  return members(set, flags, dialect);
}

const unknown = (dialect: Dialect): Members => ({
  least: CharSet.empty(lastCharacter(dialect) as never),
  most: allOf(dialect),
});

function members(set: ClassSet, flags: Flags, dialect: Dialect): Members {
  switch (set.kind) {
    case 'range':
      return exactly(rangesOf(set.from, set.to, dialect));
    case 'perl':
      return negatedIf(set.negated, exactly(perlClass(set.name, dialect)));
    case 'posix':
      return negatedIf(set.negated, exactly(setOf(dialect, ...posixRanges[set.name]!)));
    case 'property':
      return negatedIf(set.negated, foldedMembers(property(set.name, dialect), flags, dialect));
    case 'bracket':
      return negatedIf(set.negated, foldedMembers(members(set.set, flags, dialect), flags, dialect));
    case 'union': {
      const all = set.items.map((item) => members(item, flags, dialect));
      const empty = CharSet.empty(lastCharacter(dialect) as never);
      const least = empty.union(...all.map((one) => one.least));
      const isExact = all.every((one) => one.least === one.most);
      return isExact ? exactly(least) : { least, most: empty.union(...all.map((one) => one.most)) };
    }
    case 'operation': {
      const left = foldedMembers(members(set.left, flags, dialect), flags, dialect);
      const right = foldedMembers(members(set.right, flags, dialect), flags, dialect);
      const isExact = left.least === left.most && right.least === right.most;
      return operate(set.operator, left, right, isExact);
    }
  }
}

function operate(operator: '&&' | '--' | '~~', a: Members, b: Members, isExact: boolean): Members {
  switch (operator) {
    case '&&': {
      const least = a.least.intersect(b.least);
      return isExact ? exactly(least) : { least, most: a.most.intersect(b.most) };
    }
    case '--': {
      const least = a.least.without(b.most);
      return isExact ? exactly(least) : { least, most: a.most.without(b.least) };
    }
    case '~~': {
      const least = a.least.without(b.most).union(b.least.without(a.most));
      return isExact
        ? exactly(least)
        : { least, most: a.most.without(b.least).union(b.most.without(a.least)) };
    }
  }
}

const negatedIf = (negated: boolean, { least, most }: Members): Members =>
  !negated
    ? { least, most }
    : least === most
      ? exactly(least.negate())
      : { least: most.negate(), most: least.negate() };

/** PCRE's classes have each byte of a character beyond ASCII. */
function rangesOf(from: number, to: number, dialect: Dialect): CharSet {
  if (dialect === 'rust' || to <= 0x7f) return rangeOf(from, to, dialect);
  const bytes = [...Buffer.from(String.fromCodePoint(from))];
  return setOf(dialect, ...bytes.map((byte) => [byte, byte] as const));
}

function foldedMembers({ least, most }: Members, flags: Flags, dialect: Dialect): Members {
  const one = folded(least, flags, dialect);
  return least === most ? exactly(one) : { least: one, most: folded(most, flags, dialect) };
}

/** With all that differs from it only in case: by simple case folding, for bytes that of ASCII. */
function folded(set: CharSet, flags: Flags, dialect: Dialect): CharSet {
  if ((flags & flagBits.ignoreCase) === 0) return set;
  const upper = set.intersect({ min: 0x41, max: 0x5a } as never);
  const lower = set.intersect({ min: 0x61, max: 0x7a } as never);
  const shifted = (from: CharSet, by: number) =>
    from.ranges.map(({ min, max }) => ({ min: min + by, max: max + by }));
  const ascii = set.union(shifted(upper, 32) as never, shifted(lower, -32) as never);
  if (dialect === 'pcre') return ascii;
  if (set.ranges.length === 0 || set.ranges.at(-1)!.max < 0x80) {
    // K and S have letters beyond ASCII: the Kelvin sign and the long s.
    const beyond = [
      ...(ascii.has(0x6b as never) ? [{ min: 0x212a, max: 0x212a }] : []),
      ...(ascii.has(0x73 as never) ? [{ min: 0x17f, max: 0x17f }] : []),
    ];
    return beyond.length > 0 ? ascii.union(beyond as never) : ascii;
  }
  return JS.createCharSet([...set.ranges], { unicode: true, ignoreCase: true });
}

const posixRanges: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  ascii: [[0, 0x7f]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: [[0x41, 0x5a]],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

/** By `regex-syntax/src/unicode.rs` (`perl_word` and others): those of Unicode. PCRE's are of ASCII. */
function perlClass(name: string, dialect: Dialect): CharSet {
  if (dialect === 'rust') return (name === 'd' ? unicodeDigit : name === 's' ? unicodeSpace : unicodeWord)();
  switch (name) {
    case 'd':
      return setOf('pcre', ...posixRanges.digit!);
    case 'w':
      return setOf('pcre', ...posixRanges.word!);
    case 's':
      return setOf('pcre', ...posixRanges.space!);
    case 'h':
      return setOf('pcre', [9, 9], [32, 32], [0xa0, 0xa0]);
    case 'v':
      return setOf('pcre', [10, 13], [0x85, 0x85]);
    default:
      return setOf('pcre', [10, 10]).negate();
  }
}

const unicodeProperty = (key: string, value: string | null = null) =>
  ({ kind: 'property', key, value, negate: false, strings: false }) as const;

/** Each has hundreds of ranges. */
const unicodeClass = (...items: ReturnType<typeof unicodeProperty>[]) =>
  lazily(() => JS.createCharSet(items, { unicode: true }));

const category = (name: string) => unicodeProperty('General_Category', name);

const unicodeDigit = unicodeClass(category('Nd'));
const unicodeSpace = unicodeClass(unicodeProperty('White_Space'));
const unicodeWord = unicodeClass(
  ...['Alphabetic', 'Join_Control'].map((name) => unicodeProperty(name)),
  ...['M', 'Nd', 'Pc'].map(category),
);

/** The properties that JavaScript has under the same names. */
function property(name: string, dialect: Dialect): Members {
  if (dialect === 'pcre') return unknown(dialect);
  const [, key, value] = /^(?:(\w+)[=:])?(\w+)$/.exec(name) ?? [];
  if (value === undefined) return unknown(dialect);
  const tries =
    key === undefined
      ? [
          ['General_Category', value],
          ['Script', value],
          [value, null],
        ]
      : [[key, value]];
  for (const [property, of] of tries) {
    try {
      return exactly(JS.createCharSet([unicodeProperty(property!, of)], { unicode: true }));
    } catch {
      // JavaScript does not have it, or not by this name.
    }
  }
  return unknown(dialect);
}
