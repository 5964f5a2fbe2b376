/**
 * Paths: a prefix, or behind `~` a regex.
 * Source: Kong/kong `kong/db/schema/typedefs.lua` (`router_path`, `validate_path_with_regexes`, `validate_path`).
 */

import { isAtLeast, normalizePath } from '../../grammar/index.js';
import { type Check, form, list, notEmpty, problem, type Rule, text } from './field.js';
import { checkPcre } from './pcre.js';

/** Prefixes since 3.1 (Kong/kong#9760). */
const normalized: Check<string> = (path, place) => {
  if (path.startsWith('~') || !isAtLeast(place.gateway.version, '3.1')) return null;
  const bytes = Buffer.from(path).toString('latin1');
  const form = normalizePath(bytes);
  if (form === bytes) return null;
  const kong = `non-normalized path, consider use '${textOf(form)}' instead`;
  return problem('path-not-normalized', { normalized: textOf(form), kong }, place, kong);
};

const regex: Check<string> = (path, place) => {
  if (!path.startsWith('~')) return null;
  const pattern = path.slice(1);
  const refusal = checkPcre(pattern, place.gateway.version);
  if (!refusal) return null;
  if (refusal === 'not-judged')
    return {
      ...problem('regex-not-judged', { judge: 'pcre', reason: 'engine-failed' }, place, ''),
      kong: '',
    };
  // lua-resty-core, `lib/resty/core/regex.lua`.
  const said = `pcre2_compile() failed: ${refusal.message} in "${pattern}" at "${refusal.rest}"`;
  const kong = `invalid regex: '${pattern}' (PCRE returned: ${said})`;
  return problem('path-regex', { ...refusal, kong }, place, kong);
};

export const paths: Rule = list(
  'array',
  text(
    notEmpty,
    form('path-form', (path) => (path.includes('//') ? 'must not have empty segments' : null)),
    form('path-form', (path) =>
      /^~?\//.test(path) ? null : 'should start with: / (fixed path) or ~/ (regex path)',
    ),
    form('path-form', percentRefusal),
    normalized,
    regex,
  ),
);

/** Looked at only in a path of URL characters alone, and so in no regex: `~` cannot come first. */
function percentRefusal(path: string): string | null {
  if (!/^\/[\w.~/%:@!$&'()*+,;=-]*$/.test(path)) return null;
  const [malformed] = /%.{0,2}/.exec(path.replace(/%[\da-f]{2}/gi, '___')) ?? [];
  return malformed === undefined ? null : `invalid url-encoded value: '${malformed}'`;
}

const textOf = (bytes: string) => Buffer.from(bytes, 'latin1').toString();
