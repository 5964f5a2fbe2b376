/** The spans of a tree: without them, or all of them. */

import type { Expression, Lhs, Span } from '../../grammar/index.js';

const spanNames = new Set(['span', 'nameSpan', 'operatorSpan', 'operators']);

export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => !spanNames.has(name))
      .map(([name, value]) => [name, withoutSpans(value)]),
  );
}

/** Every part of a tree with the parts in it; a part is within the whole. */
export function* partsOf(node: Expression | Lhs | null): Generator<{ whole: Span; part: Span }> {
  if (!node) return;
  const parts: Span[] = [];
  const inner: (Expression | Lhs | null)[] = [];
  switch (node.kind) {
    case 'logical':
      parts.push(...node.operators);
      inner.push(...node.terms);
      break;
    case 'group':
      inner.push(node.expression);
      break;
    case 'predicate':
      if (node.operatorSpan) parts.push(node.operatorSpan);
      if (node.rhs) parts.push(node.rhs.span);
      inner.push(node.lhs);
      break;
    case 'call':
      parts.push(node.nameSpan);
      inner.push(node.argument);
      break;
  }
  for (const child of inner) if (child) parts.push(child.span);
  for (const part of parts) yield { whole: node.span, part };
  for (const child of inner) yield* partsOf(child);
}
