/**
 * Where in a route something is being written. While someone types, a document is hardly ever complete, and a place where
 * nothing is written yet is in no tree. So a word is put there, the document is read with it, and the word is found.
 */

import type { Span } from '../../grammar/index.js';
import { visitExpressions } from '../hcl/index.js';
import type {
  RouteDocument,
  ScalarStyle,
  SourcedEntry,
  SourcedRoute,
  SourcedScalar,
  SourcedValue,
} from './document.js';
import { readWithInsertion, rereadDocument } from './reread.js';
import { sourceSpan } from './scalar-map.js';
import { readYaml } from './yaml.js';

export interface WritingPlace {
  readonly kind: 'key' | 'value';
  /** The document and the route as they are read with a word at the place: offsets in them are not those of the text. */
  readonly document: RouteDocument;
  readonly route: SourcedRoute;
  /** Keys and indexes from the route to what is being written, a key among them. */
  readonly path: readonly (string | number)[];
  /** The part of it that is written already, decoded, and how much of that is before the place. */
  readonly text: string;
  readonly offset: number;
  /** From a span of `text` to the text of the document: absolute offsets. */
  readonly spanOf: (span: Span) => Span;
  /** How it is written; of a key, with which quotes. */
  readonly style: ScalarStyle;
  /** A key that has no colon yet. */
  readonly isBare: boolean;
  /** The text that must come first: the dash of an item; the quotes of JSON, which also close it. */
  readonly lead: '' | '- ' | '"';
}

/** No one writes this, and it is a word to YAML, JSON and the expression language. */
const probe = 'kongRoutesPlace';

/** @param offset absolute, of the place */
export function writingPlace(document: RouteDocument, offset: number): WritingPlace | null {
  if (document.kind === null || !isAtRoute(document, offset)) return null;
  for (const inserted of insertions(document, offset)) {
    const alone = readWithInsertion(document, offset, inserted);
    const place = alone
      ? placeIn(alone.document, offset - alone.start, inserted, alone.start)
      : placeIn(withInsertion(document, offset, inserted), offset, inserted, 0);
    if (place) return place;
  }
  return placeInOpen(document, offset);
}

/** In a quote or bracket that is not closed yet: what is in one is left out where a document is read. */
function placeInOpen(document: RouteDocument, offset: number): WritingPlace | null {
  if (document.format !== 'yaml' || document.syntaxProblems.length === 0) return null;
  for (const inserted of insertions(document, offset)) {
    const text = document.text.slice(0, offset) + inserted + document.text.slice(offset);
    const place = placeIn(readYaml(text, false), offset, inserted, 0);
    if (place) return place;
  }
  return null;
}

const withInsertion = (document: RouteDocument, offset: number, inserted: string): RouteDocument =>
  rereadDocument(document, document.text.slice(0, offset) + inserted + document.text.slice(offset));

/** Reading a document of this size costs nothing noticeable. */
const small = 1 << 16;

/**
 * Whether something of a route may be written there, determined without reading the document again, which is slow where it
 * is large: in a route but not in the plugins of one, or where one may go on or begin.
 */
function isAtRoute({ text, routes }: RouteDocument, offset: number): boolean {
  const route = routes.findLast(({ start }) => start <= offset);
  if (!route) return text.length < small;
  const at = offset - route.start;
  const entry = route.body.entries.find(({ span }) => span.start <= at && at <= span.end);
  if (entry) return !notCompleted.has(entry.key);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return at <= route.body.span.end || text.slice(route.start + route.body.span.end, lineStart).trim() === '';
}

/** Entities of their own. */
const notCompleted: ReadonlySet<string> = new Set(['plugins', 'filter_chains', 'service', '_comment']);

