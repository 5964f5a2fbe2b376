import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isAtLeast, parseGatewayVersion } from '../../grammar/index.js';
import { documentProblems } from '../../server/checks/index.js';
import { readDocument } from '../../server/documents/index.js';
import { accept } from '../../server/flavors/acceptance.js';
import { viewOf } from '../../server/flavors/translate.js';
import { type Gateway, type RouterFlavor, routerFlavors } from '../../server/routes/gateway.js';
import { readRoute, subsystemOf } from '../../server/routes/route.js';
import {
  gatewayLines,
  hasFlavors,
  knowledgeOf,
  type Outcome,
  outcomeOf,
  type VersionRule,
  versionRules,
} from '../../server/routes/versions/index.js';
import { type Cell, type Fact, facts, type Span } from './version-facts.js';

/** Every line, and each patch at which something changes or that somebody may take for one. */
const versions = [
  ...gatewayLines.map(({ line }) => line),
  ...['2.0.0', '2.8.5', '3.0.0', '3.0.1', '3.0.2', '3.1.1', '3.1.1.1', '3.1.1.2', '3.1.1.6', '3.3.1'],
  ...[
    '3.4.0',
    '3.4.1',
    '3.4.2',
    '3.4.3.4',
    '3.4.3.5',
    '3.4.3.18',
    '3.4.3.19',
    '3.4.3.29',
    '3.5.0',
    '3.5.0.3',
  ],
  ...['3.5.0.4', '3.5.0.7', '3.6.0', '3.6.1.8', '3.7.0', '3.7.0.0', '3.7.1', '3.7.1.5', '3.8.0', '3.8.1.1'],
  ...[
    '3.8.1.2',
    '3.9.1',
    '3.9.1.1',
    '3.9.1.2',
    '3.10.0.2',
    '3.10.0.3',
    '3.10.0.15',
    '3.10.0.16',
    '3.11.0.14',
  ],
  ...[
    '3.12.0.8',
    '3.12.0.9',
    '3.13.0.7',
    '3.13.0.8',
    '3.14.0.0',
    '3.14.0.7',
    '3.14.0.8',
    '3.15.0.0',
    '3.16.0.0',
  ],
];

const columns = {
  traditional: 'traditional',
  traditional_compatible: 'compatible',
  expressions: 'expressions',
} as const;

const cells: Readonly<Record<Cell, Outcome>> = { R: 'rejected', '0': 'without-effect', '1': 'in-effect' };

/** What the facts say, and where that was read. */
function expected(fact: Fact, flavor: RouterFlavor, text: string): { outcome: Outcome; source: string } {
  const version = parseGatewayVersion(text)!;
  const column = columns[flavor];
  const spans: readonly Span[] = hasFlavors(version) ? fact[column] : fact.two;
  // A version that is not written in full is the newest of its line.
  const span = spans.findLast(([since]) => isAtLeast(version, since));
  assert.ok(span, `a fact for ${text}`);
  return {
    outcome: cells[fact.patches?.[text]?.[column] ?? patchOf(fact, column, text) ?? span[1]],
    source: span[2],
  };
}

/** A patch without facts of its own is like the last patch before it that has some. */
function patchOf(fact: Fact, column: (typeof columns)[RouterFlavor], text: string): Cell | undefined {
  const version = parseGatewayVersion(text)!;
  if (version.length < 4) return undefined;
  const named = Object.keys(fact.patches ?? {}).filter((patch) => {
    const other = parseGatewayVersion(patch)!;
    return other[0] === version[0] && other[1] === version[1] && isAtLeast(version, patch);
  });
  const last = named.sort((a, b) => (isAtLeast(parseGatewayVersion(a)!, b) ? 1 : -1)).at(-1);
  return last === undefined ? undefined : fact.patches?.[last]?.[column];
}

