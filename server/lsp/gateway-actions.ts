/** What can be done about the problems of gateways' settings. */

import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../../grammar/index.js';
import { gatewayProblemsIn, settingFixes } from '../checks/index.js';
import { fixTitle } from '../problems/index.js';
import { type Place, uriKey } from '../text/index.js';
import type { Snapshot } from '../workspace/index.js';
import { rangeOf } from './ranges.js';

/** @param span what is selected, in the text */
export function gatewayActions(
  snapshot: Snapshot,
  span: Span,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { text, sources, settings } = snapshot;
  return gatewayProblemsIn(text.uri, sources, settings)
    .filter(({ place }) => place.span.start <= span.end && span.start <= place.span.end)
    .flatMap((problem) => {
      const start = text.positionAt(problem.place.span.start);
      const fixed = diagnostics.filter(
        ({ code, range }) =>
          code === problem.code &&
          range.start.line === start.line &&
          range.start.character <= start.character,
      );
      return settingFixes(problem, sources).map(
        ({ kind, place, newText, isPreferred }, index): CodeAction => {
          const edit = {
            changes: { [uriOf(place, snapshot)]: [{ range: rangeIn(place, snapshot), newText }] },
          };
          return {
            title: fixTitle(kind),
            kind: CodeActionKind.QuickFix,
            ...(fixed.length > 0 && { diagnostics: fixed }),
            ...(isPreferred && index === 0 && { isPreferred }),
            edit,
          };
        },
      );
    });
}

/** As the editor writes the URI of the document. */
const uriOf = ({ uri }: Place, { text }: Snapshot) => (uriKey(uri) === uriKey(text.uri) ? text.uri : uri);

function rangeIn({ uri, span }: Place, { text, sources }: Snapshot) {
  if (uriKey(uri) === uriKey(text.uri)) return rangeOf(text, span);
  return rangeOf(TextDocument.create(uri, '', 0, sources.source(uri)?.text ?? ''), span);
}
