/** HCL text → tree and values. Knows nothing of Terraform's resources. */

export type {
  Bracket,
  Expected,
  HclProblem,
  HclProblemArguments,
  HclProblemCode,
  JsonError,
} from './problem.js';
export { readHcl } from './read.js';
export * from './source-text.js';
export * from './tree.js';
