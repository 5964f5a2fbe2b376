import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DocumentAnalysis } from '../../server/analysis/document-analysis.js';
import { problemsOf } from '../../server/checks/route-problems.js';
import { convertAll } from '../../server/conversion/conversions.js';
import { effectiveData, type RouteDocument, readDocument } from '../../server/documents/index.js';
import { migratePath } from '../../server/routes/migrate-path.js';
import { gatewayOf } from '../../server/workspace/document-gateway.js';
import { defaultSettings } from '../../server/workspace/settings.js';

const read = (text: string) => readDocument(text, 'yaml');
const dataOfFirst = (text: string) => {
  const document = read(text);
  return effectiveData(document, document.routes[0]!);
};
const analysisOf = (document: RouteDocument) =>
  new DocumentAnalysis(document, gatewayOf(document, defaultSettings).gateway);
const problemsIn = (text: string) => {
  const document = read(text);
  const analysis = analysisOf(document);
  return document.routes.flatMap((route) => problemsOf(analysis, route).map(({ code }) => code));
};

suite('a route as Kong gets to see it', () => {
  // Kong/kong `kong/db/migrations/migrate_path_280_300.lua`, and its spec `spec/01-unit/01-db/11-declarative_lyaml_spec`.
  for (const [written, migrated] of [
    ['/plain-path_~1', '/plain-path_~1'],
    ['/a/../b//c', '/b/c'],
    ['/a%41', '/aA'],
    ['/(a)', '~/(a)'],
    ['/users/\\d+$', '~/users/\\d+$'],
    ['~/a(b)', '~~/a(b)'],
    ['/x(%2e%41%2f)', '~/x(\\.A%2F)'],
    ['/日本', '~/日本'],
  ] as const) {
    test(`in a file of format 1.1, ${written} is ${migrated}`, () => {
      assert.equal(migratePath(written), migrated);
      const text = (version: string) =>
        `_format_version: "${version}"\nroutes:\n- name: a\n  paths:\n  - '${written}'\n`;
      assert.deepEqual(dataOfFirst(text('1.1')).paths, [migrated]);
      assert.deepEqual(dataOfFirst(text('2.1')).paths, [migrated]);
      assert.deepEqual(dataOfFirst(text('3.0')).paths, [written]);
    });
  }

  test('a path that has its `~` already is refused in such a file', () => {
    const text = (version: string) =>
      `_format_version: "${version}"\nroutes:\n- paths: ['~/a(b)']\n  name: a\n`;
    assert.deepEqual(problemsIn(text('1.1')), ['path-form']);
    assert.deepEqual(problemsIn(text('3.0')), []);
  });

  const withDefaults = (route: string, defaults: string) =>
    `_format_version: "3.0"\n_info:\n  defaults:\n    route: ${defaults}\nroutes:\n- name: a\n  ${route}\n`;

  test('written values override the defaults of _info, and decK adds none of its own', () => {
    assert.deepEqual(dataOfFirst(withDefaults('paths: [/a]', '{ methods: [GET], paths: [/x] }')), {
      methods: ['GET'],
      paths: ['/a'],
      name: 'a',
    });
  });

  test('a default that mixes with an expression is a problem of the route', () => {
    const text = withDefaults('expression: http.path == "/a"', '{ paths: [/x] }');
    assert.deepEqual(problemsIn(text), ['mixed-route']);
    assert.deepEqual(problemsIn(withDefaults('expression: http.path == "/a"', '{ regex_priority: 5 }')), [
      'regex-priority-with-expression',
    ]);
  });

  test('what comes from a default cannot be converted in the route', () => {
    const document = read(withDefaults('hosts: [a.io]', '{ paths: [/x] }'));
    assert.deepEqual(
      convertAll(analysisOf(document), 'expressions').map(({ result }) => result),
      [
        {
          refused: { code: 'default-inherited', args: { key: 'paths' } },
        },
      ],
    );
  });

  test('what a route has of its own cannot leave it where a default would come in', () => {
    const converted = (text: string, to: 'expressions' | 'traditional') => {
      const document = read(text);
      const gateway = { ...gatewayOf(document, defaultSettings).gateway, flavor: 'expressions' as const };
      return convertAll(new DocumentAnalysis(document, gateway), to).map(({ result }) => result);
    };
    assert.deepEqual(converted(withDefaults('paths: [/a]', '{ paths: [/x] }'), 'expressions'), [
      {
        refused: { code: 'default-returns', args: { key: 'paths' } },
      },
    ]);
    const route = 'expression: http.path ^= "/a"\n  priority: 1';
    assert.deepEqual(converted(withDefaults(route, '{ priority: 5 }'), 'traditional'), [
      {
        refused: { code: 'default-returns', args: { key: 'priority' } },
      },
    ]);
  });

  test('problems are found anew when the defaults change', () => {
    const before = read(withDefaults('expression: http.path == "/a"', '{ tags: [x] }'));
    const route = before.routes[0]!;
    const analysis = analysisOf(before);
    assert.deepEqual(problemsOf(analysis, route), []);
    const after = { ...before, deck: { routeDefaults: { paths: ['/x'] } } };
    assert.deepEqual(
      problemsOf(new DocumentAnalysis(after, analysis.gateway, analysis), route).map(({ code }) => code),
      ['mixed-route'],
    );
  });
});
