/**
 * The paths of an Ingress in both outputs.
 * Sources: `subtranslator/ingress.go` (`PathsFromIngressPaths`, `MaybePrependRegexPrefix`), `ingress_atc.go`
 * (`pathMatcherFromIngressPath`, `calculateIngressRoutePriorityTraits`).
 */

import { any, type Matcher, predicate } from '../expressions/matcher.js';
import { fromStart } from '../expressions/matchers.js';
import { kong } from '../objects/annotations.js';
import { byteLength, trimLeadingSlashes, trimSlashes } from '../objects/go-text.js';
import type { KubernetesObject } from '../objects/object.js';
import { type Sourced, sourced } from '../objects/origin.js';

export interface IngressPath {
  /** `Prefix`, `Exact` or `ImplementationSpecific`. */
  readonly type: string;
  /** Not empty, without double slashes. */
  readonly path: Sourced<string>;
}

/** What a path begins with that is a regex. */
export const controllerRegexPrefix = '/~';

export const withoutDoubleSlashes = (path: string): string => path.replace(/\/+/g, '/');

/** The paths of a traditional route, before the prefix of regexes is looked at. None for an unknown type. */
function traditionalPaths({ type, path: { value } }: IngressPath): readonly string[] {
  if (type === 'Prefix') {
    const base = trimSlashes(value);
    return base === '' ? ['/'] : [`/${base}/`, `~/${base}$`];
  }
  if (type === 'Exact') return [`~/${trimLeadingSlashes(value)}$`];
  return type === 'ImplementationSpecific' ? [value === '' ? '/' : value] : [];
}

/** A text without any character that made a path a regex for Kong before 3.0. */
const legacyPlain = /^[a-zA-Z0-9.\-_~/%]*$/;

export function ingressPaths(
  path: IngressPath,
  ingress: KubernetesObject,
  detectsLegacyRegexes: boolean,
): readonly Sourced<string>[] {
  const prefix = ingress.annotations.text(`${kong}regex-prefix`) ?? controllerRegexPrefix;
  return traditionalPaths(path).map((text) =>
    sourced(withKongPrefix(text, prefix, detectsLegacyRegexes), path.path.origin),
  );
}

/** An empty prefix is the beginning of every path. */
function withKongPrefix(path: string, prefix: string, detectsLegacyRegexes: boolean): string {
  if (path.startsWith(prefix)) return `~${path.slice(prefix.length)}`;
  return detectsLegacyRegexes && !legacyPlain.test(path) && !path.startsWith('~') ? `~${path}` : path;
}

/** The prefix of regexes in expressions: here an empty annotation counts as none. */
export const expressionRegexPrefix = (ingress: KubernetesObject): string =>
  ingress.annotations.text(`${kong}regex-prefix`) || controllerRegexPrefix;

export function ingressPathMatcher({ type, path }: IngressPath, regexPrefix: string): Matcher | null {
  const { value, origin } = path;
  const match = (operator: '==' | '^=' | '~', text: string) => predicate('http.path', operator, text, origin);
  if (type === 'Prefix') {
    const base = trimSlashes(value);
    return base === '' ? match('^=', '/') : any([match('==', `/${base}`), match('^=', `/${base}/`)]);
  }
  if (type === 'Exact') return match('==', `/${trimLeadingSlashes(value)}`);
  if (type !== 'ImplementationSpecific') return null;
  if (!value.startsWith(regexPrefix)) return match('^=', value);
  return match('~', fromStart(value.slice(regexPrefix.length) || '^/'));
}

/** Paths of the types Prefix and Exact count as regexes, as they are for the traditional flavors. */
export function pathTraits(
  { type, path: { value } }: IngressPath,
  regexPrefix: string,
): { isRegex: boolean; length: number } {
  if (type === 'Exact') return { isRegex: true, length: 1 + byteLength(trimLeadingSlashes(value)) };
  if (type === 'Prefix') {
    const base = trimSlashes(value);
    return { isRegex: true, length: base === '' ? 1 : 2 + byteLength(base) };
  }
  if (type !== 'ImplementationSpecific') return { isRegex: false, length: 0 };
  const isRegex = value.startsWith(regexPrefix);
  return { isRegex, length: byteLength(isRegex ? value.slice(regexPrefix.length) : value) };
}
