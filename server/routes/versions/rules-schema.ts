/**
 * What Kong's schema of a route says: fields, values, and which go together.
 * `routes.lua` is `kong/db/schema/entities/routes.lua`, `typedefs.lua` is `kong/db/schema/typedefs.lua` of Kong/kong, at
 * the tag that is named.
 */

import type { VersionRow } from './outcome.js';
import { effective, everywhere, idle, inExpressions, inFields, rejected } from './steps.js';

const always = 'in-effect';

export const schemaRules = {
  /** A route has an `expression`. */
  expression: inExpressions(always, 'routes.lua of 2.8.0, 3.0.0, 3.7.0'),
  /** A route has a `priority` next to its `expression`. */
  priority: inExpressions(always, 'routes.lua of 2.8.0, 3.0.0, 3.7.0'),
  /** A route has `methods`, `hosts`, `paths`, `headers`, `snis`, `sources` or `destinations`. */
  'match-fields': inFields(
    { two: always, traditional: always, compatible: always, expressions: always },
    'routes.lua of 3.6.1 and 3.7.0; Kong/kong#12667',
  ),
  /** A route has an `expression` and one of those fields. */
  'mixed-route': inExpressions('rejected', 'routes.lua of 3.0.0 (unknown field), 3.7.0 (validate_route)'),
  /** `regex_priority: 0` or `path_handling: v0` next to an `expression`, as tools write them. */
  'idle-fields-with-expression': inExpressions(
    [rejected('3.0'), idle('3.7')],
    'routes.lua of 3.6.1 and 3.7.0; Kong/deck#1250',
  ),
  /** A `regex_priority` other than 0 next to an `expression`. */
  'regex-priority-with-expression': inExpressions(
    [rejected('3.0'), idle('3.7.0'), rejected('3.7.1')],
    'routes.lua of 3.6.1, 3.7.0 and 3.8.0; Kong/kong#13021, changelog of Kong Gateway 3.7.1.0',
  ),
  /** A `priority` other than 0 next to traditional fields. */
  'priority-with-fields': inExpressions(
    [rejected('3.0'), idle('3.7.0'), rejected('3.7.1')],
    'routes.lua of 3.6.1, 3.7.0 ("ignored unless expression field is set") and 3.8.0; Kong/kong#13142, changelog of Kong Gateway 3.7.1.0',
  ),
  /** A `priority` below 0 or above 2^46 − 1. */
  'priority-beyond-46-bits': inExpressions(
    [effective('3.0'), rejected('3.7')],
    'routes.lua of 3.6.1 and 3.7.0 (between = { 0, 2^46 - 1 })',
  ),

  /** `~` before the regex of a path. */
  'path-regex-marker': inFields(
    { two: 'rejected', traditional: always, compatible: always, expressions: always },
    'typedefs.lua of 2.8.0 (starts_with = "/") and 3.0.0 (router_path); Kong/kong#9027',
  ),
  /** A path is a regex because of its characters: one is not of `a-zA-Z0-9._~/%-`. */
  'path-regex-by-characters': inFields(
    {
      two: always,
      traditional: 'without-effect',
      compatible: 'without-effect',
      expressions: 'without-effect',
    },
    'kong/router.lua of 2.8.0 (re_find on the path), kong/router/traditional.lua of 3.0.0; Kong/kong#9027',
  ),
  /** A path with characters such as `:` and `(` is looked through for malformed percent-encoding, too. */
  'path-sub-delimiters': everywhere(
    [idle('2.0'), effective('2.2')],
    'typedefs.lua of 2.1.0 and 2.2.0 (validate_path)',
  ),
  /** A prefix path that is not in its normal form. */
  'path-not-normalized': {
    two: [effective('2.0')],
    traditional: [idle('3.0', 'never-matches'), rejected('3.1')],
    traditional_compatible: [idle('3.0', 'never-matches'), rejected('3.1')],
    expressions: 'rejected',
    source: 'kong/router.lua of 2.3.0 and 2.4.0, typedefs.lua of 3.0.0 and 3.1.0; Kong/kong#9760, #9389',
  },

  /** `snis` with `*` at one end. */
  'wildcard-snis': inFields(
    {
      two: 'rejected',
      traditional: 'rejected',
      compatible: [rejected('3.0'), effective('3.7')],
      expressions: always,
    },
    'routes.lua of 3.6.1 and 3.7.0 (snis_elements_type)',
  ),
  /** `sources` or `destinations` on a route for http, https, grpc or grpcs. */
  'addresses-in-http': inFields(
    { two: 'rejected', traditional: 'rejected', compatible: 'rejected', expressions: always },
    'kong/db/schema/entities/routes_subschemas.lua of 2.8.0, 3.6.1 and 3.7.0',
  ),
  /** `protocols` with `udp`. */
  'protocol-udp': everywhere([rejected('2.0'), effective('2.2')], 'kong/constants.lua of 2.1.0 and 2.2.0'),
  /** `protocols` with `tls_passthrough`. */
  'protocol-tls-passthrough': everywhere(
    [rejected('2.0'), effective('2.7')],
    'kong/constants.lua of 2.6.0 and 2.7.0',
  ),
  /** `protocols` with `ws` or `wss`, of Enterprise; under `expressions` no request matches before a fix. */
  'protocol-websocket': {
    two: 'rejected',
    traditional: always,
    traditional_compatible: always,
    expressions: [
      idle('3.0', 'never-matches'),
      effective('3.15', '3.10.0.16', '3.12.0.9', '3.13.0.8', '3.14.0.8'),
    ],
    source:
      'changelog of Kong Gateway 3.0.0.0 (WebSocket validation); 3.15.0.0 and its patches (router: 404)',
  },
  /** `protocols` that are left out mean `[https]` and not `[http, https]`. */
  'default-protocols-https': everywhere(
    [idle('2.0'), effective('3.14')],
    'changelog of Kong Gateway 3.14.0.0; breaking changes 3.14 ("Route protocol defaults change")',
  ),
  /** `request_buffering` and `response_buffering`. */
  buffering: everywhere([rejected('2.0'), effective('2.2')], 'routes.lua of 2.1.0 and 2.2.0'),
  /** `strip_path: null` or `preserve_host: null`. */
  'null-flags': everywhere([effective('2.0'), rejected('2.4')], 'routes.lua of 2.3.0 and 2.4.0 (required)'),
  /** A `name` with characters beyond ASCII. */
  'name-beyond-ascii': everywhere(
    [rejected('2.0'), effective('2.3')],
    'typedefs.lua of 2.2.0 and 2.3.0 (utf8_name)',
  ),
  /** A tag with characters beyond ASCII. */
  'tag-beyond-ascii': everywhere(
    [rejected('2.0'), effective('2.4')],
    'typedefs.lua of 2.3.0 and 2.4.0 (validate_tag)',
  ),
  /** A tag with a space. */
  'tag-with-space': everywhere(
    [rejected('2.0'), effective('3.0')],
    'typedefs.lua of 2.8.0 and 3.0.0 (validate_tag)',
  ),
  /** A header name with other characters than letters, digits, `_` and `-`. */
  'header-name-characters': inFields(
    {
      two: [idle('2.0'), rejected('2.3')],
      traditional: 'rejected',
      compatible: 'rejected',
      expressions: 'rejected',
    },
    'typedefs.lua of 2.2.0 and 2.3.0 (headers)',
  ),
} as const satisfies Readonly<Record<string, VersionRow>>;
