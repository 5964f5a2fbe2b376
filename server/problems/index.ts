/** What can be wrong: codes with closed arguments, and the sentences made of them. */

export { fieldFixTitle } from './advice-messages.js';
export type {
  AdviceCode,
  AdviceProblemArguments,
  FieldFixTitle,
  HostNotation,
  PathNever,
  WithoutEffect,
} from './advice-problem.js';
export type { AnyProblem, ProblemCode, Severity } from './codes.js';
export { constantInWords, fieldInWords, fixTitle } from './expression-messages.js';
export type {
  Disagreement,
  EndOfLife,
  GatewayProblem,
  GatewayProblemArguments,
  RelatedPlace,
  UnknownVersion,
} from './gateway-problem.js';
export {
  isLint,
  isUnjudged,
  messageOf,
  problems,
  problemUrl,
  refusalWithMeant,
  severityOf,
} from './messages.js';
export {
  failedValidation,
  type IdleProblemArguments,
  type IdleRule,
  type LeftOut,
  type RouteCode,
  type RoutePath,
  type RouteProblem,
  type RouteProblemArguments,
} from './route-problem.js';
export {
  applyStep,
  conversionNotes,
  conversionRefusals,
  hclMessages,
  idComment,
  terraformFixTitles,
} from './terraform-messages.js';
export type * from './terraform-problem.js';
