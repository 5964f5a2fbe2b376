/**
 * Regex paths that match other paths than they seem to.
 * Source: Kong/kong `kong/router/transform.lua` (`path_val_transform`), `kong/tools/uri.lua` (`normalize`).
 */

import {
  asciiRegexOf,
  examplesOf,
  hasAlternatives,
  hasOtherGroupName,
  languages,
  loneDots,
} from '../../grammar/index.js';
import { engineOf } from '../flavors/index.js';
import type { PathNever } from '../problems/index.js';
import { isAccepted, isRegexIn } from './accepted.js';
import { type FieldAdvice, type FieldLint, type Judged, writeItems } from './advice.js';

export const pathRegexes: FieldLint = (judged) =>
  (judged.route.paths ?? []).flatMap((path, i) =>
    isRegexIn(path, judged.gateway) && path.startsWith('~')
      ? adviceOn(path.slice(1), ['paths', i], judged)
      : [],
  );

function adviceOn(pattern: string, path: readonly ['paths', number], judged: Judged): FieldAdvice[] {
  const never = whyNever(pattern);
  if (never) return [{ code: 'path-never', args: { why: never }, path }];
  const isNew = engineOf(judged.gateway, 'http') === 'atc';
  return [
    ...(isNew ? alternatives(pattern, path, judged) : []),
    ...(isNew && hasOtherGroupName(pattern) ? [{ code: 'path-group-name', args: {}, path } as const] : []),
    ...dots(pattern, path, judged),
  ];
}

/** Only the first of them is after the `^` that the router puts in front (flavor differences, 13). */
function alternatives(pattern: string, path: readonly ['paths', number], judged: Judged): FieldAdvice[] {
  if (!hasAlternatives(pattern)) return [];
  const branches = pattern.split('|');
  const meant = `~/(?:${branches.map((branch) => branch.replace(/^\^?\//, '')).join('|')})`;
  const isPlain =
    !/[()[\]\\]/.test(pattern) &&
    branches.every((branch) => /^\^?\//.test(branch)) &&
    isAccepted(judged, { paths: [meant] });
  const change = isPlain ? writeItems(path, [meant]) : null;
  const args = { meant: isPlain ? meant : null };
  return [{ code: 'path-alternatives', args, path, ...(change && { change }) }];
}

function dots(pattern: string, path: readonly ['paths', number], judged: Judged): FieldAdvice[] {
  const places = loneDots(pattern, 'pcre');
  const [first] = places;
  if (!first) return [];
  const meant = places
    .toReversed()
    .reduce((text, { start }) => `${text.slice(0, start)}\\${text.slice(start)}`, pattern);
  const piece = pattern.slice(first.start - 1, first.end + 1);
  const args = { piece, meant: piece.replace('.', '\\.') };
  const value = `~${meant}`;
  const change = isAccepted(judged, { paths: [value] }) ? writeItems(path, [value]) : null;
  return [{ code: 'regex-dot', args, path, ...(change && { change }) }];
}

/** Most regexes have none of what can keep them from every path; what begins a group is none of it. */
const isDoubtful = (pattern: string): boolean =>
  /\\?[?#]|%|\/\/|[^[\\(|]\^|\$[^)|]/.test(pattern.replace(/\(\?(?:P?<\w+>|:)/g, '('));

/** What the path of a request never has; `%` stays only before the code of a reserved character. */
const exclusions: readonly (readonly [PathNever, pattern: string])[] = [
  ['query', '[^?]*'],
  ['fragment', '[^#]*'],
  ['slashes', '(?:/[^/]+)*/?'],
  ['encoded', '(?:[^%]|%2[1-9A-C]|%2F|%3[ABDF]|%40|%5[BD])*'],
];
const ordinaryPath = new RegExp(`^${exclusions.map(([, pattern]) => `(?=${pattern}$)`).join('')}/[ -~]*$`);

/** One path is enough, and most regexes match the one that is read off them: no automaton is needed then. */
function matchesAnExample(pattern: string): boolean {
  const paths = examplesOf(pattern, 'pcre').filter((path) => ordinaryPath.test(path));
  const regex = paths.length > 0 ? asciiRegexOf(pattern, 'pcre', { anchored: true }) : null;
  return regex !== null && paths.some((path) => regex.isFoundIn(path));
}

/** @returns `null` if some path may match, or where that was not decided */
function whyNever(pattern: string): PathNever | null {
  if (!isDoubtful(pattern) || matchesAnExample(pattern)) return null;
  const language = languages.intersect(
    languages.languageOf(pattern, 'pcre', { anchored: true }),
    languages.startingWith('/', 'pcre'),
  );
  if (languages.isEmpty(language) === true) return 'regex';
  const found = exclusions.find(
    ([, possible]) =>
      languages.isEmpty(
        languages.intersect(language, languages.languageOf(String.raw`\A${possible}\z`, 'pcre')),
      ) === true,
  );
  return found?.[0] ?? null;
}
