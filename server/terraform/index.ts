/** Terraform's files → routes, what Terraform refuses of them, and conversions. */

export { isOfOtherStyle } from './argument-names.js';
export { aroundUnknown, isJudged, type Judged, judgedExpression } from './judged.js';
export * from './module.js';
export type {
  Found,
  Place,
  TerraformProblem,
  TerraformProblemArguments,
  TerraformProblemCode,
  Wanted,
} from './problem.js';
export { type RouteResource, type RouteStyle, routeResource, routeTypes } from './resources.js';
export * from './route.js';
export { type ModuleRoutes, readRoutes } from './routes.js';
