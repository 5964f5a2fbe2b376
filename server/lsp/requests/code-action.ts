/** What can be done with the routes under the cursor, and about the settings of gateways. */

import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { Span } from '../../../grammar/index.js';
import { fixEdits, problemsOf } from '../../checks/index.js';
import {
  convertToExpression,
  convertToTraditional,
  foldIntoExpression,
  keepExpression,
  keepFields,
} from '../../conversion/index.js';
import {
  type EditResult,
  effectiveData,
  type RouteDocument,
  routesIn,
  type SourcedRoute,
} from '../../documents/index.js';
import { formatExpression } from '../../formatting/index.js';
import type { ConvertArguments, Style } from '../../protocol.js';
import { kindOf, type RouteKind, readRoute } from '../../routes/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { gatewayActions } from '../gateway-actions.js';
import { rangeOf } from '../ranges.js';

/** The command that converts routes, run by the server. */
export const convertCommand = 'kongRoutes.convert';

/** The command that asks running gateways about a route, run by the client: it has the tokens. */
const validateCommand = 'kongRoutes.validateRouteOnRunningGateway';

/** The command that puts the curl command of a route into the clipboard, run by the client: it has one. */
const copyAsCurlCommand = 'kongRoutes.copyAsCurl';

/**
 * @param client what it can do
 * @returns an action that cannot be done here is there too, disabled, with the reason: an editor shows it to
 *   whoever looks for it
 */
export function codeActions(
  snapshot: Snapshot,
  { range, context }: CodeActionParams,
  client: { readonly copiesCurl: boolean } = { copiesCurl: false },
): CodeAction[] {
  const { document, text } = snapshot;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const routes = routesIn(document.routes, span);
  const actions = routes.flatMap((route) => [
    ...fixes(snapshot, route, span, context.diagnostics),
    ...layout(snapshot, route),
    ...(document.kind === 'expression' ? [] : actionsFor(snapshot, route, context.diagnostics)),
  ]);
  const kinds = new Set(routes.map((route) => kindOfRoute(document, route)));
  if (kinds.has('traditional')) actions.push(...wholeFile(snapshot, 'expressions', 'traditional'));
  if (kinds.has('expression')) actions.push(...wholeFile(snapshot, 'traditional', 'expression'));
  actions.push(...gatewayActions(snapshot, span, context.diagnostics));
  actions.push(...validation(snapshot, routes));
  if (client.copiesCurl && document.kind !== 'expression') actions.push(...copying(snapshot, routes));
  return actions;
}

/** Offered where it would change something. */
function layout(snapshot: Snapshot, route: SourcedRoute): CodeAction[] {
  const result = formatExpression(snapshot.document, route, snapshot.gateway);
  if (!result || 'refused' in result || result.edits.length === 0) return [];
  return [action(snapshot, 'Format expression', CodeActionKind.RefactorRewrite, result)];
}

/** Where addresses of Admin APIs are set, so that nobody is asked who did not mean to be. */
function validation({ settings, text }: Snapshot, routes: readonly SourcedRoute[]): CodeAction[] {
  const [route, ...others] = routes;
  if (!route || others.length > 0 || settings.adminApi.length === 0) return [];
  const title = 'Validate this route on the running gateway';
  const at = { uri: text.uri, position: text.positionAt(route.start) };
  return [{ title, command: { title, command: validateCommand, arguments: [at] } }];
}

function copying({ text }: Snapshot, routes: readonly SourcedRoute[]): CodeAction[] {
  const [route, ...others] = routes;
  if (!route || others.length > 0) return [];
  const title = 'Copy as curl';
  const at = { uri: text.uri, position: text.positionAt(route.start) };
  return [{ title, command: { title, command: copyAsCurlCommand, arguments: [at] } }];
}

