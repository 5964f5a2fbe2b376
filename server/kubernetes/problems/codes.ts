/** What can be wrong with manifests: codes with closed arguments. Arguments and sentences are in `server/problems/`. */

import type { ManifestProblemArguments as ProblemArguments } from '../../problems/index.js';
import type { Origin } from '../objects/origin.js';

export type {
  AnnotationWithoutEffect as WithoutEffect,
  ControllerName,
  ManifestProblemArguments as ProblemArguments,
  ManifestRefusal as Refusal,
  ManifestRefusalArguments as RefusalArguments,
  ManifestRefusalReason as RefusalReason,
  ManifestValueType as ValueType,
  PathRule,
} from '../../problems/index.js';

export const flavors = ['traditional', 'traditional_compatible', 'expressions'] as const;
export type Flavor = (typeof flavors)[number];

/** The two outputs of the controllers: both traditional flavors get the same configuration. */
export type Output = 'traditional' | 'expressions';

export const flavorsOf = (output: Output): readonly Flavor[] =>
  output === 'expressions' ? ['expressions'] : ['traditional', 'traditional_compatible'];

export type ProblemCode = keyof ProblemArguments;

export type ManifestProblem = {
  [Code in ProblemCode]: {
    readonly code: Code;
    readonly args: ProblemArguments[Code];
    readonly origin: Origin;
    /** The flavors in which it is a problem. */
    readonly flavors: readonly Flavor[];
  };
}[ProblemCode];

export function problem<Code extends ProblemCode>(
  code: Code,
  args: ProblemArguments[Code],
  origin: Origin,
  inFlavors: readonly Flavor[] = flavors,
): ManifestProblem {
  return { code, args, origin, flavors: inFlavors } as ManifestProblem;
}

export type Severity = 'error' | 'warning' | 'information';

/** `error`: the API server, the controller or Kong refuses it. */
export const severities: Readonly<Record<ProblemCode, Severity>> = {
  yaml: 'error',
  'too-deep': 'warning',
  'template-not-rendered': 'information',
  'object-written-twice': 'information',
  'api-field-unknown': 'error',
  'api-control-plane': 'error',
  'api-match-missing': 'error',
  'api-type': 'error',
  'api-required': 'error',
  'api-not-listed': 'error',
  'api-name': 'error',
  'api-host': 'error',
  'api-path': 'error',
  'api-too-many': 'error',
  'api-filters': 'error',
  'api-grpc-method': 'error',
  'api-header-twice': 'error',
  refused: 'error',
  'class-other': 'information',
  'class-missing': 'warning',
  'kind-not-read': 'warning',
  'feature-gate-off': 'warning',
  'gateway-unknown': 'information',
  'gateway-other-controller': 'information',
  'listener-unknown': 'warning',
  'listener-kind': 'warning',
  'listener-namespace': 'warning',
  'listener-hostname': 'warning',
  'listener-not-programmed': 'information',
  'listener-taken': 'warning',
  'default-backend-taken': 'warning',
  'service-replaced': 'warning',
  'regex-prefix-literal': 'warning',
  'path-notation': 'warning',
  'service-unknown': 'information',
  'port-unknown': 'warning',
  'backend-kind': 'warning',
  'reference-not-granted': 'warning',
  'plugin-unknown': 'information',
  'annotation-without-effect': 'warning',
  'annotation-value-ignored': 'warning',
  'annotation-unknown': 'warning',
  'kong-advises': 'warning',
  'kong-rejects': 'error',
  'route-name-twice': 'error',
};
