/** Which route a request goes to: the table of a Gateway, made from its files, and the sentences about it. */

export { type LabelledRoute, type RoutingTable, routingTable } from './routing-table.js';
export { type MatchWarning, matchWarnings, openWords, outcomeWords, requestWords } from './routing-words.js';
