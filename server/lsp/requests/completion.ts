/** `textDocument/completion` in routes: inside expressions, and of the traditional fields. */

import {
  type CompletionItem,
  CompletionTriggerKind,
  InsertTextMode,
  type Position,
} from 'vscode-languageserver';
import type { Span } from '../../../grammar/index.js';
import type { DocumentAnalysis } from '../../analysis/index.js';
import { effectiveData, encodeAs, type WritingPlace, writingPlace } from '../../documents/index.js';
import { readRoute, subsystemOf } from '../../routes/index.js';
import { uriKey } from '../../text/index.js';
import type { RouteFile, Snapshot } from '../../workspace/index.js';
import { insertion, type Part } from '../completion/completion-text.js';
import { expressionItems } from '../completion/expression-completion.js';
import { flavorCompletion } from '../completion/flavor-completion.js';
import { manifestCompletion } from '../completion/manifest-completion.js';
import { keyItems } from '../completion/route-keys.js';
import { valueItems } from '../completion/route-values.js';
import { mostOffered, type UsedValues, usedValues } from '../completion/used-values.js';
import { rangeOf } from '../ranges.js';
import type { RequestHandler } from '../request-handler.js';

export const completionRequest: RequestHandler = {
  capabilities: () => ({ completionProvider: { triggerCharacters: [...'=: .("~^!<>&|/'] } }),
  register: (session) =>
    session.connection.onCompletion(async ({ textDocument, position, context }, cancelled) => {
      const snapshot = await session.exactSnapshotOf(textDocument.uri);
      if (!snapshot) return [];
      const isAsked = context?.triggerKind !== CompletionTriggerKind.TriggerCharacter;
      const items = await session.answerInSlices(snapshot, cancelled, () =>
        completion(snapshot, position, isAsked, session.client),
      );
      return items.length < mostOffered ? items : { isIncomplete: true, items };
    }),
};

/** What the editor does with what is inserted. */
export interface CompletionAbilities {
  readonly snippets: boolean;
}

/** In routes, else of the router flavor in files that declare gateways. @param asked see `routeCompletion` */
export function* completion(
  snapshot: Snapshot,
  position: Position,
  asked: boolean,
  client: CompletionAbilities,
): Generator<void, CompletionItem[]> {
  const items = yield* routeCompletion(snapshot, position, asked, client);
  if (items) return items;
  const flavors = flavorCompletion(snapshot, position, asked, client);
  return flavors.length > 0 ? flavors : (manifestCompletion(snapshot, position) ?? []);
}

/**
 * @param asked whether the user invoked completion, rather than a trigger character
 * @returns `null` if nothing of a route is being written
 */
export function* routeCompletion(
  snapshot: Snapshot,
  position: Position,
  asked: boolean,
  client: CompletionAbilities,
): Generator<void, CompletionItem[] | null> {
  const { document, analysis, text, sources, settings } = snapshot;
  const place = writingPlace(document, text.offsetAt(position));
  if (!place) return null;
  const isExpression = place.kind === 'value' && place.path.length === 1 && place.path[0] === 'expression';
  // A space or a quote is typed in many places, and fields are short: whoever wants one begins to write it.
  if (!isExpression && !asked && place.text === '') return [];
  const used = yield* usedValues(withOthers(analysis, text.uri, sources.routeFiles(settings)));
  if (isExpression) return inExpression(snapshot, place, used, client);
  const { span, items } =
    place.kind === 'key' ? keyItems(place, snapshot.gateway, used) : valueItems(place, used);
  return finished(snapshot, span, items, (part) => part, client);
}

/** Of the document itself the version that is being written. */
function* withOthers(
  own: DocumentAnalysis,
  uri: string,
  files: Iterable<RouteFile>,
): Generator<DocumentAnalysis> {
  yield own;
  const key = uriKey(uri);
  for (const { uri: other, analysis } of files) if (uriKey(other) !== key) yield analysis;
}

function inExpression(
  snapshot: Snapshot,
  place: WritingPlace,
  used: UsedValues,
  client: CompletionAbilities,
): CompletionItem[] {
  const { document, route, text, offset, style, lead } = place;
  const subsystem = subsystemOf(readRoute(effectiveData(document, route)));
  const language = { subsystem, gatewayVersion: snapshot.gateway.version };
  const { span, items } = expressionItems(text, offset, language, used);
  // At the start of a plain scalar some characters belong to YAML's syntax.
  const isStart = style === 'plain' && text.slice(0, span.start).trim() === '';
  const encode = (part: string) => (isStart && part.startsWith('!') ? null : encodeAs(style, part));
  const quoted = items.map((item) => ({
    ...item,
    parts: lead === '"' ? ['"', ...item.parts, '"'] : item.parts,
  }));
  const write = lead === '"' ? (part: string) => (part === '"' ? part : encode(part)) : encode;
  return finished(snapshot, place.spanOf(span), quoted, write, client);
}

/** The items as in LSP. */
function finished(
  { text }: Snapshot,
  span: Span,
  items: readonly (Omit<CompletionItem, 'textEdit'> & { readonly parts: readonly Part[] })[],
  encode: (part: string) => string | null,
  { snippets }: CompletionAbilities,
): CompletionItem[] {
  const range = rangeOf(text, span);
  return items.flatMap(({ parts, ...item }, index) => {
    const inserted = insertion(parts, encode, snippets);
    if (!inserted) return [];
    return [
      {
        ...item,
        sortText: String(index).padStart(4, '0'),
        filterText: inserted.plain,
        insertTextFormat: inserted.format,
        insertTextMode: InsertTextMode.asIs,
        textEdit: { range, newText: inserted.newText },
      },
    ];
  });
}
