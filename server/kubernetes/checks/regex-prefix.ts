/**
 * Paths of Ingresses that are written as regexes, and are none: only those of pathType ImplementationSpecific may be.
 * Source: Kong/kubernetes-ingress-controller `subtranslator/ingress_atc.go` (`pathMatcherFromIngressPath`).
 */

import type { KubernetesObject } from '../objects/object.js';
import { type ManifestProblem, problem } from '../problems/codes.js';
import { expressionRegexPrefix } from '../routes/ingress-paths.js';

export function regexPrefixProblems(object: KubernetesObject): ManifestProblem[] {
  if (object.kind !== 'Ingress') return [];
  const prefix = expressionRegexPrefix(object);
  return object.root
    .get('spec', 'rules')
    .items.flatMap((rule) => rule.get('http', 'paths').items)
    .flatMap((value) => {
      const path = value.get('path');
      const pathType = value.get('pathType').text ?? '';
      const isLiteral = pathType === 'Exact' || pathType === 'Prefix';
      if (!isLiteral || !path.text?.startsWith(prefix)) return [];
      return [problem('regex-prefix-literal', { path: path.text, pathType }, path.origin)];
    });
}
