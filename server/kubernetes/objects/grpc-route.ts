/** GRPCRoutes with the API server's defaults put in. Source: kubernetes-sigs/gateway-api `apis/v1/grpcroute_types.go`. */

import { type NamedMatch, namedMatch } from './http-route.js';
import type { KubernetesObject } from './object.js';
import type { Origin, Sourced } from './origin.js';
import type { Value } from './value.js';

export interface GrpcMatch {
  readonly index: number;
  readonly origin: Origin;
  readonly method: GrpcMethod | null;
  readonly headers: readonly NamedMatch[];
}

export interface GrpcMethod {
  /** `Exact` or `RegularExpression`. */
  readonly type: string;
  readonly service: Sourced<string> | undefined;
  readonly method: Sourced<string> | undefined;
  readonly origin: Origin;
}

export interface GrpcRule {
  readonly index: number;
  readonly value: Value;
  readonly matches: readonly GrpcMatch[];
}

export const grpcRules = (object: KubernetesObject): readonly GrpcRule[] =>
  object.root.get('spec', 'rules').items.map((value, index) => ({
    index,
    value,
    matches: value.get('matches').items.map(matchOf),
  }));

function matchOf(value: Value, index: number): GrpcMatch {
  const method = value.get('method');
  return {
    index,
    origin: value.origin,
    method: method.isPresent
      ? {
          type: method.get('type').text ?? 'Exact',
          service: method.get('service').sourcedText,
          method: method.get('method').sourcedText,
          origin: method.origin,
        }
      : null,
    headers: value.get('headers').items.map(namedMatch),
  };
}
