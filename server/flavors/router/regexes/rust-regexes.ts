/** Rust's crate `regex` in WebAssembly, for matching. */

import { RRegex } from 'rregex';
import type { RegexMatch, RustRegexes } from './regexes.js';

/** Compiled regexes are kept for the next request; the one that was not used for longest is dropped first. */
const mostCompiled = 2000;

/** @param limit how many compiled regexes are kept */
export function createRustRegexes(limit = mostCompiled): RustRegexes {
  const compiled = new Map<string, RRegex | null>();

  /** @returns `null` where the crate does not compile it, or has no memory left */
  function regexOf(pattern: string): RRegex | null {
    let regex = compiled.get(pattern);
    if (regex !== undefined) {
      compiled.delete(pattern);
      compiled.set(pattern, regex);
      return regex;
    }
    regex = compile(pattern);
    compiled.set(pattern, regex);
    if (compiled.size > limit) {
      const [oldest, dropped] = compiled.entries().next().value!;
      compiled.delete(oldest);
      dropped?.free();
    }
    return regex;
  }

  function ask<Answer>(pattern: string, question: (regex: RRegex) => Answer): Answer | 'undecided' {
    const regex = regexOf(pattern);
    if (regex === null) return 'undecided';
    try {
      return question(regex);
    } catch {
      // The instance gave up; what it answers from now on is not known.
      compiled.set(pattern, null);
      return 'undecided';
    }
  }

  return {
    isMatch: (pattern, text) => ask(pattern, (regex) => regex.isMatch(text)),
    match: (pattern, text) => ask(pattern, (regex) => matchOf(regex, text)),
  };
}

function compile(pattern: string): RRegex | null {
  try {
    return new RRegex(pattern);
  } catch {
    return null;
  }
}

function matchOf(regex: RRegex, text: string): RegexMatch | null {
  const captures = regex.captures(text);
  if (!captures) return null;
  const names = regex.captureNames();
  // The build leaves out groups that took no part, so that the others are not where their numbers say.
  const isComplete = captures.get.length === names.length;
  const groups = new Map<number | string, string>();
  for (const [number, name] of names.entries()) {
    if (number === 0) continue;
    const value = isComplete
      ? captures.get[number]!.value
      : name === null
        ? undefined
        : captures.name[name]?.value;
    if (value === undefined) continue;
    groups.set(number, value);
    if (name !== null) groups.set(name, value);
  }
  if (!isComplete) addUnnamed(groups, regex, names, text);
  return { text: captures.get[0]!.value, groups };
}

/** Asks the same regex with a name for each group that has none. */
function addUnnamed(
  groups: Map<number | string, string>,
  regex: RRegex,
  names: readonly (string | null)[],
  text: string,
): void {
  if (names.every((name, number) => number === 0 || name !== null)) return;
  const named = compile(withNames(regex.toString()));
  const found = named?.captureNames().length === names.length ? named.captures(text) : undefined;
  for (const [number, name] of names.entries()) {
    const value = name === null ? found?.name[`${prefix}${number}`]?.value : undefined;
    if (value !== undefined) groups.set(number, value);
  }
  named?.free();
}

const prefix = 'kong_routes_group_';

/** Escapes and classes are gone over as they are. */
const pieces = /\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\((?!\?)|\(\?P?<(?![=!])/gs;

function withNames(pattern: string): string {
  let number = 0;
  return pattern.replace(pieces, (piece) => {
    if (!piece.startsWith('(')) return piece;
    number++;
    return piece === '(' ? `(?P<${prefix}${number}>` : piece;
  });
}
