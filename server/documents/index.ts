/** Text ↔ routes: one reader for each format, with exact places, and the least edits. */

export type { FileEdit } from '../terraform/index.js';
export { dataOfRoute, sameData } from './data.js';
export type {
  Data,
  DocumentFormat,
  RepeatedKey,
  RouteBody,
  RouteDocument,
  SourcedEntry,
  SourcedRoute,
  SourcedScalar,
  SourcedService,
  SourcedValue,
  Structure,
  StructureKey,
  StructureMapping,
  TerraformFile,
  UnreadPart,
} from './document.js';
export { emptyDocument } from './document.js';
export type { WrittenService } from './document-scope.js';
export type { EditResult, TextEdit } from './edit-plan.js';
export { editScalar, encodeAs, untriedLines, writeLines } from './edit-scalar.js';
export { editsOfFiles, placedRoute, replaceFields } from './edit-terraform.js';
export { changeValue, type ValueChange } from './edit-value.js';
export { joinEdits, replaceEntries } from './edits.js';
export { effectiveContext, effectiveData, inheritedKeys, migratesPaths } from './effective.js';
export {
  type EntityName,
  entityNames,
  type NamedEntity,
  type NameQuotes,
  scalarName,
} from './entity-names.js';
export { formatVersionAt, formatVersionSpan, konnectSpan } from './format-version.js';
export { mayCarry, mayHaveRoutes } from './may-carry.js';
export { type OutlineItem, outlineOf } from './outline.js';
export {
  filledInFields,
  hasPlaceholder,
  hasPlaceholders,
  isAbsent,
  isOneRoute,
  placeholdersIn,
  unknownFields,
} from './placeholder.js';
export { type PluginCondition, pluginConditions } from './plugin-conditions.js';
export { readDocument } from './read.js';
export { mayBeKongs } from './recognise.js';
export { routeReferences } from './references.js';
export { repeatedInRoute } from './repeated-keys.js';
export { rereadDocument } from './reread.js';
export { type Rewrite, rewriteRoutes } from './rewrite.js';
export { routeAt, routesIn } from './route-at.js';
export { placeLabel, routeLabel } from './route-label.js';
export { type ScalarPlaces, scalarPlaces, sourceSpan, valueOffset } from './scalar-map.js';
export { type DocumentScope, documentScope } from './scope.js';
export { mayBeTemplate } from './template.js';
export { bodyOf, controlPlaneOf, type Origin, terraformRoute } from './terraform.js';
export { entryAt, entryOf, valueAt } from './value-at.js';
export { json, yamlScalar } from './write-value.js';
export { type WritingPlace, writingPlace } from './writing-place.js';
