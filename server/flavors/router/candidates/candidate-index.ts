/**
 * An index over the entries of a router: which of them a request may match, by conditions that each of them has. An entry
 * is a number, and a smaller one is tried first.
 *
 * It is a tree. A node splits its entries by the dimension that distinguishes most of them, by the texts of their keys; those
 * without a condition there are looked at for every request. Few entries are not split any further.
 */

import type { Conditions, Key } from './conditions.js';
import { PrefixTree, reversed } from './prefix-tree.js';

/** The values that a request has of a dimension. */
export type ValuesOfDimension = (dimension: number) => readonly string[];

/** So few entries are tried one after the other. */
const fewEntries = 8;
/** A split must leave out this part of the entries at least. */
const leastGain = 0.1;

interface Leaf {
  readonly kind: 'leaf';
  readonly entries: Int32Array;
}

interface Split {
  readonly kind: 'split';
  readonly dimension: number;
  readonly exact: ReadonlyMap<string, Node> | null;
  readonly prefixes: PrefixTree<Node> | null;
  readonly suffixes: PrefixTree<Node> | null;
  /** Entries without a condition on the dimension. */
  readonly others: Node | null;
}

type Node = Leaf | Split;

export class CandidateIndex {
  readonly #root: Node;

  /**
   * @param conditions of each entry
   * @param among the entries that are in the index, in ascending order; all where it is `null`
   */
  constructor(conditions: readonly Conditions[], subset: readonly number[] | null = null) {
    const entries = subset ? Int32Array.from(subset) : Int32Array.from(conditions, (_, entry) => entry);
    this.#root = build(entries, conditions, new Set());
  }

  /** @returns the entries that a request may match, each once, in ascending order; what it may not match is left out */
  candidates(valuesOf: ValuesOfDimension): Candidates {
    const lists: Int32Array[] = [];
    collect(this.#root, valuesOf, lists);
    return new Candidates(lists);
  }
}

/** Entries out of several lists that are sorted, in one order. */
export class Candidates {
  readonly #lists: readonly Int32Array[];
  readonly #places: Int32Array;
  #last = -1;

  constructor(lists: readonly Int32Array[]) {
    this.#lists = lists;
    this.#places = new Int32Array(lists.length);
  }

  /** @returns the next entry, or -1 */
  next(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#lists.length; i++) {
      const list = this.#lists[i]!;
      let place = this.#places[i]!;
      while (place < list.length && list[place]! <= this.#last) place++;
      this.#places[i] = place;
      if (place < list.length && list[place]! < least) least = list[place]!;
    }
    if (least === Number.POSITIVE_INFINITY) return -1;
    this.#last = least;
    return least;
  }
}

function build(entries: Int32Array, conditions: readonly Conditions[], used: ReadonlySet<number>): Node {
  const dimension = entries.length <= fewEntries ? null : bestDimension(entries, conditions, used);
  if (dimension === null) return { kind: 'leaf', entries };
  const groups = { exact: new Map(), prefix: new Map(), suffix: new Map() } satisfies Groups;
  const others: number[] = [];
  for (const entry of entries) {
    const keys = conditions[entry]!.get(dimension);
    if (keys) for (const key of keys) addTo(groups, key, entry);
    else others.push(entry);
  }
  const inner = new Set([...used, dimension]);
  const nodesOf = (group: ReadonlyMap<string, number[]>) =>
    new Map(
      [...group].map(([text, found]) => [text, build(Int32Array.from(new Set(found)), conditions, inner)]),
    );
  const treeOf = (group: ReadonlyMap<string, number[]>) =>
    group.size === 0 ? null : new PrefixTree(nodesOf(group));
  return {
    kind: 'split',
    dimension,
    exact: groups.exact.size === 0 ? null : nodesOf(groups.exact),
    prefixes: treeOf(groups.prefix),
    suffixes: treeOf(groups.suffix),
    others: others.length === 0 ? null : build(Int32Array.from(others), conditions, inner),
  };
}

type Groups = Readonly<Record<Key['kind'], Map<string, number[]>>>;

function addTo(groups: Groups, { kind, text }: Key, entry: number): void {
  const group: Map<string, number[]> = groups[kind];
  const key = kind === 'suffix' ? reversed(text) : text;
  const known = group.get(key);
  if (known) known.push(entry);
  else group.set(key, [entry]);
}

/**
 * The dimension that leaves fewest entries for a request. A request is assumed to be one that an entry was made for: then
 * it finds the entries without a condition, and those that share a key with that entry.
 */
function bestDimension(
  entries: Int32Array,
  conditions: readonly Conditions[],
  used: ReadonlySet<number>,
): number | null {
  const counts = new Map<
    number,
    { readonly keys: Map<string, number>; conditioned: number; placed: number }
  >();
  for (const entry of entries) {
    for (const [dimension, keys] of conditions[entry]!) {
      if (used.has(dimension)) continue;
      let count = counts.get(dimension);
      if (!count) {
        count = { keys: new Map(), conditioned: 0, placed: 0 };
        counts.set(dimension, count);
      }
      count.conditioned++;
      for (const { kind, text } of keys) {
        const key = kind + text;
        count.keys.set(key, (count.keys.get(key) ?? 0) + 1);
        count.placed++;
      }
    }
  }
  let best: number | null = null;
  let fewest = entries.length * (1 - leastGain);
  for (const [dimension, { keys, conditioned, placed }] of counts) {
    let squares = 0;
    for (const size of keys.values()) squares += size * size;
    const left = entries.length - conditioned + squares / placed;
    if (left < fewest) [best, fewest] = [dimension, left];
  }
  return best;
}

function collect(node: Node, valuesOf: ValuesOfDimension, lists: Int32Array[]): void {
  if (node.kind === 'leaf') {
    if (node.entries.length > 0) lists.push(node.entries);
    return;
  }
  const into = (found: Node) => collect(found, valuesOf, lists);
  for (const value of valuesOf(node.dimension)) {
    const exact = node.exact?.get(value);
    if (exact) into(exact);
    node.prefixes?.forEach(value, into);
    node.suffixes?.forEach(reversed(value), into);
  }
  if (node.others) into(node.others);
}
