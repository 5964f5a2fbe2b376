/**
 * Bytes that a client sent, as text. What a client sends need not be UTF-8: a byte that is not part of a character
 * becomes a surrogate of its own, U+DC80 to U+DCFF, so that no byte is lost and none is mistaken for a character.
 */

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** Whether a text can be written in UTF-8. The engine accepts no other text. */
export const isUtf8 = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

/** @param bytes each as a character, U+0000 to U+00FF */
export function textOfBytes(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let read = '';
  for (let at = 0; at < buffer.length; ) {
    const length = characterAt(buffer, at);
    read +=
      length === 0 ? String.fromCharCode(0xdc00 + buffer[at]!) : buffer.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return read;
}

/** How many bytes the character has that begins at a place; 0 where none does. */
function characterAt(buffer: Buffer, at: number): number {
  const first = buffer[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const character = buffer.subarray(at, at + length);
  const isWhole = character.toString('utf8') !== '\ufffd' && [...character.toString('utf8')].length === 1;
  // U+FFFD itself is a character.
  return isWhole || character.equals(replacement) ? length : 0;
}

const replacement = Buffer.from('\ufffd');

/** The bytes of a text, each as a character: the reverse of `textOfBytes`. */
export function bytesOfText(text: string): string {
  if (isAscii(text)) return text;
  if (isUtf8(text)) return Buffer.from(text).toString('latin1');
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes +=
      code >= 0xdc80 && code <= 0xdcff
        ? String.fromCharCode(code - 0xdc00)
        : Buffer.from(character).toString('latin1');
  }
  return bytes;
}

/** A text without its first bytes, as Lua's `sub` cuts it. */
export function withoutFirstBytes(text: string, count: number): string {
  return isAscii(text) ? text.slice(count) : textOfBytes(bytesOfText(text).slice(count));
}

/** `#text` of Lua. */
export const byteLength = (text: string): number => (isAscii(text) ? text.length : bytesOfText(text).length);
