/** The ground: URIs and places of files, positions, plurals, Markdown, globs. */

export { type Difference, differenceOf, equalAtEnd, equalAtStart } from './difference.js';
export { matchesGlob } from './globs.js';
export { append, grouped, largest, smallest } from './lists.js';
export { fence, inlineCode, plainText } from './markdown.js';
export {
  deepestNesting,
  mayNestTooDeep,
  partsOf,
  type ShallowText,
  shallowJson,
  shallowYaml,
} from './nesting.js';
export { Once } from './once.js';
export { positions, type Range, ranges } from './positions.js';
export { shellQuoted, shellWord } from './shell.js';
export { type Place, SourceFile } from './source-file.js';
export { applyEdits } from './text-edit.js';
export { TextMap } from './text-map.js';
export { encodePart, encodePath, FilesByUri, folderOf, nameOf, resolvePath, uriKey } from './uris.js';
export { uuidV5 } from './uuid.js';
export { oneLine, visible } from './visible.js';
export { asSentence, count, listed, sentenceCase } from './words.js';
