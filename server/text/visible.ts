/**
 * Text of files as people may see it. What moves a cursor, changes colors, sets a title, turns the direction of reading
 * around or has no width is written as an escape, such as `\x1b` or `\u202e`, so that a file cannot make a terminal, a log
 * or a page say what it does not. Data for programs is never changed in this way: JSON has its own escapes.
 */

/** Control and format characters, line separators, and halves of characters; line feeds and tabs stay. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?![\n\t])\p{Cc}/gu;

/** The lines stay lines. */
export const visible = (text: string): string => text.replace(unseen, escapeOf);

/** As a part of a line: a line break is written as an escape, too. */
export const oneLine = (text: string): string => visible(text).replaceAll('\n', '\\n');

function escapeOf(character: string): string {
  if (character === '\r') return '\\r';
  const code = character.codePointAt(0)!;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
