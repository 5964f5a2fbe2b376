/** Routes turned into another style, as edits of their documents. */

export {
  convertAll,
  convertToExpression,
  convertToTraditional,
  foldIntoExpression,
  keepExpression,
  keepFields,
  type RouteConversion,
  refusalOf,
  writeSuccessors,
} from './conversions.js';
export { atOnce, convertTable, type VerifiedConversions, verifyOne } from './verified-conversions.js';
