/**
 * Objects in which something is still to be filled in: by envsubst or Flux (`${NAME}`), by a test tool (`($name)`), or by
 * kustomize's old variables (`$(NAME)`). What they hold then is not known.
 */

import type { KubernetesObject } from '../objects/object.js';
import type { Value } from '../objects/value.js';
import { type ManifestProblem, problem } from '../problems/codes.js';
import { shapes } from './api-shapes.js';

const placeholder = /\$\{[A-Za-z_]\w*(?:[:=?-][^}]*)?\}|\(\$[A-Za-z_]\w*\)|\$\([A-Za-z_]\w*\)/;

/** The first value with a placeholder; `null` if there is none, and for objects that are not looked at. */
function placeholderIn({ kind, root }: KubernetesObject): Value | null {
  return shapes[kind] ? (firstIn(root.get('metadata', 'name')) ?? firstIn(root.get('spec'))) : null;
}

function firstIn(value: Value): Value | null {
  if (value.text !== undefined) return placeholder.test(value.text) ? value : null;
  const inside = [...value.items, ...value.members.map(([, member]) => member)];
  for (const one of inside) {
    const found = firstIn(one);
    if (found) return found;
  }
  return null;
}

const keyOf = ({ origin: { file, object } }: Pick<ManifestProblem, 'origin'>): string =>
  JSON.stringify([file, object.kind, object.namespace, object.name]);

/** Problems that depend on what a value is in the end. */
const isOfValues = ({ code }: ManifestProblem): boolean =>
  code.startsWith('api-') || code === 'kong-rejects' || code === 'route-name-twice' || code === 'refused';

/** Replaces problems about unknown parts of such objects by one: they are templates. */
export function withoutPlaceholders(
  problems: readonly ManifestProblem[],
  objects: readonly KubernetesObject[],
): ManifestProblem[] {
  const found = objects.flatMap((object) => placeholderIn(object) ?? []);
  const keys = new Set(found.map(keyOf));
  return [
    ...problems.filter((one) => !keys.has(keyOf(one)) || !isOfValues(one)),
    ...found.map(({ origin }) => problem('template-not-rendered', {}, origin)),
  ];
}
