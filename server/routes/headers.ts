/**
 * Header names to the values of which a request has to have one.
 * Source: Kong/kong `kong/db/schema/typedefs.lua` (`headers`), `kong/db/schema/entities/routes.lua`,
 * `kong/tools/http.lua` (`validate_header_name`).
 */

import { type Check, form, list, map, notEmpty, type Rule, text } from './field.js';

const names: readonly Check<string>[] = [
  notEmpty,
  form('header-name', (name) =>
    /^host$/i.test(name)
      ? "cannot contain 'host' header, which must be specified in the 'hosts' attribute"
      : null,
  ),
  // PCRE's `$` stands before a last line break too.
  form('header-name', (name) =>
    /^[\w-]+\n?$/.test(name)
      ? null
      : `bad header name '${name}', allowed characters are A-Z, a-z, 0-9, '_', and '-'`,
  ),
];

export const headers: Rule = map(names, list('array', text(notEmpty)));
