/**
 * Whether an engine certainly accepts or certainly rejects a pattern, without compiling it. Compiling is expensive: the
 * crate needs up to ten milliseconds for large classes such as `\w` and `.`.
 */

import type { CrateVersion } from './crates.js';
import { readRegex } from './read-regex.js';
import { factorOfCrate17, mostBytes, sizeOf } from './size.js';
import { type ClassSet, type Dialect, flagBits, type ReadRegex, type RegexNode } from './syntax.js';

/** Patterns that are longer are not read for this. */
const longest = 100_000;

/**
 * Whether the engine of a dialect accepts a pattern: the newest of its versions, and each that has its syntax
 * (`ReadRegex.newSyntax`).
 *
 * @returns `false` if it may or may not accept it
 */
export function certainlyCompiles(pattern: string, dialect: Dialect = 'rust'): boolean {
  return pattern.length <= longest && isCertain(readRegex(pattern, dialect));
}

/** The same of a pattern that has been read. */
export function isCertain({ node, faults, dialect }: ReadRegex): boolean {
  if (faults.length > 0) return false;
  const isKnown = dialect === 'rust' ? isKnownToRust : isKnownToPcre;
  if (!everyNode(node, 0, isKnown)) return false;
  return dialect === 'rust' ? sizeOf(node).most < 0.9 * mostBytes : pcreSizeOf(node) < mostPcreUnits;
}

/** Whether the crate, on the machines that Kong runs on, rejects a pattern that is right for its size. */
export const isCertainlyTooLarge = ({ node, faults }: ReadRegex): boolean =>
  faults.length === 0 && sizeOf(node).least > 1.02 * mostBytes;

/** Whether a pattern that our copy of the crate accepts may be too large for Kong's. */
export const mayBeTooLarge = ({ node }: ReadRegex, crate: CrateVersion): boolean =>
  sizeOf(node).most * (crate < 9 ? factorOfCrate17 : 1) > 0.95 * mostBytes;

/** The crate's limit is on all nesting together, and counts more kinds of it than these. */
const deepest = 100;

function everyNode(node: RegexNode, depth: number, test: (node: RegexNode) => boolean): boolean {
  if (depth > deepest || !test(node)) return false;
  switch (node.kind) {
    case 'group':
    case 'repeat':
      return everyNode(node.node, depth + 1, test);
    case 'sequence':
    case 'alternatives':
      for (const one of node.nodes) if (!everyNode(one, depth + 1, test)) return false;
      return true;
    default:
      return true;
  }
}

/** Bytes instead of characters may make what is not UTF-8, which the crate rejects. */
function isKnownToRust(node: RegexNode): boolean {
  if ('flags' in node && (node.flags & flagBits.bytes) !== 0) return false;
  return node.kind !== 'class' || isKnownClass(node.set, 0);
}

/** Categories and scripts that each crate knows by these names. */
const knownProperties: ReadonlySet<string> = new Set(
  [
    'C L M N P S Z Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co',
    'Latin Greek Cyrillic Han Arabic Hebrew Thai Hiragana Katakana Hangul Devanagari Alphabetic Uppercase Lowercase',
  ]
    .join(' ')
    .split(' '),
);

function isKnownClass(set: ClassSet, depth: number): boolean {
  if (depth > deepest) return false;
  switch (set.kind) {
    case 'range':
    case 'posix':
    case 'perl':
      return true;
    case 'property':
      return knownProperties.has(set.name);
    case 'bracket':
      return isKnownClass(set.set, depth + 1);
    case 'union':
      return set.items.every((item) => isKnownClass(item, depth + 1));
    case 'operation':
      return isKnownClass(set.left, depth + 1) && isKnownClass(set.right, depth + 1);
  }
}

/** What PCRE 8 and each PCRE2 read alike, for bytes and for characters. */
function isKnownToPcre(node: RegexNode): boolean {
  switch (node.kind) {
    case 'opaque':
      return false;
    case 'repeat':
      return /^(?:literal|any|class|group)$/.test(node.node.kind);
    case 'class':
      return isPlainClass(node.set);
    default:
      return true;
  }
}

/** Without properties, and without a hyphen next to a class such as `\w`, which only some versions accept. */
function isPlainClass(set: ClassSet): boolean {
  switch (set.kind) {
    case 'range':
      // A character beyond ASCII is several bytes: the last of one may begin a range.
      return set.to < 0x80 || set.from === set.to;
    case 'posix':
      return true;
    case 'perl':
      return set.name !== 'N';
    case 'bracket':
      return isPlainClass(set.set);
    case 'union':
      return set.items.every(isPlainClass);
    default:
      return false;
  }
}

/** A compiled pattern may have 65,535 units in the smallest build of PCRE. */
const mostPcreUnits = 30_000;

function pcreSizeOf(node: RegexNode): number {
  switch (node.kind) {
    case 'literal':
      return 8;
    case 'class':
      return 60;
    case 'group':
      return pcreSizeOf(node.node) + 20;
    case 'repeat': {
      const copies = Number.isFinite(node.most) ? node.most : node.least + 1;
      return (pcreSizeOf(node.node) + 20) * Math.max(1, copies);
    }
    case 'sequence':
    case 'alternatives':
      return node.nodes.reduce((total, one) => total + pcreSizeOf(one) + 6, 0);
    default:
      return 4;
  }
}
