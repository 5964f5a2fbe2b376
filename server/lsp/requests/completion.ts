/** Completion in routes: inside expressions, and of the traditional fields. */

import { type CompletionItem, InsertTextMode, type Position } from 'vscode-languageserver';
import type { Span } from '../../../grammar/index.js';
import { effectiveData, encodeAs, type WritingPlace, writingPlace } from '../../documents/index.js';
import { readRoute, subsystemOf } from '../../routes/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { insertion, type Part } from '../completion/completion-text.js';
import { expressionItems } from '../completion/expression-completion.js';
import { keyItems } from '../completion/route-keys.js';
import { valueItems } from '../completion/route-values.js';
import { type UsedValues, usedValues } from '../completion/used-values.js';
import { rangeOf } from '../ranges.js';

/** What the editor does with what is inserted. */
export interface CompletionAbilities {
  readonly snippets: boolean;
}

/**
 * @param asked whether somebody asked for it, or a character brought it about
 * @returns `null` where nothing of a route is being written
 */
export function routeCompletion(
  snapshot: Snapshot,
  position: Position,
  asked: boolean,
  can: CompletionAbilities,
): CompletionItem[] | null {
  const { document, text } = snapshot;
  const place = writingPlace(document, text.offsetAt(position));
  if (!place) return null;
  const used = usedValues([document, ...snapshot.sources.routeFiles().map((file) => file.document)]);
  if (place.kind === 'value' && place.path.length === 1 && place.path[0] === 'expression') {
    return inExpression(snapshot, place, used, can);
  }
  // A space or a quote is typed in many places, and fields are short: whoever wants one begins to write it.
  if (!asked && place.text === '') return [];
  const { span, items } =
    place.kind === 'key' ? keyItems(place, snapshot.gateway, used) : valueItems(place, used);
  return finished(snapshot, span, items, (part) => part, can);
}

function inExpression(
  snapshot: Snapshot,
  place: WritingPlace,
  used: UsedValues,
  can: CompletionAbilities,
): CompletionItem[] {
  const { document, route, text, offset, style, lead } = place;
  const subsystem = subsystemOf(readRoute(effectiveData(document, route)));
  const language = { subsystem, gatewayVersion: snapshot.gateway.version };
  const { span, items } = expressionItems(text, offset, language, used);
  // At its start a plain scalar takes some characters for YAML's own.
  const isStart = style === 'plain' && text.slice(0, span.start).trim() === '';
  const encode = (part: string) => (isStart && part.startsWith('!') ? null : encodeAs(style, part));
  const quoted = items.map((item) => ({
    ...item,
    parts: lead === '"' ? ['"', ...item.parts, '"'] : item.parts,
  }));
  const write = lead === '"' ? (part: string) => (part === '"' ? part : encode(part)) : encode;
  return finished(snapshot, place.spanOf(span), quoted, write, can);
}

/** The items as an editor takes them. */
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
