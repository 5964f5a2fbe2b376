/** Pages for people: blocks, written as Markdown or as HTML. */

export type { At, Block, Cell, Inline, Piece, Position, Range } from './blocks.js';
export { bodyOf, escapeHtml, htmlOf, style } from './html.js';
export { markdownOf, pieces } from './markdown.js';
