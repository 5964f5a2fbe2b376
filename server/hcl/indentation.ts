/**
 * The indentation that `<<-` removes from the lines of a heredoc.
 * Source: hashicorp/hcl `hclsyntax/parser_template.go` (`flushHeredocTemplateParts`).
 */

import type { FlatPart } from './directives.js';
import { leadingSpace, TextRun, withoutStart } from './text-run.js';

/** Removes the smallest indentation from all lines that are not blank. A line that starts with a sequence has none. */
export function trimIndentation(parts: readonly FlatPart[]): void {
  let least = Number.POSITIVE_INFINITY;
  let startsLine = true;
  const lines: TextRun[] = [];
  for (const part of parts) {
    const value = part instanceof TextRun ? part.value : null;
    if (startsLine) {
      startsLine = false;
      if (value === null) least = 0;
      else {
        const space = leadingSpace(value);
        const isBlank = space.length === value.length && value.endsWith('\n');
        if (!isBlank) {
          lines.push(part as TextRun);
          least = Math.min(least, countOf(space));
        }
      }
    }
    if (value?.endsWith('\n')) startsLine = true;
  }
  for (const line of lines) removeStart(line, least);
}

/** In characters; a carriage return and a line feed are one. */
const countOf = (space: string) => space.replaceAll('\r\n', '\n').length;

function removeStart(line: TextRun, count: number): void {
  let left = count;
  for (let i = 0; i < line.pieces.length && left > 0; i++) {
    const piece = line.pieces[i]!;
    const removed = Math.min(left, piece.text.length);
    line.pieces[i] = withoutStart(piece, removed);
    left -= removed;
  }
}
