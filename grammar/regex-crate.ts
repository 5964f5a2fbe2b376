/**
 * What older releases of the crate `regex` refuse and today's accepts. The crate that is compiled here is a current one;
 * Kong has 1.7 up to Gateway 3.3, 1.9 in 3.4 and 3.5, and 1.10 or later since the engine of 3.6
 * (Kong/atc-router `Cargo.lock` of 1.0.5, 1.2.0 and 1.6.0; `Cargo.toml` of 1.0.0 asks for 1.5 or later).
 *
 * By the crate's changelog: 1.8 accepts a backslash before any punctuation of ASCII but `<` and `>`, groups named
 * without a `P`, and names beyond ASCII; 1.9 the flag `R`; 1.10 `\<`, `\>` and `\b{…}`.
 */

import { type GatewayVersion, hasEngineOf36, isAtLeast } from './gateway-version.js';
import type { RegexProblem } from './regex.js';

/** The characters that mean something in a regex: `is_meta_character` of regex-syntax 0.6. */
const meta = new Set('\\.+*?()|[]{}^$#&-~');

type Age = 7 | 9;

/** @returns which old crate a version has; `null` for 1.10 and later */
function ageOf(version: GatewayVersion): Age | null {
  if (hasEngineOf36(version)) return null;
  return isAtLeast(version, '3.4') ? 9 : 7;
}

/**
 * Judges a pattern that today's crate accepts.
 *
 * @returns `null` where the crate of that Gateway accepts it, too
 */
export function checkForOlderCrate(pattern: string, version: GatewayVersion): RegexProblem | null {
  const age = ageOf(version);
  if (age === null || !mayBeNew.test(pattern)) return null;
  // With `x`, a space can be escaped; which of several flags holds where is not followed.
  const ignoresSpace = /\(\?[A-Za-z]*x/.test(pattern);
  for (const { 0: piece, index } of pattern.matchAll(pieces)) {
    const found = judge(piece, age, ignoresSpace);
    if (found) return problemAt(pattern, index + found.start, found.length, found.message);
  }
  return null;
}

const mayBeNew = /\\[^A-Za-z0-9\\.+*?()|[\]{}^$#&~-]|\\b\{|\(\?/;

/** Escapes, with what belongs to `\b`, and the beginnings of groups. */
const pieces = /\\b\{(?:start|end|start-half|end-half)\}|\\[\s\S]|\(\?P?<(?![=!])[^>]*>?|\(\?[A-Za-z-]+/g;

interface Found {
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

function judge(piece: string, age: Age, ignoresSpace: boolean): Found | null {
  if (piece.startsWith('\\b{')) {
    return { message: 'repetition quantifier expects a valid decimal', start: 3, length: 0 };
  }
  if (piece.startsWith('\\')) {
    const character = piece.slice(1);
    const isNew =
      character === '<' ||
      character === '>' ||
      (age === 7 && /[!-/:-@[-`{-~ ]/.test(character) && !meta.has(character));
    if (!isNew || (character === ' ' && ignoresSpace)) return null;
    return { message: 'unrecognized escape sequence', start: 0, length: 2 };
  }
  if (age !== 7) return null;
  if (piece.startsWith('(?<')) return { message: 'unrecognized flag', start: 2, length: 1 };
  if (piece.startsWith('(?P<')) {
    const beyond = /[^\x00-\x7f]/u.exec(piece);
    return (
      beyond && { message: 'invalid capture group character', start: beyond.index, length: beyond[0].length }
    );
  }
  const flag = piece.indexOf('R');
  return flag === -1 ? null : { message: 'unrecognized flag', start: flag, length: 1 };
}

/** In the form of the crate's own report, which draws the pattern only where it has one line. */
function problemAt(pattern: string, start: number, length: number, message: string): RegexProblem {
  const before = ' '.repeat([...pattern.slice(0, start)].length);
  const carets = '^'.repeat(Math.max(1, length));
  return {
    message,
    report: `regex parse error:\n    ${pattern}\n    ${before}${carets}\nerror: ${message}`,
    span: pattern.includes('\n') ? null : { start, end: start + Math.max(1, length) },
  };
}
