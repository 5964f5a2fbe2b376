/** Manifests with the expected problems marked: `<|…|>` around the place of each. */

import assert from 'node:assert/strict';
import {
  type ControllerSettings,
  type ManifestProblem,
  manifestProblems,
  type ProblemCode,
} from '../../server/kubernetes/index.js';
import { translateText } from './cases.js';

export interface FoundProblem {
  readonly code: ProblemCode;
  readonly place: string;
  /** The initials of the flavors: `t`, `c` for traditional_compatible, `e`. */
  readonly flavors: string;
  readonly problem: ManifestProblem;
}

export function problemsOf(text: string, settings: ControllerSettings): FoundProblem[] {
  const { manifests, translation } = translateText(text, settings);
  return manifestProblems(manifests, translation).map((problem) => ({
    code: problem.code,
    place: text.slice(...problem.origin.range),
    flavors: problem.flavors
      .map((flavor) => ({ traditional: 't', traditional_compatible: 'c', expressions: 'e' })[flavor])
      .join(''),
    problem,
  }));
}

/**
 * Asserts that exactly the marked place has a problem of the code.
 *
 * @param marked a manifest with one pair of `<|` and `|>`, or with none where there is to be no problem
 */
export function expectProblem(
  marked: string,
  code: ProblemCode,
  flavors: string,
  settings: ControllerSettings,
): FoundProblem | null {
  const start = marked.indexOf('<|');
  const end = marked.indexOf('|>') - 2;
  const text = marked.replace('<|', '').replace('|>', '');
  const found = problemsOf(text, settings).filter((one) => one.code === code);
  const places = found.map(({ problem, flavors: inFlavors }) => [...problem.origin.range, inFlavors]);
  assert.deepEqual(places, start === -1 ? [] : [[start, end, flavors]], marked);
  return found[0] ?? null;
}