suite('the table of versions', () => {
  test('has a fact for every rule, and no other', () => {
    assert.deepEqual(Object.keys(facts).sort(), Object.keys(versionRules).sort());
    assert.equal(Object.keys(versionRules).length, 76);
  });

  test('is the same as the facts in every cell, each of which has its source', () => {
    let count = 0;
    for (const [rule, fact] of Object.entries(facts)) {
      assert.ok(versionRules[rule as VersionRule].source.length > 10, `${rule} has its source`);
      for (const text of versions) {
        for (const flavor of routerFlavors) {
          const { outcome, source } = expected(fact, flavor, text);
          assert.ok(source.length > 8, `${rule} ${flavor} ${text} has its source`);
          const found = outcomeOf(rule as VersionRule, { flavor, version: parseGatewayVersion(text)! });
          assert.equal(found, outcome, `${rule}, ${flavor} ${text}: ${source}`);
          count++;
        }
      }
    }
    assert.equal(versions.length, 74);
    assert.equal(count, 16_872);
  });

  test('covers 2.0 to 3.16', () => {
    assert.deepEqual(
      [gatewayLines[0]!.line, gatewayLines.at(-1)!.line, gatewayLines.length],
      ['2.0', '3.16', 26],
    );
    const known = (text: string) => knowledgeOf(parseGatewayVersion(text)!);
    assert.deepEqual(['1.5', '2.0', '3.9', '3.16', '3.16.0.4', '3.17', '4.0'].map(known), [
      'older',
      'known',
      'known',
      'known',
      'known',
      'newer',
      'newer',
    ]);
  });
});

type Data = Readonly<Record<string, unknown>>;

/** A route that has what a rule is about and nothing else that any version minds. */
const samples: Partial<Record<VersionRule, Data>> = {
  expression: { expression: 'http.path ^= "/a"' },
  priority: { expression: 'http.path ^= "/a"', priority: 5 },
  'match-fields': { paths: ['/a'] },
  'mixed-route': { paths: ['/a'], expression: 'http.path ^= "/a"' },
  'idle-fields-with-expression': { expression: 'http.path ^= "/a"', regex_priority: 0, path_handling: 'v0' },
  'regex-priority-with-expression': { expression: 'http.path ^= "/a"', regex_priority: 1 },
  'priority-with-fields': { paths: ['/a'], priority: 1 },
  'priority-beyond-46-bits': { expression: 'http.path ^= "/a"', priority: 2 ** 46 },
  'path-regex-marker': { paths: ['~/a$'] },
  'path-not-normalized': { paths: ['/%41'] },
  'wildcard-snis': { snis: ['*.a.io'] },
  'addresses-in-http': { paths: ['/a'], sources: [{ ip: '10.0.0.1' }] },
  'protocol-udp': { protocols: ['udp'], sources: [{ port: 1 }] },
  'protocol-tls-passthrough': { protocols: ['tls_passthrough'], snis: ['a.io'] },
  'protocol-websocket': { protocols: ['ws'], paths: ['/a'] },
  buffering: { paths: ['/a'], request_buffering: true },
  'null-flags': { paths: ['/a'], strip_path: null },
  'name-beyond-ascii': { paths: ['/a'], name: 'größe' },
  'tag-beyond-ascii': { paths: ['/a'], tags: ['größe'] },
  'tag-with-space': { paths: ['/a'], tags: ['a b'] },
  'raw-strings': { expression: 'http.path == r#"/a"#' },
  'operator-contains': { expression: 'http.path contains "a"' },
  negation: { expression: '!(http.path == "/a")' },
  'field-queries': { expression: 'http.queries.q == "1"' },
  'field-raw-path': { expression: 'http.raw_path == "/a"' },
  'field-segments': { expression: 'http.path.segments.0 == "a"' },
  'field-net-in-http': { expression: 'net.src.port == 1' },
  'field-net-in-stream': { protocols: ['tcp'], expression: 'net.src.port == 1' },
  'field-of-http-in-stream': { protocols: ['tcp'], expression: 'http.path == "/a"' },
  'cidr-leading-zeros': { protocols: ['tcp'], expression: 'net.src.ip in 010.0.0.0/8' },
  'regex-escaped-punctuation': { expression: 'http.path ~ "^/a[^\\\\/]"' },
  'regex-group-without-p': { expression: 'http.path ~ "^/(?<n>a)"' },
  'regex-word-boundaries': { expression: 'http.path ~ "\\\\<a"' },
  'path-regex-for-pcre-only': { paths: ['~/a(?!b)'] },
  'header-regex-for-pcre-only': { headers: { a: ['~*b(?!c)'] } },
  'path-regex-escaped-punctuation': { paths: ['~/a[^\\/]'] },
  'header-regex': { headers: { a: ['~*b'] } },
  'header-name-characters': { headers: { 'a b': ['c'] } },
  'stream-expression': { protocols: ['tcp'], expression: 'tls.sni == "a"' },
};

