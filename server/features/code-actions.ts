/** What can be done with the routes under the cursor. */

import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import { dataOfRoute, type EditResult, type SourcedRoute } from '../documents/index.js';
import { kindOf, readRoute } from '../routes/route.js';
import type { Snapshot } from '../workspace.js';
import { convertToExpression, keepExpression, keepFields } from './convert.js';
import { rangeOf } from './diagnostics.js';
import { routesIn } from './route-at.js';

/**
 * @returns an action that cannot be done here is there too, disabled, with the reason: an editor shows it to
 *   whoever looks for it
 */
export function codeActions(snapshot: Snapshot, { range, context }: CodeActionParams): CodeAction[] {
  const { document, text } = snapshot;
  const span = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  return routesIn(document.routes, span).flatMap((route) => actionsFor(snapshot, route, context.diagnostics));
}

function actionsFor(
  snapshot: Snapshot,
  route: SourcedRoute,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { document, gateway } = snapshot;
  switch (kindOf(readRoute(dataOfRoute(route.body)))) {
    case 'traditional': {
      const edit = convertToExpression(document, route, gateway.version);
      return [action(snapshot, 'Convert to expression', CodeActionKind.RefactorRewrite, edit)];
    }
    case 'mixed': {
      const fixed = diagnostics.filter(
        ({ code }) => code === 'mixed-route' || code === 'expression-in-flavor',
      );
      return [
        action(
          snapshot,
          'Keep the expression',
          CodeActionKind.QuickFix,
          keepExpression(document, route),
          fixed,
        ),
        action(snapshot, 'Keep the fields', CodeActionKind.QuickFix, keepFields(document, route), fixed),
      ];
    }
    default:
      return [];
  }
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
