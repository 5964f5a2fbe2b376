/**
 * Paths that Kong compares as they are written, and that are written as a pattern of another tool: a regex without `~`, a
 * placeholder, a glob, a query string.
 * Source: Kong/kong `kong/router/transform.lua` (`http.path ^=`), `kong/router/utils.lua` (`strip_uri_args`).
 */

import {
  isAtLeast,
  type MeantPath,
  pathNotation,
  placeholderInRegex,
  starredSlashes,
} from '../../grammar/index.js';
import { engineOf, isRegexPath } from '../flavors/index.js';
import { isAccepted } from './accepted.js';
import { type FieldAdvice, type FieldLint, type Judged, writeItems } from './advice.js';

export const pathNotations: FieldLint = (judged) =>
  isAtLeast(judged.gateway.version, '3.0')
    ? (judged.route.paths ?? []).flatMap((path, i) => adviceOn(path, i, judged))
    : [];

function adviceOn(path: string, i: number, judged: Judged): FieldAdvice[] {
  const found = isRegexPath(path) ? inRegex(path, judged) : pathNotation(path);
  if (!found) return [];
  const { notation, piece } = found;
  const values = found.meant
    ? valuesOf(found.meant).filter((value) => isAccepted(judged, { paths: [value] }))
    : [];
  const meant = values.length > 0 ? values.map((value) => `\`${value}\``).join(', ') : null;
  const at = ['paths', i];
  const args = { notation, piece, isRegex: isRegexPath(path), meant };
  const change =
    values.length > 0 && values.length === valuesCount(found.meant) ? writeItems(at, values) : null;
  return [{ code: 'path-notation', args, path: at, ...(change && { change }) }];
}

const valuesOf = (meant: MeantPath): readonly string[] =>
  meant.kind === 'regex' ? [`~${meant.pattern}`] : meant.paths.map((path) => path || '/');

const valuesCount = (meant: MeantPath | null): number =>
  meant?.kind === 'prefixes' ? meant.paths.length : 1;

/** `/search?q=` */
const queryInRegex = /(?<=[\w/\]-])\?[\w.-]+=/;

function inRegex(path: string, { gateway, route }: Judged) {
  const pattern = path.slice(1);
  const placeholder = placeholderInRegex(pattern);
  // The new router refuses the braces.
  const isAccepted =
    placeholder && (engineOf(gateway, 'http') === 'traditional' || !placeholder.piece.startsWith('{'));
  if (isAccepted && route.paths) {
    const meant: MeantPath = { kind: 'regex', pattern: placeholder.pattern };
    return { notation: 'placeholder', piece: placeholder.piece, meant } as const;
  }
  const query = queryInRegex.exec(pattern);
  if (query) {
    const meant: MeantPath = { kind: 'regex', pattern: pattern.slice(0, query.index) };
    return { notation: 'query-in-regex', piece: query[0], meant } as const;
  }
  const stars = starredSlashes(pattern, 'pcre');
  if (stars.length === 0) return null;
  const meant: MeantPath = { kind: 'regex', pattern: withoutStars(pattern, stars) };
  return { notation: 'starred-slash', piece: '/*', meant } as const;
}

/** `/*` at the end is what is below, and in the middle one segment. */
function withoutStars(pattern: string, stars: readonly { start: number; end: number }[]): string {
  return stars.toReversed().reduce((text, { start, end }) => {
    const slash = text.slice(start, end - 1);
    return `${text.slice(0, start)}${slash}${end === pattern.length ? '.*' : '[^/]+'}${text.slice(end)}`;
  }, pattern);
}
