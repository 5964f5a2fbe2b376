/** Hover: how each flavor reads a route, what a piece of an expression means, and settings of the router flavor. */

import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { RouteAnalysis } from '../../analysis/index.js';
import { isBroken, openFields } from '../../checks/index.js';
import { routeAt, type SourcedEntry, type SourcedRoute, unknownFields } from '../../documents/index.js';
import {
  describeDisagreement,
  describePriority,
  type FlavorView,
  type Matcher,
  viewOf,
} from '../../flavors/index.js';
import { openFieldsWords, unknownWords } from '../../problems/index.js';
import { fieldsFor, flavorsOf, type Route, type RouterFlavor } from '../../routes/index.js';
import { fence, inlineCode } from '../../text/index.js';
import { describeReason, isInformative, linkTo, type Snapshot } from '../../workspace/index.js';
import { expressionHover, groupingOf } from '../hover/expression-hover.js';
import { flavorHover } from '../hover/flavor-hover.js';
import { gatewayHover } from '../hover/gateway-hover.js';
import { manifestHover } from '../hover/manifest-hover.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';
import { notWellFormed, withoutExpression } from '../words/editor-words.js';
import { fieldWords } from '../words/field-words.js';

export const hoverRequest: RequestHandler = {
  capabilities: () => ({ hoverProvider: true }),
  register: (session) =>
    session.connection.onHover(async ({ textDocument, position }) => {
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      return (
        snapshot &&
        (hover(snapshot, position) ??
          gatewayHover(snapshot, position) ??
          manifestHover(snapshot, snapshot.text.offsetAt(position)))
      );
    }),
};

/** Keys whose hover shows the preview: they decide which requests a route matches, or name the route. */
const previewKeys: ReadonlySet<string> = new Set(fieldsFor('identity', 'protocols', 'match', 'order'));

export function hover(snapshot: Snapshot, position: Position): Hover | null {
  const offset = snapshot.text.offsetAt(position);
  const route = routeAt(snapshot.document, offset);
  const inRoute = route && offset - route.start;
  const entry = route?.body.entries.find(({ span }) => span.start <= inRoute! && inRoute! < span.end);
  if (!route || !entry) return flavorHover(snapshot, offset);
  if (!previewKeys.has(entry.key)) return fieldHover(snapshot, route, entry, inRoute!);
  const piece = pieceHover(snapshot, route, entry, inRoute!);
  if (piece || snapshot.document.kind === 'expression') return piece;
  return previewHover(snapshot, route, entry);
}

/** On the name of a field that matches nothing: what it is for. */
function fieldHover(
  { text }: Snapshot,
  { start }: SourcedRoute,
  { key, keySpan }: SourcedEntry,
  offset: number,
): Hover | null {
  const words = fieldWords[key];
  if (words === undefined || offset >= keySpan.end) return null;
  return markdownHover(words, rangeOf(text, keySpan, start));
}

/** The part of an expression under the cursor. */
function pieceHover(
  { document, analysis, text }: Snapshot,
  route: SourcedRoute,
  { key, value }: SourcedEntry,
  offset: number,
): Hover | null {
  const { expression, readExpression } = analysis.of(route);
  if (key !== 'expression' || !expression || expression.scalar !== value) return null;
  const at = expression.places.offsetAt(offset);
  if (at === null) return null;
  const found = expressionHover(expression.text, at, readExpression!, expression.language);
  if (found)
    return markdownHover(found.markdown, rangeOf(text, expression.places.spanOf(found.span), route.start));
  // Of an expression alone there is no route to show.
  if (document.kind !== 'expression') return null;
  const grouping = groupingOf(readExpression!);
  return grouping ? markdownHover(grouping, rangeOf(text, value.span, route.start)) : null;
}

/** The flavor of the file first, then the others; flavors that say the same of the route say it together. */
function previewHover(snapshot: Snapshot, route: SourcedRoute, entry: SourcedEntry): Hover {
  const range = rangeOf(snapshot.text, entry.keySpan, route.start);
  // The part that could be read may not be what its author means.
  if (isBroken(snapshot.document, route)) return markdownHover(notWellFormed, range);
  const unknown = unknownFields(route.body);
  if (unknown.length > 0) {
    return markdownHover(unknownWords(unknown), range);
  }
  const { gateway, flavorReason, versionReason, sources } = snapshot;
  const known = snapshot.analysis.of(route);
  const { data, route: read } = known;
  // Where code and documentation disagree they do so in every flavor that has priorities: it is reported once.
  let isShown = false;
  const describe = (flavor: RouterFlavor) => {
    const view = viewOf(read, data, { ...gateway, flavor }, known.read);
    const disagreement = (part: Route) => (isShown ? null : describeDisagreement(part, gateway.calculation));
    const description = describeView(view, disagreement);
    isShown ||= (view.matchers?.length ?? 0) > 0;
    return description;
  };
  const own = describe(gateway.flavor);
  const others = new Map<string, RouterFlavor[]>();
  for (const flavor of flavorsOf(gateway.version)) {
    if (flavor === gateway.flavor) continue;
    const view = describe(flavor);
    others.set(view, [...(others.get(view) ?? []), flavor]);
  }
  const title = read.name === undefined ? 'This route' : `Route ${inlineCode(read.name)}`;
  // A version that is set or assumed for every file is not repeated on every route.
  const from = isInformative(versionReason)
    ? ` (${describeReason(versionReason, 'version', sources, linkTo, true)})`
    : '';
  const markdown = [
    `${title} · Gateway ${gateway.version.join('.')}${from}`,
    ...groupingOfRoute(known),
    ...openFieldsOf(known),
    `**${gateway.flavor}** (${describeReason(flavorReason, 'router flavor', sources, linkTo)}): ${own}`,
    ...[...others].map(([view, flavors]) => `**${flavors.join('**, **')}**: ${view}`),
  ];
  return markdownHover(markdown.join('\n\n'), range);
}

/** Of a route with an expression that has several parts. */
const groupingOfRoute = ({ readExpression }: RouteAnalysis): string[] =>
  readExpression ? [groupingOf(readExpression)].filter(Boolean) : [];

/** What follows is said of the value as it is written. */
function openFieldsOf(known: RouteAnalysis): string[] {
  const open = openFields(known);
  return open.length > 0 ? [openFieldsWords(open)] : [];
}

function describeView(
  { status, messages, matchers }: FlavorView,
  disagreement: (part: Route) => string | null,
): string {
  if (status === 'rejected')
    return `rejected\n\n${messages.map((message) => fence('text', message)).join('\n\n')}`;
  if (!matchers) return withoutExpression;
  const parts = matchers.length === 1 ? 'accepted' : `accepted, as ${matchers.length} routes`;
  return [parts, ...matchers.map((matcher) => describeMatcher(matcher, disagreement))].join('\n\n');
}

function describeMatcher(
  { expression, priority, route }: Matcher,
  disagreement: (part: Route) => string | null,
): string {
  const words = `Priority ${priority.value}: ${describePriority(route)}.`;
  return [fence('kong-expression', expression), words, disagreement(route)].filter(Boolean).join('\n\n');
}

function markdownHover(value: string, range: Hover['range'] & object): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
