/** Edits within a string value, written in the style in which the value is written. */

import type { Span } from '../../grammar/index.js';
import { escapeQuoted, escapeTemplate } from '../hcl/index.js';
import { applyEdits } from '../text/index.js';
import { dataOfRoute, sameData } from './data.js';
import type { RouteDocument, ScalarStyle, SourcedRoute, SourcedScalar } from './document.js';
import { type EditResult, type TextEdit, unsafe } from './edit-plan.js';
import { editField } from './edit-terraform.js';
import { replaceEntries } from './edits.js';
import { lineBreakNear } from './line-break.js';
import { rereadDocument } from './reread.js';
import { sourceSpan } from './scalar-map.js';

/**
 * Changes parts of a string value of a route where they are written: the quotes, line breaks and comments around them
 * stay. Where that cannot be done (a plain scalar that would need quotes), the value is written anew.
 *
 * @param key of the value; it is in the route itself
 * @param edits spans in the value, in UTF-16 units, which do not overlap
 * @returns edits of the document, tried: it then reads as the value with the edits made, and otherwise as before
 */
export function editScalar(
  document: RouteDocument,
  route: SourcedRoute,
  key: string,
  edits: readonly TextEdit[],
): EditResult {
  if (document.terraform) return editField(document, route, key, edits);
  const scalar = route.body.entries.findLast((entry) => entry.key === key)?.value;
  if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return unsafe;
  const wanted = applyEdits(scalar.value, edits);
  if (!scalar.aliased) {
    const inPlace = edits.flatMap(({ span, newText }) => {
      const text = encodeAs(scalar.style, newText);
      return text === null ? [] : [{ span: placeOf(document, route, scalar, span), newText: text }];
    });
    const isWhole = inPlace.length === edits.length;
    if (isWhole && readsAs(document, route, key, inPlace, wanted)) return { edits: inPlace };
  }
  return replaceEntries(document, route, new Set(), [[key, wanted]]);
}

function placeOf(document: RouteDocument, route: SourcedRoute, scalar: SourcedScalar, span: Span): Span {
  const { start, end } = sourceSpan(document, route, scalar, span);
  return { start: route.start + start, end: route.start + end };
}

/** A part of a string value in the style of the string, without its quotes; `null` if the style cannot hold it in one line. */
export function encodeAs(style: ScalarStyle, text: string): string | null {
  switch (style) {
    case 'json':
    case 'double-quoted':
      return JSON.stringify(text).slice(1, -1);
    case 'single-quoted':
      return /[\r\n]/.test(text) ? null : text.replaceAll("'", "''");
    case 'text':
      return text;
    case 'hcl':
      return escapeQuoted(text);
    case 'hcl-heredoc':
      return /[\r\n]/.test(text) ? null : escapeTemplate(text);
    case 'hcl-json':
      return JSON.stringify(escapeTemplate(text)).slice(1, -1);
    default:
      return /[\r\n]/.test(text) ? null : text;
  }
}

/** The same number of routes, this one with the value, and every other one as it was. */
function readsAs(
  document: RouteDocument,
  route: SourcedRoute,
  key: string,
  edits: readonly TextEdit[],
  wanted: string,
): boolean {
  return readsSo(document, route, key, edits, (value) => value === wanted);
}

function readsSo(
  document: RouteDocument,
  route: SourcedRoute,
  key: string,
  edits: readonly TextEdit[],
  accepts: (value: string) => boolean,
): boolean {
  const after = rereadDocument(document, applyEdits(document.text, edits));
  const here = after.routes[document.routes.indexOf(route)]?.body;
  if (!here || after.routes.length !== document.routes.length) return false;
  if (after.syntaxProblems.length > document.syntaxProblems.length) return false;
  const others = document.routes.every(({ body }, i) => {
    const now = after.routes[i]!.body;
    return body === route.body || now === body || sameData(dataOfRoute(now), dataOfRoute(body));
  });
  if (!others) return false;
  const { entries } = route.body;
  if (here.entries.length !== entries.length) return false;
  return here.entries.every(({ key: name, value }, i) => {
    if (entries[i]!.key !== name) return false;
    return (
      name !== key || (value.kind === 'scalar' && typeof value.value === 'string' && accepts(value.value))
    );
  });
}

/**
 * Writes a string value of a route as lines, in the style that it has: below each other in a block scalar, and in every
 * other style of YAML too where there are several. JSON has one line.
 *
 * @param accepts whether what is then read is the value that is meant
 * @returns no edit where it is written so already
 */
export function writeLines(
  document: RouteDocument,
  route: SourcedRoute,
  key: string,
  lines: readonly string[],
  accepts: (value: string) => boolean,
): EditResult {
  const result = untriedLines(document, route, key, lines);
  if ('refused' in result || result.edits.length === 0) return result;
  return readsSo(document, route, key, result.edits, accepts) ? result : unsafe;
}

/** The edit of `writeLines` before it is tried. */
export function untriedLines(
  document: RouteDocument,
  route: SourcedRoute,
  key: string,
  lines: readonly string[],
): EditResult {
  const scalar = route.body.entries.findLast((entry) => entry.key === key)?.value;
  if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string' || scalar.aliased) return unsafe;
  const edit = linesEdit(document, route, scalar, lines);
  if (edit === null) return unsafe;
  return document.text.slice(edit.span.start, edit.span.end) === edit.newText
    ? { edits: [] }
    : { edits: [edit] };
}

function linesEdit(
  { text }: RouteDocument,
  { start }: SourcedRoute,
  { span, style }: SourcedScalar,
  lines: readonly string[],
): TextEdit | null {
  const written = text.slice(start + span.start, start + span.end);
  const newline = lineBreakNear(text, start);
  if (style === 'literal' || style === 'folded') {
    const head = /^[^\r\n]*\r?\n(?:[ \t]*\r?\n)*/.exec(written)?.[0];
    const indent = head === undefined ? undefined : /^ +/.exec(written.slice(head.length))?.[0];
    if (head === undefined || indent === undefined) return null;
    const newText = lines.map((line) => indent + line).join(newline);
    return { span: { start: start + span.start + head.length, end: start + span.end }, newText };
  }
  const whole = { start: start + span.start, end: start + span.end };
  if (style === 'text') return { span: whole, newText: lines.join(newline) + newline };
  if (style === 'json')
    return { span: whole, newText: JSON.stringify(lines.map((line) => line.trim()).join(' ')) };
  const lineStart = text.lastIndexOf('\n', whole.start) + 1;
  const column = /^[ \t]*(?:- +)*/.exec(text.slice(lineStart, whole.start))![0].length;
  const between = newline + ' '.repeat(column + 2);
  const encoded = lines.map((line) => encodeAs(style, line));
  if (encoded.some((line) => line === null)) return null;
  const quote = style === 'double-quoted' ? '"' : style === 'single-quoted' ? "'" : '';
  return { span: whole, newText: quote + encoded.join(between) + quote };
}
