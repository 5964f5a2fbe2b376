/**
 * Texts with their problems drawn below the lines:
 *
 *     priority: -1
 *               ^^ error priority-range: …
 *
 * A line of carets is no part of the text, so that it may be anywhere, inside a block scalar too.
 */

import type { Diagnostic } from 'vscode-languageserver';

const severities = ['', 'error', 'warning', 'information', 'hint'];

const drawn = /^ *\^+…? (?:error|warning|information|hint) [a-z-]+: /;

/** The text without what is drawn in it. */
export function withoutAnnotations(annotated: string): string {
  return annotated
    .split('\n')
    .filter((line) => !drawn.test(line))
    .join('\n');
}

/**
 * The text with the problems drawn in it, in their order; `…` where one goes on in the next line.
 *
 * @param other texts of other files that problems point at, by address
 */
export function annotate(
  text: string,
  diagnostics: readonly Diagnostic[],
  other: (uri: string) => { name: string; text: string } | null = () => null,
): string {
  const lines = text.split('\n');
  const under = lines.map(() => [] as string[]);
  for (const { range, severity, code, message, relatedInformation } of diagnostics) {
    const { start, end } = range;
    const until = end.line === start.line ? end.character : lines[start.line]!.length;
    const carets = '^'.repeat(until - start.character) + (end.line === start.line ? '' : '…');
    const related = (relatedInformation ?? []).map(({ location, message: text }) => {
      const { line, character } = location.range.start;
      const file = other(location.uri);
      const marked = (file?.text.split('\n') ?? lines)[line]!.slice(character, location.range.end.character);
      return ` (see \`${marked}\` in line ${line + 1}${file ? ` of ${file.name}` : ''}: ${text})`;
    });
    const sentence = `${severities[severity ?? 0]} ${code}: ${message}${related.join('')}`;
    under[start.line]!.push(
      `${' '.repeat(start.character)}${carets || '(nothing)'} ${sentence.replaceAll('\n', '⏎')}`,
    );
  }
  return lines.flatMap((line, i) => [line, ...under[i]!]).join('\n');
}
