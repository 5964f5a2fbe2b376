/**
 * A sketch of an automaton: it distinguishes the characters of ASCII, and holds all others for one. Two sketches show in some
 * microseconds what most pairs have in common; only where characters beyond ASCII decide are the automata themselves asked.
 */

import type { CharSet, NFA } from 'refa';

export interface Sketch {
  readonly states: number;
  /** For each state, whether a text may end there. */
  readonly ends: Uint8Array;
  /** For each state, where it leads; state 0 is the first. */
  readonly moves: readonly (readonly Move[])[];
}

interface Move {
  readonly to: number;
  /** A bit for each character of ASCII, and in the last word one for all others. */
  readonly symbols: Uint32Array;
}

const others = 4;

export function sketchOf(automaton: NFA): Sketch {
  const numbers = new Map<unknown, number>([[automaton.initial, 0]]);
  for (const node of automaton.nodes()) if (!numbers.has(node)) numbers.set(node, numbers.size);
  const ends = new Uint8Array(numbers.size);
  const moves: Move[][] = Array.from({ length: numbers.size }, () => []);
  for (const node of automaton.nodes()) {
    const number = numbers.get(node)!;
    if (automaton.finals.has(node)) ends[number] = 1;
    for (const [to, characters] of node.out)
      moves[number]!.push({ to: numbers.get(to)!, symbols: symbolsOf(characters) });
  }
  return { states: numbers.size, ends, moves };
}

function symbolsOf({ ranges }: CharSet): Uint32Array {
  const symbols = new Uint32Array(5);
  for (const { min, max } of ranges) {
    if (max > 0x7f) symbols[others] = 1;
    for (let code = min; code <= Math.min(max, 0x7f); code++) symbols[code >> 5]! |= 1 << (code & 31);
  }
  return symbols;
}

/** Larger products are not looked at. */
const mostPairs = 4_000_000;

/** @returns whether a text of ASCII is in both; `beyond` if only one with other characters may be */
export function haveInCommon(a: Sketch, b: Sketch): boolean | 'beyond' {
  if (a.states * b.states > mostPairs) return 'beyond';
  if (!overlap(a, b, true)) return false;
  return overlap(a, b, false) ? true : 'beyond';
}

function overlap(a: Sketch, b: Sketch, withOthers: boolean): boolean {
  const seen = new Uint8Array(a.states * b.states);
  const pending = [0];
  seen[0] = 1;
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const y = pair % b.states;
    const x = (pair - y) / b.states;
    if (a.ends[x] === 1 && b.ends[y] === 1) return true;
    for (const { to, symbols } of a.moves[x]!) {
      for (const other of b.moves[y]!) {
        const next = to * b.states + other.to;
        if (seen[next] === 1 || !haveCommon(symbols, other.symbols, withOthers)) continue;
        seen[next] = 1;
        pending.push(next);
      }
    }
  }
  return false;
}

function haveCommon(a: Uint32Array, b: Uint32Array, withOthers: boolean): boolean {
  const ascii = (a[0]! & b[0]!) | (a[1]! & b[1]!) | (a[2]! & b[2]!) | (a[3]! & b[3]!);
  return ascii !== 0 || (withOthers && (a[others]! & b[others]!) !== 0);
}
