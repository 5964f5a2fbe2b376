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
export type { AnyProblem, ProblemCode, Severity, TemplateNotation, UnreadReason } from './codes.js';
export { constantInWords, fieldInWords } from './expression-messages.js';
export { type FixKind, fixTitle } from './fix-titles.js';
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
  isUnread,
  messageOf,
  problems,
  problemUrl,
  refusalWithMeant,
  severityOf,
} from './messages.js';
export { isAccident, type OrderReason, type SharedParts, type TraditionalSubmatch } from './order-reason.js';
export { type OrderChangeReason, orderChangeWords, orderReasonWords } from './order-words.js';
export { type RenameRefusal, renameRefusalText } from './rename-messages.js';
export {
  failedValidation,
  type IdleProblemArguments,
  type IdleRule,
  type LeftOut,
  type RouteCode,
  type RoutePath,
  type RouteProblem,
  type RouteProblemArguments,
  type ValueType,
} from './route-problem.js';
export { curlOfRequest, tableNotDecidedWords } from './table-messages.js';
export type {
  MeantBy,
  ProofRequest,
  Resemblance,
  TableCode,
  TableNotDecided,
  TableProblemArguments,
} from './table-problem.js';
export {
  applyStep,
  conversionNotes,
  conversionRefusals,
  fillInId,
  hclMessages,
  idComment,
  terraformFixTitles,
  unknownWords,
} from './terraform-messages.js';
export type * from './terraform-problem.js';
export { type Verification, verificationWords } from './verification.js';
