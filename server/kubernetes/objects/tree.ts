/** A document as a tree in which every value has its place. */

import type { Range } from './origin.js';

export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly range: Range;
  /** Of a key that is written twice, the last counts, as for the API server. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyRange: Range;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly range: Range;
  readonly value: string | number | boolean | null;
  /** The value as a string: for a number or a boolean, as it is written. */
  readonly text: string;
  /** The text is in the file character by character, from `textStart` on: a part of it has a place. */
  readonly textStart: number | null;
}

/** The tree as plain data. */
export function plainData(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainData);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plainData(value)]));
}
