/** What the rest of the project may use of the grammar. */

export { certainlyCompiles } from './certain-regex.js';
export { type CompletionPoint, completionPoint, type FieldUse } from './engine/completion-point.js';
export { type EngineMessage, engineMessage } from './engine/message.js';
export type { Mend } from './fixes/mend.js';
export {
  comparisonOperators,
  logicalOperators,
  type OperatorKind,
  transformFunctions,
} from './language/operators.js';
export { lint } from './lints/index.js';
export { isAnchored } from './lints/plain-regex.js';
export type { ExpressionCode, ExpressionProblem, ExpressionProblemArguments } from './problems.js';
export { type ReadExpression, readExpression } from './read-expression.js';
export { checkRegex, type RegexProblem } from './regex.js';
export {
  type FieldType,
  findField,
  isMalformedSegments,
  type MatchingField,
  matchingFields,
  type Subsystem,
  sinceOf,
} from './semantics/fields.js';
export {
  type GatewayVersion,
  hasEngineOf36,
  isAtLeast,
  parseGatewayVersion,
} from './semantics/gateway-version.js';
export { type Language, missingSyntax, precedenceOf } from './semantics/language.js';
export { normalizePath } from './semantics/uri.js';
export * from './syntax/ast.js';
export { format } from './syntax/format.js';
export { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './syntax/ip.js';
export { parse } from './syntax/parse.js';
export { type Piece, pieceAt, piecesOf } from './syntax/pieces.js';
export { print, printConstant, quote } from './syntax/print.js';
