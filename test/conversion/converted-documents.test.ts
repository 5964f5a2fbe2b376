import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { DocumentAnalysis } from '../../server/analysis/document-analysis.js';
import type { RouteConversion } from '../../server/conversion/conversion.js';
import { convertAll } from '../../server/conversion/conversions.js';
import {
  type DocumentFormat,
  dataOfRoute,
  effectiveData,
  migratesPaths,
  type RouteDocument,
  readDocument,
  type SourcedRoute,
} from '../../server/documents/index.js';
import { yamlTokens } from '../../server/documents/yaml-tokens.js';
import { expressionOf } from '../../server/flavors/generated-expression.js';
import { calculatedPriorityOf } from '../../server/flavors/priority.js';
import { splitByPath } from '../../server/flavors/split.js';
import { refusalWords } from '../../server/problems/index.js';
import type { Style } from '../../server/protocol/index.js';
import { kindOf, readRoute } from '../../server/routes/route.js';
import { matchFields } from '../../server/routes/route-fields.js';
import { applyEdits } from '../../server/text/index.js';
import { type File, filesWithRoutes } from '../documents/corpus.js';

const gateway = { flavor: 'traditional_compatible', version: [3, 9] } as const;

/** The keys that a conversion removes or writes. */
const ownKeys: ReadonlySet<string> = new Set([...matchFields, 'regex_priority', 'expression', 'priority']);

/** What is shared between routes, by anchors, aliases and merge keys. */
const mergedAndAliased: readonly File[] = [
  `_format_version: "3.0" # v
_comment: &defaults
  strip_path: false
  protocols: &both [http, https]
routes:
  - name: merged # one
    <<: *defaults
    # before
    paths: [/a] # behind
    tags: &tags [x]
  - name: &name aliased
    protocols: *both
    methods:
      - &get GET
    paths: [/b]
    hosts: [a.io]
    tags: *tags
  - &base
    name: base
    paths: [/c]
  - <<: *base
    name: on-base
  - *base
  - name: own-over-merged
    <<: *base
    paths: [/d]
  - name: uses-an-anchor
    paths: [/e]
    methods: [*get]
`,
  `routes: [{name: a, paths: [/a, /bb], strip_path: &s true}, {name: b, hosts: [b.io], strip_path: *s}]`,
  `_format_version: "3.0"
services: [ {
    name: s, url: "http://a",
    routes: [ # all
      { name: a, # the first
        paths: [/a, # one
          /b], strip_path: true }, # after
      { name: c, paths: ['/c'] }
    ] } ]
`,
].flatMap((text, i) => [
  { name: `shared ${i + 1}`, format: 'yaml' as const, text },
  { name: `shared ${i + 1}, CRLF`, format: 'yaml' as const, text: text.replaceAll('\n', '\r\n') },
]);

interface Converted {
  readonly before: RouteDocument;
  readonly after: RouteDocument;
  readonly conversions: readonly RouteConversion[];
  /** For each route of the one document those of the other that it became. */
  readonly became: ReadonlyMap<SourcedRoute, readonly SourcedRoute[]>;
}

function convert(text: string, format: DocumentFormat, to: Style): Converted {
  const before = readDocument(text, format);
  const conversions = convertAll(new DocumentAnalysis(before, gateway), to);
  const edits = conversions.flatMap(({ result }) => ('refused' in result ? [] : result.edits));
  const after = readDocument(applyEdits(text, edits), format);
  const became = new Map<SourcedRoute, readonly SourcedRoute[]>();
  let at = 0;
  for (const route of before.routes) {
    const conversion = conversions.find((one) => one.route === route);
    const isConverted = conversion && !('refused' in conversion.result);
    const count =
      isConverted && to === 'expressions' ? splitByPath(readRoute(effectiveData(before, route))).length : 1;
    became.set(route, after.routes.slice(at, at + count));
    at += count;
  }
  assert.equal(after.routes.length, at, 'there are as many routes as there should be');
  return { before, after, conversions, became };
}