/** A regex path has no `~` before 3.0. */
const ofTwo: Partial<Record<VersionRule, Data>> = {
  'path-regex-for-pcre-only': { paths: ['/a(?!b)'] },
  'path-regex-escaped-punctuation': { paths: ['/a[^\\/]'] },
};

/** What every flavor has, with an expression instead of fields: `expressions` has none of these before 3.7. */
const ofExpressions: Partial<Record<VersionRule, Data>> = Object.fromEntries(
  (
    [
      'protocol-udp',
      'protocol-tls-passthrough',
      'protocol-websocket',
      'buffering',
      'null-flags',
      'name-beyond-ascii',
      'tag-beyond-ascii',
      'tag-with-space',
    ] as const
  ).map((rule) => {
    const { paths: _, snis: __, sources: ___, ...others } = samples[rule]!;
    return [rule, { ...others, expression: 'tls.sni == "a"' }];
  }),
);

function sampleFor(rule: VersionRule, { flavor, version }: Gateway): Data {
  const isTwo = !hasFlavors(version);
  const other = isTwo ? ofTwo[rule] : null;
  const hasNoFields = !isTwo && flavor === 'expressions' && !isAtLeast(version, '3.7');
  return other ?? (hasNoFields ? ofExpressions[rule] : undefined) ?? samples[rule]!;
}

/** Where more than the rule decides: the fields of stream came with the engine there, IPv4 in CIDR with the fields. */
const isDecidedElsewhere = (rule: VersionRule, gateway: Gateway): boolean =>
  (rule === 'cidr-leading-zeros' || rule === 'field-of-http-in-stream') && !isAtLeast(gateway.version, '3.4');

/** Rules about what a flavor does with what is reported elsewhere, by the lints of expressions. */
const reportedByLints: ReadonlySet<VersionRule> = new Set([
  'header-name-characters',
  'field-raw-path',
  'field-net-in-http',
  'field-of-http-in-stream',
  'idle-fields-with-expression',
]);

suite('what check says of a route is what the table says', () => {
  for (const name of Object.keys(samples)) {
    const rule = name as VersionRule;
    test(rule, () => {
      for (const text of versions) {
        for (const flavor of routerFlavors) {
          const gateway: Gateway = { flavor, version: parseGatewayVersion(text)! };
          if (isDecidedElsewhere(rule, gateway)) continue;
          const data = sampleFor(rule, gateway);
          const route = readRoute(data);
          const outcome = outcomeOf(rule, gateway);
          const isRejected = viewOf(route, data, gateway).status === 'rejected';
          assert.equal(isRejected, outcome === 'rejected', `${flavor} ${text} rejects it: ${outcome}`);
          // Stream routes with an expression are reported, whatever else they have.
          const isStream = data.expression !== undefined && subsystemOf(route) === 'stream';
          if (isRejected || reportedByLints.has(rule) || (isStream && rule !== 'stream-expression')) continue;
          const { idle } = accept(route, data, gateway);
          const isReported = idle.length > 0;
          assert.equal(isReported, outcome === 'without-effect', `${flavor} ${text} says so: ${outcome}`);
        }
      }
    });
  }
});

