/** Quick fixes for what a table does to itself. Each was tried on the whole table before it is offered. */

import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { fixEdits } from '../checks/index.js';
import { isTableCode } from '../problems/index.js';
import type { Snapshot } from '../workspace/index.js';
import { rangeOf } from './ranges.js';
import { tableOf, tableProblemsAt } from './table-diagnostics.js';

/** @returns a generator that pauses often, so that its caller may do something else, or stop */
export function* tableActions(
  snapshot: Snapshot,
  { range: { start, end }, context }: CodeActionParams,
): Generator<void, CodeAction[]> {
  const asked = context.diagnostics.filter(
    ({ code, range }) =>
      isTableCode(String(code)) && range.start.line <= end.line && range.end.line >= start.line,
  );
  if (asked.length === 0) return [];
  const actions: CodeAction[] = [];
  const { text, document } = snapshot;
  for (const { problem, diagnostic } of yield* tableProblemsAt(snapshot, tableOf(snapshot), asked)) {
    for (const fix of yield* problem.fixes()) {
      const result = fixEdits(document, problem.route, fix);
      if ('refused' in result) continue;
      const edits = result.edits.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        edit: { changes: { [text.uri]: edits } },
      });
    }
  }
  return actions;
}
