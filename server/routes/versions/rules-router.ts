/**
 * What the router does with a route that Kong accepts. Files are those of Kong/kong at the tag that is named:
 * `compat.lua`, `expressions.lua` and `transform.lua` are in `kong/router/`.
 */

import type { VersionRow } from './outcome.js';
import { effective, everywhere, idle, inExpressions, inFields, rejected } from './steps.js';

const always = 'in-effect';
const never = 'without-effect';

/** What 3.0 brought for 2.x as well: the row of a router that has no engine. */
const ofAtc = (
  steps: VersionRow['traditional_compatible'],
  expressions: VersionRow['expressions'],
  source: string,
): VersionRow => ({ two: never, traditional: never, traditional_compatible: steps, expressions, source });

export const routerRules = {
  /** A path whose regex PCRE compiles and Rust's crate `regex` does not: look-around, back references. */
  'path-regex-for-pcre-only': inFields(
    {
      two: always,
      traditional: always,
      compatible: [
        idle('3.0.0', 'router-not-rebuilt'),
        idle('3.0.1', 'route-left-out'),
        rejected('3.2', '3.1.1.2'),
        idle('3.6', 'route-left-out'),
        rejected('3.7'),
      ],
      expressions: 'rejected',
    },
    'kong/router/atc_compat.lua of 3.0.0 (assert) and 3.0.1, routes.lua of 3.1.0, 3.2.0, 3.6.0 (a check without field_sources never runs) and 3.7.0; Kong/kong#10088, changelog of Kong Gateway 3.1.1.2',
  ),
  /** The same of the regex of a header, which the schema does not look at before 3.7. */
  'header-regex-for-pcre-only': inFields(
    {
      two: [idle('2.0'), effective('2.8')],
      traditional: always,
      compatible: [idle('3.0.0', 'router-not-rebuilt'), idle('3.0.1', 'route-left-out'), rejected('3.7')],
      expressions: 'rejected',
    },
    'kong/router.lua of 2.7.0 and 2.8.0, kong/router/atc_compat.lua of 3.0.0 and 3.0.1, routes.lua of 3.2.0 (field_sources id, paths) and 3.7.0',
  ),
  /** A path whose regex escapes punctuation, such as `\/`: crate `regex` 1.7 refuses it. */
  'path-regex-escaped-punctuation': inFields(
    {
      two: always,
      traditional: always,
      compatible: [
        idle('3.0.0', 'router-not-rebuilt'),
        idle('3.0.1', 'route-left-out'),
        rejected('3.2', '3.1.1.2'),
        effective('3.4'),
      ],
      expressions: always,
    },
    'as path-regex-for-pcre-only; Cargo.lock of Kong/atc-router 1.0.5 (regex 1.7.0) and 1.2.0 (regex 1.9.1)',
  ),
  /** The schema asks the engine about the expression of a route, its own or that of its `paths`. */
  'engine-in-schema': ofAtc(
    [idle('3.0'), effective('3.2', '3.1.1.2'), idle('3.6'), effective('3.7')],
    always,
    'routes.lua of 3.0.0, 3.1.0, 3.2.0, 3.6.0 (a check without field_sources never runs) and 3.7.0; Kong/kong#10088',
  ),
  /** The same of all match fields. */
  'engine-in-schema-for-all-fields': ofAtc(
    [idle('3.0'), effective('3.7')],
    [idle('3.0'), effective('3.7')],
    'routes.lua of 3.6.1 and 3.7.0 (field_sources of validate_route)',
  ),
  /** A header value that begins with `~*` is a regex; before, a text. */
  'header-regex': inFields(
    {
      two: [idle('2.0'), effective('2.8')],
      traditional: always,
      compatible: always,
      expressions: always,
    },
    'kong/router.lua of 2.7.0 and 2.8.0; Kong/kong#6079',
  ),
  /** The router brings requests and prefixes to their normal form before it compares them. */
  'paths-normalized': {
    two: [idle('2.0'), effective('2.4')],
    traditional: always,
    traditional_compatible: always,
    expressions: always,
    source: 'kong/router.lua of 2.3.0 and 2.4.0, kong/router/utils.lua of 3.0.0 (strip_uri_args)',
  },
  /** `path_handling: v1` */
  'path-handling-v1': inFields(
    { two: always, traditional: always, compatible: never, expressions: never },
    'kong/router.lua of 2.0.0, kong/router/atc_compat.lua of 3.0.0 (get_upstream_uri_v0), routes.lua of 3.7.0',
  ),
  /** `regex_priority` on a route without a regex path. */
  'regex-priority-without-regex': inFields(
    { two: [effective('2.0'), idle('2.6')], traditional: never, compatible: never, expressions: never },
    'kong/router.lua of 2.5.0 and 2.6.0 ("only regex path use regex_priority"), compat.lua of 3.1.0 (get_priority)',
  ),

  /** A route with paths of several lengths becomes several matchers, each with a priority of its own. */
  'paths-split': {
    two: never,
    traditional: never,
    traditional_compatible: [idle('3.0'), effective('3.3')],
    expressions: [rejected('3.0'), effective('3.7')],
    source: 'compat.lua of 3.2.0 and 3.3.0, atc.lua of 3.7.0; Kong/kong#10615',
  },
  /** Their ids are made of the position of the part; before, of its path length, also where there is but one part. */
  'split-ids-by-position': {
    two: never,
    traditional: never,
    traditional_compatible: [idle('3.0'), effective('3.8')],
    expressions: [rejected('3.0'), idle('3.7'), effective('3.8')],
    source: 'compat.lua of 3.3.0, transform.lua of 3.7.0 (group_by) and 3.8.0 (group_by_regex_or_length)',
  },
  /** Regex paths come first in the expression of a route with both kinds. */
  'regex-paths-first': ofAtc(
    [effective('3.0'), idle('3.4')],
    'rejected',
    'kong/router/atc_compat.lua of 3.0.0 (paths_resort), compat.lua of 3.3.0 and 3.4.0',
  ),
  /** Stream routes go to the engine of their flavor; before, to the traditional router. */
  'stream-in-atc': ofAtc(
    [idle('3.0'), effective('3.4')],
    [idle('3.0'), effective('3.4')],
    'kong/router/init.lua of 3.3.0 and 3.4.0; Kong/kong#11071',
  ),
  /** A stream route with an `expression`. */
  'stream-expression': inExpressions(
    [idle('3.0', 'never-matches'), effective('3.4')],
    'kong/router/init.lua of 3.3.0 and 3.4.0; Kong/kong#11071',
  ),
  /** A route with traditional fields whose protocols are stream is recognized by them; before, by its addresses. */
  'stream-by-protocols': ofAtc(
    [idle('3.0'), effective('3.7')],
    [rejected('3.0'), effective('3.7')],
    'compat.lua of 3.6.0 (srcs or dsts), transform.lua of 3.7.0 (is_stream_route)',
  ),
  /** The expression of fields has SNIs in parentheses, and before the methods. */
  'snis-in-parentheses': ofAtc(
    [idle('3.0'), effective('3.4')],
    [rejected('3.0'), effective('3.7')],
    'compat.lua of 3.3.0 and 3.4.0 (get_expression)',
  ),
  /** The final dot of an SNI is left out. */
  'sni-without-final-dot': {
    two: [idle('2.0'), effective('2.8')],
    traditional: always,
    traditional_compatible: [idle('3.0'), effective('3.1')],
    expressions: [rejected('3.0'), effective('3.7')],
    source: 'kong/router.lua of 2.7.0 and 2.8.0, kong/router/atc_compat.lua of 3.0.0, compat.lua of 3.1.0',
  },
  /** The expression of fields is written with raw strings, `lower( … )` and `net.dst.port`. */
  'generated-raw-strings': ofAtc(
    [idle('3.0'), effective('3.6', '3.4.3.5', '3.5.0.4')],
    [rejected('3.0'), effective('3.7')],
    'compat.lua of 3.5.0 and 3.6.0; changelog of Kong Gateway 3.5.0.4 and 3.4.3.5 (atc-router 1.6.0)',
  ),
  /** `protocols` with grpc, grpcs or tls_passthrough are compared as http, https and tcp. */
  'protocols-as-routed': ofAtc(
    never,
    [idle('3.0'), effective('3.4')],
    'expressions.lua of 3.3.0 and 3.4.0; Kong/kong#11082',
  ),
  /** `protocols: [https]` or `[tls]` alone leaves out the condition on the protocol, so that redirects work. */
  'single-secure-protocol-open': ofAtc(
    never,
    [idle('3.0'), effective('3.4')],
    'expressions.lua of 3.3.0 and 3.4.0; Kong/kong#11166',
  ),
  /** The same of `protocols: [tls_passthrough]`. */
  'single-tls-passthrough-open': ofAtc(
    never,
    [idle('3.0'), effective('3.4.1')],
    'expressions.lua of 3.4.0 and 3.4.1; Kong/kong#11538',
  ),
  /** Paths are compiled by PCRE2 10.43 or later; before, by PCRE 8.45. */
  'paths-compiled-by-pcre2': everywhere([idle('2.0'), effective('3.7')], '.requirements of 3.6.1 and 3.7.0'),
} as const satisfies Readonly<Record<string, VersionRow>>;
