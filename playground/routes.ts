/** What the server says about routes: the one under the cursor, the one that a request goes to, and all in another style. */

import { yaml } from '@codemirror/lang-yaml';
import { LSPPlugin } from '@codemirror/lsp-client';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import DOMPurify from 'dompurify';
import type {
  PreviewParams,
  PreviewResult,
  Style,
  TryRequestParams,
  TryRequestResult,
} from '../server/protocol/index.js';
import { element, quiet } from './elements.js';
import type { Hover, OutlineItem, Position } from './protocol.js';
import { uri } from './server.js';

/** Asks about the newest text. `null` if the page is not ready. */
async function ask<Params, Result>(view: EditorView, method: string, params: Params): Promise<Result | null> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return null;
  await plugin.client.initializing;
  plugin.client.sync();
  return plugin.client.request<Params, Result>(method, params);
}

/** Of the route that the cursor is in, what the hover over its name shows: how each flavor reads it. */
export async function showRoute(view: EditorView, place: HTMLElement): Promise<void> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  const textDocument = { uri };
  const symbols = await ask<object, OutlineItem[] | null>(view, 'textDocument/documentSymbol', {
    textDocument,
  });
  const route = innermost(symbols ?? [], plugin.toPosition(view.state.selection.main.head));
  const hover =
    route &&
    (await ask<object, Hover | null>(view, 'textDocument/hover', {
      textDocument,
      position: route.selectionRange.start,
    }));
  if (hover) place.innerHTML = plugin.docToHTML(hover.contents);
  else place.replaceChildren(quiet('Put the cursor into a route.'));
}

/** @returns `null` if the position is in no symbol */
function innermost(symbols: readonly OutlineItem[], at: Position): OutlineItem | null {
  const around = symbols.find(({ range }) => isBefore(range.start, at) && isBefore(at, range.end));
  return around ? (innermost(around.children ?? [], at) ?? around) : null;
}

const isBefore = (one: Position, other: Position): boolean =>
  one.line < other.line || (one.line === other.line && one.character <= other.character);

export async function showWinner(view: EditorView, request: string, place: HTMLElement): Promise<void> {
  const params: TryRequestParams = { uri, request };
  const result = await ask<TryRequestParams, TryRequestResult>(view, 'kongRoutes/tryRequest', params);
  if (!result?.page) {
    place.replaceChildren(quiet(`The request was not tried: ${result?.refused ?? 'the page is not ready'}.`));
    return;
  }
  place.innerHTML = DOMPurify.sanitize(result.page.body);
  for (const link of place.querySelectorAll('a')) {
    const line = /#L(\d+)/.exec(link.getAttribute('href') ?? '')?.[1];
    link.onclick = (event) => {
      event.preventDefault();
      if (line !== undefined) goTo(view, Number(line));
    };
  }
}

function goTo(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.min(line, doc.lines));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}

export async function showConverted(view: EditorView, to: Style, place: HTMLElement): Promise<void> {
  const params: PreviewParams = { uri, to };
  const result = await ask<PreviewParams, PreviewResult | null>(view, 'kongRoutes/preview', params);
  if (!result) {
    place.replaceChildren(quiet('There are no routes.'));
    return;
  }
  const kept = result.leftAlone.map(({ route, reason }) => element('li', {}, `${route}: ${reason}`));
  const box = element('div');
  place.replaceChildren(
    ...(result.verification ? [element('p', {}, result.verification.message)] : []),
    ...(kept.length > 0 ? [element('p', {}, 'Not converted:'), element('ul', {}, ...kept)] : []),
    box,
  );
  new EditorView({
    parent: box,
    state: EditorState.create({
      doc: result.text,
      extensions: [basicSetup, yaml(), EditorState.readOnly.of(true), EditorView.editable.of(false)],
    }),
  });
}
