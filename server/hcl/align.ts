/**
 * The alignment of `=` and of comments in consecutive lines, as `terraform fmt` leaves it.
 * Source: hashicorp/hcl `hclwrite/format.go` (`linesForFormat`, `formatCells`).
 */

import type { Span } from '../../grammar/index.js';
import { largest } from '../text/index.js';
import { readers } from './expressions.js';
import { readHeredoc } from './heredoc.js';
import { readQuoted } from './quoted.js';
import { Scanner, type TokenKind } from './scanner.js';

export interface TextEdit {
  /** Absolute. */
  readonly span: Span;
  readonly newText: string;
}

/** A line as it is formatted; a heredoc is part of the line that it begins in. */
interface Line {
  readonly start: number;
  /** Where what comes before `=` and the comment ends. */
  readonly leadEnd: number;
  /** `=` and the rest, where the value is not left open; its end. */
  readonly assign: Span | null;
  readonly comment: number | null;
}

/** The edits that align the lines of a part of a text. */
export function alignmentEdits(text: string, span: Span): readonly TextEdit[] {
  const lines = linesIn(text, span);
  const edits: TextEdit[] = [];
  const gapBefore = (start: number, end: number, spaces: number) => {
    if (text.slice(start, end) === ' '.repeat(spaces)) return;
    edits.push({ span: { start, end }, newText: ' '.repeat(spaces) });
  };
  /** How much wider a line gets. */
  const widened = new Map<Line, number>();
  for (const chain of chainsOf(lines, ({ assign }) => assign !== null)) {
    const widths = chain.map((line) => widthOf(text, line.start, line.leadEnd));
    const widest = largest(widths);
    for (const [i, line] of chain.entries()) {
      const { start } = line.assign!;
      const spaces = widest - widths[i]! + 1;
      widened.set(line, spaces - (start - line.leadEnd));
      gapBefore(line.leadEnd, start, spaces);
    }
  }
  for (const chain of chainsOf(lines, ({ comment }) => comment !== null)) {
    const ends = chain.map((line) => line.assign?.end ?? line.leadEnd);
    const widths = chain.map((line, i) => widthOf(text, line.start, ends[i]!) + (widened.get(line) ?? 0));
    const widest = largest(widths);
    for (const [i, line] of chain.entries()) gapBefore(ends[i]!, line.comment!, widest - widths[i]! + 1);
  }
  return edits;
}

export const isAligned = (text: string, span: Span): boolean => alignmentEdits(text, span).length === 0;

function chainsOf(lines: readonly Line[], isIn: (line: Line) => boolean): Line[][] {
  const chains: Line[][] = [];
  let chain: Line[] | null = null;
  for (const line of lines) {
    if (!isIn(line)) chain = null;
    else if (chain) chain.push(line);
    else {
      chain = [line];
      chains.push(chain);
    }
  }
  return chains;
}

/** In characters as a person counts them. */
function widthOf(text: string, start: number, end: number): number {
  const part = text.slice(start, end);
  if (!/[^\t\x20-\x7e]/.test(part)) return part.length;
  return [...new Intl.Segmenter().segment(part)].length;
}

const changes: Partial<Record<TokenKind, number>> = {
  '{': 1,
  '[': 1,
  '(': 1,
  '}': -1,
  ']': -1,
  ')': -1,
  '~}': -1,
};

function linesIn(text: string, { start, end }: Span): readonly Line[] {
  const scanner = new Scanner(text, true);
  scanner.moveTo(text.lastIndexOf('\n', start - 1) + 1);
  const lines: Line[] = [];
  let line = { start: scanner.at, end: scanner.at, tokens: 0, equals: -1, equalsAfter: 0, net: 0 };
  const finish = (next: number) => {
    const last = scanner.comments.at(-1);
    const comment = last && last.start >= line.start ? last : null;
    const isTrailing =
      line.tokens > 0 && comment && comment.start >= line.end && text[comment.end - 1] !== '/';
    const assigns = line.equals >= 0 && line.net === 0;
    lines.push({
      start: line.start,
      leadEnd: assigns ? line.equalsAfter : line.end,
      assign: assigns ? { start: line.equals, end: line.end } : null,
      comment: isTrailing ? comment.start : null,
    });
    line = { start: next, end: next, tokens: 0, equals: -1, equalsAfter: 0, net: 0 };
  };
  while (scanner.at < end) {
    const token = scanner.take();
    if (token.kind === 'end' || token.kind === 'stop') break;
    if (token.kind === 'newline') {
      finish(token.end);
      continue;
    }
    if (token.kind === 'quote') readQuoted(scanner, token, readers);
    if (token.kind === 'heredoc') readHeredoc(scanner, token, readers);
    if (token.kind === '=' && line.equals < 0 && line.tokens > 0) {
      line.equals = token.start;
      line.equalsAfter = line.end;
      line.net = 0;
    } else if (line.equals >= 0) line.net += changes[token.kind] ?? 0;
    line.tokens++;
    line.end = scanner.at;
  }
  finish(scanner.at);
  return lines;
}
