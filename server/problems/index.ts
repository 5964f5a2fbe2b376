/** What can be wrong: codes with closed arguments, and the sentences made of them. */

export * from './admin-failure.js';
export { fieldFixTitle } from './advice-messages.js';
export type {
  AdviceCode,
  AdviceProblemArguments,
  AnyAdvice,
  FieldFixTitle,
  HostNotation,
  PathNever,
  WithoutEffect,
} from './advice-problem.js';
export type {
  AnyProblem,
  ProblemCode,
  Severity,
  TemplateNotation,
  UnreadReason,
  UnreadRoutes,
} from './codes.js';
export { constantInWords, fieldInWords } from './expression-messages.js';
export { type FixKind, fixTitle } from './fix-titles.js';
export { type GatewayKind, kindWords } from './gateway-kind.js';
export type {
  Disagreement,
  EndOfLife,
  GatewayProblem,
  GatewayProblemArguments,
  RelatedPlace,
  UnknownVersion,
} from './gateway-problem.js';
export type { JsonFault } from './json-fault.js';
export { inOneLine } from './kong-answer.js';
export {
  manifestFixTitles,
  manifestProblemMessage,
  manifestProblemTitles,
  manifestRefusalMessage,
} from './manifest-messages.js';
export type * from './manifest-problem.js';
export {
  type Behaviour,
  type MatchingChange,
  type MatchingSubject,
  matchingChangeWords,
  type Names,
} from './matching-messages.js';
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
export { openFieldsWords, openRoutesWords } from './open-fields.js';
export { isAccident, type OrderReason, type SharedParts, type TraditionalSubmatch } from './order-reason.js';
export {
  type GatewayName,
  gatewayName,
  type OrderChangeReason,
  orderChangeWords,
  orderReasonWords,
  reorderedWords,
} from './order-words.js';
export {
  type AffectedFinding,
  type AnyManifestProblem,
  affectedWords,
  type DeckCommand,
  type MoreLikeIt,
  type NamedObject,
} from './plan-affected.js';
export type {
  PartFact,
  PlanAlternative,
  PlanDecision,
  PlanDowntime,
  PlanEdit,
  PlanTopology,
  SideSource,
  UnreadKey,
} from './plan-finding.js';
export {
  alternativeWords,
  decisionWords,
  downtimeMessages,
  type PlanEditWords,
  partFactWords,
  partTitle,
  planEditWords,
  sideSourceWords,
  unreadKeyWords,
} from './plan-messages.js';
export {
  type ByHand,
  type PlanCheck,
  type PlanStep,
  type SettingReason,
  type StepWords,
  tablesFolder,
} from './plan-step.js';
export {
  checkWords,
  quotedNames,
  settingReasonWords,
  stepWords,
} from './plan-step-messages.js';
export type * from './refusal.js';
export { noteWords, refusalWords } from './refusal-messages.js';
export { relatedWords } from './related-messages.js';
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
export * from './running-messages.js';
export { type SetReason, setReasonWords } from './set-reason.js';
export type * from './syntax-fault.js';
export { curlOfRequest, isTableCode, tableNotDecidedWords } from './table-messages.js';
export type {
  MeantBy,
  ProofRequest,
  Resemblance,
  TableCode,
  TableNotDecided,
  TableProblemArguments,
} from './table-problem.js';
export {
  idComment,
  terraformFixTitles,
  unknownWords,
} from './terraform-messages.js';
export type * from './terraform-problem.js';
export { faultMessage, problemOfFault } from './text-fault.js';
export { type UnknownValue, unknownValueWords } from './unknown-value.js';
export { isVerified, type Verification, verificationWords } from './verification.js';
