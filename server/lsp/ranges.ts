/** Offsets as LSP ranges and locations. */

import type { Location, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../../grammar/index.js';
import { type Place, uriKey } from '../text/index.js';
import type { Sources } from '../workspace/index.js';

/** A span as in LSP; `start` is where the span counts from. */
export function rangeOf(text: TextDocument, span: Span, start = 0): Range {
  return { start: text.positionAt(start + span.start), end: text.positionAt(start + span.end) };
}

/** A place in the document itself or in another file of the workspace. */
export function locationOf({ uri, span }: Place, text: TextDocument, sources: Sources): Location {
  if (uriKey(uri) === uriKey(text.uri)) return { uri: text.uri, range: rangeOf(text, span) };
  const other = TextDocument.create(uri, '', 0, sources.source(uri)?.text ?? '');
  return { uri, range: rangeOf(other, span) };
}

/** Each once. */
export function locationsOf(places: readonly Place[], text: TextDocument, sources: Sources): Location[] {
  const distinct = new Map(places.map((place) => [`${uriKey(place.uri)}#${place.span.start}`, place]));
  return [...distinct.values()].map((place) => locationOf(place, text, sources));
}
