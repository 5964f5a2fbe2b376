/** HCL text → tree and values. Knows nothing of Terraform's resources. */

export { alignmentEdits, isAligned, type TextEdit } from './align.js';
export { type Context, contextOf, evaluate, pairsOf, within } from './evaluate.js';
export { readHclJson } from './json.js';
export { jsonFaults } from './json-fault.js';
export type {
  Bracket,
  Expected,
  HclProblem,
  HclProblemArguments,
  HclProblemCode,
} from './problem.js';
export { readHcl } from './read.js';
export { type Reference, referencesIn, visitExpression, visitExpressions } from './references.js';
export { type Definition, definitionOf, Scope } from './scope.js';
export * from './source-text.js';
export * from './tree.js';
export * from './values.js';
export * from './write.js';
