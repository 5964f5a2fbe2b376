/** Regexes: their syntax, read in one place, and the engines that judge them. */

export { type AsciiRegex, asciiRegexOf, isAscii } from './ascii-regex.js';
export { certainlyCompiles } from './certain.js';
export { examplesOf, matchesWhateverFollows } from './examples.js';
export {
  createRegexJudge,
  type NotJudged,
  noJudge,
  type RegexJudge,
  type RegexProblem,
  type RegexVerdict,
  regexJudge,
} from './judge.js';
export type { Decision, Language as RegularLanguage } from './language.js';
export * as languages from './language.js';
export { lazily } from './lazily.js';
export { createRegexMatcher, type MatchFailure, type RegexMatch, type RegexMatcher } from './matcher.js';
export { TextMemory } from './memory.js';
export { commonPrefix, prefixOf } from './prefix.js';
export { readRegex } from './read-regex.js';
export { Recycled } from './recycled.js';
export {
  beginsInsidePath,
  hasAlternatives,
  isAnchored,
  isAnchoredAtEnd,
  type PlainRegex,
  plainRegex,
} from './shape.js';
export { loneDots, requiredCapital, starredSlashes } from './slips.js';
export { hasOtherGroupName, type RegexTrait, regexTraits, shortNames } from './traits.js';
