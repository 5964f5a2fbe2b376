/** Sets of texts, as operators of the expression language describe them, and whether two have one in common. */

import { type Automaton, automatonOf, mayTakeTheSame } from './regex-automaton.js';
import { literal, parseRegex, type RegexNode } from './regex-tree.js';

export type TextSet =
  | { readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains'; readonly text: string }
  /** Every text but one, and the absence of any. */
  | { readonly kind: 'not'; readonly text: string }
  /** By Rust's crate, not anchored. */
  | { readonly kind: 'regex'; readonly pattern: string };

/** @returns `true` only where no text is in both */
export function areDisjoint(a: TextSet, b: TextSet): boolean {
  if (a.kind === 'not') return b.kind === 'exact' && a.text === b.text;
  if (b.kind === 'not') return a.kind === 'exact' && a.text === b.text;
  const [front, otherFront] = [frontOf(a), frontOf(b)];
  if (!front.startsWith(otherFront) && !otherFront.startsWith(front)) return true;
  if (a.kind !== 'regex' && b.kind !== 'regex') return areLiterallyDisjoint(a, b);
  const [one, other] = [known(a).automaton, known(b).automaton];
  return one !== null && other !== null && !mayTakeTheSame(one, other);
}

type LiteralSet = Exclude<TextSet, { kind: 'regex' | 'not' }>;

/** Where one cannot begin as the other does is known. */
function areLiterallyDisjoint(a: LiteralSet, b: LiteralSet): boolean {
  if (a.kind === 'exact') return !has(b, a.text);
  if (b.kind === 'exact') return !has(a, b.text);
  return a.kind === 'suffix' && b.kind === 'suffix' && !a.text.endsWith(b.text) && !b.text.endsWith(a.text);
}

function has({ kind, text }: LiteralSet, whole: string): boolean {
  switch (kind) {
    case 'exact':
      return whole === text;
    case 'prefix':
      return whole.startsWith(text);
    case 'suffix':
      return whole.endsWith(text);
    case 'contains':
      return whole.includes(text);
  }
}

/** With what every text of the set begins. */
export function frontOf(set: TextSet): string {
  switch (set.kind) {
    case 'exact':
    case 'prefix':
      return set.text;
    case 'regex':
      return known(set).front;
    default:
      return '';
  }
}

interface Known {
  readonly front: string;
  /** `null` where any text may be in the set. */
  readonly automaton: Automaton | null;
}

/** A route is compared with many. */
const read = new WeakMap<TextSet, Known>();

function known(set: Exclude<TextSet, { kind: 'not' }>): Known {
  let found = read.get(set);
  if (!found) {
    found = set.kind === 'regex' ? readRegex(set.pattern) : readLiteral(set);
    read.set(set, found);
  }
  return found;
}

function readLiteral({ kind, text }: LiteralSet): Known {
  const open = {
    front: kind === 'suffix' || kind === 'contains',
    back: kind === 'prefix' || kind === 'contains',
  };
  return {
    front: kind === 'exact' || kind === 'prefix' ? text : '',
    automaton: automatonOf(literal(text), open),
  };
}

function readRegex(pattern: string): Known {
  const tree = parseRegex(pattern);
  if (!tree) return { front: '', automaton: null };
  const front = frontOfTree(tree);
  return {
    front: front.isAnchored ? front.text : '',
    automaton: automatonOf(tree, { front: !front.isAnchored, back: true }),
  };
}

interface Front {
  readonly text: string;
  /** The text is all that the tree takes. */
  readonly isWhole: boolean;
  /** Nothing can stand before it. */
  readonly isAnchored: boolean;
}

function frontOfTree(node: RegexNode): Front {
  switch (node.kind) {
    case 'begin':
      return { text: '', isWhole: true, isAnchored: true };
    case 'end':
      return { text: '', isWhole: true, isAnchored: false };
    case 'symbols':
      return { text: node.character ?? '', isWhole: node.character !== undefined, isAnchored: false };
    case 'repeat': {
      const { text, isAnchored } = frontOfTree(node.node);
      return node.least === 0
        ? { text: '', isWhole: false, isAnchored: false }
        : { text, isWhole: false, isAnchored };
    }
    case 'all':
      return frontOfSequence(node.nodes);
    case 'any': {
      const fronts = node.nodes.map(frontOfTree);
      const text = fronts.map((front) => front.text).reduce(commonFront);
      return {
        text,
        isWhole: fronts.every((front) => front.isWhole && front.text === text),
        isAnchored: fronts.every((front) => front.isAnchored),
      };
    }
  }
}

function frontOfSequence(nodes: readonly RegexNode[]): Front {
  let text = '';
  let isAnchored = false;
  for (const node of nodes) {
    const front = frontOfTree(node);
    // What is anchored in the middle matches nothing, or the beginning after nothing.
    if (front.isAnchored && text === '') isAnchored = true;
    text += front.text;
    if (!front.isWhole) return { text, isWhole: false, isAnchored };
  }
  return { text, isWhole: true, isAnchored };
}

export function commonFront(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
