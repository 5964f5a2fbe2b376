/** What an author of a regex often does not mean: a star after a slash, as in a glob, and a dot as a literal dot. */

import type { Span } from '../span.js';
import { readRegex } from './read-regex.js';
import { type Dialect, flagBits, type RegexNode } from './syntax.js';

const slash = 0x2f;

/**
 * The places of `/*`, which in a regex is any number of slashes. One that ends the regex with `$` is left out: `/*$` says
 * whether there may be a slash at the end.
 */
export function starredSlashes(pattern: string, dialect: Dialect = 'rust'): readonly Span[] {
  if (!/[*{]/.test(pattern)) return [];
  const spans: Span[] = [];
  visit(readRegex(pattern, dialect).node, (nodes) => {
    for (const [i, node] of nodes.entries()) {
      if (node.kind !== 'repeat' || node.least !== 0 || node.most !== Number.POSITIVE_INFINITY) continue;
      if (node.node.kind !== 'literal' || node.node.codePoint !== slash) continue;
      const next = nodes[i + 1];
      if (next?.kind !== 'boundary') spans.push({ start: node.start, end: node.end });
    }
  });
  return spans;
}

/** The places of dots between letters or digits, such as that of `/v1.2` and of `index.html`. */
export function loneDots(pattern: string, dialect: Dialect = 'rust'): readonly Span[] {
  if (!pattern.includes('.')) return [];
  const spans: Span[] = [];
  visit(readRegex(pattern, dialect).node, (nodes) => {
    for (const [i, node] of nodes.entries()) {
      if (node.kind !== 'any' || !isWordLike(nodes[i - 1]) || !isWordLike(nodes[i + 1])) continue;
      spans.push({ start: node.start, end: node.end });
    }
  });
  return spans;
}

/** A capital that has to be in every text that matches; `null` if there is none. */
export const requiredCapital = (pattern: string, dialect: Dialect): string | null =>
  capitalIn(readRegex(pattern, dialect).node);

function capitalIn(node: RegexNode): string | null {
  switch (node.kind) {
    case 'literal': {
      const letter = String.fromCodePoint(node.codePoint);
      return /[A-Z]/.test(letter) && (node.flags & flagBits.ignoreCase) === 0 ? letter : null;
    }
    case 'group':
      return capitalIn(node.node);
    case 'repeat':
      return node.least > 0 ? capitalIn(node.node) : null;
    case 'sequence':
      return firstOf(node.nodes.map(capitalIn));
    case 'alternatives': {
      const found = node.nodes.map(capitalIn);
      return found.includes(null) ? null : firstOf(found);
    }
    default:
      return null;
  }
}

const firstOf = (found: readonly (string | null)[]): string | null =>
  found.find((one) => one !== null) ?? null;

/** A letter or a digit, `\d`, or some of them. */
function isWordLike(node: RegexNode | undefined): boolean {
  switch (node?.kind) {
    case 'literal':
      return /[\dA-Za-z]/.test(String.fromCodePoint(node.codePoint));
    case 'class':
      return node.set.kind === 'perl' && node.set.name === 'd' && !node.set.negated;
    case 'repeat':
      return node.least > 0 && isWordLike(node.node);
    default:
      return false;
  }
}

/** Calls a function with the pieces of each sequence. */
function visit(node: RegexNode, each: (nodes: readonly RegexNode[]) => void): void {
  switch (node.kind) {
    case 'sequence':
      each(node.nodes);
      for (const one of node.nodes) visit(one, each);
      break;
    case 'alternatives':
      for (const one of node.nodes) {
        if (one.kind !== 'sequence') each([one]);
        visit(one, each);
      }
      break;
    case 'group':
      if (node.node.kind !== 'sequence' && node.node.kind !== 'alternatives') each([node.node]);
      visit(node.node, each);
      break;
    case 'repeat':
      visit(node.node, each);
      break;
    case 'opaque':
      if (node.node) visit(node.node, each);
      break;
    default:
      break;
  }
}
