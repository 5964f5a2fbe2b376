/** How two tables of files differ: which requests match another route, and why. */

export {
  type ComparedSide,
  type Comparison,
  compareAtOnce,
  compareSides,
  type Difference,
  type TableFiles,
} from './compare.js';
export { comparisonPage, type WinnerPlace } from './comparison-page.js';
export { differenceWords, outcomeChange, reasonWords, verdictWords } from './comparison-words.js';
export type { Reason } from './reasons.js';
export type { Winner } from './winner.js';
