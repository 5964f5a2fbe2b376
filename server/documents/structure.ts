/** What a declarative file has around its routes: the keys of the file and of its services, and the shapes of their values. */

import type { Span } from '../../grammar/index.js';
import type { SyntaxProblem } from './document.js';
import type { WrittenTree } from './repeated-keys.js';

/** What a key is in. */
export type KeyOwner = 'file' | 'service';

export type ValueShape = 'list' | 'mapping' | 'scalar' | 'empty';

export interface StructureKey {
  readonly owner: KeyOwner;
  readonly key: string;
  /** Absolute. */
  readonly keySpan: Span;
  readonly shape: ValueShape;
}

/** The keys around the routes of one YAML or JSON document of a file, in the order of the text. */
export interface Structure {
  /** The document is not well-formed: its keys may be others when that is corrected. */
  readonly isBroken: boolean;
  readonly keys: readonly StructureKey[];
}

/** A document as it is written, with the shapes of its values. */
export interface StructureTree<Node> extends WrittenTree<Node> {
  shape(node: Node | null): ValueShape;
  /** What an alias stands for. */
  resolved(node: Node): Node | null;
}

/** @param root `null` for an empty document */
export function structureKeys<Node>(tree: StructureTree<Node>, root: Node | null): readonly StructureKey[] {
  const file = root === null ? null : tree.entries(root);
  if (file === null) return [];
  const keys = keysOf(tree, file, 'file');
  const services = file.find(({ key }) => key === 'services')?.value;
  const list = services ? tree.resolved(services) : null;
  for (const service of (list && tree.items(list)) ?? []) {
    for (const key of keysOf(tree, tree.entries(service) ?? [], 'service')) keys.push(key);
  }
  return keys.sort((a, b) => a.keySpan.start - b.keySpan.start);
}

/** What is found in a tree, which is whole in spite of it. */
const foundInTree: ReadonlySet<string> = new Set([
  'control-character',
  'alias-unknown',
  'alias-in-itself',
  'too-much-data',
  'merge-of-no-mapping',
]);

/** Whether a text that is one document is not well-formed. */
export const isIllFormed = (problems: readonly SyntaxProblem[]): boolean =>
  problems.some(
    ({ fault }) => fault.syntax === 'json' || (fault.syntax === 'yaml' && !foundInTree.has(fault.fault.code)),
  );

type Entries<Node> = NonNullable<ReturnType<WrittenTree<Node>['entries']>>;

const keysOf = <Node>(tree: StructureTree<Node>, entries: Entries<Node>, owner: KeyOwner): StructureKey[] =>
  entries.map(({ key, span, value }) => ({ owner, key, keySpan: span, shape: tree.shape(value) }));

/** Those of a version in which the text after an offset has moved, and nothing else has changed. */
export function movedStructure(
  { keys }: Structure,
  { from, by, isBroken }: { readonly from: number; readonly by: number; readonly isBroken: boolean },
): Structure {
  if (by === 0) return { isBroken, keys };
  const moved = keys.map((one): StructureKey => {
    const { owner, key, keySpan, shape } = one;
    if (keySpan.start < from) return one;
    return { owner, key, keySpan: { start: keySpan.start + by, end: keySpan.end + by }, shape };
  });
  return { isBroken, keys: moved };
}
