/** Problems of a route, of a table and of gateways; suppressions; fixes. */

export { DocumentMemory } from './document-memory.js';
export { documentProblems } from './document-problems.js';
export { fixAll } from './fix-all.js';
export { fixEdits } from './fixes.js';
export { gatewayProblems, gatewayProblemsIn } from './gateway-problems.js';
export { gatewayTables, type TableFile, tableAround, workspaceOf } from './gateway-tables.js';
export {
  type Matrix,
  type MatrixCell,
  type MatrixFile,
  type MatrixOutcome,
  matrixOf,
} from './matrix.js';
export { openFields } from './open-fields.js';
export { problemsOfOtherGateways } from './other-gateways.js';
export { routeSpan } from './problem-places.js';
export { isBroken, isReadCompletely } from './read-in-part.js';
export { type Asked, problemsInPieces, problemsOf } from './route-problems.js';
export { safeSettingFix, settingFixes } from './setting-fixes.js';
export { type TableProblem, type TableProblems, tableProblems } from './table-problems.js';
export { type TerraformFinding, terraformProblems } from './terraform-problems.js';
