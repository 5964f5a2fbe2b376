import type { ExpressionCode } from '../../grammar/index.js';
import type {
  GatewayProblemArguments,
  TableCode,
  TerraformProblemArguments,
} from '../../server/problems/index.js';

/** Every code of the grammar; the compiler refuses a list with one missing. */
const codes: Record<ExpressionCode, true> = {
  'expression-empty': true,
  'expression-syntax': true,
  'expression-unclosed': true,
  'expression-unopened': true,
  'expression-not': true,
  'expression-escape': true,
  'expression-comment': true,
  'expression-unknown-operator': true,
  'expression-unknown-function': true,
  'expression-not-in-spacing': true,
  'expression-hyphen': true,
  'expression-integer-range': true,
  'expression-ip-address': true,
  'expression-cidr-length': true,
  'expression-cidr-host-bits': true,
  'expression-regex': true,
  'expression-regex-not-judged': true,
  'expression-unknown-field': true,
  'expression-segments': true,
  'expression-lower-type': true,
  'expression-type-mismatch': true,
  'expression-operator-type': true,
  'expression-net-port': true,
  'expression-nul': true,
  'expression-too-deep': true,
  'expression-field-since': true,
  'expression-since': true,
  'expression-precedence': true,
  'expression-absent': true,
  'expression-all-values': true,
  'expression-unanchored': true,
  'expression-simple-regex': true,
  'expression-never': true,
  'expression-header-case': true,
  'expression-host-case': true,
  'expression-contradiction': true,
  'expression-tautology': true,
  'expression-duplicate': true,
  'expression-other-family': true,
  'expression-alternative': true,
  'expression-octal': true,
  'expression-notation': true,
  'expression-starred-slash': true,
  'expression-regex-dot': true,
  'expression-host-open': true,
};

export const expressionCodes = Object.keys(codes) as ExpressionCode[];

/** Every code of gateways, in the order of the table. */
const ofGateways: Record<keyof GatewayProblemArguments, true> = {
  'flavor-unknown': true,
  'flavor-unread': true,
  'flavor-not-in-version': true,
  'flavor-deprecated': true,
  'declarative-file-unread': true,
  'calculation-unknown': true,
  'calculation-not-in-version': true,
  'calculation-without-effect': true,
  'gateway-version-unknown': true,
  'gateway-end-of-life': true,
  'gateways-disagree': true,
  'data-plane-flavor': true,
  'data-plane-version': true,
  'data-plane-routes': true,
  'route-refused-elsewhere': true,
  'route-reordered': true,
  'route-matches-differently': true,
  'rolling-update-mixes': true,
};

export const gatewayCodes = Object.keys(ofGateways) as (keyof GatewayProblemArguments)[];

/** Every code of tables, in the order of the table. */
const ofTables: Record<TableCode, true> = {
  'route-unreachable': true,
  'route-order-accidental': true,
  'route-outranked': true,
  'path-open-ended': true,
};

export const tableCodes = Object.keys(ofTables) as TableCode[];
/** Every code of resources of Terraform, in the order of the table. */
const ofTerraform: Record<keyof TerraformProblemArguments, true> = {
  'terraform-argument-of-other-resource': true,
  'terraform-argument-unknown': true,
  'terraform-argument-missing': true,
  'terraform-argument-not-block': true,
  'terraform-block-not-argument': true,
  'terraform-value-type': true,
  'terraform-value-range': true,
  'terraform-value-not-listed': true,
  'terraform-value-null': true,
  'terraform-attribute-unknown': true,
  'terraform-resource-duplicate': true,
  'terraform-import-placeholder': true,
};

export const terraformCodes = Object.keys(ofTerraform) as (keyof TerraformProblemArguments)[];