/** What may be put at the place, the likeliest first. */
function insertions({ format, text }: RouteDocument, offset: number): string[] {
  if (format === 'hcl')
    return isStartOfLine(text, offset) ? [`${probe} = 0`, probe, `"${probe}"`] : [probe, `"${probe}"`];
  if (format === 'hcl-json') return [probe, `"${probe}"`, `"${probe}": 0`, `"${probe}": 0,`];
  if (format === 'expression') return [probe];
  if (format === 'json') return [probe, `"${probe}"`, `"${probe}": 0`, `"${probe}": 0,`];
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const lineRest = /^[^\r\n]*/.exec(text.slice(offset))![0];
  const isAlone = /^[ \t]*(?:- +)*[\w-]*$/.test(before) && /^[ \t]*(?:#.*)?$/.test(lineRest);
  if (!isAlone) return [probe, `${probe}: 0`];
  return /[\w-]$/.test(before) ? [`${probe}: 0`, probe] : [`${probe}: 0`, `- ${probe}`, probe];
}

/** Only a name before it in its line, and nothing after it. */
const isStartOfLine = (text: string, offset: number): boolean =>
  /(?:^|\n)[ \t]*[\w-]*$/.test(text.slice(Math.max(0, offset - 200), offset)) &&
  /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.test(text.slice(offset, offset + 200));

/** Whether a route has a mapping there: what is put there as a key can be one of it. */
const isInMapping = ([field, ...inner]: readonly (string | number)[]): boolean =>
  inner.length === 0 ||
  (field === 'headers' && inner.length === 1) ||
  ((field === 'sources' || field === 'destinations') && inner.length === 2);

/**
 * @param document with the word
 * @param offset of what was inserted, in that document
 * @param start where the document starts in the text that is being written
 */
function placeIn(
  document: RouteDocument,
  offset: number,
  inserted: string,
  start: number,
): WritingPlace | null {
  const at = offset + inserted.indexOf(probe);
  // The route of an alias is written at its anchor.
  const route = document.routes.findLast(
    (one) => !one.body.aliased && one.start <= at && at < one.start + one.body.span.end,
  );
  const found = route && (findProbe(route.body.entries, []) ?? findArgument(document, route, at));
  if (!found) return null;
  const { kind, path } = found;
  if (/[:=]/.test(inserted) && !(kind === 'key' && isInMapping(path))) return null;
  if (inserted.startsWith('-') && !(found.text === probe && path.length === 2)) return null;
  const inProbed = (span: Span): Span =>
    found.kind === 'value'
      ? sourceSpan(document, route, found.value, span)
      : { start: found.start + span.start, end: found.start + span.end };
  const toText = (position: number) =>
    start + (position <= offset ? position : Math.max(offset, position - inserted.length));
  const index = found.text.indexOf(probe);
  return {
    kind,
    document,
    route,
    path,
    text: found.text.slice(0, index) + found.text.slice(index + probe.length),
    offset: index,
    style:
      found.kind === 'value'
        ? styleAt(document, found.value, at)
        : keyStyle(document, route.start + found.start),
    isBare: found.kind === 'key' && (/[:=]/.test(inserted) || !hasColon(document, route, found)),
    lead: inserted.startsWith('- ') ? '- ' : inserted.startsWith('"') ? '"' : '',
    spanOf: ({ start: from, end }) => {
      const span = inProbed({
        start: from <= index ? from : from + probe.length,
        end: end < index ? end : end + probe.length,
      });
      return { start: toText(route.start + span.start), end: toText(route.start + span.end) };
    },
  };
}

interface FoundValue {
  readonly kind: 'value';
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly value: SourcedScalar;
}

interface FoundKey {
  readonly kind: 'key';
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** Where the text of the key starts, from the start of the route. */
  readonly start: number;
}

type Found = FoundValue | FoundKey;

function findProbe(entries: readonly SourcedEntry[], above: readonly (string | number)[]): Found | null {
  for (const { key, keySpan, value, merged } of entries) {
    if (merged) continue;
    const path = [...above, key];
    if (key.includes(probe)) {
      // Quotes are not part of the key.
      const quotes = keySpan.end - keySpan.start - key.length;
      return { kind: 'key', path, text: key, start: keySpan.start + (quotes === 2 ? 1 : 0) };
    }
    const found = findInValue(value, path);
    if (found) return found;
  }
  return null;
}

function findInValue(value: SourcedValue, path: readonly (string | number)[]): Found | null {
  if (value.aliased) return null;
  switch (value.kind) {
    case 'scalar': {
      const text = value.value;
      return typeof text === 'string' && text.includes(probe) ? { kind: 'value', path, text, value } : null;
    }
    case 'object':
      return findProbe(value.entries, path);
    case 'array':
      for (const [index, item] of value.items.entries()) {
        const found = findInValue(item, [...path, index]);
        if (found) return found;
      }
      return null;
  }
}

/** A name that no argument has is not in the route: only in the text. */
function findArgument({ text, format }: RouteDocument, route: SourcedRoute, at: number): FoundKey | null {
  if (format !== 'hcl') return null;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  const [, indent, key] = /^([ \t]*)([\w-]*kongRoutesPlace[\w-]*) = 0/.exec(line) ?? [];
  if (indent === undefined || key === undefined || depthAt(text, route.start, lineStart) !== 1) return null;
  return { kind: 'key', path: [key], text: key, start: lineStart + indent.length - route.start };
}

/** The number of open braces and brackets at the end of a text. */
function depthAt(text: string, start: number, end: number): number {
  const plain = text.slice(start, end).replace(/"(?:[^"\\\n]|\\.)*"|#[^\n]*|\/\/[^\n]*/g, '');
  return [...plain.matchAll(/[{[(}\])]/g)].reduce(
    (depth, [one]) => depth + ('{[('.includes(one) ? 1 : -1),
    0,
  );
}

/** In HCL that of the innermost quotes or heredoc. */
function styleAt({ terraform }: RouteDocument, { style }: SourcedScalar, at: number): ScalarStyle {
  if (!terraform || terraform.file.hcl.syntax === 'json') return style;
  let found: ScalarStyle = style;
  visitExpressions(terraform.file.hcl.body, (expression) => {
    if (expression.kind !== 'template' || at < expression.content.start || expression.content.end < at)
      return;
    found = expression.style === 'quoted' ? 'hcl' : 'hcl-heredoc';
  });
  return found;
}

const hasColon = ({ text }: RouteDocument, { start }: SourcedRoute, { start: from, text: key }: FoundKey) =>
  /^["']?[ \t]*:/.test(text.slice(start + from + key.length));

function keyStyle({ text, format }: RouteDocument, start: number): ScalarStyle {
  const quote = text[start - 1];
  if (quote === '"') return format === 'json' ? 'json' : 'double-quoted';
  return quote === "'" ? 'single-quoted' : 'plain';
}
