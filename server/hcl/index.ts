/** HCL text → tree and values. Knows nothing of Terraform's resources. */

export { type Context, contextOf, evaluate, pairsOf, within } from './evaluate.js';
export { readHclJson } from './json.js';
export type {
  Bracket,
  Expected,
  HclProblem,
  HclProblemArguments,
  HclProblemCode,
  JsonError,
} from './problem.js';
export { readHcl } from './read.js';
export { type Definition, definitionOf, Scope } from './scope.js';
export * from './source-text.js';
export * from './tree.js';
export * from './values.js';
