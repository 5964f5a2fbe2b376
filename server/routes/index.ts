/** What a route is, and what a flavor and a Gateway version accept. */

export { changeData, type DataChange } from './change-data.js';
export type { Data } from './data.js';
export { defaultsOf } from './defaults.js';
export { fieldsOf, fieldsOfDocuments } from './fields.js';
export {
  acceptsTraditionalFields,
  asItRuns,
  defaultProtocols,
  flavorsOf,
  type Gateway,
  type RouteMatchCalculation,
  type RouterFlavor,
  routeMatchCalculations,
  routerFlavors,
} from './gateway.js';
export { migratePath } from './migrate-path.js';
export { isPlainPath } from './paths.js';
export { checkPcre } from './pcre.js';
export { loadPcre, type PcreLibrary } from './pcre-library.js';
export { fieldForProtocols } from './protocols.js';
export {
  isSet,
  kindOf,
  type Net,
  type Route,
  type RouteKind,
  readRoute,
  subsystemOf,
} from './route.js';
export {
  fieldsFor,
  fieldsOfKind,
  type MatchField,
  matchFields,
  type RouteFieldName,
  routeFieldNames,
  routeFields,
  type ValueKind,
} from './route-fields.js';
export { answered, judge, looksAtFieldsTogether, wrongFields } from './rules.js';
export { fieldsLookedAtTogether } from './styles.js';
export {
  endOfLifeOf,
  type GatewayLine,
  gatewayLines,
  hasFlavors,
  isInEffect,
  isRejected,
  knowledgeOf,
  newestLine,
  oldestLine,
  outcomeOf,
  outcomeStepOf,
  type VersionedRouter,
  type VersionRule,
  versionRules,
} from './versions/index.js';
export { type IdleProblem, withoutEffect } from './without-effect.js';
