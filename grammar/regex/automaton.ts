/**
 * From the tree of a regex to automata of `refa`: the texts in which it is found. Anchors and word boundaries are followed
 * exactly, by what is known of the place in the text: what is before it, and what may come after it.
 */

import { type CharSet, NFA, TooManyNodesError } from 'refa';
import {
  allOf,
  lastCharacter,
  type Members,
  membersOf,
  membersOfAny,
  membersOfLiteral,
  rangeOf,
} from './character-sets.js';
import { type Dialect, flagBits, type NodeOf, type ReadRegex, type RegexNode } from './syntax.js';

/** Automata with more states are not made. */
export const mostStates = 3_000;
/** Beyond, a repetition is not followed exactly. */
const mostCopies = 300;
/** Sets of characters have so many ranges in all. */
const mostRanges = 300_000;

/** States are numbers. An edge needs a character, something of the place, or nothing. */
interface Skeleton {
  readonly moves: { readonly members: Members; readonly to: number }[][];
  readonly leaps: { readonly at: RegexNode | null; readonly to: number }[][];
  /** Only in the automaton that may hold more. */
  readonly doubtful: number[][];
  readonly accept: number;
  isExact: boolean;
  hasWords: boolean;
}

export interface Bounds {
  /** Accepts only texts in which the regex is found. */
  readonly least: NFA;
  /** Accepts all of them; the same object where both are. */
  readonly most: NFA;
}

/** @param anchored whether a match has to begin at the start of the text, as PCRE's option does it */
export function automataOf(read: ReadRegex, anchored: boolean): Bounds | null {
  const skeleton = skeletonOf(read, anchored);
  if (!skeleton) return null;
  try {
    const most = resolve(skeleton, read.dialect, 'most');
    return { most, least: skeleton.isExact ? most : resolve(skeleton, read.dialect, 'least') };
  } catch (error) {
    if (error instanceof TooManyNodesError) return null;
    throw error;
  }
}

function skeletonOf({ node: root, dialect }: ReadRegex, anchored: boolean): Skeleton | null {
  const skeleton: Skeleton = {
    moves: [],
    leaps: [],
    doubtful: [],
    accept: 1,
    isExact: true,
    hasWords: false,
  };
  let ranges = 0;
  const state = () => {
    skeleton.leaps.push([]);
    skeleton.doubtful.push([]);
    return skeleton.moves.push([]) - 1;
  };
  const leap = (from: number, to: number, at: RegexNode | null = null) =>
    skeleton.leaps[from]!.push({ at, to });
  const move = (from: number, to: number, members: Members) => {
    ranges += members.most.ranges.length;
    if (members.least !== members.most) skeleton.isExact = false;
    skeleton.moves[from]!.push({ members, to });
  };
  const all: Members = { least: allOf(dialect), most: allOf(dialect) };
  const isTooLarge = () => skeleton.moves.length > 8 * mostStates || ranges > mostRanges;

  /** @returns the state after the node */
  function build(node: RegexNode, from: number): number {
    if (isTooLarge()) return from;
    switch (node.kind) {
      case 'flags':
        return from;
      case 'literal':
        return buildLiteral(node, from);
      case 'any':
      case 'class': {
        const to = state();
        const members =
          node.kind === 'any' ? membersOfAny(node.flags, dialect) : membersOf(node.set, node.flags, dialect);
        move(from, to, members);
        return to;
      }
      case 'boundary': {
        const to = state();
        if (!/^[\^$AzZ]$/.test(node.at) || (node.flags & flagBits.multiLine) !== 0) skeleton.hasWords = true;
        if (dialect === 'pcre' && /^[$Z]$/.test(node.at)) skeleton.hasWords = true;
        // Where lines end with two characters it is not followed.
        if ((node.flags & flagBits.crlf) !== 0 && (node.flags & flagBits.multiLine) !== 0)
          addDoubtful(from, to);
        else leap(from, to, node);
        return to;
      }
      case 'group':
        return build(node.node, from);
      case 'sequence':
        return node.nodes.reduce((at, one) => build(one, at), from);
      case 'alternatives': {
        const to = state();
        for (const one of node.nodes) {
          const start = state();
          leap(from, start);
          leap(build(one, start), to);
        }
        return to;
      }
      case 'repeat':
        return buildRepeat(node, from);
      case 'opaque': {
        const [middle, to] = [state(), state()];
        addDoubtful(from, middle);
        move(middle, middle, all);
        addDoubtful(middle, to);
        return to;
      }
    }
  }

  function addDoubtful(from: number, to: number): void {
    skeleton.isExact = false;
    skeleton.doubtful[from]!.push(to);
  }

  /** For PCRE a character beyond ASCII is the bytes that it is written with, unless an escape names one. */
  function buildLiteral(node: NodeOf<'literal'>, from: number): number {
    const isEscaped = node.end - node.start > String.fromCodePoint(node.codePoint).length;
    const codes =
      dialect === 'rust' || node.codePoint < 0x80 || isEscaped
        ? [node.codePoint]
        : [...Buffer.from(String.fromCodePoint(node.codePoint))];
    let at = from;
    for (const code of codes) {
      const to = state();
      move(at, to, membersOfLiteral(code, node.flags, dialect));
      at = to;
    }
    return at;
  }

  function buildRepeat(node: NodeOf<'repeat'>, from: number): number {
    const { least, most } = node;
    // PCRE repeats the last byte of a character; what never gives back may leave texts out.
    const isLastByte = dialect === 'pcre' && node.node.kind === 'literal' && node.node.codePoint > 0x7f;
    if (least > mostCopies || isLastByte || node.mode === 'possessive') {
      const [middle, to] = [state(), state()];
      addDoubtful(from, middle);
      move(middle, middle, all);
      addDoubtful(middle, to);
      return to;
    }
    let at = from;
    for (let i = 0; i < least; i++) at = build(node.node, at);
    const to = state();
    leap(at, to);
    if (most === Number.POSITIVE_INFINITY || most - least > mostCopies) {
      const start = state();
      const isEndless = most === Number.POSITIVE_INFINITY;
      if (isEndless) leap(at, start);
      else addDoubtful(at, start);
      const end = build(node.node, start);
      leap(end, start);
      leap(end, to);
      return to;
    }
    for (let i = least; i < most; i++) {
      at = build(node.node, at);
      leap(at, to);
    }
    return to;
  }

  const first = state();
  const accept = state();
  const start = state();
  if (!anchored) move(first, first, all);
  leap(first, start);
  leap(build(root, start), accept);
  move(accept, accept, all);
  return isTooLarge() ? null : skeleton;
}

