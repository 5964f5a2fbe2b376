/** What an older version of the crate says against a pattern that the newest accepts. */

import type { Span } from '../span.js';
import { type CrateVersion, newSyntaxes, refusalOfProperty, unicodeOf } from './crates.js';
import { type ClassSet, flagBits, type ReadRegex, type RegexNode } from './syntax.js';

/** In the crate's words, and where. `differs`: it may read the pattern in another way, which is not followed. */
export type OlderVerdict = { readonly message: string; readonly span: Span } | 'differs' | null;

/** @param read a pattern that the newest crate accepts */
export function verdictOfCrate({ node, pattern, newSyntax }: ReadRegex, crate: CrateVersion): OlderVerdict {
  if (crate >= 11) return null;
  const found = newSyntax.find(({ what }) => newSyntaxes[what].since > crate);
  if (found) return { message: newSyntaxes[found.what].message, span: placeOf(found, pattern) };
  return verdictOfNode(node, crate);
}

/** The part that the older crate points at. */
function placeOf({ what, start, end }: ReadRegex['newSyntax'][number], pattern: string): Span {
  switch (what) {
    case 'group-name-form':
      return { start: start + 1, end: start + 2 };
    case 'flag-R': {
      const at = pattern.indexOf('R', start);
      return { start: at, end: at + 1 };
    }
    case 'word-boundary':
      return { start: start + 3, end: start + 4 };
    case 'group-name-characters': {
      const at = start + pattern.slice(start, end).search(/[^\w.[\]]/);
      return { start: at, end: at + 1 };
    }
    default:
      return { start, end };
  }
}

function verdictOfNode(node: RegexNode, crate: CrateVersion): OlderVerdict {
  // `(?-u:☃)` is accepted since 1.10.1, and `(?-u:\B)` is not by 1.7.
  if ('flags' in node && (node.flags & flagBits.bytes) !== 0 && crate < 10) return 'differs';
  switch (node.kind) {
    case 'class':
      return verdictOfSet(node.set, node, crate);
    case 'group':
    case 'repeat':
      return verdictOfNode(node.node, crate);
    case 'sequence':
    case 'alternatives':
      for (const one of node.nodes) {
        const verdict = verdictOfNode(one, crate);
        if (verdict !== null) return verdict;
      }
      return null;
    default:
      return null;
  }
}

function verdictOfSet(set: ClassSet, span: Span, crate: CrateVersion): OlderVerdict {
  const message = unicodeOf(crate) === '15.0' ? firstRefusal(set, crate) : null;
  if (message !== null) return { message, span: { start: span.start, end: span.end } };
  // Up to 1.7 a class must not be empty.
  return crate < 8 && mayBeEmpty(set) ? 'differs' : null;
}

function firstRefusal(set: ClassSet, crate: CrateVersion): string | null {
  switch (set.kind) {
    case 'property':
      return refusalOfProperty(set.name, crate);
    case 'bracket':
      return firstRefusal(set.set, crate);
    case 'union':
      for (const item of set.items) {
        const refusal = firstRefusal(item, crate);
        if (refusal !== null) return refusal;
      }
      return null;
    case 'operation':
      return firstRefusal(set.left, crate) ?? firstRefusal(set.right, crate);
    default:
      return null;
  }
}

/** Everything is left out only by what reaches to the end of Unicode, or by a class together with its opposite. */
function mayBeEmpty(set: ClassSet): boolean {
  switch (set.kind) {
    case 'operation':
      return true;
    case 'property':
      return /any/i.test(set.name);
    case 'bracket':
      return set.negated ? coversMuch(set.set) : mayBeEmpty(set.set);
    case 'union':
      return set.items.every(mayBeEmpty);
    default:
      return false;
  }
}

function coversMuch(set: ClassSet): boolean {
  switch (set.kind) {
    case 'range':
      return set.to > 0xffff;
    case 'perl':
    case 'posix':
      return set.negated;
    case 'union':
      return set.items.some(coversMuch);
    default:
      return true;
  }
}
