/**
 * What the API server refuses of a KongRoute.
 * Source: Kong/kong-operator `api/configuration/v1alpha1/kongroute_types.go` (`KongRouteAPISpec`, `XValidation`).
 */

import type { KubernetesObject } from '../objects/object.js';
import { type ManifestProblem, problem } from '../problems/codes.js';
import { routeFields } from '../routes/kong-route.js';

const fields: ReadonlySet<string> = new Set([
  ...routeFields,
  ...['name', 'tags', 'controlPlaneRef', 'serviceRef', 'adopt'],
]);

export function kongRouteProblems({ root, kind }: KubernetesObject): ManifestProblem[] {
  const spec = root.get('spec');
  const unknown = spec.members
    .filter(([field]) => !fields.has(field))
    .map(([field, value]) => problem('api-field-unknown', { field, kind }, value.keyOrigin));
  return [...unknown, ...controlPlaneProblems(root), ...matchProblems(root)];
}

function controlPlaneProblems(root: KubernetesObject['root']): ManifestProblem[] {
  const value = root.get('spec', 'controlPlaneRef', 'type');
  const type = value.text ?? '';
  if (type !== 'kic' && type !== 'konnectID') return [];
  const rule = type === 'kic' ? 'kic' : 'konnect-id';
  return [problem('api-control-plane', { type, rule }, value.origin)];
}

function matchProblems(root: KubernetesObject['root']): ManifestProblem[] {
  const spec = root.get('spec');
  const protocols = spec.get('protocols');
  const isHttp = protocols.items.some(({ text }) => text === 'http');
  const isMatching = ['hosts', 'methods', 'paths', 'headers'].some((field) => spec.get(field).isPresent);
  return isHttp && !isMatching ? [problem('api-match-missing', {}, protocols.origin)] : [];
}
