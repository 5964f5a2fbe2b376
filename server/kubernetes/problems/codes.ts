/** What can be wrong with manifests: codes with closed arguments. The sentences are in `messages.ts`. */

import type { Origin } from '../objects/origin.js';

export const flavors = ['traditional', 'traditional_compatible', 'expressions'] as const;
export type Flavor = (typeof flavors)[number];

/** The two outputs of the controllers: both traditional flavors get the same configuration. */
export type Output = 'traditional' | 'expressions';

export const flavorsOf = (output: Output): readonly Flavor[] =>
  output === 'expressions' ? ['expressions'] : ['traditional', 'traditional_compatible'];

export type ControllerName = 'kic' | 'operator';

/** Why a controller makes no route of an object, or of a part of it. Each is an event on the object. */
export interface RefusalArguments {
  'query-params': Record<never, never>;
  'no-rules': Record<never, never>;
  'no-hostnames': Record<never, never>;
  'no-backend-refs': Record<never, never>;
  'filter-unsupported': { filter: string };
  'filter-incomplete': {
    detail: 'url-rewrite-empty' | 'url-rewrite-missing' | 'full-path-missing' | 'path-type';
  };
  'extension-ref-unsupported': { group: string; kind: string };
  'header-twice': { header: string };
  'wildcard-sni-version': { since: string };
  'rewrite-gate-off': Record<never, never>;
  'rewrite-form': { character: string; position: number };
  'rewrite-end': Record<never, never>;
  'resource-unsupported': { path: string | null; resource: string };
  'facade-gate-off': { path: string | null };
  'facade-unknown': { path: string | null; facade: string };
  'backend-missing': { path: string | null };
  'service-annotations-differ': { annotation: string; service: string };
}
export type RefusalReason = keyof RefusalArguments;
export type Refusal = {
  [Reason in RefusalReason]: { readonly reason: Reason; readonly args: RefusalArguments[Reason] };
}[RefusalReason];

export interface ProblemArguments {
  // Reading.
  yaml: { message: string };
  'too-deep': { levels: number };
  'template-not-rendered': Record<never, never>;
  'object-written-twice': { kind: string; name: string; file: string };

  // The API server refuses it.
  'api-type': { field: string; wanted: ValueType; found: ValueType };
  'api-required': { field: string };
  'api-not-listed': { field: string; value: string; listed: readonly string[] };
  'api-name': { name: string };
  'api-host': { field: string; host: string };
  'api-path': { path: string; rule: PathRule };
  'api-too-many': { field: string; count: number; most: number };
  'api-filters': { rule: 'redirect-with-backends' | 'redirect-with-rewrite' | 'replace-prefix-match' };
  'api-grpc-method': { part: 'service' | 'method'; value: string };
  'api-header-twice': { header: string };

  // The controller refuses it, and says so in an event.
  refused: Refusal;

  // Nobody reads it.
  'class-other': { class: string; wanted: string };
  'class-missing': { wanted: string };
  'kind-not-read': { kind: string; controller: ControllerName };
  'feature-gate-off': { gate: string };
  'gateway-unknown': { gateway: string };
  'gateway-other-controller': { gateway: string; controllerName: string };
  'listener-unknown': { gateway: string; listener: string };
  'listener-kind': { gateway: string; kind: string };
  'listener-namespace': { gateway: string; namespace: string };
  'listener-hostname': { gateway: string };
  'listener-not-programmed': { gateway: string; listener: string };
  'listener-taken': { winner: string };
  'default-backend-taken': { winner: string };
  'service-replaced': { service: string; by: string };
  'regex-prefix-literal': { path: string; pathType: string };

  // What is not among the files that were read.
  'service-unknown': { service: string };
  'port-unknown': { service: string; port: string };
  'backend-kind': { kind: string };
  'reference-not-granted': { kind: string; namespace: string };
  'plugin-unknown': { plugin: string };

  // Annotations.
  'annotation-without-effect': { annotation: string; kind: string; why: WithoutEffect };
  'annotation-value-ignored': { annotation: string; value: string; what: 'value' | 'list' | 'item' };
  'annotation-unknown': { annotation: string; likely: string | null };

  // Kong refuses what the controller makes; a Gateway without a database then takes no later change either.
  'kong-rejects': { route: string; field: string; kong: string };
  'route-name-twice': { route: string };
}

export type WithoutEffect = 'expressions' | 'grpc' | 'kind' | 'service' | 'default-backend' | 'removed';
export type ValueType = 'text' | 'integer' | 'boolean' | 'list' | 'mapping' | 'null';
export type PathRule =
  | 'absolute'
  | 'double-slash'
  | 'dot-segment'
  | 'encoded-slash'
  | 'fragment'
  | 'character';

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
  'service-unknown': 'information',
  'port-unknown': 'warning',
  'backend-kind': 'warning',
  'reference-not-granted': 'warning',
  'plugin-unknown': 'information',
  'annotation-without-effect': 'warning',
  'annotation-value-ignored': 'warning',
  'annotation-unknown': 'warning',
  'kong-rejects': 'error',
  'route-name-twice': 'error',
};
