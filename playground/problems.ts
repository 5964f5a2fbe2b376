/** The list of problems, each with its place and its fixes. */

import { LSPPlugin } from '@codemirror/lsp-client';
import type { EditorView } from '@codemirror/view';
import { element, quiet } from './elements.js';
import type { CodeAction, Diagnostic, TextEdit, WorkspaceEdit } from './protocol.js';
import { uri } from './server.js';

/** More are counted, not listed. */
const mostListed = 100;

export function showProblems(view: EditorView, list: HTMLElement, problems: readonly Diagnostic[]): void {
  if (problems.length === 0) {
    list.replaceChildren(quiet('None: a Gateway with these settings accepts all routes.'));
    return;
  }
  const items = problems.slice(0, mostListed).map((problem) => itemOf(view, problem));
  const more = problems.length - items.length;
  list.replaceChildren(element('ul', {}, ...items), ...(more > 0 ? [quiet(`and ${more} more`)] : []));
}

const severities = { 1: 'error', 2: 'warning', 3: 'information', 4: 'hint' } as const;

function itemOf(view: EditorView, problem: Diagnostic): HTMLElement {
  const { range, severity = 1, code, message } = problem;
  const fixes = element('div', { className: 'fixes' });
  const place = element(
    'button',
    {
      type: 'button',
      className: 'place',
      onclick: () => {
        select(view, problem);
        void offerFixes(view, problem, fixes);
      },
    },
    `Line ${range.start.line + 1}`,
  );
  const kind = severities[severity];
  return element(
    'li',
    { className: kind },
    element('div', {}, place, ` ${kind}${code ? ` (${code})` : ''}`),
    element('div', {}, message),
    fixes,
  );
}

function select(view: EditorView, { range }: Diagnostic): void {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  const last = view.state.doc.lines - 1;
  // The text may have become shorter since the problem was found.
  if (range.end.line > last) return;
  const [anchor, head] = [plugin.fromPosition(range.start), plugin.fromPosition(range.end)];
  view.dispatch({ selection: { anchor, head }, scrollIntoView: true });
  view.focus();
}

async function offerFixes(view: EditorView, problem: Diagnostic, place: HTMLElement): Promise<void> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  plugin.client.sync();
  const actions = await plugin.client.request<object, (CodeAction | { command: string })[] | null>(
    'textDocument/codeAction',
    {
      textDocument: { uri },
      range: problem.range,
      context: { diagnostics: [problem], only: ['quickfix'] },
    },
  );
  const buttons = (actions ?? []).flatMap((action) => {
    if (!('title' in action) || !action.edit || action.disabled) return [];
    const { edit } = action;
    return [element('button', { type: 'button', onclick: () => applyEdit(view, edit) }, action.title)];
  });
  place.replaceChildren(...(buttons.length > 0 ? buttons : [quiet('No quick fix.')]));
}

function applyEdit(view: EditorView, edit: WorkspaceEdit): void {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  const edits: readonly TextEdit[] = edit.documentChanges
    ? edit.documentChanges.flatMap(({ textDocument, edits }) => (textDocument.uri === uri ? edits : []))
    : (edit.changes?.[uri] ?? []);
  view.dispatch({
    changes: edits.map(({ range, newText }) => ({
      from: plugin.fromPosition(range.start),
      to: plugin.fromPosition(range.end),
      insert: newText,
    })),
  });
}
