/** What a regex of the router is without its syntax: where it is anchored, and whether it is nothing but text. */

import { readRegex } from './read-regex.js';
import { type ClassSet, flagBits, type RegexNode } from './syntax.js';

const isOn = (flags: number, flag: keyof typeof flagBits) => (flags & flagBits[flag]) !== 0;

/** `^`, `\A`; where `^` is about lines it is not. */
const isBegin = (node: RegexNode) =>
  node.kind === 'boundary' && (node.at === 'A' || (node.at === '^' && !isOn(node.flags, 'multiLine')));

const isEnd = (node: RegexNode) =>
  node.kind === 'boundary' && (node.at === 'z' || (node.at === '$' && !isOn(node.flags, 'multiLine')));

/** `.*` and `.+`, which begin at the start of a text if they begin anywhere. */
const isAnything = (node: RegexNode): boolean =>
  node.kind === 'repeat' && node.node.kind === 'any' && node.most === Number.POSITIVE_INFINITY;

/** What matches nothing by itself, and may be before an anchor. */
const isNothing = (node: RegexNode) =>
  node.kind === 'flags' || (node.kind === 'sequence' && node.nodes.length === 0);

/** Every alternative begins with `^`, `\A` or `.*`: the regex matches from the start of the text or not at all. */
export const isAnchored = (pattern: string): boolean => begins(readRegex(pattern, 'rust').node);

function begins(node: RegexNode): boolean {
  switch (node.kind) {
    case 'group':
      return begins(node.node);
    case 'repeat':
      return isAnything(node) ? node.least <= 1 : node.least > 0 && begins(node.node);
    case 'alternatives':
      return node.nodes.every(begins);
    case 'sequence': {
      const first = node.nodes.find((one) => !isNothing(one));
      return first !== undefined && begins(first);
    }
    default:
      return isBegin(node);
  }
}

/** Every alternative ends with `$` or `\z`. */
export const isAnchoredAtEnd = (pattern: string): boolean => ends(readRegex(pattern, 'rust').node);

function ends(node: RegexNode): boolean {
  switch (node.kind) {
    case 'group':
      return ends(node.node);
    case 'repeat':
      return node.least > 0 && ends(node.node);
    case 'alternatives':
      return node.nodes.every(ends);
    case 'sequence': {
      const last = node.nodes.findLast((one) => !isNothing(one));
      return last !== undefined && ends(last);
    }
    default:
      return isEnd(node);
  }
}

/** Whether there are alternatives outside of all groups. */
export const hasAlternatives = (pattern: string): boolean =>
  pattern.includes('|') && readRegex(pattern, 'rust').node.kind === 'alternatives';

/** The pattern begins with a character that is not a slash, and so matches no path from its start. */
export function beginsInsidePath(pattern: string): boolean {
  const { node } = readRegex(pattern, 'rust');
  const first = node.kind === 'sequence' ? node.nodes[0] : node;
  const once = first?.kind === 'repeat' && first.least > 0 ? first.node : first;
  if (once?.kind === 'literal') return once.codePoint !== slash;
  return once?.kind === 'class' && once.set.kind === 'bracket' && isWithoutSlash(once.set);
}

const slash = 0x2f;

/** Only where the members are written one by one. */
function isWithoutSlash(set: ClassSet): boolean {
  switch (set.kind) {
    case 'range':
      return slash < set.from || set.to < slash;
    case 'bracket':
      return !set.negated && isWithoutSlash(set.set);
    case 'union':
      return set.items.every(isWithoutSlash);
    default:
      return false;
  }
}

export interface PlainRegex {
  /** What the regex says with an operator and no regex. */
  readonly operator: '==' | '^=' | '=^' | 'contains';
  readonly text: string;
  /** The regex matches more than the text: what `strip_path` cuts is another part. */
  readonly matchesMore: boolean;
  /** The operator also accepts what has line breaks around the text; the regex does not, as `.` is none. */
  readonly matchesLineBreaks: boolean;
}

/**
 * A regex that is plain text, perhaps anchored, perhaps between `.*`: `^/a$` is an equality, `^/a` and `^/a.*` a prefix,
 * `/a$` and `^.*\/a$` a suffix. Rust's `$` matches only at the very end.
 *
 * @returns `null` for everything else, and for a regex that matches any text
 */
export function plainRegex(pattern: string): PlainRegex | null {
  const { node, faults } = readRegex(pattern, 'rust');
  if (faults.length > 0) return null;
  const nodes = [...(node.kind === 'sequence' ? node.nodes : [node])];
  const start = nodes[0]?.kind === 'boundary' && nodes[0].at === '^' && nodes.shift() !== undefined;
  const end = nodes.at(-1);
  const isClosed = end?.kind === 'boundary' && end.at === '$' && nodes.pop() !== undefined;
  const [first, last] = [nodes[0], nodes.at(-1)];
  const anyBefore = first !== undefined && isAnyText(first) && nodes.shift() !== undefined;
  const anyAfter = last !== undefined && nodes.length > 0 && isAnyText(last) && nodes.pop() !== undefined;
  let text = '';
  for (const one of nodes) {
    if (one.kind !== 'literal' || one.flags !== 0) return null;
    text += String.fromCodePoint(one.codePoint);
  }
  if (text === '' || /[\r\n]/.test(text)) return null;
  const isStart = start && !anyBefore;
  const isAtEnd = isClosed && !anyAfter;
  return {
    operator: isStart ? (isAtEnd ? '==' : '^=') : isAtEnd ? '=^' : 'contains',
    text,
    matchesMore: anyBefore || anyAfter,
    matchesLineBreaks: (start && !isStart) || (isClosed && !isAtEnd),
  };
}

/** `.*` as it is written, without a flag. */
const isAnyText = (node: RegexNode): boolean =>
  node.kind === 'repeat' &&
  isAnything(node) &&
  node.least === 0 &&
  node.mode === 'greedy' &&
  node.node.kind === 'any' &&
  node.node.flags === 0;
