/** Files that are alike apart from the environment that they are for. */

import { uriKey } from '../../text/index.js';

/** Names of environments. */
const environment =
  /^(?:dev|develop|development|test|testing|qa|int|integration|stage|staging|stg|uat|preprod|pre|prod|production|prd|live|local|minikube|kind|sandbox|demo|e2e|perf|dr|canary|blue|green|eu|us|ap)$/i;

export const isEnvironment = (word: string): boolean => environment.test(word);

/** The words of a path, those of its file name without the extension. */
const wordsOf = (uri: string): readonly (readonly string[])[] =>
  uriKey(uri)
    .replace(/(?:\.ya?ml|\.json|\.gotmpl|\.tpl)+$/i, '')
    .split('/')
    .map((step) => step.split(/[-_.]/));

/** The same for all files that differ in their environments only; whatever follows `values` is treated as one. */
export function variantKey(uri: string): string {
  const steps = wordsOf(uri).map((words) => words.filter((word) => !isEnvironment(word)).join('-'));
  const last = steps.pop() ?? '';
  return [...steps.filter((step) => step !== ''), /^values\b/i.test(last) ? 'values' : last].join('/');
}

/** The environments in a path. */
export const environmentsIn = (uri: string): string =>
  wordsOf(uri)
    .flatMap((words) => words.filter(isEnvironment))
    .join(' ')
    .toLowerCase();

/** Paths without what they have in common at the start. */
export function distinctPaths(uris: readonly string[]): string[] {
  const steps = uris.map((uri) => uriKey(uri).split('/').filter(Boolean));
  let from = 0;
  while (steps.every((one) => one.length > from + 1 && one[from] === steps[0]![from])) from++;
  return steps.map((one) => one.slice(from).join('/'));
}
