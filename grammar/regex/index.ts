/** Regexes: their syntax, read in one place, and the engines that judge them. */

export { certainlyCompiles } from './certain.js';
export {
  createRegexJudge,
  type NotJudged,
  noJudge,
  type RegexJudge,
  type RegexProblem,
  type RegexVerdict,
  regexJudge,
} from './judge.js';
export { TextMemory } from './memory.js';
export { Recycled } from './recycled.js';
