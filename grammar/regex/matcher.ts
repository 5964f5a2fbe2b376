/**
 * Matching at run time, as the atc router does it: with the crate itself. Its time is linear in the text; a pattern has the
 * crate's limit on its size. Whether a plain pattern is found in a text of ASCII is answered without the crate.
 */

import { type AsciiRegex, asciiRegexOf, isAscii } from './ascii-regex.js';
import { type CompiledRegex, type CrateLibrary, loadCrate } from './crate-library.js';

/** What a regex matched. */
export interface RegexMatch {
  /** The whole match. */
  readonly text: string;
  /** What each group matched, by its number from 1 and, where it has one, by its name; those that matched nothing are left out. */
  readonly captures: Readonly<Record<string, string>>;
}

/** A question that no engine could answer: the pattern is wrong, or the engine failed. */
export type MatchFailure = 'refused' | 'engine-failed';

export interface RegexMatcher {
  /** Whether the pattern is found anywhere in the text. */
  isMatch(pattern: string, text: string): boolean | MatchFailure;
  /** The leftmost match, as the router records it (Kong/atc-router `src/interpreter.rs`); `null` if there is none. */
  match(pattern: string, text: string): RegexMatch | MatchFailure | null;
}

/** No character: no request has it. */
const separator = '\u{10ffff}';

/** Beyond, an instance and what it compiled are dropped. */
const mostMemory = 64 * 2 ** 20;

interface Instance {
  readonly library: CrateLibrary;
  readonly compiled: Map<string, CompiledRegex | null>;
}

/** Of so many patterns the programs for ASCII are kept. */
const mostPrograms = 50_000;

/** A matcher with an engine of its own, which remembers what it compiled: one for each router that is run. */
export function createRegexMatcher(load = loadCrate): RegexMatcher {
  let instance: Instance | null = null;
  const programs = new Map<string, AsciiRegex | null>();
  function programOf(pattern: string): AsciiRegex | null {
    let program = programs.get(pattern);
    if (program === undefined) {
      program = asciiRegexOf(pattern, 'rust');
      if (programs.size >= mostPrograms) programs.clear();
      programs.set(pattern, program);
    }
    return program;
  }
  function ask<Result>(pattern: string, work: (library: CrateLibrary, regex: CompiledRegex) => Result) {
    for (let tries = 0; tries < 2; tries++) {
      try {
        instance ??= { library: load(), compiled: new Map() };
        const { library, compiled } = instance;
        let regex = compiled.get(pattern);
        if (regex === undefined) {
          const made = library.compile(pattern);
          regex = 'compiled' in made ? made.compiled : null;
          compiled.set(pattern, regex);
        }
        const result = regex === null ? ('refused' as const) : work(library, regex);
        if (library.memoryBytes > mostMemory) instance = null;
        return result;
      } catch {
        instance = null;
      }
    }
    return 'engine-failed' as const;
  }
  return {
    isMatch: (pattern, text) =>
      (isAscii(text) ? programOf(pattern)?.isFoundIn(text) : undefined) ??
      ask(pattern, (library, regex) => library.isMatch(regex, text)),
    match: (pattern, text) =>
      ask(pattern, (library, regex) => {
        const found = library.find(regex, text);
        if (!found) return null;
        const names = library.captureNames(regex);
        const template = names.map((_, i) => `\${${i}}`).join(separator);
        // The package's own list of groups leaves out those that did not participate, and so loses their numbers.
        const replaced = library.replace(regex, text, template);
        const before = Buffer.from(text).subarray(0, found.start).toString().length;
        const groups = replaced.slice(before).split(separator);
        const captures: Record<string, string> = {};
        for (const [i, name] of names.entries()) {
          let group = groups[i] ?? '';
          // After the last group is the rest of the text.
          if (i === names.length - 1)
            group = group.slice(0, group.length - (text.length - before - found.value.length));
          if (i === 0 || group === '') continue;
          captures[i] = group;
          if (typeof name === 'string') captures[name] = group;
        }
        return { text: found.value, captures };
      }),
  };
}
