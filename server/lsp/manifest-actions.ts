/** Quick fixes of the problems of manifests. */

import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import type { Span } from '../../grammar/index.js';
import { manifestFix, reportedProblems } from '../manifests/index.js';
import type { Snapshot } from '../workspace/index.js';
import { manifestsOf } from './manifests.js';
import { rangeOf } from './ranges.js';

/** Those of the problems that are in a span. */
export function manifestActions(
  snapshot: Snapshot,
  span: Span,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const set = manifestsOf(snapshot);
  const { text } = snapshot;
  if (!set) return [];
  return reportedProblems(set).flatMap(({ code, span: place, problem }): CodeAction[] => {
    if (place.end < span.start || place.start > span.end) return [];
    const fix = manifestFix(problem, text.getText(), set.objects);
    if (!fix) return [];
    const edits = fix.edits.map((edit) => ({ range: rangeOf(text, edit.span), newText: edit.newText }));
    const own = diagnostics.filter((one) => one.code === code);
    return [
      {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        ...(own.length > 0 && { diagnostics: own }),
        isPreferred: true,
        edit: { changes: { [text.uri]: edits } },
      },
    ];
  });
}
