/** What the rest of the project may use of the table of versions. */
export {
  endOfLifeOf,
  type GatewayLine,
  gatewayLines,
  knowledgeOf,
  lineOf,
  newestLine,
  oldestLine,
} from './lines.js';
export { type Consequence, hasFlavors, type Outcome, type VersionedRouter } from './outcome.js';
export {
  isInEffect,
  isRejected,
  outcomeOf,
  outcomeStepOf,
  type VersionRule,
  versionRules,
} from './rules.js';
