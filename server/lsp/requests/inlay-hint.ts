/** Behind a route's name: where the router tries it. In an expression: the parentheses that Kong reads and nobody wrote. */

import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver';
import { type Expression, type Logical, readExpression } from '../../../grammar/index.js';
import { routeSpan } from '../../checks/index.js';
import { effectiveData, type RouteDocument, routesIn } from '../../documents/index.js';
import { type Rank, ranksOf, withDefaults } from '../../flavors/index.js';
import { type Gateway, kindOf, readRoute } from '../../routes/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { expressionsIn, placeInDocument } from '../expressions-in.js';

/** A document and its ranks stay together for as long as the document lives. */
const known = new WeakMap<
  RouteDocument,
  { readonly gateway: string; readonly ranks: ReadonlyMap<unknown, Rank> }
>();

export function inlayHints(snapshot: Snapshot, range: Range): InlayHint[] {
  return [...rankHints(snapshot, range), ...groupingHints(snapshot, range)];
}

/** Where `&&` and `||` stand side by side, what the engine takes together. */
function groupingHints({ document, gateway, text }: Snapshot, range: Range): InlayHint[] {
  if (gateway.flavor !== 'expressions') return [];
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return expressionsIn({ document, gateway }, span).flatMap((expression) => {
    if (!expression.text.includes('&&')) return [];
    const { tree } = readExpression(expression.text, expression.language);
    return implicitGroups(tree).flatMap((group) => {
      const { start, end } = placeInDocument(document, expression, group.span);
      const tooltip = `Kong reads this part of the \`${group.operator}\` together: there are no parentheses.`;
      const hint = (offset: number, label: string) => ({ position: text.positionAt(offset), label, tooltip });
      return [hint(start, '('), hint(end, ')')];
    });
  });
}

function implicitGroups(tree: Expression | null): Logical[] {
  if (tree?.kind === 'group') return implicitGroups(tree.expression);
  if (tree?.kind !== 'logical') return [];
  return tree.terms.flatMap((term) => [
    ...(term?.kind === 'logical' && term.operator !== tree.operator ? [term] : []),
    ...implicitGroups(term),
  ]);
}

/**
 * The effective rank of each route in a range. Under `traditional` there is none to show: its order is found
 * request by request, by categories.
 */
function rankHints(snapshot: Snapshot, range: Range): InlayHint[] {
  const { document, gateway, text } = snapshot;
  if (gateway.flavor === 'traditional' || document.kind === 'expression') return [];
  const ranks = ranksIn(document, gateway);
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return routesIn(document.routes, span).flatMap((route) => {
    const rank = ranks.get(route.body);
    if (!rank) return [];
    const label = `${rank.ranks.map((one) => `#${one}`).join(', ')} of ${rank.of}`;
    const tooltip =
      rank.ranks.length === 1
        ? `Tried as number ${rank.ranks[0]} of ${rank.of}. Equal numbers are ordered by route id.`
        : `Kong splits this route: its parts are tried as numbers ${rank.ranks.join(', ')} of ${rank.of}.`;
    const position = text.positionAt(route.start + routeSpan(route.body).end);
    return [{ position, label, tooltip, kind: InlayHintKind.Type, paddingLeft: true }];
  });
}

function ranksIn(document: RouteDocument, gateway: Gateway): ReadonlyMap<unknown, Rank> {
  const key = `${gateway.flavor} ${gateway.calculation} ${gateway.version.join('.')}`;
  const kept = known.get(document);
  if (kept?.gateway === key) return kept.ranks;
  const routes = document.routes
    .map((sourced) => ({ body: sourced.body, route: readRoute(effectiveData(document, sourced)) }))
    // No Gateway has a route that matches nothing, or that has both halves.
    .filter(({ route }) => kindOf(route) !== 'empty' && kindOf(route) !== 'mixed');
  const found = ranksOf(
    routes.map(({ route }) => withDefaults(route, gateway)),
    gateway,
  );
  const ranks = new Map(routes.map(({ body }, i) => [body, found[i]!]));
  known.set(document, { gateway: key, ranks });
  return ranks;
}
