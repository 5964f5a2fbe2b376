/** The shortest text that an automaton accepts, for examples that people read. */

import type { CharSet, NFA } from 'refa';

interface Step {
  readonly node: NFA.ReadonlyNode;
  readonly from: Step | null;
  readonly symbol: number;
}

/** @returns the symbols of a shortest text; `null` if the automaton accepts none */
export function shortestTextOf(automaton: NFA): number[] | null {
  const seen = new Set<NFA.ReadonlyNode>([automaton.initial]);
  let steps: Step[] = [{ node: automaton.initial, from: null, symbol: 0 }];
  while (steps.length > 0) {
    const last = steps.find(({ node }) => automaton.finals.has(node as NFA.Node));
    if (last) return symbolsTo(last);
    const next: Step[] = [];
    for (const from of steps) {
      for (const [node, characters] of from.node.out) {
        if (seen.has(node)) continue;
        seen.add(node);
        next.push({ node, from, symbol: readableIn(characters) });
      }
    }
    steps = next;
  }
  return null;
}

function symbolsTo(last: Step): number[] {
  const symbols: number[] = [];
  for (let step: Step = last; step.from; step = step.from) symbols.unshift(step.symbol);
  return symbols;
}

/** Small letters, digits, capitals, what is common in URLs, the rest of ASCII, letters beyond it. */
const preferred: readonly (readonly [from: number, to: number])[] = [
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x41, 0x5a],
  ...[...'-_./~'].map((character) => [character.charCodeAt(0), character.charCodeAt(0)] as const),
  [0x21, 0x7e],
  [0x20, 0x20],
  [0xe0, 0x24f],
  [0xa1, 0xd7ff],
  [0xe000, 0x10ffff],
  [0, 0x10ffff],
];

function readableIn(characters: CharSet): number {
  for (const [from, to] of preferred) {
    for (const { min, max } of characters.ranges) {
      if (min <= to && from <= max) return Math.max(min, from);
      if (min > to) break;
    }
  }
  return characters.ranges[0]!.min;
}
