/** `textDocument/selectionRange`: what a selection grows to: in an expression piece by piece as the engine groups it, around it value by value. */

import type { Position, SelectionRange } from 'vscode-languageserver';
import type { Expression, Lhs, Span } from '../../../grammar/index.js';
import { routeAt, type SourcedEntry, type SourcedRoute, type SourcedValue } from '../../documents/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const selectionRangeRequest: RequestHandler = {
  capabilities: () => ({ selectionRangeProvider: true }),
  register: (session) =>
    session.connection.onSelectionRanges(async ({ textDocument, positions }) => {
      const snapshot = await session.snapshotOf(textDocument.uri);
      return snapshot && selectionRanges(snapshot, positions);
    }),
};

/** @returns `null` for a document without routes; of a position in none, the whole document */
export function selectionRanges(snapshot: Snapshot, positions: readonly Position[]): SelectionRange[] | null {
  const { document, text } = snapshot;
  if (document.kind === null) return null;
  return positions.map((position) => {
    const [whole, ...inside] = spansAround(snapshot, text.offsetAt(position)).reverse();
    return inside.reduce<SelectionRange>((parent, span) => ({ range: rangeOf(text, span), parent }), {
      range: rangeOf(text, whole!),
    });
  });
}

/** From the innermost to the whole document, each larger than the one before. Absolute. */
function spansAround(snapshot: Snapshot, offset: number): Span[] {
  const { document } = snapshot;
  const whole = { start: 0, end: document.text.length };
  const route = routeAt(document, offset);
  if (!route) return [whole];
  const inRoute = [...aroundValue(route, offset), route.body.span];
  const spans = [
    ...inExpression(snapshot, route, offset),
    ...inRoute.map(({ start, end }) => ({ start: route.start + start, end: route.start + end })),
    whole,
  ];
  return spans.filter(
    ({ start, end }, i) =>
      i === 0 || !spans.slice(0, i).some((inner) => start >= inner.start && end <= inner.end),
  );
}

/** The entries and values that hold a place, the innermost first, from the start of the route. */
function aroundValue({ start, body }: SourcedRoute, offset: number): Span[] {
  const at = offset - start;
  const holds = ({ span }: { readonly span: Span }) => span.start <= at && at <= span.end;
  const found: Span[] = [];
  let values: readonly (SourcedEntry | SourcedValue)[] = body.entries;
  for (;;) {
    const around = values.find(holds);
    if (!around) return found.reverse();
    found.push(around.span);
    const isEntry = 'key' in around;
    if (isEntry && !holds(around.value)) return [around.keySpan, ...found.reverse()];
    const value = isEntry ? around.value : around;
    if (isEntry) found.push(value.span);
    if (value.kind === 'scalar' || value.aliased) return found.reverse();
    values = value.kind === 'object' ? value.entries : value.items;
  }
}

function inExpression({ analysis }: Snapshot, route: SourcedRoute, offset: number): Span[] {
  const { expression, tree } = analysis.of(route);
  if (!expression || expression.scalar.aliased) return [];
  const at = expression.places.offsetAt(offset - route.start);
  if (at === null) return [];
  const whole = { start: 0, end: expression.text.length };
  return [...inTree(tree, at, expression.text), whole].map((span) => {
    const { start, end } = expression.places.spanOf(span);
    return { start: route.start + start, end: route.start + end };
  });
}

/** The end of a piece still belongs to it: the cursor is there right after typing it. */
const holdsPlace = (span: Span | null | undefined, at: number): span is Span =>
  span !== null && span !== undefined && span.start <= at && at <= span.end;

function inTree(tree: Expression | null, at: number, text: string): Span[] {
  if (!tree || !holdsPlace(tree.span, at)) return [];
  switch (tree.kind) {
    case 'group': {
      const { expression, span } = tree;
      const inner = expression ? inTree(expression, at, text) : [];
      return inner.length > 0 ? [...inner, expression!.span, span] : [span];
    }
    case 'logical': {
      const term = tree.terms.find((one) => holdsPlace(one?.span, at));
      return [...(term ? inTree(term, at, text) : []), tree.span];
    }
    case 'predicate':
      return [...inPredicate(tree.lhs, at), ...inConstant(tree.rhs, at, text), tree.span];
  }
}

function inPredicate(lhs: Lhs | null, at: number): Span[] {
  if (!lhs || !holdsPlace(lhs.span, at)) return [];
  return lhs.kind === 'field' ? [lhs.span] : [...inPredicate(lhs.argument, at), lhs.span];
}

/** Of a text first what is between its quotes. */
function inConstant(
  constant: { readonly kind: string; readonly span: Span } | null,
  at: number,
  text: string,
): Span[] {
  if (!constant || !holdsPlace(constant.span, at)) return [];
  const { span } = constant;
  if (constant.kind !== 'string') return [span];
  const isRaw = text.startsWith('r', span.start);
  const inner = { start: span.start + (isRaw ? 3 : 1), end: span.end - (isRaw ? 2 : 1) };
  return holdsPlace(inner, at) ? [inner, span] : [span];
}
