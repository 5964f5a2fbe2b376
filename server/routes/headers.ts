/**
 * Header names with the values that match. Source: Kong/kong `kong/db/schema/typedefs.lua` (`headers`),
 * `kong/db/schema/entities/routes.lua`, `kong/tools/http.lua` (`validate_header_name`).
 */

import { type Check, form, list, map, notEmpty, problem, type Rule, text } from './field.js';
import { isRejected } from './versions/index.js';

const names: readonly Check<string>[] = [
  notEmpty,
  form('header-name', (name) =>
    /^host$/i.test(name)
      ? "cannot contain 'host' header, which must be specified in the 'hosts' attribute"
      : null,
  ),
  (name, place) => {
    // PCRE's `$` also matches before a last line break.
    if (/^[\w-]+\n?$/.test(name)) return null;
    if (!isRejected('header-name-characters', { ...place.gateway, flavor: 'traditional' })) return null;
    const kong = `bad header name '${name}', allowed characters are A-Z, a-z, 0-9, '_', and '-'`;
    return problem('header-name', { kong }, place, kong);
  },
];

export const headers: Rule = map(names, list('array', text(notEmpty)));
