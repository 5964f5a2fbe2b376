/** How lines end around a place in a text. */

/** So far it is looked for, in each direction: a file may be one long line. */
const mostLooked = 20_000;

/** @returns what ends the line of the place, or the one before it if that is the last; `\n` where neither is near */
export function lineBreakNear(text: string, offset: number): '\n' | '\r\n' {
  const after = text.slice(offset, offset + mostLooked).indexOf('\n');
  if (after !== -1) return breakAt(text, offset + after);
  const start = Math.max(0, offset - mostLooked);
  const before = text.slice(start, offset).lastIndexOf('\n');
  return before === -1 ? '\n' : breakAt(text, start + before);
}

const breakAt = (text: string, newline: number) => (text[newline - 1] === '\r' ? '\r\n' : '\n');
