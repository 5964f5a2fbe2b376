/** What the controllers of Kong make of Kubernetes objects: manifests in, routes of each flavor out. */

export { type AnnotationWords, annotationWords } from './annotation-words.js';
export { type Shape, shapes } from './checks/api-shapes.js';
export {
  type AnnotatedKind,
  annotatedKind,
  annotationEffects,
  annotationName,
  manifestProblems,
} from './checks/index.js';
export {
  type ControllerSettings,
  compareVersions,
  defaultSettings as defaultControllerSettings,
  gateDefaults,
  newestVersions,
  type Version,
} from './controllers/settings.js';
export { deckState } from './deck.js';
export type { Expression, ExpressionPart } from './expressions/matcher.js';
export type { PriorityTraits } from './expressions/priorities.js';
export type { PluginDraft as Plugin, RouteSource } from './kong/draft.js';
export {
  type GeneratedRoute,
  type GeneratedService,
  type JsonValue,
  type KongFields,
  originOf,
} from './kong/generated.js';
export { groups, type KubernetesObject } from './objects/object.js';
export type { ObjectIdentity, ObjectPath, Origin, Range } from './objects/origin.js';
export type { Value } from './objects/value.js';
export { describeTraits } from './priority-words.js';
export {
  type ControllerName,
  type Flavor,
  flavors,
  type ManifestProblem,
  type Output,
  type ProblemArguments,
  type ProblemCode,
  type Refusal,
  type Severity,
  severities,
} from './problems/codes.js';
export {
  identityKey,
  joinManifests,
  type ManifestFile,
  mayHoldManifests,
  type ReadManifests,
  readManifest,
  readManifests,
} from './readers/objects.js';
export { type FlavorEntry, type Judge, type RouteEntry, reportEntries, type Verdict } from './report.js';
export type { RefusedObject } from './routes/context.js';
export { type OutputTranslation, type Translation, translate } from './translation.js';
