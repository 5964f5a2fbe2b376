/** What a flavor does with routes: expression, priority, split, order, conversions, comparison of tables. Pure. */

export { type Acceptance, accept, leftOutOf, type Reader } from './acceptance.js';
export { atcReason, compareRanked, type RankedPart } from './atc-reason.js';
export { candidatePairs, hostKey, type PairKeys } from './candidate-pairs.js';
export { refusalsOf, type TableRoute } from './conversion-for.js';
export { type Engine, engineOf, protocolFilter } from './engine-of.js';
export { expressionOf, isRegexPath, splitHostPort } from './generated-expression.js';
export type { PairOrder } from './order-changes.js';
export { describeDisagreement, describePriority } from './priority-words.js';
export { type Rank, type RankedParts, RankTable, rankedParts } from './ranks.js';
export { type RouteChange, routeChanges, type Verdict, verdicts } from './route-changes.js';
export * from './router/index.js';
export { wrongCuts } from './strip-path.js';
export type { Entry } from './table-order.js';
export { type ExpressionFields, foldFields, toExpression } from './to-expression.js';
export { fieldsOf, type RecoverOptions, type TraditionalFields } from './to-fields.js';
export { regexPriorityFor } from './to-regex-priority.js';
export { TraditionalOrder } from './traditional-order.js';
export {
  answersOf,
  type FlavorView,
  type Matcher,
  viewOf,
  viewsOf,
  withDefaults,
} from './translate.js';
