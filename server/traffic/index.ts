/** Requests that people and machines have recorded: URLs, curl commands, HAR files, access logs. */

export {
  type AccessLogFormat,
  type AssumedRequest,
  accessLogFormat,
  knownFormats,
} from './access-log.js';
export { harEntries, requestOfHar } from './har.js';
export { type LoggedRequest, type LoggedRoute, requestOfKongLog } from './kong-log.js';
export { accessLogReader, type DetectedLog, detectLog, kongLogReader, type LogReader } from './log-lines.js';
export type { Read, RequestProblem } from './problems.js';
export { type Disagreement, type Movement, Replay, type ReplayCounts, type ReplayTable } from './replay.js';
export { isRecord, isText, requestKeys, requestOfData } from './request-data.js';
export { readRequestText } from './request-text.js';
export { requestProblemWords } from './traffic-words.js';
