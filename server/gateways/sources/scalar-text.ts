/** The text of a YAML scalar, with its place. */

import { type TracedText, written } from './traced-text.js';
import type { YamlScalar } from './yaml-tree.js';

/** @returns `null` for YAML's null */
export function ofScalar({ text, uri, span, verbatim, lines, pieces }: YamlScalar): TracedText | null {
  if (text === null) return null;
  if (pieces) return pieces;
  if (!lines) return [{ text, place: { uri, span }, verbatim, variable: null }];
  const parts = text.split('\n');
  return parts.flatMap((line, index) => {
    const start = lines[index]?.start ?? span.end;
    const end = index === parts.length - 1 ? '' : '\n';
    const breakAt = start + line.length;
    return [
      ...written(uri, start, line),
      { text: end, place: { uri, span: { start: breakAt, end: breakAt } }, verbatim: false, variable: null },
    ];
  });
}
