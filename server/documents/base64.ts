/** Base64, as the data of a Secret has it. */

import { TextMap } from '../text/index.js';

/** `_format_version` in base64, at each of the three places in a group that it can begin at. */
const markers = [0, 1, 2].map((before) => {
  const text = Buffer.from(`${' '.repeat(before)}_format_version`).toString('base64');
  // What the characters before and after it have a part in is left out.
  return text.slice(before === 0 ? 0 : 4, -4);
});

/** Whether there may be a Kong document in base64 in a text. */
export const mayHaveBase64 = (text: string): boolean => markers.some((marker) => text.includes(marker));

/** @returns `null` if it is not base64 of UTF-8; offsets of the map count in `encoded` */
export function decodeBase64(encoded: string): { readonly text: string; readonly map: TextMap } | null {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(encoded)) return null;
  const bytes = Buffer.from(encoded, 'base64');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  const digits: number[] = [];
  for (let i = 0; i < encoded.length; i++) if (/[A-Za-z0-9+/]/.test(encoded[i]!)) digits.push(i);
  const starts: number[] = [];
  const ends: number[] = [];
  let byte = 0;
  for (const character of text) {
    const next = byte + Buffer.byteLength(character);
    const start = digits[Math.floor((byte * 8) / 6)]!;
    const end = digits[Math.ceil((next * 8) / 6) - 1]! + 1;
    for (let unit = 0; unit < character.length; unit++) {
      starts.push(start);
      ends.push(end);
    }
    byte = next;
  }
  return { text, map: TextMap.of(starts, ends, 0) };
}
