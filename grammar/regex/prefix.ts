/** With what every text begins in which a regex of the router is found. */

import { readRegex } from './read-regex.js';
import { flagBits, type RegexNode } from './syntax.js';

interface Front {
  readonly text: string;
  /** The text is all that the node matches. */
  readonly isWhole: boolean;
  /** Nothing can be before it. */
  readonly isAnchored: boolean;
}

const unknown: Front = { text: '', isWhole: false, isAnchored: false };
const nothing: Front = { text: '', isWhole: true, isAnchored: false };

/** @returns `''` if the texts have no beginning in common, or where that is not known */
export function prefixOf(pattern: string): string {
  const { node, faults } = readRegex(pattern, 'rust');
  if (faults.length > 0) return '';
  const { text, isAnchored } = frontOf(node);
  return isAnchored ? text : '';
}

function frontOf(node: RegexNode): Front {
  switch (node.kind) {
    case 'boundary': {
      const isOfLines = (node.flags & flagBits.multiLine) !== 0;
      const isAnchored = node.at === 'A' || (node.at === '^' && !isOfLines);
      return { ...nothing, isAnchored };
    }
    case 'flags':
      return nothing;
    case 'literal':
      if ((node.flags & (flagBits.ignoreCase | flagBits.bytes)) !== 0) return unknown;
      return { text: String.fromCodePoint(node.codePoint), isWhole: true, isAnchored: false };
    case 'group':
      return frontOf(node.node);
    case 'repeat': {
      if (node.least === 0) return unknown;
      const { text, isAnchored } = frontOf(node.node);
      return { text, isWhole: false, isAnchored };
    }
    case 'sequence':
      return frontOfSequence(node.nodes);
    case 'alternatives': {
      const fronts = node.nodes.map(frontOf);
      const text = fronts.map((front) => front.text).reduce(commonPrefix);
      return {
        text,
        isWhole: fronts.every((front) => front.isWhole && front.text === text),
        isAnchored: fronts.every((front) => front.isAnchored),
      };
    }
    default:
      return unknown;
  }
}

function frontOfSequence(nodes: readonly RegexNode[]): Front {
  let text = '';
  let isAnchored = false;
  for (const node of nodes) {
    const front = frontOf(node);
    // What is anchored in the middle matches nothing, or the beginning after nothing.
    if (front.isAnchored && text === '') isAnchored = true;
    text += front.text;
    if (!front.isWhole) return { text, isWhole: false, isAnchored };
  }
  return { text, isWhole: true, isAnchored };
}

/** What two texts begin with. */
export function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
