/** Running gateways: what their Admin APIs answer, and how that compares with files. */

export { entitiesPath, inWorkspace, parseAdminUrl } from './admin-url.js';
export { askNodes, type NodeToAsk, readNodes } from './ask-nodes.js';
export {
  compareWithRunning,
  questionOf,
  questionsOf,
  type RunningFile,
  workspaceOf,
} from './compare-nodes.js';
export { defaultLimits, type Exchange, failureOf } from './exchange.js';
export { httpExchange } from './http-exchange.js';
export { describeNode, runningMarkdown, runningSummary, validatedMarkdown } from './report-page.js';
export { validatedNode } from './route-verdict.js';
export { type RunningTable, readRunningTable } from './running-table.js';
