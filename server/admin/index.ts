/** Gateways that run: what features may use. What asks them is named by its own file, so that no feature does. */

export { entitiesPath, inWorkspace, parseAddress } from './address.js';
export type { DataPlane, Entity, NodeInfo, Verdict } from './answers.js';
export type { Node } from './ask-nodes.js';
export {
  compareRoutes,
  type FieldDifference,
  type ServiceReference,
  type TableRoute,
} from './compare-routes.js';
export { type Failure, failureMessage, isFailure } from './failure.js';
export type { NodeReading, RouteAnswer, RouteQuestion } from './read-node.js';
export {
  isGone,
  listed,
  type SetMember,
  type SetProblem,
  type SetRoute,
  setProblems,
} from './set-problems.js';
