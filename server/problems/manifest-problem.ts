/** What can be wrong with Kubernetes manifests: codes with closed arguments. */

import type { PathNotation } from '../../grammar/index.js';
import type { AnyAdvice } from './advice-problem.js';

export type ControllerName = 'kic' | 'operator';

/** Why a controller makes no route of an object, or of a part of it. Each is an event on the object. */
export interface ManifestRefusalArguments {
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
export type ManifestRefusalReason = keyof ManifestRefusalArguments;
export type ManifestRefusal = {
  [Reason in ManifestRefusalReason]: {
    readonly reason: Reason;
    readonly args: ManifestRefusalArguments[Reason];
  };
}[ManifestRefusalReason];

export interface ManifestProblemArguments {
  // Reading.
  yaml: { message: string };
  'too-deep': { levels: number };
  'template-not-rendered': Record<never, never>;
  'object-written-twice': { kind: string; name: string; file: string };

  // The API server refuses it.
  'api-field-unknown': { field: string; kind: string };
  'api-control-plane': { type: string; rule: 'kic' | 'konnect-id' };
  'api-match-missing': Record<never, never>;
  'api-type': { field: string; wanted: ManifestValueType; found: ManifestValueType };
  'api-required': { field: string };
  'api-not-listed': { field: string; value: string; listed: readonly string[] };
  'api-name': { name: string };
  'api-host': { field: string; host: string };
  'api-path': { path: string; rule: PathRule };
  'api-too-many': { field: string; count: number; most: number };
  'api-filters': { rule: 'redirect-with-backends' | 'redirect-with-rewrite' | 'replace-prefix-match' };
  'api-grpc-method': { part: 'service' | 'method'; value: string };
  'api-header-twice': { header: string };

  // The controller rejects it, and reports that in an event.
  refused: ManifestRefusal;

  // No one reads it.
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
  'path-notation': { pathType: string; notation: PathNotation; piece: string; meant: string | null };

  // What is not among the files that were read.
  'service-unknown': { service: string };
  'port-unknown': { service: string; port: string };
  'backend-kind': { kind: string };
  'reference-not-granted': { kind: string; namespace: string };
  'plugin-unknown': { plugin: string };

  // Annotations.
  'annotation-without-effect': { annotation: string; kind: string; why: AnnotationWithoutEffect };
  'annotation-value-ignored': { annotation: string; value: string; what: 'value' | 'list' | 'item' };
  'annotation-unknown': { annotation: string; likely: string | null };

  // Kong accepts what is sent, and ignores it or reads it otherwise than it is meant.
  'kong-advises': { advice: AnyAdvice };

  // Kong refuses what the controller makes; a Gateway without a database then accepts no later change either.
  'kong-rejects': { route: string; field: string; kong: string };
  'route-name-twice': { route: string };
}

export type AnnotationWithoutEffect =
  | 'expressions'
  | 'grpc'
  | 'kind'
  | 'service'
  | 'default-backend'
  | 'removed';
export type ManifestValueType = 'text' | 'integer' | 'boolean' | 'list' | 'mapping' | 'null';
export type PathRule =
  | 'absolute'
  | 'double-slash'
  | 'dot-segment'
  | 'encoded-slash'
  | 'fragment'
  | 'character';