/** What is known of a place: what is before it, and what may come after it. */
interface Place {
  readonly state: number;
  readonly before: 'start' | 'word' | 'break' | 'other';
  /** Bits of `after`. */
  readonly allowed: number;
}

const after = { end: 1, word: 2, break: 4, other: 8, lastBreak: 16 } as const;
const anything = 31;

function resolve(skeleton: Skeleton, dialect: Dialect, side: 'least' | 'most'): NFA {
  const maximum = lastCharacter(dialect);
  const builder = new NFA.Builder(new NFA.LimitedNodeFactory(mostStates));
  const parts = skeleton.hasWords ? partition(dialect) : null;
  const nodes = new Map<string, NFA.Node>();
  const pending: { readonly place: Place; readonly node: NFA.Node }[] = [];
  const nodeOf = (place: Place): NFA.Node => {
    const key = `${place.state} ${place.before} ${place.allowed}`;
    let node = nodes.get(key);
    if (!node) {
      node = builder.createNode();
      nodes.set(key, node);
      pending.push({ place, node });
    }
    return node;
  };
  pending.push({ place: { state: 0, before: 'start', allowed: anything }, node: builder.initial });
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const { state, allowed } of reachable(skeleton, next.place, dialect, side)) {
      if (state === skeleton.accept && (allowed & after.end) !== 0) builder.makeFinal(next.node);
      for (const { members, to } of skeleton.moves[state]!) {
        if (!parts) {
          // Once the end is asked for, nothing comes any more.
          if (allowed !== anything || members[side].isEmpty) continue;
          builder.linkNodes(
            next.node,
            nodeOf({ state: to, before: 'other', allowed: anything }),
            members[side],
          );
          continue;
        }
        for (const [kind, part] of parts) {
          const isLastBreak =
            kind === 'break' && (allowed & (after.break | after.lastBreak)) === after.lastBreak;
          if ((allowed & after[kind]) === 0 && !isLastBreak) continue;
          const characters = members[side].intersect(part);
          if (characters.isEmpty) continue;
          const place: Place = { state: to, before: kind, allowed: isLastBreak ? after.end : anything };
          builder.linkNodes(next.node, nodeOf(place), characters);
        }
      }
    }
  }
  return NFA.fromBuilder(builder, { maxCharacter: maximum as never });
}

function partition(dialect: Dialect): readonly (readonly ['word' | 'break' | 'other', CharSet])[] {
  const word = membersOf({ kind: 'perl', name: 'w', negated: false }, 0, dialect).most;
  const lineBreak = rangeOf(10, 10, dialect);
  return [
    ['word', word],
    ['break', lineBreak],
    ['other', word.union(lineBreak).negate()],
  ];
}

/** All places that are reached without a character. */
function reachable(skeleton: Skeleton, from: Place, dialect: Dialect, side: 'least' | 'most'): Place[] {
  const found = new Map<number, Place>();
  const pending = [from];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const key = place.state * 32 + place.allowed;
    if (found.has(key)) continue;
    found.set(key, place);
    for (const { at, to } of skeleton.leaps[place.state]!) {
      const allowed = at ? allowedAt(at as NodeOf<'boundary'>, place, dialect) : place.allowed;
      if (allowed !== 0) pending.push({ ...place, state: to, allowed });
    }
    if (side === 'most') {
      for (const to of skeleton.doubtful[place.state]!) pending.push({ ...place, state: to });
    }
  }
  return [...found.values()];
}

/** What may still come after a place where a boundary is; 0 where it is none. */
function allowedAt({ at, flags }: NodeOf<'boundary'>, { before, allowed }: Place, dialect: Dialect): number {
  const isOfLines = (flags & flagBits.multiLine) !== 0;
  const isAfterWord = before === 'word';
  const notWord = anything & ~after.word;
  const lastBreak = after.end | after.lastBreak;
  switch (at) {
    case 'A':
      return before === 'start' ? allowed : 0;
    case '^':
      return before === 'start' || (isOfLines && before === 'break') ? allowed : 0;
    case 'z':
      return allowed & after.end;
    case 'Z':
      return allowed & lastBreak;
    case '$':
      if (isOfLines) return allowed & (after.end | after.break | after.lastBreak);
      return allowed & (dialect === 'pcre' ? lastBreak : after.end);
    case 'b':
      return allowed & (isAfterWord ? notWord : after.word);
    case 'B':
      return allowed & (isAfterWord ? after.word : notWord);
    case 'start':
      return isAfterWord ? 0 : allowed & after.word;
    case 'end':
      return isAfterWord ? allowed & notWord : 0;
    case 'start-half':
      return isAfterWord ? 0 : allowed;
    case 'end-half':
      return allowed & notWord;
  }
}
