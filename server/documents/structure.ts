/** What a declarative file has around its routes: the keys of the file and of its services, and the shapes of their values. */

import type { Span } from '../../grammar/index.js';
import type {
  KeyOwner,
  Structure,
  StructureKey,
  StructureMapping,
  SyntaxProblem,
  ValueShape,
} from './document.js';
import type { WrittenTree } from './repeated-keys.js';

/** A document as it is written, with the shapes of its values. */
export interface StructureTree<Node> extends WrittenTree<Node> {
  shape(node: Node | null): ValueShape;
  /** The node that an alias refers to. */
  resolved(node: Node): Node | null;
}

/** @param root `null` for an empty document */
export function structureMappings<Node>(
  tree: StructureTree<Node>,
  root: Node | null,
): readonly StructureMapping[] {
  const file = root === null ? null : tree.entries(root);
  if (file === null) return [];
  const listed = file.find(({ key }) => key === 'services')?.value;
  const list = listed ? tree.resolved(listed) : null;
  const services = ((list && tree.items(list)) ?? []).map((item) => tree.entries(item) ?? []);
  return [mappingOf(tree, file, 'file'), ...services.map((one) => mappingOf(tree, one, 'service'))];
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

function mappingOf<Node>(
  tree: StructureTree<Node>,
  entries: Entries<Node>,
  owner: KeyOwner,
): StructureMapping {
  const start = entries[0]?.span.start ?? 0;
  const keys = entries.map(({ key, span, value }) => ({
    owner,
    key,
    keySpan: { start: span.start - start, end: span.end - start },
    shape: tree.shape(value),
  }));
  return { start, keys };
}

/** Those of a version in which the text after an offset has moved, and nothing else has changed. */
export function movedStructure(
  { mappings }: Structure,
  { from, by, isBroken }: { readonly from: number; readonly by: number; readonly isBroken: boolean },
): Structure {
  if (by === 0) return { isBroken, mappings };
  const moved = mappings.map((mapping): StructureMapping => {
    const { start, keys } = mapping;
    if (start >= from) return { start: start + by, keys };
    const last = keys.at(-1);
    if (!last || start + last.keySpan.start < from) return mapping;
    const move = ({ start: at, end }: Span) => ({ start: at + by, end: end + by });
    const stays = ({ keySpan }: StructureKey) => start + keySpan.start < from;
    return { start, keys: keys.map((one) => (stays(one) ? one : { ...one, keySpan: move(one.keySpan) })) };
  });
  return { isBroken, mappings: moved };
}
