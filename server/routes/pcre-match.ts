/**
 * Matching with PCRE at run time, as the traditional router does it: bytes, anchored at the start of the text
 * (Kong/kong `kong/router/traditional.lua`, `re_match(path, regex, "ajo")`).
 */

import { Recycled, type RegexMatch, readRegex } from '../../grammar/index.js';
import { loadPcre, type PcreLibrary } from './pcre-library.js';

export interface PcreMatcher {
  /**
   * @returns `null` if the text does not match; `refused` for a pattern that PCRE does not compile; `match-limit` if
   *   PCRE gives up, as Kong's does later; `engine-failed` if the library failed
   */
  match(pattern: string, text: string): RegexMatch | 'refused' | 'match-limit' | 'engine-failed' | null;
}

/** Kong uses PCRE's own limit, which is ten times as high: reaching it takes more than a second. */
const limit = '(*LIMIT_MATCH=1000000)';
const noMatch = -1;
const unset = 0xffff_ffff;

/** A matcher with a library of its own, which is replaced when it fails. */
export function createPcreMatcher(load = loadPcre): PcreMatcher {
  const library = new Recycled(load);
  return {
    match(pattern, text) {
      const answer = library.use((pcre) => matchWith(pcre, pattern, Buffer.from(text)));
      return answer === 'failed' ? 'engine-failed' : answer.result;
    },
  };
}

function matchWith(pcre: PcreLibrary, pattern: string, text: Buffer): ReturnType<PcreMatcher['match']> {
  const code = compile(pcre, Buffer.from(limit + pattern));
  if (code === 0) return 'refused';
  const subject = pcre._malloc(2 * Math.max(1, text.length));
  pcre.units.set(text, subject / 2);
  const data = pcre._createMatchData(code);
  const count = pcre._match(code, subject, text.length, 0, data) | 0;
  let result: ReturnType<PcreMatcher['match']>;
  if (count < 0) result = count === noMatch ? null : 'match-limit';
  else {
    const offsets = new Uint32Array(pcre.units.buffer, pcre._getOvectorPointer(data), 2 * count);
    result = found(pattern, text, offsets);
  }
  pcre._destroyMatchData(data);
  pcre._free(subject);
  pcre._destroyCode(code);
  return result;
}

/** Each byte is one unit. */
function compile(pcre: PcreLibrary, pattern: Buffer): number {
  const pointer = pcre._malloc(2 * (pattern.length + 1));
  pcre.units.set(pattern, pointer / 2);
  pcre.units[pointer / 2 + pattern.length] = 0;
  const code = pcre._compile(pointer, pattern.length, pointer + 2 * pattern.length);
  pcre._free(pointer);
  return code;
}

/** The leftmost match is one at the start if there is any there. */
function found(pattern: string, text: Buffer, offsets: Uint32Array): RegexMatch | null {
  if (offsets[0] !== 0) return null;
  const captures: Record<string, string> = {};
  for (let i = 1; 2 * i < offsets.length; i++) {
    const [start, end] = [offsets[2 * i]!, offsets[2 * i + 1]!];
    if (start !== unset) captures[i] = text.subarray(start, end).toString();
  }
  for (const { name, capture } of readRegex(pattern, 'pcre').names) {
    const value = captures[capture];
    if (value !== undefined) captures[name] = value;
  }
  return { text: text.subarray(0, offsets[1]).toString(), captures };
}
