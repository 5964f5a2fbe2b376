/** Text ↔ routes: what the floors above may use. */

export { type Data, dataOf, dataOfRoute } from './data.js';
export * from './document.js';
export { applyEdits, type EditResult, replaceEntries, type TextEdit } from './edits.js';
export { readDocument } from './read.js';
export { mayBeKongs } from './recognise.js';
export { rereadDocument } from './reread.js';
export { sourceSpan, valueOffset } from './scalar-map.js';
