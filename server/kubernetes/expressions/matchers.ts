/**
 * The matchers that several kinds of objects share.
 * Sources: `subtranslator/atc_utils.go`, `ingress_atc.go`, `httproute_atc.go`.
 */

import type { HeaderAnnotation } from '../objects/annotations.js';
import type { Sourced } from '../objects/origin.js';
import { isHost, isMethod, isSni } from '../objects/words.js';
import { all, any, header, type Matcher, predicate } from './matcher.js';

/** A wildcard becomes the end of a host. Values that are no hosts are left out. */
export const hostMatcher = (hosts: readonly Sourced<string>[]): Matcher =>
  any(hosts.filter(({ value }) => isHost(value)).map((host) => nameMatcher('http.host', host)));

/** Values that are no hostnames are left out, and so are wildcards where they are not supported. */
export const sniMatcher = (snis: readonly Sourced<string>[], acceptsWildcards: boolean): Matcher =>
  any(
    snis
      .filter(({ value }) => (acceptsWildcards ? isHost(value) : isSni(value)))
      .map((sni) => nameMatcher('tls.sni', sni)),
  );

const nameMatcher = (field: string, { value, origin }: Sourced<string>): Matcher =>
  value.startsWith('*')
    ? predicate(field, '=^', value.slice(1), origin)
    : predicate(field, '==', value, origin);

export const methodMatcher = (methods: readonly Sourced<string>[]): Matcher =>
  any(
    methods
      .filter(({ value }) => isMethod(value))
      .map(({ value, origin }) => predicate('http.method', '==', value, origin)),
  );

/** Of the annotations: each header with any of its values. `Host` is left to the hosts. */
export const headerAnnotationMatcher = (headers: readonly HeaderAnnotation[]): Matcher =>
  all(
    headers
      .filter(({ name }) => header(name) !== header('host'))
      .map(({ name, values }) =>
        any(
          values.map(({ value, origin }) =>
            value.startsWith('~*')
              ? predicate(header(name), '~', value.slice(2), origin)
              : predicate(header(name), '==', value, origin),
          ),
        ),
      ),
  );

/** The regex from the beginning of the path on. */
export const fromStart = (regex: string): string => (regex.startsWith('^') ? regex : `^${regex}`);

/** Kong accepts no empty expression: what matches everything is written as this. */
export const catchAll: Matcher = any([
  predicate('net.protocol', '==', 'http', null),
  predicate('net.protocol', '==', 'https', null),
]);
