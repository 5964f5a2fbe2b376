/**
 * Paths that Kong compares as they are, written as other tools write patterns: a regex without its prefix, a glob, a
 * placeholder, a query string.
 * Sources: Kong/kubernetes-ingress-controller `subtranslator/ingress.go` (`PathsFromIngressPaths`), `ingress_atc.go`
 * (`pathMatcherFromIngressPath`), `httproute.go`; since Kong 3.0 only a path with its prefix is a regex.
 */

import { type FoundPathNotation, pathNotation } from '../../../grammar/index.js';
import type { Cluster } from '../objects/cluster.js';
import type { KubernetesObject } from '../objects/object.js';
import type { Origin } from '../objects/origin.js';
import { type Flavor, flavors, type ManifestProblem, problem } from '../problems/codes.js';
import { expressionRegexPrefix } from '../routes/ingress-paths.js';

export function pathNotationProblems(object: KubernetesObject, cluster: Cluster): ManifestProblem[] {
  if (object.kind === 'Ingress') return ingressProblems(object, cluster);
  return object.kind === 'HTTPRoute' ? httpRouteProblems(object) : [];
}

function ingressProblems(object: KubernetesObject, cluster: Cluster): ManifestProblem[] {
  const prefix = expressionRegexPrefix(object);
  return object.root
    .get('spec', 'rules')
    .items.flatMap((rule) => rule.get('http', 'paths').items)
    .flatMap((value) => {
      const path = value.get('path');
      const type = value.get('pathType').text ?? 'ImplementationSpecific';
      const text = path.text ?? '';
      if (!text.startsWith('/') || text.startsWith(prefix)) return [];
      // The controller puts the marker of regexes before such paths itself.
      const isDetected = type === 'ImplementationSpecific' && cluster.detectsLegacyRegexes;
      return found(text, type, prefix, path.origin, type !== 'ImplementationSpecific' || isDetected);
    });
}

function httpRouteProblems(object: KubernetesObject): ManifestProblem[] {
  return object.root
    .get('spec', 'rules')
    .items.flatMap((rule) => rule.get('matches').items)
    .flatMap((match) => {
      const path = match.get('path');
      const type = path.get('type').text ?? 'PathPrefix';
      const value = path.get('value');
      if (type === 'RegularExpression' || !value.text?.startsWith('/')) return [];
      return found(value.text, type, null, value.origin, true);
    });
}

/**
 * @param prefix of regexes of Ingresses; `null` for an HTTPRoute, which has a type for them
 * @param isRegexInFields whether the traditional flavors get a regex in any case, in which regex syntax does what it says
 */
function found(
  text: string,
  type: string,
  prefix: string | null,
  origin: Origin,
  isRegexInFields: boolean,
): ManifestProblem[] {
  const one = pathNotation(text);
  // A dot or a plus is as likely meant as itself.
  if (!one || one.notation === 'blank') return [];
  const { notation, piece } = one;
  const inFlavors: readonly Flavor[] = notation === 'regex' && isRegexInFields ? ['expressions'] : flavors;
  const meant = meantPath(one, prefix);
  return [problem('path-notation', { pathType: type, notation, piece, meant }, origin, inFlavors)];
}

/** What to write instead, in the notation of the object. */
function meantPath({ meant }: FoundPathNotation, prefix: string | null): string | null {
  if (!meant) return null;
  if (meant.kind === 'regex') return `${prefix ?? ''}${meant.pattern}`;
  const [path] = meant.paths;
  return meant.paths.length === 1 ? (path ?? null) : null;
}
