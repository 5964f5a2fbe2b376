/**
 * Regular expressions, judged by PCRE. Kong compiles every regex path with it, whatever the flavor: for bytes,
 * not for Unicode (Kong/kong `kong/db/schema/typedefs.lua`, `validate_path_with_regexes`:
 * `ngx.re.find("", path, "aj")`).
 *
 * The library is PCRE2 10.34 for UTF-16; Kong has PCRE 8.45 up to 3.6, 10.43 in 3.7, 10.44 since 3.8 (its
 * `.requirements`). It is passed one unit for each byte; what versions of PCRE disagree about is not held
 * against a pattern.
 */

import { certainlyCompiles, type GatewayVersion, Recycled, TextMemory } from '../../grammar/index.js';
import { loadPcre, type PcreLibrary } from './pcre-library.js';
import { isInEffect } from './versions/index.js';

export interface PcreRefusal {
  /** In PCRE2's words: `missing closing parenthesis`. */
  readonly message: string;
  /** The pattern from where PCRE2 gave up. */
  readonly rest: string;
}

/** What the library says of a pattern; `not-judged` if it failed, as it does for what is too large for it. */
type Compiled = 'accepted' | 'not-judged' | PcreRefusal;

/**
 * @returns `null` if Kong's PCRE compiles the pattern, and where that depends on its version; `not-judged` if that is not known
 */
export function checkPcre(pattern: string, version: GatewayVersion): PcreRefusal | 'not-judged' | null {
  const refusal = compiled(pattern);
  if (refusal === 'accepted') return null;
  if (refusal === 'not-judged') return refusal;
  const isLater = isInEffect('paths-compiled-by-pcre2', { flavor: 'traditional', version });
  const versionOfKong = isLater ? acceptedByLater : acceptedByEarlier;
  const isAccepted = [...acceptedForBytes, ...versionOfKong].some(
    ({ message, pattern: only }) => refusal.message.startsWith(message) && (!only || only.test(pattern)),
  );
  return isAccepted ? null : refusal;
}

/** A refusal that Kong's PCRE may not share; where it has a pattern, only for such patterns. */
interface Leniency {
  readonly message: string;
  readonly pattern?: RegExp;
}

/** For bytes, `\C` is of a known length. */
const acceptedForBytes: readonly Leniency[] = [{ message: '\\C is not allowed in a lookbehind' }];

/** PCRE 8 reads an unknown escape as the character, and `-` next to a class such as `\w` as a hyphen. */
const acceptedByEarlier: readonly Leniency[] = [
  { message: 'unrecognized character follows \\' },
  { message: 'invalid range in character class' },
];

/** By PCRE2's `ChangeLog`: each came with the version that is named. */
const acceptedByLater: readonly Leniency[] = [
  // 10.43: look-behind of limited length.
  { message: 'lookbehind assertion is not fixed length' },
  // 10.35: `(?*` and `(?<*`; 10.43: `(?a)` and `(?r)`.
  { message: 'unrecognized character after (?', pattern: /\(\?[\^a-zA-Z-]*[ar*]/ },
  { message: 'subpattern name expected', pattern: /\(\?<\*/ },
  // 10.40 and later: more properties, and more ways to write them.
  { message: 'unknown property name', pattern: /\\p\{/i },
  { message: 'malformed \\P or \\p', pattern: /\\p\{[^}]*[^\w}]/i },
  // 10.43: spaces in braces.
  { message: 'non-', pattern: /\\[xo]\{[^}]*[ \t]/ },
  { message: 'subpattern name expected', pattern: /\\[gk]\{[^}]*[ \t]/ },
  // 10.44: 128 characters.
  { message: 'subpattern name is too long' },
];

/**
 * A library and a memory of what it said of patterns: a pattern is compiled once, as the same routes are judged with every
 * edit. The library's memory is of a fixed size, and freed as it should be: only what fails needs a new one.
 */
function createCompiler(): (pattern: string) => Compiled {
  const library = new Recycled(loadPcre);
  const memory = new TextMemory<Compiled>(4_000_000);
  const compile = (pattern: string): Compiled => {
    const answer = library.use((one) => compileWith(one, Buffer.from(pattern)));
    return answer === 'failed' ? 'not-judged' : (answer.result ?? 'accepted');
  };
  return (pattern) => {
    if (certainlyCompiles(pattern, 'pcre')) return 'accepted';
    return memory.get(
      pattern,
      () => compile(pattern),
      (answer) => answer !== 'not-judged',
    );
  };
}

/** The one of this process. */
const compiled = createCompiler();

const longestMessage = 256;

function compileWith(library: PcreLibrary, pattern: Buffer): PcreRefusal | null {
  const { units } = library;
  const pointer = library._malloc(2 * Math.max(pattern.length + 1, longestMessage));
  const start = pointer / 2;
  units.set(pattern, start);
  // The flags are a C string; the end of one, which is one without flags, follows the pattern.
  units[start + pattern.length] = 0;
  const code = library._compile(pointer, pattern.length, pointer + 2 * pattern.length);
  let refusal: PcreRefusal | null;
  if (code !== 0) {
    library._destroyCode(code);
    refusal = refusalForBytes(pattern);
  } else {
    const length = library._lastErrorMessage(pointer, longestMessage);
    const message = String.fromCharCode(...units.subarray(start, start + length));
    refusal = { message, rest: pattern.subarray(library._lastErrorOffset()).toString() };
  }
  library._free(pointer);
  return refusal;
}

/** What PCRE2 accepts for UTF, in which mode the build always is, and refuses for bytes. */
function refusalForBytes(pattern: Buffer): PcreRefusal | null {
  for (const { 0: found, index } of pattern.toString('latin1').matchAll(escapesAndNames)) {
    const message = messageForBytes(found);
    if (message) return { message, rest: pattern.subarray(index + found.length).toString() };
  }
  return null;
}

/** Quoted text and comments are found too, so that nothing is found in them. */
const escapesAndNames =
  /\\Q.*?(?:\\E|$)|\(\?#[^)]*\)|\\[xoN]\{[^}]*\}|\\[4-7][0-7]{2}|\\.|\(\?(?:P?<(?![=!])|')\w*[\x80-\xff]/gs;

function messageForBytes(found: string): string | null {
  if (found.startsWith('(?') && !found.startsWith('(?#')) {
    return 'syntax error in subpattern name (missing terminator?)';
  }
  if (/^\\[4-7]../.test(found)) return 'octal value is greater than \\377 in 8-bit non-UTF-8 mode';
  const [, kind, digits] = /^\\([xoN])\{(.*)\}$/.exec(found) ?? [];
  if (kind === 'N') return '\\N{U+dddd} is supported only in Unicode (UTF) mode';
  if (kind === undefined || Number.parseInt(digits!, kind === 'x' ? 16 : 8) <= 0xff) return null;
  return 'character code point value in \\x{} or \\o{} is too large';
}
