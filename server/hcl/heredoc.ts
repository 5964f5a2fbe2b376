/**
 * Heredocs.
 * Source: hashicorp/hcl `hclsyntax/scan_tokens.rl` (`heredocTemplate`).
 */

import { structured } from './directives.js';
import { trimIndentation } from './indentation.js';
import type { Scanner, Token } from './scanner.js';
import { type Readers, TemplateReader } from './template-reader.js';
import type { Template } from './tree.js';

const heredocStart = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
/** What was meant by it. */
const looseHeredocStart =
  /<<(-?)[ \t]*["']?([\p{ID_Start}_][\p{ID_Continue}-]*)["']?[ \t]*(?:(?:#|\/\/).*)?\r?\n/uy;

/** A heredoc after its `<<`; `null` if it is not one. */
export function readHeredoc(scanner: Scanner, open: Token, readers: Readers): Template | null {
  const { text, lines } = scanner;
  heredocStart.lastIndex = open.start;
  let start = heredocStart.exec(text);
  if (start === null) {
    scanner.fail('hcl-heredoc-start', {}, open.start, lines.endOfLine(open.start));
    looseHeredocStart.lastIndex = open.start;
    start = scanner.tolerant ? looseHeredocStart.exec(text) : null;
    if (start === null || lines.markerAfter(start[2]!, open.start + start[0].length) === null) return null;
  }
  const [opening, dash, marker] = start;
  const contentStart = open.start + opening.length;
  const limit = scanner.tolerant ? limitOf(scanner, marker!, contentStart) : text.length;
  const reader = new TemplateReader(scanner, readers, false);
  const special = /[$%\n\r]/g;
  let at = contentStart;
  let from = at;
  let startOfLine = true;
  let closing: Closing | null = null;
  for (;;) {
    if (startOfLine) {
      closing = closingAt(text, at, marker!);
      if (closing || at >= limit) break;
    }
    special.lastIndex = at;
    const found = special.exec(text);
    if (!found || found.index >= limit) {
      at = limit;
      reader.copy(from, at);
      break;
    }
    at = found.index;
    startOfLine = false;
    if (found[0] === '\r') {
      if (text[at + 1] !== '\n') scanner.note('hcl-unexpected', { expected: 'line-feed' }, at, at + 1);
      at++;
      continue;
    }
    if (found[0] === '\n') {
      at++;
      reader.copy(from, at);
      reader.endLine();
      from = at;
      startOfLine = true;
    } else {
      const after = reader.sequence(from, at);
      if (after === null) at++;
      else {
        at = after;
        from = at;
      }
    }
  }
  const contentEnd = Math.min(at, text.length);
  const end = closing?.end ?? contentEnd;
  if (!closing?.hasLineEnd) {
    scanner.fail(
      'hcl-unclosed-heredoc',
      { marker: marker!, atEnd: closing !== null },
      open.start,
      contentStart - 1,
    );
  }
  // The line end after the marker, or before what ended it, ends the attribute.
  if (scanner.tolerant || closing?.hasLineEnd) {
    scanner.moveTo(
      closing ? closing.end : contentEnd < text.length ? lines.endOfLine(contentEnd - 1) : contentEnd,
    );
  }
  const parts = reader.parts;
  if (dash === '-') trimIndentation(parts);
  return {
    kind: 'template',
    style: dash === '-' ? 'flush' : 'heredoc',
    parts: structured(parts, scanner),
    content: scanner.origin.spanOf(contentStart, contentEnd),
    closed: closing?.hasLineEnd ?? false,
    span: scanner.origin.spanOf(open.start, end),
  };
}

interface Closing {
  /** After the marker. */
  readonly end: number;
  readonly hasLineEnd: boolean;
}

/** Whether the line at an offset is the end of a heredoc. */
function closingAt(text: string, at: number, marker: string): Closing | null {
  let start = at;
  while (isBlank(text.charCodeAt(start))) start++;
  if (!text.startsWith(marker, start)) return null;
  let end = start + marker.length;
  while (isBlank(text.charCodeAt(end))) end++;
  const hasLineEnd = text.charCodeAt(end) === 10;
  return hasLineEnd || end >= text.length ? { end: start + marker.length, hasLineEnd } : null;
}

/** White space within a line as Go's `bytes.TrimSpace` has it. */
const isBlank = (code: number) =>
  code === 32 || code === 9 || code === 11 || code === 12 || code === 13 || code === 0x85 || code === 0xa0;

/** Where a heredoc ends at the latest: before the next block of the file, where it has no end of its own. */
function limitOf({ text, lines }: Scanner, marker: string, start: number): number {
  const end = lines.markerAfter(marker, start);
  const block = lines.topLevelAfter(start);
  if (end === null) return block ?? text.length;
  if (block === null || block > end) return text.length;
  // An end that belongs to a heredoc of a later block.
  const other = lines.heredocAfter(marker, block);
  return other !== null && other < end ? block : text.length;
}
