/** Text ↔ routes: what the floors above may use. */

export { dataOf, dataOfRoute, sameData } from './data.js';
export * from './document.js';
export { editScalar, encodeAs, writeLines } from './edit-scalar.js';
export {
  applyEdits,
  type EditResult,
  joinEdits,
  replaceEntries,
  type TextEdit,
} from './edits.js';
export { effectiveContext, effectiveData, inheritedKeys, migratesPaths } from './effective.js';
export { formatVersionAt, formatVersionSpan, konnectSpan } from './format-version.js';
export { type PluginCondition, pluginConditions } from './plugin-conditions.js';
export { readDocument } from './read.js';
export { mayBeKongs } from './recognise.js';
export { routeReferences } from './references.js';
export { rereadDocument } from './reread.js';
export { type Rewrite, rewriteRoutes } from './rewrite.js';
export { sourceSpan, valueOffset } from './scalar-map.js';
export { type DocumentScope, documentScope, type WrittenService } from './scope.js';
export { json, yamlScalar } from './write-value.js';
export { type WritingPlace, writingPlace } from './writing-place.js';
