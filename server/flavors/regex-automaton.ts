/** The texts that a tree of a regex takes, as an automaton: two of them tell whether a text can be taken by both. */

import { allSymbols, haveCommon, type RegexNode, type Symbols } from './regex-tree.js';

/** States are numbers; the first is where a text begins. */
export interface Automaton {
  readonly states: readonly State[];
  /** The one that takes a text which ends there. */
  readonly last: number;
}

interface State {
  /** One character each. */
  readonly moves: { readonly symbols: Symbols; readonly to: number }[];
  /** Without a character: anywhere, at the beginning of the text, or at its end. */
  readonly leaps: { readonly where: 'anywhere' | 'begin' | 'end'; readonly to: number }[];
}

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
  const states: State[] = [];
  const state = () => states.push({ moves: [], leaps: [] }) - 1;
  const leap = (from: number, to: number, where: 'anywhere' | 'begin' | 'end' = 'anywhere') =>
    states[from]!.leaps.push({ where, to });
  const loop = (at: number) => states[at]!.moves.push({ symbols: allSymbols(), to: at });

  /** @returns where the texts of the node end that begin in a state; nowhere once there are too many */
  function build(node: RegexNode, from: number): number {
    if (states.length > mostStates) return from;
    switch (node.kind) {
      case 'symbols': {
        const to = state();
        states[from]!.moves.push({ symbols: node.symbols, to });
        return to;
      }
      case 'begin':
      case 'end': {
        const to = state();
        leap(from, to, node.kind);
        return to;
      }
      case 'all':
        return node.nodes.reduce((at, one) => build(one, at), from);
      case 'any': {
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
    }
  }

  function buildRepeat({ node, least, most }: RegexNode & { kind: 'repeat' }, from: number): number {
    let at = from;
    for (let i = 0; i < Math.min(least, mostCopies); i++) at = build(node, at);
    const to = state();
    leap(at, to);
    const optional = most - least;
    if (least > mostCopies || optional > mostCopies) {
      const start = state();
      leap(at, start);
      const end = build(node, start);
      leap(end, start);
      leap(end, to);
      return to;
    }
    for (let i = 0; i < optional; i++) {
      at = build(node, at);
      leap(at, to);
    }
    return to;
  }

  const first = state();
  if (open.front) loop(first);
  const start = state();
  leap(first, start);
  const last = build(tree, start);
  const end = state();
  leap(last, end);
  if (open.back) loop(end);
  return states.length > mostStates ? null : { states, last: end };
}

/** Pairs of states that are looked at before the answer is yes. */
const mostPairs = 40_000;

/** What of a text is over, beside the two states that were reached in it. */
const begun = 1;
const ended = 2;

/** @returns `false` only where no text can be taken by both */
export function mayTakeTheSame(one: Automaton, two: Automaton): boolean {
  const width = two.states.length;
  const seen = new Set<number>();
  const pending: number[] = [];
  const visit = (a: number, b: number, over: number) => {
    const key = ((a * width + b) << 2) | over;
    if (seen.has(key)) return;
    seen.add(key);
    pending.push(key);
  };
  visit(0, 0, 0);
  while (pending.length > 0) {
    if (seen.size > mostPairs) return true;
    const key = pending.pop()!;
    const over = key & 3;
    const pair = key >> 2;
    const [a, b] = [Math.floor(pair / width), pair % width];
    if (a === one.last && b === two.last) return true;
    const [from, other] = [one.states[a]!, two.states[b]!];
    const leap = (where: State['leaps'][number]['where']) =>
      where === 'anywhere' ? over : where === 'end' ? over | ended : over & begun ? null : over;
    for (const { where, to } of from.leaps) {
      const after = leap(where);
      if (after !== null) visit(to, b, after);
    }
    for (const { where, to } of other.leaps) {
      const after = leap(where);
      if (after !== null) visit(a, to, after);
    }
    if (over & ended) continue;
    for (const move of from.moves)
      for (const { symbols, to } of other.moves)
        if (haveCommon(move.symbols, symbols)) visit(move.to, to, over | begun);
  }
  return false;
}
