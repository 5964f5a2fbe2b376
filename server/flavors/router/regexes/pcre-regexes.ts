/**
 * PCRE for matching: the library that judges regex paths (`server/routes/pcre-library.ts`), one unit for each byte.
 *
 * It differs from Kong's in what is reported as undecided: patterns that only one of the two versions compiles, and matches
 * that need more steps than are spent here.
 */

import type { GatewayVersion } from '../../../../grammar/index.js';
import { checkPcre, loadPcre, type PcreLibrary } from '../../../routes/index.js';
import { bytesOfText, textOfBytes } from '../requests/byte-text.js';
import type { PcreMatch, PcreRegexes } from './regexes.js';

/**
 * The maximum number of steps of a match at one position; a typical match needs less than 100. A search tries every
 * position.
 */
const mostSteps = { atStart: 20_000, searching: 1000 };

/** In units of 1024 bytes. */
const mostMemory = 2000;

/** Some hundred bytes each, of the 10 MB that the library has. */
const mostCompiled = 6000;

const longestSubject = { atStart: 20_000, searching: 8000 };

/** The error codes of PCRE2 (`pcre2.h`). */
const noMatch = -1;

type Way = keyof typeof mostSteps;

interface Compiled {
  /** Bytes beyond ASCII are set apart in it. */
  readonly isApart: boolean;
  readonly code: number;
  readonly data: number;
  readonly count: number;
  readonly names: readonly (readonly [name: string, group: number])[];
}

/** @param version of the Gateway: it decides which PCRE Kong has */
export function createPcreRegexes(version: GatewayVersion): PcreRegexes {
  let library: PcreLibrary | null = null;
  let subjectPointer = 0;
  const compiled = new Map<string, Compiled | 'rejected' | 'undecided'>();

  function codeOf(load: PcreLibrary, pattern: string, way: Way): Compiled | 'rejected' | 'undecided' {
    const key = `${way} ${pattern}`;
    let code = compiled.get(key);
    if (code !== undefined) {
      compiled.delete(key);
      compiled.set(key, code);
      return code;
    }
    code = compile(load, pattern, way, version);
    compiled.set(key, code);
    if (compiled.size > mostCompiled) {
      const [oldest, dropped] = compiled.entries().next().value!;
      compiled.delete(oldest);
      if (typeof dropped === 'object') destroy(load, dropped);
    }
    return code;
  }

  return {
    match(pattern, subject, anchored) {
      const bytes = bytesOfText(subject);
      const way = anchored ? 'atStart' : 'searching';
      if (bytes.length > longestSubject[way]) return 'undecided';
      try {
        if (library === null) {
          library = loadPcre();
          subjectPointer = library._malloc(2 * longestSubject.atStart);
        }
        const code = codeOf(library, pattern, way);
        if (typeof code === 'string') return code;
        if (code.isApart && hasLatin(bytes) && meansLatin(pattern)) return 'undecided';
        write(library, subjectPointer, code.isApart ? apart(bytes) : bytes);
        const result = library._match(code.code, subjectPointer, bytes.length, 0, code.data);
        if (result === noMatch) return null;
        return result > 0 ? matchOf(library, code, bytes, anchored, pattern) : 'undecided';
      } catch {
        // The instance is in an unknown state: the next question gets a new one.
        library = null;
        compiled.clear();
        return 'undecided';
      }
    },
  };
}

/**
 * Where case may not matter, this build folds bytes beyond ASCII as letters of Latin-1. So they are set apart: they become
 * characters that have no case, in the pattern and in the subject.
 */
