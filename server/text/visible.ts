/**
 * Text of files, safe for people to see. Characters that move a cursor, change colors, set a title, reverse the reading
 * direction or have no width are written as escapes, such as `\x1b` or `\u202e`, so that a file cannot falsify a
 * terminal, a log or a page. Data for programs is never changed: JSON has its own escapes.
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
