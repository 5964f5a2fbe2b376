/**
 * How large a regex becomes when the crate compiles it. The crate rejects what needs more than 10 MiB (its own copy runs on
 * 32 bits and needs less), and does not say how much something needs. Measured with the crate `regex` 1.9.1 and 1.11.1 on
 * x86-64, in bytes for each copy of: a character 32 (case-insensitive up to 240, beyond ASCII 130), a range of ASCII 13 and
 * once 72, `.` and `[^/]` 1,005, `\d` 4,681 and 5,160, `\D` 11,703 and 12,850, `\w` 48,545 and 50,412, `\W` 45,197 and 46,811,
 * `\s` 683, `\S` 1,928, the largest general category 41,943 and 43,330, a group 97. With 1.7.0: `\w` 121,927, `\W` 110,376,
 * `\d` 6,991, `\D` 20,361, `\s` 1,049, `\S` 2,529, `.` 1,209, the rest as later or less.
 */

import { type ClassSet, flagBits, type RegexNode } from './syntax.js';

/** The least and the most that something may need, in bytes. */
export interface Size {
  readonly least: number;
  readonly most: number;
}

export const mostBytes = 10 * 2 ** 20;

/** By how much more than later versions the crate 1.7 may need. */
export const factorOfCrate17 = 2.2;

const nothing: Size = { least: 0, most: 0 };
const unknown: Size = { least: 0, most: Number.POSITIVE_INFINITY };

export function sizeOf(node: RegexNode): Size {
  switch (node.kind) {
    case 'literal': {
      const ignoresCase = (node.flags & flagBits.ignoreCase) !== 0;
      // A pattern of nothing but text is not compiled at all.
      return { least: 0, most: ignoresCase ? 400 : node.codePoint < 0x80 ? 40 : 160 };
    }
    case 'any':
      return { least: 960, most: 1_300 };
    case 'class':
      return sizeOfClass(node.set, (node.flags & flagBits.ignoreCase) !== 0);
    case 'boundary':
      return { least: 0, most: 40 };
    case 'flags':
      return nothing;
    case 'opaque':
      return unknown;
    case 'group': {
      const { least, most } = sizeOf(node.node);
      return { least, most: most + 130 };
    }
    case 'repeat': {
      const { least: inner, most } = sizeOf(node.node);
      const least = node.node.kind === 'literal' ? 30 : inner;
      const copies = Number.isFinite(node.most) ? node.most : node.least + 1;
      // What may be left out may be left out of the whole, where it is empty.
      const certain = Number.isFinite(node.most) ? node.most : node.least;
      return { least: least * certain, most: (most + 130) * Math.max(1, copies) };
    }
    case 'sequence':
      return sum(node.nodes.map(sizeOf));
    case 'alternatives': {
      // The crate shares what alternatives begin with, and makes a class of single characters.
      const { most } = sum(node.nodes.map(sizeOf));
      return { least: 0, most: most + 130 * node.nodes.length };
    }
  }
}

function sum(sizes: readonly Size[]): Size {
  let [least, most] = [0, 0];
  for (const size of sizes) {
    least += size.least;
    most += size.most;
  }
  return { least, most };
}

const perl: Readonly<Record<string, Size>> = {
  d: { least: 4_500, most: 6_700 },
  D: { least: 11_300, most: 16_500 },
  w: { least: 47_500, most: 63_000 },
  W: { least: 44_500, most: 60_000 },
  s: { least: 650, most: 1_000 },
  S: { least: 1_850, most: 2_600 },
};

/** None of the properties is larger than `\w`. */
const property: Size = { least: 0, most: 66_000 };
const letters: Size = { least: 41_000, most: 60_000 };

/** A negated range is a part of everything else, which begins with 1,005 bytes. */
const everything = 1_300;

function sizeOfClass(set: ClassSet, ignoresCase: boolean): Size {
  switch (set.kind) {
    case 'range': {
      if (set.to < 0x80) return { least: 20, most: ignoresCase ? 400 : 100 };
      // The letters of a range have others beyond it where case does not matter.
      if (ignoresCase && set.to - set.from > 8) return property;
      return { least: 20, most: ignoresCase ? 4_000 : 1_300 };
    }
    case 'posix':
      return { least: 20, most: set.negated ? everything + 800 : 800 };
    case 'perl':
      return perl[set.negated ? set.name.toUpperCase() : set.name] ?? unknown;
    case 'property':
      return set.name === 'L' && !set.negated ? letters : property;
    case 'operation': {
      const { most } = sum([sizeOfClass(set.left, ignoresCase), sizeOfClass(set.right, ignoresCase)]);
      return { least: 0, most: most + everything };
    }
    case 'bracket': {
      if (!set.negated) return sizeOfClass(set.set, ignoresCase);
      const { most } = sizeOfClass(set.set, ignoresCase);
      // What two classes leave may be nothing.
      return { least: hasOnlyAscii(set.set) ? 960 : 0, most: most + everything };
    }
    case 'union': {
      const { most } = sum(set.items.map((item) => sizeOfClass(item, ignoresCase)));
      return { least: 20, most };
    }
  }
}

function hasOnlyAscii(set: ClassSet): boolean {
  if (set.kind === 'union') return set.items.every(hasOnlyAscii);
  return set.kind === 'range' && set.to < 0x80;
}
