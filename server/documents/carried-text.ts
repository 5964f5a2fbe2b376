/** Texts inside a file, and where they are written there. */

import type { Span } from '../../grammar/index.js';
import type { TextMap } from '../text/index.js';
import type { Carrier, SourcedEntry, SourcedRoute, SourcedValue } from './document.js';

export interface CarriedText {
  readonly text: string;
  readonly carrier: Carrier;
  /** Where the text begins in the file; `null` if its characters are not written one by one as they are. */
  readonly base: number | null;
  /** The place in the file of a span of the text. */
  readonly place: (span: Span) => Span;
}

/** The file itself. */
export const wholeFile = (text: string): CarriedText => ({
  text,
  carrier: 'lines',
  base: 0,
  place: (span) => span,
});

/** A part of a text, written as it is. */
export function sliceOf(outer: CarriedText, { start, end }: Span, carrier: Carrier = 'lines'): CarriedText {
  return {
    text: outer.text.slice(start, end),
    carrier: outer.base === null ? outer.carrier : carrier,
    base: outer.base === null ? null : outer.base + start,
    place: (span) => outer.place({ start: start + span.start, end: start + span.end }),
  };
}

/** What is left of quotes, escapes or an encoding in a text. @param map to places in the outer text */
export const decodedFrom = (
  outer: CarriedText,
  text: string,
  map: TextMap,
  carrier: Carrier,
): CarriedText => ({
  text,
  carrier,
  base: null,
  place: (span) => outer.place(map.spanOf(span)),
});

/** A route of a text as a route of the file. */
export function placedRoute(
  source: CarriedText,
  route: SourcedRoute,
  path: readonly (string | number)[] = route.path,
): SourcedRoute {
  if (source.base !== null) return { start: source.base + route.start, path, body: route.body };
  const { body } = route;
  const { start } = source.place({ start: route.start, end: route.start });
  const place = (span: Span): Span => {
    const placed = source.place({ start: route.start + span.start, end: route.start + span.end });
    return { start: placed.start - start, end: placed.end - start };
  };
  const entries = body.entries.map((entry) => placedEntry(entry, place));
  return { start, path, body: { ...body, span: place(body.span), aliased: true, encoded: true, entries } };
}

type PlaceSpan = (span: Span) => Span;

const placedEntry = (entry: SourcedEntry, place: PlaceSpan): SourcedEntry => ({
  ...entry,
  keySpan: place(entry.keySpan),
  span: place(entry.span),
  value: placedValue(entry.value, place),
});

function placedValue(value: SourcedValue, place: PlaceSpan): SourcedValue {
  const placed = { span: place(value.span), aliased: true };
  switch (value.kind) {
    case 'scalar':
      return { ...value, ...placed };
    case 'array':
      return { ...value, ...placed, items: value.items.map((item) => placedValue(item, place)) };
    case 'object':
      return { ...value, ...placed, entries: value.entries.map((entry) => placedEntry(entry, place)) };
  }
}
