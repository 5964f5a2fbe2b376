/** Terraform's files → routes, what Terraform refuses of them, and conversions. */

export { type Address, type AddressUse, addressText, addressUses } from './addresses.js';
export { isOfOtherStyle } from './argument-names.js';
export type * from './conversion.js';
export { convertRoutes } from './convert.js';
export { editText, rewriteFields } from './edit-route.js';
export type * from './fix.js';
export { fixResource, syntaxFixes, terraformFix } from './fixes.js';
export { aroundUnknown, isJudged, type Judged, judgedAround, judgedExpression } from './judged.js';
export * from './module.js';
export { placeholder } from './placeholder.js';
export type {
  Found,
  Place,
  TerraformProblem,
  TerraformProblemArguments,
  TerraformProblemCode,
  Wanted,
} from './problem.js';
export { mentionsRouteType, type RouteResource, type RouteStyle, routeResource } from './resources.js';
export * from './route.js';
export { type ModuleRoutes, readRoutes } from './routes.js';
export { type RouteIds, readState, type StateRoute } from './state.js';
export { type ConvertibleData, convertibleData, type Parts } from './unknown-parts.js';
