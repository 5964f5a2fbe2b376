/**
 * What in a regex PCRE and Rust's crate, which both accept it, read differently; and what Kong makes of a regex on its way
 * to the crate.
 */

import { readRegex } from './read-regex.js';
import { type ClassSet, flagBits, type ReadRegex, type RegexNode } from './syntax.js';

export type RegexTrait =
  /** `|` outside of groups: only the first branch is after the `^` that Kong puts in front. */
  | 'alternation'
  /** A `?<` that begins no name: Kong makes `?P<` of each. */
  | 'group-name'
  /** `a++`: never gives back, and a repetition of a repetition. */
  | 'possessive'
  /** `[a&&b]`, `[a[b]]`: characters, and sets. */
  | 'class'
  /** `\v`, `\<`, `\>`, `\b{…}` */
  | 'escape'
  /** `(?x)`, `(?R)` */
  | 'flag'
  /** `$` is before a last line break too, and only at the end. */
  | 'line-end'
  /** It is about characters beyond ASCII, which are bytes, and characters. */
  | 'unicode'
  /** Only texts beyond ASCII are distinguished: bytes, and characters. */
  | 'unicode-text';

/** @param regex one that both accept */
export function regexTraits(regex: string): ReadonlySet<RegexTrait> {
  const pcre = readRegex(regex, 'pcre');
  const traits = new Set<RegexTrait>();
  if (pcre.node.kind === 'alternatives') traits.add('alternation');
  if (namesMore(pcre)) traits.add('group-name');
  collect(pcre.node, regex, traits);
  collectOfRust(readRegex(regex, 'rust').node, traits);
  return traits;
}

/** Whether a regex that PCRE accepts has the trait `group-name`. */
export const hasOtherGroupName = (regex: string): boolean =>
  regex.includes('?<') && namesMore(readRegex(regex, 'pcre'));

const namesMore = (pcre: ReadRegex): boolean =>
  pcre.pattern.split('?<').length - 1 !== shortNames(pcre).length;

/** The groups that are named without a `P`. */
export const shortNames = ({ pattern, names }: ReadRegex): ReadRegex['names'] =>
  names.filter(({ start }) => pattern.startsWith('?<', start - 2));

/** As PCRE reads it. */
function collect(node: RegexNode, regex: string, traits: Set<RegexTrait>): void {
  if ('flags' in node && node.kind !== 'flags') {
    if ((node.flags & flagBits.spaced) !== 0) traits.add('flag');
    if ((node.flags & flagBits.ignoreCase) !== 0) traits.add('unicode-text');
  }
  switch (node.kind) {
    case 'literal':
      // As an escape it is one byte, and else all of its bytes.
      if (node.codePoint > 0x7f && regex[node.start] === '\\') traits.add('unicode');
      break;
    case 'any':
      traits.add('unicode-text');
      break;
    case 'class':
      traitsOfClass(node.set, traits);
      break;
    case 'boundary':
      if (node.at === '$') traits.add('line-end');
      if (node.at === 'b' || node.at === 'B') traits.add('unicode-text');
      break;
    case 'opaque':
      if (node.what === 'recursion') traits.add('flag');
      if (node.node) collect(node.node, regex, traits);
      break;
    case 'repeat':
      if (node.mode === 'possessive') traits.add('possessive');
      if (node.node.kind === 'literal' && node.node.codePoint > 0x7f) traits.add('unicode');
      // Any number of bytes is any number of characters.
      if (isWide(node.node) && node.most === Number.POSITIVE_INFINITY && node.least <= 1) {
        if ('flags' in node.node && (node.node.flags & flagBits.ignoreCase) !== 0) traits.add('unicode-text');
        if (node.node.kind === 'class') traitsOfClass(node.node.set, traits, true);
      } else collect(node.node, regex, traits);
      break;
    case 'group':
      collect(node.node, regex, traits);
      break;
    case 'sequence':
    case 'alternatives':
      for (const one of node.nodes) collect(one, regex, traits);
  }
}

/** `.` or a class with every character beyond ASCII. */
const isWide = (node: RegexNode): boolean =>
  node.kind === 'any' || (node.kind === 'class' && node.set.kind === 'bracket' && node.set.negated);

/** @param isRepeated whether it matters that a character beyond ASCII is several */
function traitsOfClass(set: ClassSet, traits: Set<RegexTrait>, isRepeated = false): void {
  switch (set.kind) {
    case 'range':
      if (set.to > 0x7f) traits.add('unicode');
      break;
    case 'perl':
      traits.add(set.name === 'v' ? 'escape' : 'unicode-text');
      break;
    case 'property':
      traits.add('unicode-text');
      break;
    case 'bracket':
      if (set.negated && !isRepeated) traits.add('unicode-text');
      traitsOfClass(set.set, traits);
      break;
    case 'union':
      for (const item of set.items) traitsOfClass(item, traits);
  }
}

/** What only Rust's reading shows. */
function collectOfRust(node: RegexNode, traits: Set<RegexTrait>): void {
  switch (node.kind) {
    case 'class':
      if (node.set.kind === 'bracket' && isSetOfSets(node.set.set)) traits.add('class');
      break;
    case 'boundary':
      if (/start|end/.test(node.at)) traits.add('escape');
      break;
    case 'repeat':
    case 'group':
      collectOfRust(node.node, traits);
      break;
    case 'sequence':
    case 'alternatives':
      for (const one of node.nodes) collectOfRust(one, traits);
  }
}

function isSetOfSets(set: ClassSet): boolean {
  if (set.kind === 'union') return set.items.some(isSetOfSets);
  return set.kind === 'bracket' || set.kind === 'operation';
}
