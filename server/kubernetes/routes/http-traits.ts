/** The parts of a match of an HTTPRoute that decide its priority. Source: `calculateHTTPRouteMatchPriorityTraits`. */

import type { HttpRouteTraits } from '../expressions/priorities.js';
import { byteLength } from '../objects/go-text.js';
import type { HttpMatch, NamedMatch } from '../objects/http-route.js';
import { type KubernetesObject, objectKey } from '../objects/object.js';
import type { TranslationContext } from './context.js';

/** By the key of the match. */
export type MatchPriorities = ReadonlyMap<string, bigint>;

export const matchKey = (
  { namespace, name }: KubernetesObject,
  hostname: string,
  rule: number,
  match: number,
): string => `${objectKey(namespace, name)} ${hostname} ${rule} ${match}`;

export interface SplitMatch extends Omit<HttpMatch, 'path'> {
  /** `null` for a rule with an empty list of matches. */
  readonly path: HttpMatch['path'] | null;
}

export function traitsOf(
  match: SplitMatch,
  hostname: string,
  { rules }: TranslationContext,
): HttpRouteTraits {
  const { path, method, headers, queries } = match;
  // The operator counts what has effect: the first of equal names.
  const names = (list: readonly NamedMatch[], fold: (name: string) => string) =>
    rules.firstHeaderCounts ? new Set(list.map(({ name }) => fold(name.value))).size : list.length;
  return {
    kind: 'HTTPRoute',
    preciseHostname: hostname !== '' && !hostname.startsWith('*'),
    hostnameLength: byteLength(hostname),
    pathType: path?.type ?? '',
    pathLength: byteLength(path?.value.value ?? ''),
    hasMethod: method !== undefined,
    headerCount: names(headers, (name) => name.toLowerCase()),
    queryCount: names(queries, (name) => name),
  };
}
