/** Text ↔ routes: what the floors above may use. */

export { type Data, dataOf, dataOfRoute } from './data.js';
export * from './document.js';
export {
  applyEdits,
  type EditResult,
  joinEdits,
  replaceEntries,
  type TextEdit,
} from './edits.js';
export { readDocument } from './read.js';
export { routeReferences } from './references.js';
export { rereadDocument } from './reread.js';
export { type Rewrite, rewriteRoutes } from './rewrite.js';
export { sourceSpan, valueOffset } from './scalar-map.js';
