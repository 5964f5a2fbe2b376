/**
 * The paths of HTTPRoute matches in both outputs.
 * Sources: `subtranslator/httproute.go` (`generateKongRoutePathFromHTTPRouteMatch`), `httproute_atc.go`
 * (`pathMatcherFromHTTPPathMatch`).
 */

import { any, type Matcher, predicate } from '../expressions/matcher.js';
import { fromStart } from '../expressions/matchers.js';
import type { HttpPath } from '../objects/http-route.js';
import { type Sourced, sourced } from '../objects/origin.js';
import type { Value } from '../objects/value.js';

/** A path without the slash at its end; the root stays. */
export const prefixOf = (path: string): string =>
  path === '/' || path === '' ? '/' : path.replace(/\/$/, '');

export const isRoot = (path: string): boolean => path === '/';

/** Nothing is escaped. */
export function traditionalPaths({ type, value: { value, origin } }: HttpPath): readonly Sourced<string>[] {
  const paths: Readonly<Record<string, readonly string[]>> = {
    Exact: [`~${value}$`],
    PathPrefix: [`~${value}$`, value.endsWith('/') ? value : `${value}/`],
    RegularExpression: [`~${value}`],
  };
  return (paths[type] ?? ['']).map((path) => sourced(path, origin));
}

/** The paths of a route whose prefix is replaced: what comes after it is captured. */
export function capturingPaths({ value: { value, origin } }: HttpPath): readonly Sourced<string>[] {
  const path = prefixOf(value);
  return [`~${path}$`, isRoot(path) ? '~/(.*)' : `~${path}(/.*)`].map((text) => sourced(text, origin));
}

export function pathMatcher(
  { type, value: { value, origin } }: HttpPath,
  replacesPrefix: boolean,
): Matcher | null {
  const match = (operator: '==' | '^=' | '~', text: string) => predicate('http.path', operator, text, origin);
  if (type === 'Exact') return match('==', value);
  if (type === 'RegularExpression') return match('~', fromStart(value));
  if (type !== 'PathPrefix') return null;
  const path = prefixOf(value);
  if (replacesPrefix) {
    return any([match('==', path), match('~', isRoot(path) ? '^/(.*)' : `^${path}(/.*)`)]);
  }
  return isRoot(path) ? match('^=', '/') : any([match('==', path), match('^=', `${path}/`)]);
}

/** A filter that replaces the prefix of the path. */
export const isPrefixRewrite = (filter: Value): boolean =>
  filter.get('type').text === 'URLRewrite' &&
  filter.get('urlRewrite', 'path', 'type').text === 'ReplacePrefixMatch';

/** Whether the filters replace the prefix of the path, for the expressions. */
export const replacesPrefix = (filters: readonly Value[]): boolean => filters.some(isPrefixRewrite);
