/** The texts of pest's errors: the line of the text, a mark below it, and what is wrong (pest's `error.rs`). */

import type { Span } from '../span.js';

/** `Error::new_from_pos` with `ErrorVariant::ParsingError`, as text. */
export function parsingError(text: string, position: number, expected: readonly string[]): string {
  const { line, column } = lineColumn(text, position);
  const quoted = lineOf(text, position);
  // A line break is only shown where the error points at it.
  const shown = /[\r\n]/.test(text.charAt(position)) ? showLineBreaks(quoted) : quoted.replace(/[\r\n]/g, '');
  return format(line, column, [[line, shown]], '^---', `expected ${enumerate(expected)}`);
}

/** `Error::new_from_span` with `ErrorVariant::CustomError`, as text. */
export function customError(text: string, { start, end }: Span, message: string): string {
  const first = lineColumn(text, start);
  const last = lineColumn(text, end);
  const quoted: [number, string][] = [[first.line, lineOf(text, start).replace(/[\r\n]/g, '')]];
  if (last.line > first.line) quoted.push([last.line, showLineBreaks(lineOf(text, end))]);
  // `Error::underline` compares columns, whatever their lines.
  const [from, to] =
    first.column > last.column ? [last.column - 1, first.column + 1] : [first.column, last.column];
  const marks = to - from > 1 ? `^${'-'.repeat(to - from - 2)}^` : '^';
  return format(first.line, first.column, quoted, marks, message, from);
}

/** `Error::format` and `Error::underline` */
function format(
  line: number,
  column: number,
  quoted: readonly (readonly [number, string])[],
  marks: string,
  message: string,
  marksColumn = column,
): string {
  const width = String(quoted.reduce((most, [number]) => Math.max(most, number), 0)).length;
  const margin = ' '.repeat(width);
  const shown = quoted.map(([number, content]) => `${String(number).padStart(width)} | ${content}`);
  if (quoted.length === 2 && quoted[1]![0] - line > 1) shown.splice(1, 0, `${margin} | ...`);
  const before = [...quoted[0]![1]].slice(0, marksColumn - 1);
  const indent = before.map((character) => (character === '\t' ? '\t' : ' ')).join('');
  return [
    `${margin}--> ${line}:${column}`,
    `${margin} |`,
    ...shown,
    `${margin} | ${indent}${marks}`,
    `${margin} |`,
    `${margin} = ${message}`,
  ].join('\n');
}

/** `Error::enumerate` */
function enumerate(rules: readonly string[]): string {
  return rules.length <= 2 ? rules.join(' or ') : `${rules.slice(0, -1).join(', ')}, or ${rules.at(-1)}`;
}

/** `Position::line_col`: both count from 1, columns are characters. */
function lineColumn(text: string, position: number): { line: number; column: number } {
  const lines = text.slice(0, position).split('\n');
  return { line: lines.length, column: [...lines.at(-1)!].length + 1 };
}

/** `Position::line_of`: with its line break. */
function lineOf(text: string, position: number): string {
  const start = text.slice(0, position).lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', position) + 1;
  return text.slice(start, end || text.length);
}

/** `visualize_whitespace` in pest's `error.rs` */
const showLineBreaks = (line: string): string => line.replaceAll('\r', '␍').replaceAll('\n', '␊');
