/** Rust's crate `regex` in WebAssembly, for matching. */

import { createRegexMatcher, type RegexMatcher } from '../../../../grammar/index.js';
import type { RegexMatch, RustRegexes } from './regexes.js';

/** @param matcher its engine is replaced when its memory grows; a pattern that it rejects, or fails on, is undecided */
export function createRustRegexes(matcher: RegexMatcher = createRegexMatcher()): RustRegexes {
  return {
    isMatch(pattern, text) {
      const answer = matcher.isMatch(pattern, text);
      return typeof answer === 'string' ? 'undecided' : answer;
    },
    match(pattern, text): RegexMatch | 'undecided' | null {
      const found = matcher.match(pattern, text);
      if (typeof found === 'string') return 'undecided';
      return found && { text: found.text, groups: groupsOf(found.captures) };
    },
  };
}

/** Groups have a number, and some a name. */
const groupsOf = (captures: Readonly<Record<string, string>>): Map<number | string, string> =>
  new Map(Object.entries(captures).map(([key, value]) => [/^\d+$/.test(key) ? Number(key) : key, value]));
