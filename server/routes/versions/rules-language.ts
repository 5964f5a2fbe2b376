/**
 * What the expression language has. `grammar/` knows the same of its own; the test of the table holds both together.
 * `atc.lua` is `kong/router/atc.lua` of Kong/kong at the tag that is named; the grammar is that of Kong/atc-router.
 */

import type { VersionRow } from './outcome.js';
import { effective, idle, inExpressions, rejected } from './steps.js';

/** Gateway 3.6, which Enterprise brought back with the engine. */
const since36 = effective('3.6', '3.4.3.5', '3.5.0.4');
const ofEngine36 = 'changelog of Kong Gateway 3.6.0.0, 3.5.0.4 and 3.4.3.5';

export const languageRules = {
  /** `r#"…"#` */
  'raw-strings': inExpressions(
    [rejected('3.0'), effective('3.4')],
    'src/atc_grammar.pest of 1.0.5 and 1.2.0',
  ),
  /** `contains` */
  'operator-contains': inExpressions(
    [rejected('3.0'), effective('3.4')],
    'src/atc_grammar.pest of 1.0.5 and 1.2.0',
  ),
  /** `!( … )` */
  negation: inExpressions([rejected('3.0'), since36], `Kong/kong#12419; ${ofEngine36}`),
  /** `||` binds tighter than `&&`; before, both bind alike. */
  'or-binds-tighter': inExpressions(
    [idle('3.0'), effective('3.4')],
    'src/parser.rs of 1.0.5 (PrecClimber) and 1.2.0 (PrattParser)',
  ),
  /** All values of a header or query parameter have to match, not only the first. */
  'all-values': inExpressions([idle('3.0'), effective('3.4')], 'src/interpreter.rs of 1.0.5 and 1.1.0'),
  /** `http.queries.*` */
  'field-queries': inExpressions(
    [rejected('3.0'), effective('3.4.1')],
    'atc.lua of 3.4.0 and 3.4.1; Kong/kong#11348',
  ),
  /** `http.raw_path`, which never has a value. */
  'field-raw-path': inExpressions(
    [idle('3.0', 'never-matches'), rejected('3.4.1')],
    'atc.lua of 3.0.0, 3.4.0 and 3.4.1',
  ),
  /** `http.path.segments.*` */
  'field-segments': inExpressions([rejected('3.0'), since36], `Kong/kong#12283; ${ofEngine36}`),
  /** `net.src.*` and `net.dst.*` on HTTP routes. */
  'field-net-in-http': inExpressions(
    [rejected('3.0'), idle('3.4.0', 'never-matches'), idle('3.4.1', 'requests-fail'), since36],
    `atc.lua of 3.3.0, 3.4.0 and 3.4.1 (unknown router matching schema field); Kong/kong#11950; ${ofEngine36}`,
  ),
  /** `net.src.*` and `net.dst.*` on stream routes. */
  'field-net-in-stream': inExpressions(
    [rejected('3.0'), effective('3.4')],
    'atc.lua of 3.3.0 and 3.4.0; Kong/kong#11071',
  ),
  /** A field of HTTP on a stream route. */
  'field-of-http-in-stream': inExpressions(
    [idle('3.0', 'never-matches'), { ...since36, outcome: 'rejected' }],
    `atc.lua of 3.5.0 and 3.6.0 (HTTP_SCHEMA, STREAM_SCHEMA); Kong/kong#11914; ${ofEngine36}`,
  ),
  /** The old name `net.port` is rewritten to `net.dst.port`; before, it is the port of the `Host` header. */
  'net-port-rewritten': inExpressions(
    [idle('3.0'), since36],
    `kong/router/expressions.lua of 3.5.0 and 3.6.0; ${ofEngine36}`,
  ),
  /** Header values are compared as they are sent; before, in lower case. */
  'header-values-as-sent': inExpressions([idle('3.0'), since36], `Kong/kong#11905; ${ofEngine36}`),
  /** A CIDR constant with leading zeros in an octet. */
  'cidr-leading-zeros': inExpressions(
    [effective('3.0'), rejected('3.10')],
    'Cargo.toml of Kong/atc-router 1.6.2 (cidr 0.2) and 1.7.1 (cidr 0.3)',
  ),
  /** A regex that escapes punctuation which means nothing in a regex: `\/`, `\_`. */
  'regex-escaped-punctuation': inExpressions(
    [rejected('3.0'), effective('3.4')],
    'Cargo.lock of Kong/atc-router 1.0.5 (regex 1.7.0) and 1.2.0 (regex 1.9.1); changelog of regex 1.8.0',
  ),
  /** `(?<name>…)` without a `P`. */
  'regex-group-without-p': inExpressions(
    [rejected('3.0'), effective('3.4')],
    'Cargo.lock of Kong/atc-router 1.0.5 and 1.2.0; changelog of regex 1.8.0',
  ),
  /** `\<`, `\>` and `\b{start}`. */
  'regex-word-boundaries': inExpressions(
    [rejected('3.0'), since36],
    'Cargo.lock of Kong/atc-router 1.2.0 (regex 1.9.1) and 1.6.0 (regex 1.10.3); changelog of regex 1.10.0',
  ),
} as const satisfies Readonly<Record<string, VersionRow>>;
