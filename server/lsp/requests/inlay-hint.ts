/**
 * `textDocument/inlayHint`: after a route's name, where the router tries it. In an expression, the parentheses that Kong
 * reads although they are not written.
 */

import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver';
import type { Expression, Logical } from '../../../grammar/index.js';
import type { DocumentAnalysis, RouteAnalysis } from '../../analysis/index.js';
import { routeSpan } from '../../checks/index.js';
import {
  controlPlaneOf,
  isOneRoute,
  routesIn,
  type SourcedRoute,
  unknownFields,
} from '../../documents/index.js';
import { type RankedParts, RankTable, rankedParts } from '../../flavors/index.js';
import type { Snapshot } from '../../workspace/index.js';
import type { RequestHandler } from '../request-handler.js';
import { hintTooltips } from '../words/editor-words.js';

export const inlayHintRequest: RequestHandler = {
  capabilities: () => ({ inlayHintProvider: true }),
  register: (session) =>
    session.connection.languages.inlayHint.on(async ({ textDocument, range }, cancelled) => {
      const settings = await session.settingsOf(textDocument.uri);
      const snapshot = settings.inlayHints ? await session.snapshotOf(textDocument.uri) : null;
      if (!snapshot) return [];
      return session.answerInSlices(snapshot, cancelled, () => inlayHints(snapshot, range));
    }),
};

export function* inlayHints(snapshot: Snapshot, range: Range): Generator<void, InlayHint[]> {
  const { document, text } = snapshot;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const routes = routesIn(document.routes, span);
  const ranks = yield* rankHints(snapshot, routes);
  return [...ranks, ...routes.flatMap((route) => groupingHints(snapshot, route))];
}

/** Where `&&` and `||` are mixed, how the engine groups them. */
function groupingHints({ analysis, gateway, text }: Snapshot, route: SourcedRoute): InlayHint[] {
  const { expression, tree } = analysis.of(route);
  if (gateway.flavor !== 'expressions' || !expression?.text.includes('&&')) return [];
  return implicitGroups(tree).flatMap((group) => {
    const { start, end } = expression.places.spanOf(group.span);
    const tooltip = hintTooltips.group(group.operator);
    const hint = (offset: number, label: string) => ({
      position: text.positionAt(route.start + offset),
      label,
      tooltip,
    });
    return [hint(start, '('), hint(end, ')')];
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
 * The effective rank of each route. Under `traditional` there is none to show: its order is found request by request, by
 * categories.
 */
function* rankHints(snapshot: Snapshot, routes: readonly SourcedRoute[]): Generator<void, InlayHint[]> {
  const { document, analysis, gateway, text } = snapshot;
  if (gateway.flavor === 'traditional' || document.kind === 'expression') return [];
  // Where one is not known before Terraform runs, it may be tried at any place.
  if (document.routes.some(({ body }) => unknownFields(body).length > 0 || !isOneRoute(body))) return [];
  yield* analysis.eachInPieces(findParts);
  const tables = analysis.once(findTables);
  return routes.flatMap((route) => {
    const parts = analysis.of(route).once(findParts);
    if (!parts) return [];
    const { ranks, of } = tables.get(controlPlaneOf(document, route))!.rankOf(parts);
    const label = `${ranks.map((one) => `#${one}`).join(', ')} of ${of}`;
    const tooltip = hintTooltips.rank(ranks, of);
    const position = text.positionAt(route.start + routeSpan(route.body).end);
    return [{ position, label, tooltip, kind: InlayHintKind.Type, paddingLeft: true }];
  });
}

/** No Gateway has a route that matches nothing, or that has both halves. */
const findParts = ({ kind, route, gateway }: RouteAnalysis): RankedParts | null =>
  kind === 'empty' || kind === 'mixed' ? null : rankedParts(route, gateway);

/** Those of each control plane of Konnect; `null` stands for all other routes. */
function findTables(analysis: DocumentAnalysis): ReadonlyMap<string | null, RankTable> {
  const { document } = analysis;
  const planes = new Map<string | null, RankedParts[]>();
  for (const [i, parts] of analysis.each(findParts).entries()) {
    if (!parts) continue;
    const plane = controlPlaneOf(document, document.routes[i]!);
    const known = planes.get(plane);
    if (known) known.push(parts);
    else planes.set(plane, [parts]);
  }
  return new Map([...planes].map(([plane, all]) => [plane, new RankTable(all)]));
}
