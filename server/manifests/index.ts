/** Kubernetes manifests of a workspace: which are read together, for which Gateway, and what is wrong with them. */

export {
  isManifestCode,
  type ManifestCode,
  manifestCode,
  manifestCodes,
  severityOfCode,
  titleOfCode,
  urlOfCode,
} from './codes.js';
export {
  type AskedController,
  controllerSettings,
  parseController,
  parseGates,
} from './controller-settings.js';
export { type ManifestFix, manifestFix } from './fixes.js';
export { generatedDocument } from './generated-document.js';
export { manifestFiles, mayBeManifest } from './manifest-files.js';
export {
  askedBy,
  ManifestSet,
  manifestSetOf,
  manifestSetOfFiles,
  manifestsInFolder,
  type OpenManifest,
} from './manifest-set.js';
export {
  type GeneratedTable,
  generatedTable,
  type MovedRequest,
  movedRequests,
  type Winner,
  winnerOf,
} from './moved-requests.js';
export {
  type Aspect,
  aspectOf,
  type MadeRoute,
  type ManifestPlace,
  manifestPlaceAt,
  routesOf,
} from './place-at.js';
export { objectNamedAt } from './references.js';
export { isKongIn, isOfKong, routeKinds } from './relevance.js';
export { objectLabel, type ReportedProblem, reportedProblems } from './reported.js';
export { type WritingPlace as ManifestWritingPlace, writingPathAt } from './writing-path.js';
