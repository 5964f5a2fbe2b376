/** What a declarative file has around its routes: the keys of the file and of its services, and the shapes of their values. */

import type { Span } from '../../grammar/index.js';
import type {
  KeyOwner,
  Structure,
  StructureKey,
  StructureMapping,
  SyntaxProblem,
  ValueShape,
  WrongItem,
} from './document.js';
import type { WrittenTree } from './repeated-keys.js';

/** A document as it is written, with the shapes of its values. */
export interface StructureTree<Node> extends WrittenTree<Node> {
  shape(node: Node | null): ValueShape;
  /** The node that an alias refers to. */
  resolved(node: Node): Node | null;
  /** Absolute. */
  span(node: Node): Span;
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
  const keys = entries.map(({ key, span, value }): StructureKey => {
    const wrongItems = key === 'services' || key === 'routes' ? wrongItemsIn(tree, value, start) : [];
    return {
      owner,
      key,
      keySpan: { start: span.start - start, end: span.end - start },
      shape: tree.shape(value),
      ...(wrongItems.length > 0 && { wrongItems }),
    };
  });
  return { start, keys };
}

/** An alias to nothing is a fault of its own. */
function wrongItemsIn<Node>(tree: StructureTree<Node>, value: Node | null, base: number): WrongItem[] {
  const list = value === null ? null : tree.resolved(value);
  // What is read through an alias has its places elsewhere.
  if (list === null || list !== value) return [];
  return (tree.items(list) ?? []).flatMap((item): WrongItem[] => {
    const node = tree.resolved(item);
    if (node === null || tree.entries(node) !== null) return [];
    const shape = tree.shape(node);
    if (shape === 'mapping') return [];
    const { start, end } = tree.span(item);
    // Of `-` alone there is nothing else to show.
    const from = start < end ? start : start - 1;
    return [{ span: { start: from - base, end: end - base }, shape }];
  });
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
    const stays = (span: Span) => start + span.start < from;
    const isAll = ({ keySpan, wrongItems = [] }: StructureKey) =>
      stays(keySpan) && wrongItems.every(({ span }) => stays(span));
    if (keys.every(isAll)) return mapping;
    const move = (span: Span) => (stays(span) ? span : { start: span.start + by, end: span.end + by });
    const moveKey = (one: StructureKey): StructureKey => ({
      ...one,
      keySpan: move(one.keySpan),
      ...(one.wrongItems && {
        wrongItems: one.wrongItems.map(({ span, shape }) => ({ span: move(span), shape })),
      }),
    });
    return { start, keys: keys.map((one) => (isAll(one) ? one : moveKey(one))) };
  });
  return { isBroken, mappings: moved };
}