const foldsLatin = (pattern: string): boolean =>
  /\(\?[\^a-zA-Z]*i/.test(pattern) && /[^\0-\x7f]|\\[xo0-7]/.test(pattern);

const hasLatin = (bytes: string): boolean => /[\x80-\xff]/.test(bytes);

/** Such escapes mean some of the bytes beyond ASCII, in a form that is not set apart. */
const meansLatin = (pattern: string): boolean => /\\(?:[hHvVRNpPXoc0-7]|x(?![\da-fA-F{]))/.test(pattern);

/** From here on characters are for private use. */
const privateUse = 0xe000;

const apart = (bytes: string): string =>
  bytes.replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(privateUse + byte.charCodeAt(0)));

const patternApart = (bytes: string): string =>
  apart(bytes).replace(
    /\\(?:x\{0*([89a-f][\da-f])\}|x([89a-f][\da-f])|.)/gis,
    (written: string, braced?: string, bare?: string) => {
      const digits = braced ?? bare;
      return digits === undefined ? written : `\\x{e0${digits}}`;
    },
  );

function write({ units }: PcreLibrary, pointer: number, text: string): void {
  const start = pointer / 2;
  for (let i = 0; i < text.length; i++) units[start + i] = text.charCodeAt(i);
}

function compile(
  library: PcreLibrary,
  pattern: string,
  way: Way,
  version: GatewayVersion,
): Compiled | 'rejected' | 'undecided' {
  const limits = `(*LIMIT_MATCH=${mostSteps[way]})(*LIMIT_HEAP=${mostMemory})`;
  const isApart = foldsLatin(pattern);
  const written = isApart ? patternApart(bytesOfText(pattern)) : bytesOfText(pattern);
  const text = limits + written + (way === 'atStart' && isClosed(pattern) ? onlyAtStart : '');
  const pointer = library._malloc(2 * text.length + 2);
  // What follows the text is a C string: no flags.
  write(library, pointer, `${text}\0`);
  const code = library._compile(pointer, text.length, pointer + 2 * text.length);
  library._free(pointer);
  const refusal = checkPcre(pattern, version);
  if (code === 0) return refusal === null || refusal === 'not-judged' ? 'undecided' : 'rejected';
  if (refusal !== null) {
    library._destroyCode(code);
    return refusal === 'not-judged' ? 'undecided' : 'rejected';
  }
  const data = library._createMatchData(code);
  return { code, data, isApart, count: library._getCaptureCount(code), names: namesOf(library, code) };
}

/**
 * The library has no option for it: a last alternative after which no other place is tried. Whatever is found at another
 * place does not count, so that this only saves time.
 */
const onlyAtStart = '|(*COMMIT)(*F)';

/** What is written after the pattern is not part of a quotation or a comment in it. */
const isClosed = (pattern: string): boolean => !/\\Q|\(\?[\^a-zA-Z]*x|\(\*/.test(pattern);

function namesOf(library: PcreLibrary, code: number): (readonly [string, number])[] {
  const size = library._getMatchNameTableEntrySize(code);
  const start = library._getMatchNameTable(code) / 2;
  return Array.from({ length: library._getMatchNameCount(code) }, (_, i) => {
    const entry = library.units.subarray(start + i * size, start + (i + 1) * size);
    const end = entry.indexOf(0, 1);
    return [String.fromCharCode(...entry.subarray(1, end)), entry[0]!] as const;
  });
}

function destroy(library: PcreLibrary, { code, data }: Compiled): void {
  library._destroyMatchData(data);
  library._destroyCode(code);
}

const unset = 0xffff_ffff;

/**
 * PCRE searches from the left: where something matches at the start, that is what it finds first. `\K` sets the start of
 * the match, and not where it was looked for.
 */
function matchOf(
  library: PcreLibrary,
  { data, count, names }: Compiled,
  bytes: string,
  anchored: boolean,
  pattern: string,
): PcreMatch | 'undecided' | null {
  const offsets = new Uint32Array(library.units.buffer, library._getOvectorPointer(data), 2 * (count + 1));
  const [from, to] = [offsets[0]!, offsets[1]!];
  if (anchored && from !== 0) return pattern.includes('\\K') ? 'undecided' : null;
  const groups = new Map<number | string, string>();
  for (let group = 1; group <= count; group++) {
    const [start, end] = [offsets[2 * group]!, offsets[2 * group + 1]!];
    if (start !== unset) groups.set(group, textOfBytes(bytes.slice(start, end)));
  }
  for (const [name, group] of names) {
    const value = groups.get(group);
    if (value !== undefined) groups.set(name, value);
  }
  return { text: textOfBytes(bytes.slice(from, to)), groups, count };
}
