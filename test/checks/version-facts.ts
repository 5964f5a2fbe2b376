/**
 * What Gateway 2.0 to 3.16 make of what a route may have, written from Kong's sources and not from the product's table:
 * the test compares both, cell by cell.
 *
 * `R` rejected, `0` accepted without effect, `1` in effect. A column is a list of spans: the first version, what holds
 * from then on, and where that was read. `kong 3.6.1 routes.lua` is `kong/db/schema/entities/routes.lua` of Kong/kong at
 * the tag 3.6.1; `kong … compat.lua`, `atc.lua`, `expressions.lua`, `transform.lua`, `traditional.lua` are in
 * `kong/router/`; `changelog` is that of Kong Gateway; `atc-router` is Kong/atc-router.
 */

export type Cell = 'R' | '0' | '1';
export type Span = readonly [since: string, outcome: Cell, source: string];

export interface Fact {
  /** Gateway 2.x. */
  readonly two: readonly Span[];
  readonly traditional: readonly Span[];
  readonly compatible: readonly Span[];
  readonly expressions: readonly Span[];
  /** Patches of older Enterprise lines, where they are not what their line is: version to outcome, by column. */
  readonly patches?: Readonly<
    Record<string, Partial<Record<'compatible' | 'expressions' | 'traditional', Cell>>>
  >;
}

const unknownField = 'kong 2.8.0 routes.lua: no such field';
const noSuchField = 'kong 3.0.0 routes.lua: the schema of the traditional flavors has no such field';
const noSuchFieldNow = 'kong 3.9.0 routes.lua: special_fields are for expressions alone';
const ofExpressions = {
  two: [['2.0', 'R', unknownField]],
  traditional: [
    ['3.0', 'R', noSuchField],
    ['3.7', 'R', noSuchFieldNow],
  ],
  compatible: [
    ['3.0', 'R', noSuchField],
    ['3.7', 'R', noSuchFieldNow],
  ],
} as const;

const before37: Span = [
  '3.0',
  'R',
  'kong 3.0.0 and 3.6.1 routes.lua: under expressions no traditional field',
];
const allTwo = (source: string): readonly Span[] => [['2.0', '1', source]];
const all3 = (outcome: Cell, source: string): readonly Span[] => [['3.0', outcome, source]];

const everyFlavor = (two: readonly Span[], three: readonly Span[]): Fact => ({
  two,
  traditional: three,
  compatible: three,
  expressions: three,
});

const inExpressions = (spans: readonly Span[], patches?: Fact['patches']): Fact => ({
  ...ofExpressions,
  expressions: spans,
  ...(patches && { patches }),
});

/** What came with the engine of 3.6 (atc-router 1.6.0). */
const engine36: Fact['patches'] = {
  '3.4.3.5': { expressions: '1' },
  '3.4.3.29': { expressions: '1' },
  '3.5.0.4': { expressions: '1' },
  '3.5.0.7': { expressions: '1' },
};

const noEngine = {
  two: [['2.0', '0', 'kong 2.8.0 kong/router.lua: no engine']],
  traditional: [['3.0', '0', 'kong 3.0.0 kong/router/init.lua: traditional.lua, no engine']],
} as const;

