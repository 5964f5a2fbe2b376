/**
 * Texts in which a regex is likely to be found, made from its tree alone. They are guesses, because look-around,
 * back-references and negations are ignored: only an engine can confirm them. An automaton finds a matching text for
 * certain, but needs much more time.
 */

import { membersOf } from './character-sets.js';
import { readRegex } from './read-regex.js';
import { type ClassSet, type Dialect, flagBits, type RegexNode } from './syntax.js';

/** A repetition that is longer is left out. */
const longest = 200;

/**
 * @returns short texts: with the first of all alternatives, then with others in their place; without repetitions that may
 *   be left out, then with one of each
 */
export function examplesOf(pattern: string, dialect: Dialect): string[] {
  const { node, faults } = readRegex(pattern, dialect);
  if (faults.length > 0) return [];
  const texts = [];
  for (const optional of [false, true]) {
    for (let choice = 0; choice < mostChoices(node); choice++) {
      texts.push(exampleOf(node, { choice, optional, dialect }));
    }
  }
  return [...new Set(texts)].filter((text) => text.length <= longest * 10);
}

interface ExampleOptions {
  /** Which of alternatives. */
  readonly choice: number;
  /** Whether what may be left out is there. */
  readonly optional: boolean;
  readonly dialect: Dialect;
}

/** So many alternatives are tried. */
const mostTried = 4;

function mostChoices(node: RegexNode): number {
  switch (node.kind) {
    case 'alternatives':
      return Math.min(mostTried, mostOf(node.nodes, node.nodes.length));
    case 'sequence':
      return mostOf(node.nodes, 1);
    case 'group':
    case 'repeat':
      return mostChoices(node.node);
    default:
      return 1;
  }
}

function mostOf(nodes: readonly RegexNode[], least: number): number {
  return nodes.reduce((most, node) => Math.max(most, mostChoices(node)), least);
}

function exampleOf(node: RegexNode, options: ExampleOptions): string {
  switch (node.kind) {
    case 'literal':
      return String.fromCodePoint(node.codePoint);
    case 'any':
      return 'a';
    case 'class':
      return characterOf(node.set, node.flags, options.dialect);
    case 'group':
      return exampleOf(node.node, options);
    case 'repeat': {
      const times = Math.max(node.least, options.optional && node.most > 0 ? 1 : 0);
      return times > longest ? '' : exampleOf(node.node, options).repeat(times);
    }
    case 'sequence':
      return node.nodes.map((one) => exampleOf(one, options)).join('');
    case 'alternatives':
      return exampleOf(node.nodes[options.choice % node.nodes.length]!, options);
    default:
      return '';
  }
}

/** What people like to read, in this order. */
const preferred = [...'aA0-_./~ '];

function characterOf(set: ClassSet, flags: number, dialect: Dialect): string {
  const simple = simpleCharacter(set);
  if (simple !== null) return simple;
  const { most } = membersOf(set, flags & ~flagBits.ignoreCase, dialect);
  const readable = preferred.find((character) => most.has(character.charCodeAt(0)));
  if (readable !== undefined) return readable;
  const printable = most.ranges.find(({ max }) => max > 0x20);
  const code = printable ? Math.max(printable.min, 0x21) : most.ranges[0]?.min;
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** Of the classes that are in most regexes, without their tables. */
function simpleCharacter(set: ClassSet): string | null {
  switch (set.kind) {
    case 'perl':
      if (set.negated) return set.name === 'w' ? '-' : 'a';
      return { d: '0', w: 'a', s: ' ', h: ' ', v: '\n', N: 'a' }[set.name];
    case 'range':
      return isOrdinary(set.from) ? String.fromCodePoint(set.from) : null;
    case 'union': {
      const [first] = set.items;
      return first ? simpleCharacter(first) : null;
    }
    case 'bracket':
      return set.negated ? null : simpleCharacter(set.set);
    default:
      return null;
  }
}

const isOrdinary = (code: number): boolean => code > 0x20 && code < 0x7f;

/**
 * Whether a text in which the regex is found has it whatever is written after that text: it asks nowhere what follows.
 *
 * @returns `false` also where that is not known
 */
export function matchesWhateverFollows(pattern: string, dialect: Dialect): boolean {
  const { node, faults } = readRegex(pattern, dialect);
  return faults.length === 0 && asksForNothing(node);
}

function asksForNothing(node: RegexNode): boolean {
  switch (node.kind) {
    case 'boundary':
      return node.at === '^' || node.at === 'A' || node.at === 'start-half';
    case 'opaque':
      return false;
    case 'group':
      return asksForNothing(node.node);
    case 'repeat':
      // A possessive repetition may consume what follows, and then it is missing.
      return node.mode !== 'possessive' && asksForNothing(node.node);
    case 'sequence':
    case 'alternatives':
      return node.nodes.every(asksForNothing);
    default:
      return true;
  }
}
