/** Everything that is wrong with manifests and with what becomes of them. */

import { flavors, type ManifestProblem } from '../problems/codes.js';
import type { ReadManifests } from '../readers/objects.js';
import type { Translation } from '../translation.js';
import { annotationProblems } from './annotations.js';
import { apiServerProblems } from './api-server.js';
import { kongProblems } from './kong.js';
import { kongRouteAdvice } from './kong-route-advice.js';
import { pathNotationProblems } from './path-notations.js';
import { withoutPlaceholders } from './placeholders.js';
import { pluginProblems } from './plugins.js';
import { regexPrefixProblems } from './regex-prefix.js';
import { unreadProblems } from './unread.js';

/**
 * The problems of all files, in the order of files and places. What is wrong in several flavors is one problem.
 */
export function manifestProblems(manifests: ReadManifests, translation: Translation): ManifestProblem[] {
  const { cluster, settings } = translation;
  const found = [
    ...manifests.problems,
    ...manifests.objects.flatMap((object) => [
      ...apiServerProblems(object),
      ...unreadProblems(object, cluster, settings),
      ...annotationProblems(object, settings),
      ...pluginProblems(object, cluster),
      ...regexPrefixProblems(object),
      ...pathNotationProblems(object, cluster),
    ]),
    ...translation.traditional.problems,
    ...translation.expressions.problems,
    ...kongRouteAdvice(translation),
    ...kongProblems(translation),
  ];
  return merged(withoutPlaceholders(found, manifests.objects));
}

function merged(problems: readonly ManifestProblem[]): ManifestProblem[] {
  const found = new Map<string, ManifestProblem>();
  for (const one of problems) {
    const key = JSON.stringify([one.code, one.args, one.origin.file, one.origin.range]);
    const known = found.get(key);
    const all = known
      ? flavors.filter((flavor) => [...known.flavors, ...one.flavors].includes(flavor))
      : one.flavors;
    found.set(key, { ...one, flavors: all });
  }
  const files = [...new Set(problems.map(({ origin }) => origin.file))];
  return [...found.values()].sort(
    (a, b) =>
      files.indexOf(a.origin.file) - files.indexOf(b.origin.file) || a.origin.range[0] - b.origin.range[0],
  );
}

export {
  type AnnotatedKind,
  annotatedKind,
  annotationEffects,
  annotationName,
} from './annotation-effects.js';
