/** What an expression means: fields, types and versions; and what Kong changes in its text. */

export {
  type GatewayVersion,
  hasEngineOf36,
  isAtLeast,
  isSince,
  parseGatewayVersion,
} from '../gateway-version.js';
export { check } from './check.js';
export { findField, hasValues, isMalformedSegments, presenceOf, sinceOf } from './fields.js';
export {
  checkSyntaxVersion,
  hasFeature,
  hasOperator,
  type Language,
  precedenceOf,
} from './language-version.js';
export { type SeenText, seenByEngine } from './seen-text.js';
export { decodePath, normalizePath } from './uri.js';
