/** What the rest of the project may use of the grammar. */
export * from './ast.js';
export { type Piece, pieceAt, piecesOf } from './at.js';
export { type CompletionPoint, completionPoint, type FieldUse } from './completion-point.js';
export { type EngineMessage, engineMessage } from './engine-message.js';
export { type ReadExpression, readExpression } from './expression.js';
export {
  type FieldType,
  findField,
  isMalformedSegments,
  type MatchingField,
  matchingFields,
  type Subsystem,
  sinceOf,
} from './fields.js';
export { format } from './format.js';
export { type GatewayVersion, hasEngineOf36, isAtLeast, parseGatewayVersion } from './gateway-version.js';
export { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './ip.js';
export { type Language, missingSyntax, precedenceOf } from './language.js';
export { lint } from './lints/index.js';
export type { Mend } from './mend.js';
export { comparisonOperators, logicalOperators, type OperatorKind, transformFunctions } from './operators.js';
export { parse } from './parser.js';
export { print, printConstant, quote } from './print.js';
export type { ExpressionCode, ExpressionProblem, ExpressionProblemArguments } from './problems.js';
export { certainlyCompiles } from './regex/certain.js';
export {
  createRegexJudge,
  type NotJudged,
  noJudge,
  type RegexJudge,
  type RegexProblem,
  type RegexVerdict,
  regexJudge,
} from './regex/judge.js';
export type { Decision, Language as RegularLanguage } from './regex/language.js';
export * as languages from './regex/language.js';
export {
  createRegexMatcher,
  type MatchFailure,
  type RegexMatch,
  type RegexMatcher,
} from './regex/matcher.js';
export { TextMemory } from './regex/memory.js';
export { commonPrefix, prefixOf } from './regex/prefix.js';
export { readRegex } from './regex/read-regex.js';
export { Recycled } from './regex/recycled.js';
export { isAnchored } from './regex/shape.js';
export { type RegexTrait, regexTraits, shortNames } from './regex/traits.js';
export { normalizePath } from './uri.js';
