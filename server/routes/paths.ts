/**
 * Paths: a prefix, or after `~` a regex; before Gateway 3.0 a regex is recognized by its characters.
 * Source: Kong/kong `kong/db/schema/typedefs.lua` (`router_path`, `validate_path_with_regexes`, `validate_path`; of 2.8.0
 * `path` and `paths`).
 */

import { normalizePath } from '../../grammar/index.js';
import { type Check, form, list, notEmpty, problem, type Rule, text } from './field.js';
import { checkPcre } from './pcre.js';
import { isInEffect, isRejected } from './versions/index.js';

/** Only a prefix can be out of its normal form. */
const normalized: Check<string> = (path, place) => {
  if (path.startsWith('~') || !isRejected('path-not-normalized', place.gateway)) return null;
  const normal = normalFormOf(path);
  if (normal === null) return null;
  const kong = `non-normalized path, consider use '${normal}' instead`;
  return problem('path-not-normalized', { normalized: normal, kong }, place, kong);
};

/** @returns the normal form of a prefix; `null` if that is the prefix itself */
export function normalFormOf(path: string): string | null {
  // Nothing else in a path has another form.
  if (!/[%.]|\/\//.test(path)) return null;
  const bytes = Buffer.from(path).toString('latin1');
  const normal = normalizePath(bytes);
  return normal === bytes ? null : Buffer.from(normal, 'latin1').toString();
}

const regexOf =
  (patternIn: (path: string) => string | null): Check<string> =>
  (path, place) => {
    const pattern = patternIn(path);
    const refusal = pattern === null ? null : checkPcre(pattern, place.gateway.version);
    if (!refusal) return null;
    if (refusal === 'not-judged')
      return {
        ...problem('regex-not-judged', { judge: 'pcre', reason: 'engine-failed' }, place, ''),
        kong: '',
      };
    // lua-resty-core, `lib/resty/core/regex.lua`.
    const pcreAnswer = `pcre2_compile() failed: ${refusal.message} in "${pattern}" at "${refusal.rest}"`;
    const kong = `invalid regex: '${pattern}' (PCRE returned: ${pcreAnswer})`;
    return problem('path-regex', { ...refusal, kong }, place, kong);
  };

const emptySegments = form('path-form', (path) =>
  path.includes('//') ? 'must not have empty segments' : null,
);

const marked = list(
  'array',
  text(
    notEmpty,
    emptySegments,
    form('path-form', (path) =>
      /^~?\//.test(path) ? null : 'should start with: / (fixed path) or ~/ (regex path)',
    ),
    form('path-form', (path) => percentRefusal(path, urlCharacters)),
    normalized,
    regexOf((path) => (path.startsWith('~') ? path.slice(1) : null)),
  ),
);

/** Whether Gateway 2.x treats a path as a prefix: `kong/router.lua` of 2.8.0. Any other character makes it a regex. */
export const isPlainPath = (path: string): boolean => /^[a-zA-Z0-9.\-_~/%]*$/.test(path);

const markerBefore3: Check<string> = (path, place) => {
  const kong = 'should start with: /';
  if (path.startsWith('/')) return null;
  return path.startsWith('~/')
    ? problem('path-marker-not-in-version', { version: place.gateway.version.join('.'), kong }, place, kong)
    : problem('path-form', { kong }, place, kong);
};

const percentBefore3: Check<string> = (path, place) => {
  // Up to 2.1 only of a path without the characters that URLs may also have.
  const characters = isInEffect('path-sub-delimiters', place.gateway) ? urlCharacters : plainCharacters;
  const kong = percentRefusal(path, characters);
  return kong === null ? null : problem('path-form', { kong }, place, kong);
};

const byCharacters = list(
  'array',
  text(
    notEmpty,
    emptySegments,
    markerBefore3,
    percentBefore3,
    regexOf((path) => (isPlainPath(path) ? null : path)),
  ),
);

export const paths: Rule = (value, place) =>
  (isRejected('path-regex-marker', { ...place.gateway, flavor: 'traditional' }) ? byCharacters : marked)(
    value,
    place,
  );

const urlCharacters = /^\/[\w.~/%:@!$&'()*+,;=-]*$/;
const plainCharacters = /^\/[\w.~/%-]*$/;

/** Looked at only in a path of certain characters alone. */
function percentRefusal(path: string, characters: RegExp): string | null {
  if (!characters.test(path)) return null;
  const [malformed] = /%.{0,2}/.exec(path.replace(/%[\da-f]{2}/gi, '___')) ?? [];
  return malformed === undefined ? null : `invalid url-encoded value: '${malformed}'`;
}
