/** Routes turned into another style, as edits of their documents. */

export type { RouteConversion } from './conversion.js';
export {
  convertAll,
  convertToExpression,
  convertToTraditional,
  foldIntoExpression,
  keepExpression,
  keepFields,
  refusalOf,
  writeSuccessors,
} from './conversions.js';
export { type ConvertedFile, convertFiles, type NamedFile } from './convert-files.js';
export {
  convertModule,
  fixModule,
  type TerraformOptions,
  unknownTerraform,
  writeModuleSuccessors,
} from './terraform.js';
export {
  atOnce,
  type ConvertedDocuments,
  convertDocuments,
  convertTable,
  type TableOptions,
  type VerifiedConversions,
  type VerifiedRoute,
  verifiedConversion,
  verifyModuleFiles,
} from './verified-conversions.js';
