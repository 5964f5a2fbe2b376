/** Which route a request goes to: the table of a Gateway, made from its files, and the sentences about it. */

export {
  type MatchValue,
  matchValuesOf,
  ValueEvaluator,
  type ValueResult,
  type ValueState,
} from './match-values.js';
export { type LabelledRoute, type RoutingTable, routingTable } from './routing-table.js';
export {
  type MatchWarning,
  matchWarnings,
  openWords,
  outcomeWords,
  precedenceWords,
  requestWords,
  resultWords,
  termWords,
  upstreamUrl,
  valueWords,
} from './routing-words.js';
export { gatewaysOfEachFlavor, type Trial, tryRequest } from './trial.js';
export { type RoutePlace, trialPage } from './trial-page.js';
export { traceLines } from './trial-text.js';
export { usedFields } from './used-fields.js';