const isRefused = ({ result }: RouteConversion) => 'refused' in result;

/** Everything outside of the matching fields of the routes that were converted, held against what it was. */
function expectNothingElseChanged({ before, after, conversions, became }: Converted): void {
  const converted = new Set(conversions.filter((one) => !isRefused(one)).map(({ route }) => route));
  for (const route of before.routes) {
    const routes = became.get(route)!;
    if (!converted.has(route)) {
      const [same] = routes;
      assert.equal(
        after.text.slice(same!.start, same!.start + same!.body.span.end),
        before.text.slice(route.start, route.start + route.body.span.end),
        'a route that was left alone is written as it was',
      );
    }
  }
  const firsts = before.routes.map((route) => became.get(route)![0]!);
  const copies = before.routes.flatMap((route) => became.get(route)!.slice(1));
  const touched = (routes: readonly SourcedRoute[], isTouched: (i: number) => boolean) =>
    routes.flatMap(({ start, body }, i) =>
      isTouched(i)
        ? body.entries
            .filter(({ key, merged }) => ownKeys.has(key) && !merged)
            .map(({ span }) => ({ start: start + span.start, end: start + span.end }))
        : [],
    );
  const isConverted = (i: number) => converted.has(before.routes[i]!);
  const whole = copies.map(({ start, body }) => ({ start, end: start + body.span.end }));
  assert.deepEqual(
    tokensOutside(after, [...touched(firsts, isConverted), ...whole]),
    tokensOutside(before, touched(before.routes, isConverted)),
    'every other key and value stands where it stood, quoted as it was, anchors and aliases too',
  );
  assert.deepEqual(comments(after), comments(before), 'no comment is lost');
  assert.deepEqual(withoutRoutes(after), withoutRoutes(before), 'the rest of the file says the same');
  for (const [breaks, name] of [
    [/\r\n/g, 'CRLF'],
    [/(?<!\r)\n/g, 'LF'],
  ] as const) {
    assert.equal(breaks.test(after.text), breaks.test(before.text), name);
  }
  assert.equal(/\n$/.test(after.text), /\n$/.test(before.text), 'the last line ends as it did');
  for (const [i, gap] of gaps(before, before.routes, before.routes).entries()) {
    const lasts = before.routes.map((route) => became.get(route)!.at(-1)!);
    const now = gaps(after, firsts, lasts)[i]!;
    assert.ok(
      now.startsWith(gap.replace(/[ \t]*$/, '')),
      `between two routes: ${JSON.stringify({ gap, now })}`,
    );
    // A comment of a field after the dash moves above it.
    assert.match(now.slice(gap.length), /^(\s*#.*\n?)*\s*$/);
  }
}

/** What is written between the lines of one route and those of the next. */
function gaps(
  { text }: RouteDocument,
  firsts: readonly SourcedRoute[],
  lasts: readonly SourcedRoute[],
): string[] {
  const lineEnd = (at: number) => (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
  const between = firsts.map(({ start }, i) => {
    const last = lasts[i - 1];
    const from = last ? lineEnd(last.start + last.body.span.end) : 0;
    return text.slice(from, Math.max(from, text.lastIndexOf('\n', start)));
  });
  const last = lasts.at(-1)!;
  return [...between, text.slice(lineEnd(last.start + last.body.span.end))];
}

/** As they are written; without white space, comments, and what only is between elements of a list. */
function tokensOutside({ text }: RouteDocument, spans: readonly { start: number; end: number }[]): string[] {
  const between = new Set(['space', 'newline', 'comment', 'seq-item-ind', 'comma', 'doc-end']);
  return yamlTokens(text)
    .filter(({ type }) => !between.has(type))
    .filter(({ offset }) => !spans.some(({ start, end }) => start <= offset && offset < end))
    .map(({ source }) => source.trim())
    .filter((source) => source !== '');
}

const comments = ({ text, format }: RouteDocument) =>
  format === 'json'
    ? []
    : yamlTokens(text)
        .filter(({ type }) => type === 'comment')
        .map(({ source }) => source.trim())
        .sort();

/** The data of the whole file as the yaml package reads it, every list of routes emptied. */
function withoutRoutes({ text, routes }: RouteDocument): unknown {
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false }).map((one) => one.toJS());
  const whole = documents.length > 1 ? documents : documents[0];
  if (routes.some(({ path }) => path.length === 0)) return null;
  for (const { path } of routes) {
    const list = path.slice(0, -1).reduce((value, key) => value?.[key], whole);
    if (Array.isArray(list)) list.length = 0;
  }
  return whole;
}

suite('every file, all routes to expressions and back', () => {
  // A document inside another file is one value of it: test/documents/carriers.test.ts converts those.
  const files = [...filesWithRoutes(), ...mergedAndAliased].filter(
    ({ text, format }) => readDocument(text, format).parts.length === 0,
  );
  assert.ok(files.length >= 8, `${files.length} files`);
  for (const { name, text, format } of files) {
    test(name, () => {
      const there = convert(text, format, 'expressions');
      expectNothingElseChanged(there);
      const back = convert(there.after.text, format, 'traditional');
      expectNothingElseChanged(back);

      for (const [route, parts] of there.became) {
        const original = readRoute(effectiveData(there.before, route));
        const conversion = there.conversions.find((one) => one.route === route);
        if (!conversion || isRefused(conversion)) continue;
        for (const [i, part] of splitByPath(original).entries()) {
          const [again] = back.became.get(back.before.routes[there.after.routes.indexOf(parts[i]!)]!)!;
          const data = readRoute(dataOfRoute(again!.body));
          // Kong rewrites the paths of older formats, so that none can be written there that stays as it is.
          if (migratesPaths(there.before)) {
            assert.equal(kindOf(data), 'expression');
            continue;
          }
          assert.equal(kindOf(data), 'traditional', 'what was converted is converted back');
          assert.equal(expressionOf(data, [3, 9]), expressionOf(part, [3, 9]));
          assert.equal(calculatedPriorityOf(data).value, calculatedPriorityOf(part).value);
        }
      }
      // What was refused is refused with a reason in words.
      for (const { result } of [...there.conversions, ...back.conversions]) {
        if ('refused' in result) assert.match(refusalWords(result.refused), /^\S.{10,}$/);
      }
    });
  }
});

suite('a route that Kong splits', () => {
  const head = '_format_version: "3.0"\n';
  const id = '0b9a3f5e-5a0c-4c58-9d3c-4fd32f4dd0a0';
  const a = `expression: '(http.path ^= r#"/a"#)'`;
  const bb = `expression: '(http.path ^= r#"/bb"#)'`;

  /** The file with all routes as expressions; why a route was left alone is in front of it. */
  function converted(text: string, format: DocumentFormat = 'yaml'): string {
    const there = convert(text, format, 'expressions');
    expectNothingElseChanged(there);
    const refused = there.conversions.flatMap(({ result }) =>
      'refused' in result ? [refusalWords(result.refused)] : [],
    );
    return [...refused, there.after.text].join('\n');
  }

  test('becomes several, one after the other; comments stay with the first', () => {
    assert.equal(
      converted(`${head}routes:
  # about it
  - name: split # its name
    # the paths
    paths:
      - /a # short
      - /bb
    tags: [x, 'y'] # marked
    strip_path: false
  # about the next
  - name: next
    paths: [/c]
`),
      `${head}routes:
  # about it
  - name: split # its name
    # the paths
    # short
    ${a}
    priority: 536870914
    tags: [x, 'y'] # marked
    strip_path: false
  - name: split-2
    ${bb}
    priority: 536870915
    tags: [x, 'y']
    strip_path: false
  # about the next
  - name: next
    expression: '(http.path ^= r#"/c"#)'
    priority: 536870914
`,
    );
  });

  test('in the text’s last line, which has no line break', () => {
    assert.equal(
      converted(`${head}routes:\n- paths: [/a, /bb]\n  name: split`),
      `${head}routes:\n- ${a}\n  priority: 536870914\n  name: split\n- ${bb}\n  priority: 536870915\n  name: split-2`,
    );
  });

  test('between braces', () => {
    assert.equal(
      converted(`${head}routes: [{name: split, paths: [/a, /bb]}, {name: next, hosts: [b.io]}]\n`),
      `${head}routes: [{name: split, ${a}, priority: 536870914}, {name: split-2, ${bb}, priority: 536870915}, {name: next, expression: '(http.host == r#"b.io"#)', priority: 9126805504}]\n`,
    );
  });

  test('between braces after a dash', () => {
    assert.equal(
      converted(`${head}routes:\n  - {name: split, # one\n     paths: [/a, /bb]} # two\n  - {paths: [/c]}`),
      `${head}routes:
  - {name: split, # one
     ${a}, priority: 536870914} # two
  - {name: split-2,
     ${bb}, priority: 536870915}
  - {expression: '(http.path ^= r#"/c"#)', priority: 536870914}`,
    );
  });

  test('in JSON, on one line and on several', () => {
    const json = (text: string) => text.replace(/'(.*?)'/g, (_, inner) => JSON.stringify(inner));
    assert.equal(
      converted('{"_format_version":"3.0","routes":[{"name":"split","paths":["/a","/bb"]}]}', 'json'),
      json(
        `{"_format_version":"3.0","routes":[{"name":"split","expression":'(http.path ^= r#"/a"#)',"priority":536870914}, {"name":"split-2","expression":'(http.path ^= r#"/bb"#)',"priority":536870915}]}`,
      ),
    );
    assert.equal(
      converted(
        '{\r\n  "_format_version": "3.0",\r\n  "routes": [\r\n    {\r\n      "name": "split",\r\n      "paths": ["/a", "/bb"]\r\n    }\r\n  ]\r\n}\r\n',
        'json',
      ),
      json(
        `{\r\n  "_format_version": "3.0",\r\n  "routes": [\r\n    {\r\n      "name": "split",\r\n      "expression": '(http.path ^= r#"/a"#)',\r\n      "priority": 536870914\r\n    },\r\n    {\r\n      "name": "split-2",\r\n      "expression": '(http.path ^= r#"/bb"#)',\r\n      "priority": 536870915\r\n    }\r\n  ]\r\n}\r\n`,
      ),
    );
  });

  test('has names that no other route has, and the ids that Kong’s router gives', () => {
    const text = converted(`${head}routes:
- name: split-2
  hosts: [b.io]
- name: split
  id: ${id}
  paths: [/a, ~/x, /bb]
- name: split-3
  hosts: [b.io]
- paths: [/a, /bb]
`);
    const [, first, second, third, , unnamed, ...others] = readDocument(text, 'yaml').routes.map((route) =>
      dataOfRoute(route.body),
    );
    const [, regex, longer] = splitByPath({ id, paths: ['/a', '~/x', '/bb'] });
    assert.deepEqual(
      [first, second, third].map((route) => [route?.name, route?.id]),
      [
        ['split', id],
        ['split-4', regex!.id],
        ['split-5', longer!.id],
      ],
    );
    assert.equal(unnamed?.name, undefined);
    assert.deepEqual(others, [{ expression: '(http.path ^= r#"/bb"#)', priority: 536870915 }]);
  });

  test('has its plugins in each part, without what must be unique', () => {
    const [first, second] = readDocument(
      converted(`${head}routes:
- name: split
  paths: [/a, /bb]
  plugins:
  - name: cors # for browsers
    id: ${id}
    instance_name: here
    config: {origins: ['*']}
  filter_chains:
  - filters: [{name: f}]
`),
      'yaml',
    ).routes.map((route) => dataOfRoute(route.body));
    assert.deepEqual(first?.plugins, [
      { name: 'cors', id, instance_name: 'here', config: { origins: ['*'] } },
    ]);
    assert.deepEqual(second?.plugins, [{ name: 'cors', config: { origins: ['*'] } }]);
    assert.deepEqual(second?.filter_chains, first?.filter_chains);
  });

  test('keeps plugins as they are written where nothing in them must be unique', () => {
    const plugins = `  plugins:\n  - name: "cors"\n    config: {origins: ['*']}\n`;
    assert.equal(
      converted(`${head}routes:\n- name: split\n  paths: [/a, /bb]\n${plugins}`),
      `${head}routes:\n- name: split\n  ${a}\n  priority: 536870914\n${plugins}- name: split-2\n  ${bb}\n  priority: 536870915\n${plugins}`,
    );
  });

  const referring = [
    ['a plugin by name', 'plugins:\n- {name: cors, route: split}\n'],
    ['a plugin by id', `plugins:\n- {name: cors, route: {id: ${id}}}\n`],
    [
      'a plugin of a consumer',
      'consumers:\n- username: a\n  plugins:\n  - name: cors\n    route:\n      name: split\n',
    ],
    ['another document', '---\n_format_version: "3.0"\nplugins:\n- {name: cors, route: split}\n'],
  ] as const;
  for (const [what, others] of referring) {
    test(`is left alone where ${what} refers to it`, () => {
      const text = `${head}routes:\n- name: split\n  id: ${id}\n  paths: [/a, /bb]\n${others}`;
      const name = what.endsWith('id') ? id : 'split';
      assert.equal(
        converted(text),
        `it becomes 2 routes, but the file refers to \`${name}\` elsewhere: a plugin would apply to only one of them\n${text}`,
      );
    });
  }

  test('is left alone where a part of it is shared by an anchor, an alias or a merge key', () => {
    for (const text of [
      `${head}routes:\n- name: split\n  paths: [/a, /bb]\n  tags: &t [x]\n`,
      `${head}_comment: &t [x]\nroutes:\n- name: split\n  paths: [/a, /bb]\n  tags: *t\n`,
      `${head}_comment: &t {tags: [x]}\nroutes:\n- name: split\n  paths: [/a, /bb]\n  <<: *t\n`,
      `${head}routes: [{name: split, paths: [/a, /bb], tags: &t [x]}]\n`,
    ]) {
      assert.match(converted(text), /^(This route is written|Copies of this route) .* by hand\.\n_format/);
    }
  });
});

suite('what can be converted is converted, whatever cannot', () => {
  test('a file that would no longer be recognized as Kong’s is reported', () => {
    const text = 'routes:\n- expression: http.host == "a.io"\n- expression: http.path ^= "/b"\n';
    const { after, conversions } = convert(text, 'yaml', 'traditional');
    assert.deepEqual(
      conversions.map(({ result }) => 'refused' in result && refusalWords(result.refused)),
      [
        'After this change the file could not be recognized as a Kong file. Add a `_format_version` first.',
        false,
      ],
    );
    assert.equal(after.text, 'routes:\n- expression: http.host == "a.io"\n- paths:\n    - /b\n');
  });

  test('one that is unsafe does not hold up the others', () => {
    const routes = Array.from({ length: 20 }, (_, i) => `- name: r${i}\n  paths: [/${i}]\n`);
    routes[7] = '- &r\n  name: r7\n  paths: [/7]\n- *r\n';
    const { conversions } = convert(
      `_format_version: "3.0"\nroutes:\n${routes.join('')}`,
      'yaml',
      'expressions',
    );
    assert.deepEqual(
      conversions
        .filter(isRefused)
        .map(({ label, result }) => [label, 'refused' in result && refusalWords(result.refused)]),
      [
        [
          'r7',
          'Other routes use this route through an alias and would change with it. Write them out in full first.',
        ],
        [
          'r7',
          'This route is an alias of a route that is defined elsewhere. Edit it there, or replace the alias with a copy.',
        ],
      ],
    );
  });
});
