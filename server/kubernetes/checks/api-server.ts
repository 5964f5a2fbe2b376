/**
 * What the API server refuses before any controller sees it.
 * Sources: kubernetes/kubernetes `pkg/apis/networking/validation/validation.go`; kubernetes-sigs/gateway-api `apis/v1`
 * (`+kubebuilder:validation`).
 */

import { groups, type KubernetesObject } from '../objects/object.js';
import type { Value } from '../objects/value.js';
import { type ManifestProblem, problem, type ValueType } from '../problems/codes.js';
import { gatewayRouteProblems } from './api-gateway-routes.js';
import { kongRouteProblems } from './api-kong-route.js';
import { brokenPathRule, hostProblems } from './api-names.js';
import { type Shape, shapes } from './api-shapes.js';

const known: ReadonlySet<string> = new Set([groups.core, groups.networking, groups.gateway, groups.kong]);

export function apiServerProblems(object: KubernetesObject): ManifestProblem[] {
  if (object.group === groups.kong && object.kind === 'KongRoute') return kongRouteProblems(object);
  const shape = known.has(object.group) ? shapes[object.kind] : undefined;
  if (!shape) return [];
  return [
    ...nameProblems(object),
    ...typeProblems(object.root, shape),
    ...(object.kind === 'Ingress' ? ingressProblems(object) : []),
    ...(object.group === groups.gateway ? gatewayRouteProblems(object) : []),
  ];
}

function nameProblems({ root, name, kind }: KubernetesObject): ManifestProblem[] {
  const value = root.get('metadata', 'name');
  if (!value.isPresent) {
    return root.get('metadata', 'generateName').isPresent
      ? []
      : [problem('api-required', { field: 'metadata.name' }, root.origin)];
  }
  const form =
    kind === 'Service'
      ? /^[a-z]([-a-z0-9]*[a-z0-9])?$/
      : /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  return name.length <= 253 && form.test(name) ? [] : [problem('api-name', { name }, value.origin)];
}

/** Every value that is of another type than its field. */
function typeProblems(value: Value, shape: Shape): ManifestProblem[] {
  if (!value.isPresent) return [];
  const found = typeOf(value);
  const wanted = typeof shape === 'string' ? shape : Array.isArray(shape) ? 'list' : 'mapping';
  if (found !== wanted) {
    const field = String(value.path.findLast((part) => typeof part === 'string') ?? '');
    return [problem('api-type', { field, wanted, found }, value.origin)];
  }
  if (Array.isArray(shape)) return value.items.flatMap((item) => typeProblems(item, shape[0] as Shape));
  if (typeof shape === 'string') return [];
  const fields = shape as { readonly [field: string]: Shape };
  return value.members.flatMap(([name, member]) => {
    const inner = fields[name] ?? fields['*'];
    return inner === undefined ? [] : typeProblems(member, inner);
  });
}

function typeOf({ tree, integer }: Value): ValueType {
  if (tree === null) return 'null';
  if (tree.kind !== 'scalar') return tree.kind === 'list' ? 'list' : 'mapping';
  if (typeof tree.value === 'boolean') return 'boolean';
  if (typeof tree.value === 'number') return integer === undefined ? 'text' : 'integer';
  return 'text';
}

const pathTypes = ['Exact', 'Prefix', 'ImplementationSpecific'] as const;

function ingressProblems({ root }: KubernetesObject): ManifestProblem[] {
  return root
    .get('spec', 'rules')
    .items.flatMap((rule) => [
      ...hostProblems(rule.get('host')),
      ...rule
        .get('http', 'paths')
        .items.flatMap((path) => [...pathProblems(path), ...backendProblems(path.get('backend'))]),
    ]);
}

function pathProblems(value: Value): ManifestProblem[] {
  const type = value.get('pathType');
  if (!type.isPresent) {
    const written = value.get('path');
    return [problem('api-required', { field: 'pathType' }, written.isPresent ? written.origin : value.head)];
  }
  const name = type.text ?? '';
  if (!(pathTypes as readonly string[]).includes(name)) {
    return [problem('api-not-listed', { field: 'pathType', value: name, listed: pathTypes }, type.origin)];
  }
  const path = value.get('path');
  if (name === 'ImplementationSpecific') {
    const isWrong = path.text !== undefined && path.text !== '' && !path.text.startsWith('/');
    return isWrong ? [problem('api-path', { path: path.text, rule: 'absolute' }, path.origin)] : [];
  }
  if (!path.isPresent) return [problem('api-required', { field: 'path' }, value.head)];
  const rule = brokenPathRule(path.text ?? '');
  return rule ? [problem('api-path', { path: path.text ?? '', rule }, path.origin)] : [];
}

function backendProblems(backend: Value): ManifestProblem[] {
  if (backend.get('service').isPresent || backend.get('resource').isPresent) {
    const port = backend.get('service', 'port');
    const needsPort =
      backend.get('service').isPresent && !port.get('number').isPresent && !port.get('name').isPresent;
    return needsPort ? [problem('api-required', { field: 'port' }, backend.get('service').keyOrigin)] : [];
  }
  return [
    problem('api-required', { field: 'backend' }, backend.isPresent ? backend.keyOrigin : backend.head),
  ];
}
