/** Kong documents in the lines of any file: between fences, in here-documents, in quotes, indented under other text. */

import type { Span } from '../../grammar/index.js';
import type { Carried } from './carried-parts.js';
import { type CarriedText, sliceOf } from './carried-text.js';
import { mayCarry } from './may-carry.js';

/**
 * @param isText whether the file has no structure that was read already
 * @param inner is called for each text in it that may have a Kong document
 * @param carried what was found; gets what is recognised and in no form that is read
 */
export function carriedInText(
  source: CarriedText,
  isText: boolean,
  inner: (text: CarriedText) => void,
  carried: Carried,
): void {
  const { text } = source;
  const read = (span: Span) => {
    if (mayCarry(text.slice(span.start, span.end)) && !isFound(source, span, carried))
      inner(sliceOf(source, span));
  };
  for (const span of fences(text)) read(span);
  for (const span of hereDocuments(text)) read(span);
  for (const { index, 0: found } of text.matchAll(formatVersion)) {
    const at = index + found.indexOf(formatKey);
    if (isFound(source, { start: at, end: at + 1 }, carried)) continue;
    const span = quoted(text, at) ?? (isText ? indented(text, at) : null);
    if (span) read(span);
    if (!isFound(source, { start: at, end: at + 1 }, carried) && mayHaveRoutes(text.slice(at, at + far)))
      carried.unread.push({
        reason: 'form',
        span: source.place({ start: at, end: at + formatKey.length }),
        routes: null,
        what: '',
      });
  }
}

/** At the start of a line or of something in quotes or braces. */
const formatVersion = /(?:^|["'`{,])[ \t]*["']?_format_version\\?["']?[ \t]*[:=]/gm;

/** How far after `_format_version` routes are looked for. */
const far = 20_000;

const formatKey = '_format_version';

const mayHaveRoutes = (text: string): boolean => /\b(?:routes|paths|expression)\\?["']?\s*[:=]/.test(text);

function isFound(source: CarriedText, span: Span, { parts, unread }: Carried): boolean {
  const { start, end } = source.place(span);
  return [...parts, ...unread].some((part) => part.span.start < end && start < part.span.end);
}

/** CommonMark 0.31, 4.5; `----` of AsciiDoc. */
function* fences(text: string): Generator<Span> {
  const mark = /^[ \t]*(?:[-*>] +)?(`{3,}|~{3,}|-{4,}$)([^\n]*)(?:\n|$)/gm;
  for (let open = mark.exec(text); open; open = mark.exec(text)) {
    const start = open.index + open[0].length;
    const close = new RegExp(`^[ \\t]*(?:> ?)?${open[1]![0]}{${open[1]!.length},}[ \\t]*\\r?$`, 'gm');
    close.lastIndex = start;
    const end = close.exec(text)?.index ?? text.length;
    yield { start, end };
    const next = text.indexOf('\n', end);
    mark.lastIndex = next < 0 ? text.length : next + 1;
  }
}

/** Of shells, Dockerfiles and Terraform. */
function* hereDocuments(text: string): Generator<Span> {
  const mark = /<<[-~]?[ \t]*(["']?)([A-Za-z_]\w*)\1[^\n]*\n/g;
  for (let open = mark.exec(text); open; open = mark.exec(text)) {
    const lineStart = text.lastIndexOf('\n', open.index) + 1;
    const start = open.index + open[0].length;
    if (/^[ \t]*(?:#|\/\/)/.test(text.slice(lineStart, open.index))) continue;
    const close = new RegExp(`^[ \\t]*${open[2]}[ \\t]*;?\\)?\\r?$`, 'gm');
    close.lastIndex = start;
    const end = close.exec(text)?.index;
    if (end === undefined) continue;
    yield { start, end };
    mark.lastIndex = end;
  }
}

/** Between quotes that a language has for texts of several lines, from the one right before the document. */
function quoted(text: string, key: number): Span | null {
  const at =
    /["']/.test(text[key - 1] ?? '') && text[key - 1] === text[key + formatKey.length] ? key - 1 : key;
  const from = Math.max(0, at - 400);
  const before = /("""|'''|`|'|")(?:\\\n|\\n|\s|---|#[^\n]*\n)*\{?\s*$/.exec(text.slice(from, at));
  if (!before) return null;
  const quote = before[1]!;
  const start = from + before.index + quote.length;
  const end = text.indexOf(quote, at + 1);
  if (end < 0 || !/^[\s;,)\]}|>]$/.test(text[end + quote.length] ?? '\n')) return null;
  const inside = text.slice(start, end);
  // Escapes make another text of it, and what ends on its line is not a document.
  return inside.includes('\\n') || !inside.includes('\n') ? null : { start, end };
}

/** The adjacent lines with at least the indentation of this one. */
function indented(text: string, at: number): Span | null {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ ]+$/.exec(text.slice(lineStart, at))?.[0].length ?? 0;
  if (indent === 0) return null;
  const isInside = (start: number) => {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    return line.trim() === '' || /^ */.exec(line)![0].length >= indent;
  };
  let start = lineStart;
  while (start > 0) {
    const above = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    if (!isInside(above)) break;
    start = above;
  }
  let end = lineStart;
  while (end < text.length && isInside(end)) {
    const next = text.indexOf('\n', end);
    end = next < 0 ? text.length : next + 1;
  }
  return { start, end };
}
