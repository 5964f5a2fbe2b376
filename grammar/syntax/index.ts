/** Text to tree, and tree to text. */
export * from './ast.js';
export { readConstant } from './constants.js';
export { format } from './format.js';
export { formatIpv4, formatIpv6, parseIpv4, parseIpv6, readIpv4, readIpv6 } from './ip.js';
export { parse } from './parse.js';
export { type Piece, pieceAt, piecesOf } from './pieces.js';
export { print, printConstant, quote } from './print.js';
export { scan } from './scanner.js';
export type { Token, TokenKind } from './tokens.js';
