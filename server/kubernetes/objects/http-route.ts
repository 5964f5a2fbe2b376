/**
 * HTTPRoutes with the API server's defaults put in.
 * Source: kubernetes-sigs/gateway-api `apis/v1/httproute_types.go` (`+kubebuilder:default`).
 */

import type { KubernetesObject } from './object.js';
import { defaultAt, type Origin, type Sourced } from './origin.js';
import type { Value } from './value.js';

export interface HttpRule {
  readonly object: KubernetesObject;
  readonly index: number;
  readonly value: Value;
  readonly name: string;
  readonly matches: readonly HttpMatch[];
  readonly filters: readonly Value[];
  readonly backendRefs: readonly Value[];
  readonly backendRequest: string | undefined;
}

export interface HttpMatch {
  readonly index: number;
  readonly origin: Origin;
  readonly path: HttpPath;
  readonly method: Sourced<string> | undefined;
  readonly headers: readonly NamedMatch[];
  readonly queries: readonly NamedMatch[];
}

export interface HttpPath {
  readonly type: string;
  readonly value: Sourced<string>;
}

/** A header, or a parameter of the query. */
export interface NamedMatch {
  readonly type: string;
  readonly name: Sourced<string>;
  readonly value: Sourced<string>;
}

export const hostnamesOf = (route: KubernetesObject): readonly Sourced<string>[] =>
  route.root.get('spec', 'hostnames').items.map((value) => value.textOr(''));

/** Without `rules` there is one that matches everything; an empty list stays empty. */
export function httpRules(object: KubernetesObject): readonly HttpRule[] {
  const rules = object.root.get('spec', 'rules');
  return rules.isPresent
    ? rules.items.map((value, index) => httpRule(object, value, index))
    : [httpRule(object, rules, 0)];
}

const httpRule = (object: KubernetesObject, value: Value, index: number): HttpRule => ({
  object,
  index,
  value,
  name: value.get('name').text ?? '',
  matches: matchesOf(value),
  filters: value.get('filters').items,
  backendRefs: value.get('backendRefs').items,
  backendRequest: value.get('timeouts', 'backendRequest').text,
});

/** Without `matches` there is one, of every path; an empty list stays empty. */
function matchesOf(rule: Value): readonly HttpMatch[] {
  const matches = rule.get('matches');
  return matches.isPresent ? matches.items.map(matchOf) : [matchOf(matches, 0)];
}

function matchOf(value: Value, index: number): HttpMatch {
  const path = value.get('path');
  return {
    index,
    origin: value.isPresent ? value.origin : defaultAt(value.origin),
    path: { type: path.get('type').text ?? 'PathPrefix', value: path.get('value').textOr('/') },
    method: value.get('method').sourcedText,
    headers: value.get('headers').items.map(namedMatch),
    queries: value.get('queryParams').items.map(namedMatch),
  };
}

export const namedMatch = (value: Value): NamedMatch => ({
  type: value.get('type').text ?? 'Exact',
  name: value.get('name').textOr(''),
  value: value.get('value').textOr(''),
});