/** What mends the problems that are in a span. */
function fixes(
  snapshot: Snapshot,
  route: SourcedRoute,
  span: Span,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { document, gateway, settings, text } = snapshot;
  return problemsOf(document, route, gateway, settings.lints).flatMap((problem) => {
    const start = route.start + problem.span.start;
    const end = route.start + problem.span.end;
    if (!problem.fix || end < span.start || start > span.end) return [];
    const range = rangeOf(text, { start, end });
    const fixed = diagnostics.filter((one) => one.code === problem.code && sameRange(one.range, range));
    const result = fixEdits(document, route, problem.fix);
    const quickFix = action(snapshot, problem.fix.title, CodeActionKind.QuickFix, result, fixed);
    return [{ ...quickFix, isPreferred: !problem.fix.changes }];
  });
}

const sameRange = (a: Range, b: Range) =>
  a.start.line === b.start.line &&
  a.start.character === b.start.character &&
  a.end.line === b.end.line &&
  a.end.character === b.end.character;

const kindOfRoute = (document: RouteDocument, route: SourcedRoute): RouteKind =>
  kindOf(readRoute(effectiveData(document, route)));

function actionsFor(
  snapshot: Snapshot,
  route: SourcedRoute,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { document, gateway } = snapshot;
  const { RefactorRewrite, QuickFix } = CodeActionKind;
  switch (kindOfRoute(document, route)) {
    case 'traditional': {
      const { result } = convertToExpression(document, route, gateway);
      // An expression route is tried before every route without one, whatever their priorities.
      const isAlone = !document.routes.some(
        (other) => other !== route && kindOfRoute(document, other) === 'traditional',
      );
      const title = `Convert to expression${isAlone ? '' : ' (tried before all routes that keep their fields)'}`;
      return [action(snapshot, title, RefactorRewrite, result)];
    }
    case 'expression': {
      const { result } = convertToTraditional(document, route, gateway);
      const actions = [action(snapshot, 'Convert to traditional fields', RefactorRewrite, result)];
      if (!('refused' in result)) return actions;
      const asRegex = convertToTraditional(document, route, gateway, { equalityAsRegex: true }).result;
      if ('refused' in asRegex) return actions;
      return [
        ...actions,
        action(
          snapshot,
          'Convert to traditional fields, `==` as the regex path `~…$`',
          RefactorRewrite,
          asRegex,
        ),
      ];
    }
    case 'mixed': {
      const fixed = diagnostics.filter(
        ({ code }) => code === 'mixed-route' || code === 'expression-in-flavor',
      );
      const folded = foldIntoExpression(document, route, gateway);
      return [
        action(snapshot, 'Keep the expression', QuickFix, keepExpression(document, route), fixed),
        action(snapshot, 'Keep the fields', QuickFix, keepFields(document, route), fixed),
        action(snapshot, 'Join the fields and the expression', QuickFix, folded, fixed),
      ];
    }
    default:
      return [];
  }
}

/** Where there is more than one route to convert; the whole file goes through a preview. */
function wholeFile({ document, text }: Snapshot, to: Style, from: RouteKind): CodeAction[] {
  const count = document.routes.filter((route) => kindOfRoute(document, route) === from).length;
  if (count < 2) return [];
  const title = `Convert all ${count} ${to === 'expressions' ? 'traditional' : 'expression'} routes of this file`;
  const args: ConvertArguments = { uris: [text.uri], to };
  const command = { title, command: convertCommand, arguments: [args] };
  return [{ title, kind: CodeActionKind.RefactorRewrite, command }];
}

function action(
  { text }: Snapshot,
  title: string,
  kind: CodeActionKind,
  result: EditResult,
  fixed: Diagnostic[] = [],
): CodeAction {
  const base = { title, kind, ...(fixed.length > 0 && { diagnostics: fixed }) };
  if ('refused' in result) return { ...base, disabled: { reason: result.refused } };
  const edits = result.edits.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
  return { ...base, edit: { changes: { [text.uri]: edits } } };
}
