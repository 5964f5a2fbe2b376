/** What the rest of the project may use of the grammar. */

export * from './engine/index.js';
export * from './language/index.js';
export { lint } from './lints/index.js';
export * from './notation/index.js';
export type * from './problems.js';
export {
  type ParsedExpression,
  parseExpression,
  type ReadExpression,
  readExpression,
} from './read-expression.js';
export * from './regex/index.js';
export {
  findField,
  type GatewayVersion,
  hasEngineOf36,
  hasFeature,
  hasOperator,
  hasValues,
  isAtLeast,
  isMalformedSegments,
  isSince,
  type Language,
  normalizePath,
  parseGatewayVersion,
  precedenceOf,
  presenceOf,
  sinceOf,
} from './semantics/index.js';
export type { Span } from './span.js';
export * from './syntax/ast.js';
export {
  format,
  formatIpv4,
  formatIpv6,
  type Piece,
  parse,
  parseIpv4,
  parseIpv6,
  pieceAt,
  piecesOf,
  print,
  printConstant,
  quote,
} from './syntax/index.js';
