/** The texts that a tree of a regex takes, as an automaton: two of them tell whether a text can be taken by both. */

import { allSymbols, haveCommon, type RegexNode, type Symbols } from './regex-tree.js';

/** States are numbers; 0 is where a text begins. A table may have thousands of automata, hence the plain arrays. */
export interface Automaton {
  /** For each state the characters of its one move, if it has one. */
  readonly symbols: readonly (Symbols | null)[];
  /** Where that move leads. */
  readonly to: readonly number[];
  /** For each state where it leads without a character: a state times 4, and where in the text. */
  readonly leaps: readonly (readonly number[] | null)[];
  /** The state that takes a text which ends there. */
  readonly last: number;
}

const anywhere = 0;
const atBegin = 1;
const atEnd = 2;

/** An automaton of more states is not built. */
const mostStates = 400;
/** Beyond, a repetition is one without limit. */
const mostCopies = 32;

/**
 * @param open which ends of a text may hold more than the tree: as in Rust's `is_match`, both of them
 * @returns `null` where it would be too big
 */
export function automatonOf(
  tree: RegexNode,
  open: { readonly front: boolean; readonly back: boolean },
): Automaton | null {
  const symbols: (Symbols | null)[] = [];
  const to: number[] = [];
  const leaps: (number[] | null)[] = [];
  const state = () => {
    leaps.push(null);
    to.push(0);
    return symbols.push(null) - 1;
  };
  const move = (from: number, on: Symbols, target: number) => {
    symbols[from] = on;
    to[from] = target;
  };
  const leap = (from: number, target: number, where = anywhere) => {
    const others = leaps[from];
    const encoded = target * 4 + where;
    if (others) others.push(encoded);
    else leaps[from] = [encoded];
  };

  /** @returns where the texts of the node end that begin in a state; nowhere once there are too many */
  function build(node: RegexNode, from: number): number {
    if (symbols.length > mostStates) return from;
    switch (node.kind) {
      case 'symbols': {
        const target = state();
        move(from, node.symbols, target);
        return target;
      }
      case 'begin':
      case 'end': {
        const target = state();
        leap(from, target, node.kind === 'begin' ? atBegin : atEnd);
        return target;
      }
      case 'all':
        return node.nodes.reduce((at, one) => build(one, at), from);
      case 'any': {
        const target = state();
        for (const one of node.nodes) {
          const start = state();
          leap(from, start);
          leap(build(one, start), target);
        }
        return target;
      }
      case 'repeat':
        return buildRepeat(node, from);
    }
  }

  function buildRepeat({ node, least, most }: RegexNode & { kind: 'repeat' }, from: number): number {
    let at = from;
    for (let i = 0; i < Math.min(least, mostCopies); i++) at = build(node, at);
    const target = state();
    leap(at, target);
    const optional = most - least;
    if (least > mostCopies || optional > mostCopies) {
      const start = state();
      leap(at, start);
      const end = build(node, start);
      leap(end, start);
      leap(end, target);
      return target;
    }
    for (let i = 0; i < optional; i++) {
      at = build(node, at);
      leap(at, target);
    }
    return target;
  }

  const first = state();
  const start = state();
  if (open.front) move(first, everySymbol, first);
  leap(first, start);
  const end = build(tree, start);
  const last = state();
  leap(end, last);
  if (open.back) move(last, everySymbol, last);
  return symbols.length > mostStates ? null : { symbols, to, leaps, last };
}

const everySymbol = allSymbols();

/** What is known of a text beside the two states that were reached in it. */
const begun = 1;
const ended = 2;

/** @returns `false` only where no text can be taken by both */
export function mayTakeTheSame(one: Automaton, two: Automaton): boolean {
  const width = two.symbols.length;
  const seen = new Uint8Array(one.symbols.length * width * 4);
  const pending: number[] = [];
  const visit = (a: number, b: number, known: number) => {
    const key = (a * width + b) * 4 + known;
    if (seen[key] === 1) return;
    seen[key] = 1;
    pending.push(key);
  };
  visit(0, 0, 0);
  while (pending.length > 0) {
    const key = pending.pop()!;
    const known = key % 4;
    const pair = (key - known) / 4;
    const b = pair % width;
    const a = (pair - b) / width;
    if (a === one.last && b === two.last) return true;
    for (const leap of one.leaps[a] ?? []) {
      const after = behind(leap % 4, known);
      if (after !== null) visit(leap >> 2, b, after);
    }
    for (const leap of two.leaps[b] ?? []) {
      const after = behind(leap % 4, known);
      if (after !== null) visit(a, leap >> 2, after);
    }
    if (known & ended) continue;
    const [own, other] = [one.symbols[a]!, two.symbols[b]!];
    if (own && other && haveCommon(own, other)) visit(one.to[a]!, two.to[b]!, known | begun);
  }
  return false;
}

/** @returns `null` where a leap cannot be made */
function behind(where: number, known: number): number | null {
  if (where === atEnd) return known | ended;
  return where === atBegin && known & begun ? null : known;
}
