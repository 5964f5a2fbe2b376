/** What a table of routes does to itself, and how two tables differ: proved from sets of requests, confirmed by routers. */

export { analyseTable } from './analyse-table.js';
export {
  type CompareOptions,
  compareTables,
  compareTablesAtOnce,
  type TableComparison,
} from './compare-tables.js';
export type { ComparedTable, TableDifference } from './difference-log.js';
export type { OpenEnded, Outranked, TableFinding, TableFindings, Tie, Unreachable } from './findings.js';
export { proofOf } from './proof-request.js';
export { TableMemory } from './table-memory.js';