/** A file that has what a rule is about, and the code with which `check` reports it where the version rejects it. */
const documents: Partial<Record<VersionRule, readonly [text: string, code: string]>> = {
  'format-2.1': ['_format_version: "2.1"\n', 'format-version-not-read'],
  'format-3.0': ['_format_version: "3.0"\n', 'format-version-not-read'],
  'deck-format-1.1': ['_format_version: "1.1"\n_info: { select_tags: [a] }\n', 'format-version-not-read'],
  'plugin-condition': [
    '_format_version: "1.1"\nplugins: [{ name: cors, condition: http.path ^= "/a" }]\n',
    'plugin-condition-not-in-version',
  ],
  'konnect-expressions': [
    '_format_version: "3.0"\n_konnect: { control_plane_name: a }\nroutes: [{ expression: http.path ^= "/a" }]\n',
    'konnect-not-synced',
  ],
};

suite('what check says of a file is what the table says', () => {
  for (const [name, [text, code]] of Object.entries(documents)) {
    test(name, () => {
      const rule = name as VersionRule;
      for (const version of versions) {
        for (const flavor of routerFlavors) {
          // Konnect refuses expressions of routes under one flavor: the others have no such routes.
          if (rule === 'konnect-expressions' && flavor !== 'expressions') continue;
          const gateway: Gateway = { flavor, version: parseGatewayVersion(version)! };
          const set = { kind: 'set' } as const;
          const known = { gateway, flavorReason: set, versionReason: set, calculationReason: set };
          const found = documentProblems(readDocument(text, 'yaml'), known).some((one) => one.code === code);
          assert.equal(found, outcomeOf(rule, gateway) === 'rejected', `${flavor} ${version}`);
        }
      }
    });
  }
});

/**
 * The rules that no sample above shows, each with what does: what routers build, split, match and order by
 * (`version-behaviour.test.ts`, the vectors, the real engine), settings of gateways, plans. Those of `nowhere` are facts
 * that the product reports in other words, without asking the table.
 */
const shownElsewhere: Readonly<Record<string, readonly VersionRule[]>> = {
  'what routers build': [
    ...(['paths-split', 'split-ids-by-position', 'regex-paths-first', 'snis-in-parentheses'] as const),
    ...(['sni-without-final-dot', 'generated-raw-strings', 'protocols-as-routed'] as const),
    ...(['single-secure-protocol-open', 'single-tls-passthrough-open'] as const),
    ...(['stream-in-atc', 'stream-by-protocols', 'net-port-rewritten'] as const),
  ],
  'what requests match': [
    ...(['path-regex-by-characters', 'paths-normalized', 'path-handling-v1', 'all-values'] as const),
    ...(['header-values-as-sent', 'or-binds-tighter', 'regex-priority-without-regex'] as const),
  ],
  'how strictly routes are judged': [
    ...(['engine-in-schema', 'engine-in-schema-for-all-fields', 'path-sub-delimiters'] as const),
    ...(['paths-compiled-by-pcre2', 'default-protocols-https'] as const),
  ],
  'gateways and plans': [
    ...(['route-match-calculation', 'format-migration', 'mixed-table-to-data-plane'] as const),
    'plugin-condition-cel',
  ],
  nowhere: ['router-flavor', 'format-1.1', 'konnect-fields-beside-expressions', 'konnect-expression-routes'],
};

test('every rule is shown by a sample, or it is said what shows it', () => {
  const shown = [...Object.keys(samples), ...Object.keys(documents), ...Object.values(shownElsewhere).flat()];
  assert.deepEqual(shown.toSorted(), Object.keys(versionRules).toSorted());
});
