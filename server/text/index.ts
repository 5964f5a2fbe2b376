/** The ground: URIs and places of files, positions, plurals, Markdown, globs. */

export { matchesGlob } from './globs.js';
export { fence, inlineCode, plainText } from './markdown.js';
export { positions, type Range, ranges } from './positions.js';
export type { Place, SourceFile } from './source-file.js';
export { addressKey, encodePath, FilesByAddress, folderOf, nameOf, resolvePath } from './uris.js';
