/** The problems of a manifest as they are reported: those of the flavor that its Gateway runs, each at its place. */

import type { Span } from '../../grammar/index.js';
import {
  type KubernetesObject,
  type ManifestProblem,
  type ObjectIdentity,
  severities,
} from '../kubernetes/index.js';
import { manifestProblemMessage, type Severity } from '../problems/index.js';
import { type ManifestCode, manifestCode } from './codes.js';
import type { ManifestSet } from './manifest-set.js';

export interface ReportedProblem {
  readonly code: ManifestCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly object: ObjectIdentity;
  /** Where in the object, by keys alone: `spec.rules.host`. */
  readonly place: string;
  readonly problem: ManifestProblem;
}

/** Those of the file that the set is for, in the order of the text. */
export function reportedProblems(set: ManifestSet): ReportedProblem[] {
  const { flavor } = set.known.gateway;
  const mayConcern = concernOf(set);
  return set.problems
    .filter(({ origin, flavors }) => origin.file === set.file && flavors.includes(flavor))
    .filter(mayConcern)
    .filter(firstOfCause())
    .map((problem) => ({
      code: manifestCode(problem.code),
      severity: severities[problem.code],
      message: manifestProblemMessage(problem),
      span: { start: problem.origin.range[0], end: problem.origin.range[1] },
      object: problem.origin.object,
      place: problem.origin.path.filter((step) => typeof step === 'string').join('.'),
      problem,
    }));
}

/** A value that several routes have, one for each hostname, is one problem: that of the first route. */
function firstOfCause(): (problem: ManifestProblem) => boolean {
  const seen = new Set<string>();
  return (problem) => {
    if (problem.code !== 'kong-rejects') return true;
    const { field, kong } = problem.args;
    const key = JSON.stringify([field, kong, problem.origin.range]);
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  };
}

/**
 * What is wrong with objects of other controllers is not for this program to say: Ingresses of another class that have no
 * annotation of Kong, and routes all of whose Gateways belong to other controllers.
 */
function concernOf(set: ManifestSet): (problem: ManifestProblem) => boolean {
  const others = new Set(
    set.problems
      .filter(
        ({ code, origin }) =>
          origin.file === set.file && (code === 'class-other' || code === 'gateway-other-controller'),
      )
      .map(({ origin }) => keyOf(origin.object)),
  );
  const foreign = new Set(
    set.objects
      .filter((object) => others.has(keyOf(object.identity)) && !isMeantForKong(object))
      .map(({ identity }) => keyOf(identity)),
  );
  return ({ origin }) => !foreign.has(keyOf(origin.object));
}

const keyOf = ({ kind, namespace, name }: ObjectIdentity): string => `${kind} ${namespace}/${name}`;

const isMeantForKong = ({ annotations }: KubernetesObject): boolean =>
  annotations.keys.some((key) => key.startsWith('konghq.com/'));

/** `Ingress shop/orders`; without the namespace where the object has none. */
export const objectLabel = ({ kind, namespace, name }: ObjectIdentity): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