export const facts: Readonly<Record<string, Fact>> = {
  expression: inExpressions(all3('1', 'kong 3.0.0 routes.lua')),
  priority: inExpressions(all3('1', 'kong 3.0.0 routes.lua')),
  'match-fields': {
    two: allTwo('kong 2.0.0 routes.lua'),
    traditional: all3('1', 'kong 3.0.0 routes.lua'),
    compatible: all3('1', 'kong 3.0.0 routes.lua'),
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 routes.lua; Kong/kong#12667']],
  },
  'mixed-route': inExpressions([
    ['3.0', 'R', 'kong 3.0.0 routes.lua: fields unknown'],
    ['3.7', 'R', 'kong 3.7.0 routes.lua: validate_route'],
  ]),
  'idle-fields-with-expression': inExpressions([
    ['3.0', 'R', 'kong 3.6.1 routes.lua: unknown fields'],
    ['3.7', '0', 'kong 3.7.0 routes.lua: defaults count as not set'],
  ]),
  'regex-priority-with-expression': inExpressions([
    ['3.0', 'R', 'kong 3.6.1 routes.lua: unknown field'],
    ['3.7.0', '0', 'kong 3.7.0 routes.lua and transform.lua: not compared, get_priority takes priority'],
    ['3.7.1', 'R', 'changelog 3.7.1.0; kong 3.8.0 routes.lua: is_regex_priority_empty'],
  ]),
  'priority-with-fields': inExpressions([
    ['3.0', 'R', 'kong 3.6.1 routes.lua: the fields are unknown'],
    ['3.7.0', '0', 'kong 3.7.0 routes.lua: "ignored unless expression field is set"'],
    ['3.7.1', 'R', 'changelog 3.7.1.0; kong 3.8.0 routes.lua: is_priority_empty'],
  ]),
  'priority-beyond-46-bits': inExpressions([
    ['3.0', '1', 'kong 3.6.1 routes.lua: integer without between'],
    ['3.7', 'R', 'kong 3.7.0 routes.lua: between = { 0, 2^46 - 1 }'],
  ]),
  'path-regex-marker': {
    two: [['2.0', 'R', 'kong 2.0.0 and 2.8.0 typedefs.lua: starts_with = "/"']],
    traditional: all3('1', 'kong 3.0.0 typedefs.lua: router_path, traditional.lua'),
    compatible: all3('1', 'kong 3.0.0 atc_compat.lua: is_regex_magic'),
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 transform.lua']],
  },
  'path-regex-by-characters': {
    two: allTwo('kong 2.0.0 and 2.8.0 kong/router.lua: re_find(path, …)'),
    traditional: all3('0', 'kong 3.0.0 traditional.lua: a prefix without ~'),
    compatible: all3('0', 'kong 3.0.0 atc_compat.lua'),
    expressions: [before37, ['3.7', '0', 'kong 3.7.0 transform.lua']],
  },
  'path-sub-delimiters': everyFlavor(
    [
      ['2.0', '0', 'kong 2.1.0 typedefs.lua: validate_path'],
      ['2.2', '1', 'kong 2.2.0 typedefs.lua: validate_path'],
    ],
    all3('1', 'kong 3.0.0 typedefs.lua: validate_path'),
  ),
  'path-not-normalized': {
    two: [
      ['2.0', '1', 'kong 2.3.0 kong/router.lua: neither is normalized'],
      ['2.4', '1', 'kong 2.4.0 kong/router.lua: normalize(path, true)'],
    ],
    traditional: [
      ['3.0', '0', 'kong 3.0.0 traditional.lua: value = path; Kong/kong#9389'],
      ['3.1', 'R', 'kong 3.1.0 typedefs.lua: non-normalized path; Kong/kong#9760'],
    ],
    compatible: [
      ['3.0', '0', 'kong 3.0.0 atc_compat.lua'],
      ['3.1', 'R', 'kong 3.1.0 typedefs.lua'],
    ],
    expressions: [before37, ['3.7', 'R', 'kong 3.7.0 typedefs.lua']],
  },
  'wildcard-snis': {
    two: [['2.0', 'R', 'kong 2.8.0 typedefs.lua: validate_sni']],
    traditional: [
      ['3.0', 'R', 'kong 3.0.0 typedefs.lua: sni'],
      ['3.7', 'R', 'kong 3.7.0 routes.lua: snis_elements_type = typedefs.sni'],
    ],
    compatible: [
      ['3.0', 'R', 'kong 3.6.1 routes.lua: typedefs.sni'],
      ['3.7', '1', 'kong 3.7.0 routes.lua: typedefs.wildcard_host'],
    ],
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 routes.lua: typedefs.wildcard_host']],
  },
  'addresses-in-http': {
    two: [['2.0', 'R', 'kong 2.0.0 routes_subschemas.lua: no_sources']],
    traditional: all3('R', 'kong 3.0.0 and 3.9.0 routes_subschemas.lua: no_sources'),
    compatible: all3('R', 'kong 3.0.0 and 3.9.0 routes_subschemas.lua: no_sources'),
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 routes_subschemas.lua']],
  },
  'protocol-udp': everyFlavor(
    [
      ['2.0', 'R', 'kong 2.1.0 kong/constants.lua'],
      ['2.2', '1', 'kong 2.2.0 kong/constants.lua'],
    ],
    all3('1', 'kong 3.0.0 kong/constants.lua'),
  ),
  'protocol-tls-passthrough': everyFlavor(
    [
      ['2.0', 'R', 'kong 2.6.0 kong/constants.lua'],
      ['2.7', '1', 'kong 2.7.0 kong/constants.lua'],
    ],
    all3('1', 'kong 3.0.0 kong/constants.lua'),
  ),
  'protocol-websocket': {
    two: [['2.0', 'R', 'kong 2.8.0 kong/constants.lua; changelog 3.0.0.0: new in 3.0']],
    traditional: all3('1', 'changelog 3.0.0.0'),
    compatible: all3('1', 'changelog 3.0.0.0'),
    expressions: [
      ['3.0', '0', 'changelog 3.15.0.0: returned HTTP 404 when using router_flavor=expressions'],
      ['3.10', '1', 'changelog 3.10.0.16, the newest of the line has it'],
      ['3.11', '0', 'no fix in the changelog of 3.11'],
      ['3.12', '1', 'changelog 3.12.0.9'],
      ['3.13', '1', 'changelog 3.13.0.8'],
      ['3.14', '1', 'changelog 3.14.0.8'],
      ['3.15', '1', 'changelog 3.15.0.0'],
    ],
    patches: {
      '3.10.0.2': { expressions: '0' },
      '3.10.0.15': { expressions: '0' },
      '3.10.0.16': { expressions: '1' },
      '3.12.0.8': { expressions: '0' },
      '3.12.0.9': { expressions: '1' },
      '3.13.0.7': { expressions: '0' },
      '3.13.0.8': { expressions: '1' },
      '3.14.0.0': { expressions: '0' },
      '3.14.0.7': { expressions: '0' },
      '3.14.0.8': { expressions: '1' },
    },
  },
  'default-protocols-https': everyFlavor(
    [['2.0', '0', 'kong 2.0.0 routes.lua: default = { "http", "https" }']],
    [
      ['3.0', '0', 'kong 3.9.0 routes.lua: default = { "http", "https" }'],
      ['3.14', '1', 'changelog 3.14.0.0: from http, https to https'],
    ],
  ),
  buffering: everyFlavor(
    [
      ['2.0', 'R', 'kong 2.1.0 routes.lua'],
      ['2.2', '1', 'kong 2.2.0 routes.lua'],
    ],
    all3('1', 'kong 3.0.0 routes.lua'),
  ),
  'null-flags': everyFlavor(
    [
      ['2.0', '1', 'kong 2.3.0 routes.lua: not required'],
      ['2.4', 'R', 'kong 2.4.0 routes.lua: required = true'],
    ],
    all3('R', 'kong 3.0.0 routes.lua: required = true'),
  ),
  'name-beyond-ascii': everyFlavor(
    [
      ['2.0', 'R', 'kong 2.2.0 typedefs.lua: name'],
      ['2.3', '1', 'kong 2.3.0 typedefs.lua: utf8_name'],
    ],
    all3('1', 'kong 3.0.0 routes.lua: utf8_name'),
  ),
  'tag-beyond-ascii': everyFlavor(
    [
      ['2.0', 'R', 'kong 2.3.0 typedefs.lua: match = "^[%w%.%-%_~]+$"'],
      ['2.4', '1', 'kong 2.4.0 typedefs.lua: validate_tag'],
    ],
    all3('1', 'kong 3.0.0 typedefs.lua: validate_tag'),
  ),
  'tag-with-space': everyFlavor(
    [['2.0', 'R', 'kong 2.8.0 typedefs.lua: from \\033 on']],
    all3('1', 'kong 3.0.0 typedefs.lua: "^[ \\033…"'),
  ),
  'header-name-characters': {
    two: [
      ['2.0', '0', 'kong 2.2.0 typedefs.lua: any string but host'],
      ['2.3', 'R', 'kong 2.3.0 typedefs.lua: validate_header_name'],
    ],
    traditional: all3('R', 'kong 3.0.0 typedefs.lua'),
    compatible: all3('R', 'kong 3.0.0 typedefs.lua'),
    expressions: [before37, ['3.7', 'R', 'kong 3.7.0 typedefs.lua']],
  },

  'raw-strings': inExpressions([
    ['3.0', 'R', 'atc-router 1.0.5 src/atc_grammar.pest'],
    ['3.4', '1', 'atc-router 1.2.0 src/atc_grammar.pest'],
  ]),
  'operator-contains': inExpressions([
    ['3.0', 'R', 'atc-router 1.0.5 src/atc_grammar.pest'],
    ['3.4', '1', 'atc-router 1.2.0 src/atc_grammar.pest'],
  ]),
  negation: inExpressions(
    [
      ['3.0', 'R', 'atc-router 1.2.0 src/atc_grammar.pest'],
      ['3.6', '1', 'changelog 3.6.0.0; Kong/kong#12419'],
    ],
    engine36,
  ),
  'or-binds-tighter': inExpressions([
    ['3.0', '0', 'atc-router 1.0.5 src/parser.rs: and_op | or_op on one level'],
    ['3.4', '1', 'atc-router 1.2.0 src/parser.rs: infix(or_op) after infix(and_op)'],
  ]),
  'all-values': inExpressions([
    ['3.0', '0', 'atc-router 1.0.5 src/interpreter.rs'],
    ['3.4', '1', 'atc-router 1.1.0 src/interpreter.rs'],
  ]),
  'field-queries': inExpressions([
    ['3.0', 'R', 'kong 3.4.0 atc.lua: FIELDS'],
    ['3.4.1', '1', 'kong 3.4.1 atc.lua: http.queries.*; changelog 3.4.1'],
  ]),
  'field-raw-path': inExpressions([
    ['3.0', '0', 'kong 3.0.0 to 3.4.0 atc.lua: in the schema, no value'],
    ['3.4.1', 'R', 'kong 3.4.1 atc.lua: gone'],
  ]),
  'field-segments': inExpressions(
    [
      ['3.0', 'R', 'kong 3.5.0 atc.lua: FIELDS'],
      ['3.6', '1', 'kong 3.6.0 fields.lua'],
    ],
    engine36,
  ),
  'field-net-in-http': inExpressions(
    [
      ['3.0', 'R', 'kong 3.3.0 atc.lua: FIELDS'],
      ['3.4.0', '0', 'kong 3.4.0 atc.lua: one schema, select sets none of them'],
      ['3.4.1', '0', 'kong 3.4.1 atc.lua: unknown router matching schema field'],
      ['3.6', '1', 'kong 3.6.0 fields.lua: HTTP_FIELDS'],
    ],
    engine36,
  ),
  'field-net-in-stream': inExpressions([
    ['3.0', 'R', 'kong 3.3.0 atc.lua: FIELDS'],
    ['3.4', '1', 'kong 3.4.0 atc.lua: stream select; Kong/kong#11071'],
  ]),
  'field-of-http-in-stream': inExpressions(
    [
      ['3.0', '0', 'kong 3.5.0 atc.lua: one CACHED_SCHEMA'],
      ['3.6', 'R', 'kong 3.6.0 atc.lua: STREAM_SCHEMA; Kong/kong#11914'],
    ],
    {
      '3.4.3.5': { expressions: 'R' },
      '3.4.3.29': { expressions: 'R' },
      '3.5.0.4': { expressions: 'R' },
      '3.5.0.7': { expressions: 'R' },
    },
  ),
  'net-port-rewritten': inExpressions(
    [
      ['3.0', '0', 'kong 3.5.0 atc.lua: net.port is a field'],
      ['3.6', '1', 'kong 3.6.0 expressions.lua: transform_expression'],
    ],
    engine36,
  ),
  'header-values-as-sent': inExpressions(
    [
      ['3.0', '0', 'kong 3.5.0 atc.lua: v:lower()'],
      ['3.6', '1', 'changelog 3.6.0.0; Kong/kong#11905'],
    ],
    engine36,
  ),
  'cidr-leading-zeros': inExpressions([
    ['3.0', '1', 'atc-router 1.6.2 Cargo.toml: cidr 0.2'],
    ['3.10', 'R', 'atc-router 1.7.1 Cargo.toml: cidr 0.3'],
  ]),
  'regex-escaped-punctuation': inExpressions([
    ['3.0', 'R', 'atc-router 1.0.5 Cargo.lock: regex 1.7.0'],
    ['3.4', '1', 'atc-router 1.2.0 Cargo.lock: regex 1.9.1'],
  ]),
  'regex-group-without-p': inExpressions([
    ['3.0', 'R', 'atc-router 1.0.5 Cargo.lock: regex 1.7.0'],
    ['3.4', '1', 'atc-router 1.2.0 Cargo.lock: regex 1.9.1'],
  ]),
  'regex-word-boundaries': inExpressions(
    [
      ['3.0', 'R', 'atc-router 1.2.0 Cargo.lock: regex 1.9.1'],
      ['3.6', '1', 'atc-router 1.6.0 Cargo.lock: regex 1.10.3'],
    ],
    engine36,
  ),

  'path-regex-for-pcre-only': {
    two: allTwo('kong 2.8.0 kong/router.lua: re_find'),
    traditional: all3('1', 'kong 3.0.0 traditional.lua: re_find'),
    compatible: [
      ['3.0.0', '0', 'kong 3.0.0 atc_compat.lua: assert(inst:add_matcher(…))'],
      ['3.0.1', '0', 'kong 3.0.1 atc_compat.lua: could not add route'],
      ['3.1', '0', 'kong 3.1.0 atc.lua: could not add route'],
      ['3.2', 'R', 'kong 3.2.0 routes.lua: validate_expression'],
      ['3.6', '0', 'kong 3.6.0 routes.lua: no field_sources; kong/db/schema/init.lua: run_entity_check'],
      ['3.7', 'R', 'kong 3.7.0 routes.lua: validate_route'],
    ],
    expressions: [before37, ['3.7', 'R', 'kong 3.7.0 routes.lua: validate_route']],
    patches: { '3.1.1.2': { compatible: 'R' }, '3.1.1.6': { compatible: 'R' } },
  },
  'header-regex-for-pcre-only': {
    two: [
      ['2.0', '0', 'kong 2.7.0 kong/router.lua: a text'],
      ['2.8', '1', 'kong 2.8.0 kong/router.lua: header_pattern'],
    ],
    traditional: all3('1', 'kong 3.0.0 traditional.lua: header_pattern'),
    compatible: [
      ['3.0.0', '0', 'kong 3.0.0 atc_compat.lua: assert'],
      ['3.0.1', '0', 'kong 3.0.1 atc_compat.lua: could not add route'],
      ['3.2', '0', 'kong 3.2.0 routes.lua: field_sources = { "id", "paths" }'],
      ['3.6', '0', 'kong 3.6.0 routes.lua: no field_sources'],
      ['3.7', 'R', 'kong 3.7.0 routes.lua: field_sources with headers'],
    ],
    expressions: [before37, ['3.7', 'R', 'kong 3.7.0 routes.lua']],
  },
  'path-regex-escaped-punctuation': {
    two: allTwo('kong 2.8.0 kong/router.lua: PCRE'),
    traditional: all3('1', 'kong 3.0.0 traditional.lua: PCRE'),
    compatible: [
      ['3.0.0', '0', 'kong 3.0.0 .requirements: atc-router 1.0.0, regex 1.5'],
      ['3.0.1', '0', 'kong 3.0.1 atc_compat.lua'],
      ['3.2', 'R', 'kong 3.2.0 routes.lua; atc-router 1.0.5 Cargo.lock: regex 1.7.0'],
      ['3.4', '1', 'atc-router 1.2.0 Cargo.lock: regex 1.9.1'],
    ],
    expressions: [before37, ['3.7', '1', 'atc-router 1.6.2']],
    patches: { '3.1.1.2': { compatible: 'R' }, '3.1.1.6': { compatible: 'R' } },
  },
  'engine-in-schema': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.0.0 and 3.1.0 routes.lua: no check'],
      ['3.2', '1', 'kong 3.2.0 routes.lua'],
      ['3.6', '0', 'kong 3.6.0 routes.lua: a check without field_sources'],
      ['3.7', '1', 'kong 3.7.0 routes.lua'],
    ],
    expressions: all3('1', 'kong 3.0.0 routes.lua: add_matcher'),
    patches: { '3.1.1.2': { compatible: '1' }, '3.1.1.6': { compatible: '1' } },
  },
  'engine-in-schema-for-all-fields': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.6.1 routes.lua'],
      ['3.7', '1', 'kong 3.7.0 routes.lua: field_sources'],
    ],
    expressions: [
      ['3.0', '0', 'kong 3.6.1 routes.lua: field_sources = { "expression", "id", "protocols" }'],
      ['3.7', '1', 'kong 3.7.0 routes.lua: field_sources'],
    ],
  },
  'header-regex': {
    two: [
      ['2.0', '0', 'kong 2.7.0 kong/router.lua'],
      ['2.8', '1', 'kong 2.8.0 kong/router.lua: sub(first_header, 1, 2) == "~*"'],
    ],
    traditional: all3('1', 'kong 3.0.0 traditional.lua'),
    compatible: all3('1', 'kong 3.0.0 atc_compat.lua'),
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 transform.lua']],
  },
  'paths-normalized': {
    two: [
      ['2.0', '0', 'kong 2.3.0 kong/router.lua'],
      ['2.4', '1', 'kong 2.4.0 kong/router.lua: normalize(req_uri, true)'],
    ],
    traditional: all3('1', 'kong 3.0.0 utils.lua: strip_uri_args'),
    compatible: all3('1', 'kong 3.0.0 utils.lua: strip_uri_args'),
    expressions: all3('1', 'kong 3.0.0 utils.lua: strip_uri_args'),
  },
  'path-handling-v1': {
    two: allTwo('kong 2.0.0 kong/router.lua: path_handling == "v1"'),
    traditional: all3('1', 'kong 3.0.0 traditional.lua'),
    compatible: all3('0', 'kong 3.0.0 atc_compat.lua: get_upstream_uri_v0'),
    expressions: [before37, ['3.7', '0', 'kong 3.7.0 atc.lua: get_upstream_uri_v0']],
  },
  'regex-priority-without-regex': {
    two: [
      ['2.0', '1', 'kong 2.5.0 kong/router.lua: sort_routes'],
      ['2.6', '0', 'kong 2.6.0 kong/router.lua: only regex path use regex_priority'],
    ],
    traditional: all3('0', 'kong 3.0.0 traditional.lua: sort_routes'),
    compatible: all3('0', 'kong 3.0.0 atc_compat.lua: regex_url and r.regex_priority or 0'),
    expressions: [before37, ['3.7', '0', 'kong 3.7.0 transform.lua: get_priority']],
  },
  'paths-split': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.2.0 compat.lua: max_uri_length'],
      ['3.3', '1', 'kong 3.3.0 compat.lua: split_route_by_path_into; Kong/kong#10615'],
    ],
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 atc.lua: split_routes_and_services_by_path']],
  },
  'split-ids-by-position': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.3.0 compat.lua and 3.7.0 transform.lua: tostring(key)'],
      ['3.8', '1', 'kong 3.8.0 transform.lua: grouped_paths_index'],
    ],
    expressions: [
      before37,
      ['3.7', '0', 'kong 3.7.0 transform.lua: tostring(key)'],
      ['3.8', '1', 'kong 3.8.0 transform.lua: grouped_paths_index'],
    ],
  },
  'regex-paths-first': {
    ...noEngine,
    compatible: [
      ['3.0', '1', 'kong 3.0.0 atc_compat.lua: paths_resort'],
      ['3.4', '0', 'kong 3.4.0 compat.lua: no tb_sort'],
    ],
    expressions: [before37, ['3.7', 'R', 'kong 3.7.0 transform.lua: a route has one kind of paths by then']],
  },
  'stream-in-atc': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.3.0 kong/router/init.lua: not is_http'],
      ['3.4', '1', 'kong 3.4.0 kong/router/init.lua; Kong/kong#11071'],
    ],
    expressions: [
      ['3.0', '0', 'kong 3.3.0 kong/router/init.lua: not is_http'],
      ['3.4', '1', 'kong 3.4.0 kong/router/init.lua'],
    ],
  },
  'stream-expression': inExpressions([
    ['3.0', '0', 'kong 3.3.0 kong/router/init.lua: the traditional router'],
    ['3.4', '1', 'kong 3.4.0 atc.lua'],
  ]),
  'stream-by-protocols': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.6.0 compat.lua: srcs or dsts'],
      ['3.7', '1', 'kong 3.7.0 transform.lua: is_stream_route'],
    ],
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 transform.lua: is_stream_route']],
  },
  'snis-in-parentheses': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.3.0 compat.lua: gen = "net.protocol != …" .. LOGICAL_OR .. gen'],
      ['3.4', '1', 'kong 3.4.0 compat.lua: "(net.protocol != … )"'],
    ],
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 transform.lua']],
  },
  'sni-without-final-dot': {
    two: [
      ['2.0', '0', 'kong 2.7.0 kong/router.lua: route_t.snis[sni] = sni'],
      ['2.8', '1', 'kong 2.8.0 kong/router.lua: last dot in FQDNs must not be used'],
    ],
    traditional: all3('1', 'kong 3.0.0 traditional.lua'),
    compatible: [
      ['3.0', '0', 'kong 3.0.0 atc_compat.lua: route.snis as they are'],
      ['3.1', '1', 'kong 3.1.0 compat.lua: byte(p, -1) == DOT'],
    ],
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 transform.lua: sni_val_transform']],
  },
  'generated-raw-strings': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.5.0 atc.lua: escape_str'],
      ['3.6', '1', 'kong 3.6.0 atc.lua: escape_str; compat.lua: net.dst.port'],
    ],
    expressions: [before37, ['3.7', '1', 'kong 3.7.0 transform.lua']],
    patches: {
      '3.4.3.5': { compatible: '1' },
      '3.4.3.29': { compatible: '1' },
      '3.5.0.4': { compatible: '1' },
      '3.5.0.7': { compatible: '1' },
    },
  },
  'protocols-as-routed': {
    ...noEngine,
    compatible: all3('0', 'kong 3.0.0 atc_compat.lua: no condition on protocols'),
    expressions: [
      ['3.0', '0', 'kong 3.3.0 expressions.lua'],
      ['3.4', '1', 'kong 3.4.0 expressions.lua: PROTOCOLS_OVERRIDE; Kong/kong#11082'],
    ],
  },
  'single-secure-protocol-open': {
    ...noEngine,
    compatible: all3('0', 'kong 3.0.0 atc_compat.lua: no condition on protocols'),
    expressions: [
      ['3.0', '0', 'kong 3.3.0 expressions.lua'],
      ['3.4', '1', 'kong 3.4.0 expressions.lua; Kong/kong#11166'],
    ],
  },
  'single-tls-passthrough-open': {
    ...noEngine,
    compatible: all3('0', 'kong 3.0.0 atc_compat.lua: no condition on protocols'),
    expressions: [
      ['3.0', '0', 'kong 3.4.0 expressions.lua'],
      ['3.4.1', '1', 'kong 3.4.1 expressions.lua; Kong/kong#11538'],
    ],
  },
  'paths-compiled-by-pcre2': everyFlavor(
    [['2.0', '0', 'kong 2.8.0 .requirements: RESTY_PCRE_VERSION=8.45']],
    [
      ['3.0', '0', 'kong 3.6.1 .requirements: PCRE=8.45'],
      ['3.7', '1', 'kong 3.7.0 .requirements: PCRE=10.43'],
    ],
  ),

  'router-flavor': everyFlavor(
    [['2.0', '0', 'kong 2.8.0 kong.conf.default: no router_flavor']],
    all3('1', 'kong 3.0.0 kong.conf.default'),
  ),
  'route-match-calculation': {
    ...noEngine,
    compatible: [
      ['3.0', '0', 'kong 3.9.3 kong.conf.default: none'],
      ['3.10', '1', 'changelog 3.10.0.3, the newest of the line has it'],
      ['3.11', '1', 'changelog 3.11.0.0'],
    ],
    expressions: [
      ['3.0', '0', 'kong 3.9.3 kong.conf.default: none'],
      ['3.10', '1', 'changelog 3.10.0.3'],
      ['3.11', '1', 'changelog 3.11.0.0'],
    ],
    patches: {
      '3.4.3.19': { compatible: '1' },
      '3.4.3.29': { compatible: '1' },
      '3.8.1.2': { compatible: '1', expressions: '1' },
      '3.9.1.2': { compatible: '1', expressions: '1' },
      '3.10.0.2': { compatible: '0', expressions: '0' },
      '3.10.0.3': { compatible: '1', expressions: '1' },
    },
  },
  'format-1.1': everyFlavor(
    allTwo('kong 2.0.0 declarative_config.lua'),
    all3('1', 'kong 3.0.0 declarative_config.lua: one_of = {"1.1", "2.1", "3.0"}'),
  ),
  'format-2.1': everyFlavor(
    [
      ['2.0', 'R', 'kong 2.0.0 declarative_config.lua: eq = "1.1"'],
      ['2.1', '1', 'kong 2.1.0 declarative_config.lua: one_of = {"1.1", "2.1"}'],
    ],
    all3('1', 'kong 3.0.0 declarative_config.lua'),
  ),
  'format-3.0': everyFlavor(
    [['2.0', 'R', 'kong 2.8.0 declarative_config.lua: one_of = {"1.1", "2.1"}']],
    all3('1', 'kong 3.0.0 declarative_config.lua'),
  ),
  'format-migration': everyFlavor(
    [['2.0', '0', 'kong 2.8.0: no kong/db/declarative/migrations']],
    all3('1', 'kong 3.0.0 kong/db/declarative/migrations/route_path.lua'),
  ),
  'deck-format-1.1': everyFlavor(
    allTwo('Kong/deck cmd/common.go: only for 3.0 or above'),
    all3('R', "Kong/deck cmd/common.go: cannot apply '1.1' config format version"),
  ),
  'plugin-condition': everyFlavor(
    [['2.0', 'R', 'kong 2.8.0 kong/db/schema/entities/plugins.lua']],
    [
      ['3.0', 'R', 'kong 3.9.0 kong/db/schema/entities/plugins.lua'],
      ['3.14', '1', 'changelog 3.14.0.0: Conditional Plugin Execution'],
    ],
  ),
  'plugin-condition-cel': everyFlavor(
    [['2.0', 'R', 'kong 2.8.0 kong/db/schema/entities/plugins.lua']],
    [
      ['3.0', 'R', 'kong 3.9.0 kong/db/schema/entities/plugins.lua'],
      ['3.14', '0', 'changelog 3.14.0.0: the ATC expression language'],
      ['3.15', '1', 'changelog 3.15.0.0: now uses Common Expression Language'],
    ],
  ),
  'konnect-expressions': inExpressions([
    ['3.0', 'R', 'version_errors_konnect.yml P243: < 3.6.0.0'],
    ['3.6', '1', 'version_errors_konnect.yml P243'],
  ]),
  'konnect-fields-beside-expressions': inExpressions([
    ['3.0', 'R', 'version_errors_konnect.yml P243, P244: < 3.7.0.0'],
    ['3.7', '1', 'version_errors_konnect.yml P244'],
  ]),
  'konnect-expression-routes': inExpressions([
    ['3.0', 'R', 'version_errors_konnect.yml P243'],
    ['3.6', '1', 'version_errors_konnect.yml P245: only for expressions'],
  ]),
  'mixed-table-to-data-plane': inExpressions([
    ['3.0', 'R', 'kong 3.7.0 kong/clustering/compat/init.lua: does not support mixed mode route'],
    ['3.7.0', '1', 'kong 3.7.0 kong/clustering/compat/init.lua: dp_version_num >= 3007000000'],
  ]),
};
