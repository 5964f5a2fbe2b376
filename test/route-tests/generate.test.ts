import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { readDocument } from '../../server/documents/index.js';
import { buildRouter } from '../../server/flavors/router/index.js';
import type { RouterFlavor } from '../../server/protocol/index.js';
import {
  type GeneratedTests,
  generateTests,
  readTestFile,
  testFileText,
} from '../../server/route-tests/index.js';
import { runTest } from '../../server/route-tests/run-tests.js';
import type { Gateway } from '../../server/routes/index.js';
import { type RoutingTable, routingTable } from '../../server/routing/index.js';
import { Random } from '../fuzz/random.js';
import { repositoryRoot } from '../support/vectors.js';

const example = (name: string) => readFileSync(new URL(`examples/${name}`, repositoryRoot), 'utf8');

const expressions = `_format_version: "3.0"
routes:
- name: a
  id: 00000000-0000-4000-8000-000000000001
  expression: http.path ^= "/a" && (http.method == "GET" || http.headers.x_a == "1")
  priority: 20
- name: b
  id: 00000000-0000-4000-8000-000000000002
  expression: http.path ^= "/a" && !(http.host == "b.com")
  priority: 10
- name: c
  id: 00000000-0000-4000-8000-000000000003
  expression: http.path == "/a/c" || http.path =^ ".css"
  priority: 5
`;

function tableOf(text: string, flavor: RouterFlavor): RoutingTable {
  const gateway: Gateway = { flavor, version: [3, 9] };
  return routingTable([{ file: 'kong.yaml', document: readDocument(text, 'yaml') }], gateway, 'http');
}

function generated(table: RoutingTable): GeneratedTests {
  const steps = generateTests(table);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

suite('generated route tests', () => {
  const tables: readonly (readonly [string, string, RouterFlavor])[] = [
    ['expressions', expressions, 'expressions'],
    ['traditional.yaml', example('traditional.yaml'), 'traditional_compatible'],
  ];
  for (const [name, text, flavor] of tables) {
    test(`of ${name}: pass, and kill every mutant that is not equal`, () => {
      const table = tableOf(text, flavor);
      const { tests, mutants, equal, notDecided } = generated(table);
      assert.deepEqual(notDecided, []);
      assert.ok(mutants > 8);
      // As they are read from the file that is written.
      const file = readTestFile(testFileText(tests, table, ['kong.yaml']));
      assert.deepEqual(file.problems, []);
      assert.equal(file.isGenerated, true);
      assert.equal(file.tests.length, tests.length);
      for (const one of file.tests) assert.deepEqual(runTest(one, table).mismatches, [], one.name);
      const killed = new Set(tests.flatMap(({ kills }) => kills));
      assert.equal(killed.size + equal.length, mutants);
      for (const mutant of killed) {
        const router = buildRouter(mutant.table, table.gateway, 'http', table.regexes);
        const labels = mutant.table.map(({ route }) => route.name ?? null);
        const fails = file.tests.some(({ request, expect }) => {
          const { route } = router.match(request);
          return !expect.route!.includes(route === null ? null : labels[route]!);
        });
        assert.ok(fails, JSON.stringify(mutant.change));
      }
    });
  }

  test('what is said to be equal goes to the same route for requests near its values', () => {
    // No request reaches the last one.
    const last = '- {name: d, expression: http.path ^= "/a/b" && http.method == "GET", priority: 1}\n';
    const table = tableOf(expressions + last, 'expressions');
    const { equal } = generated(table);
    assert.ok(equal.length > 0);
    const random = new Random(5);
    const pick = <Value>(values: readonly Value[]) => random.pick(values);
    for (const mutant of equal) {
      const router = buildRouter(mutant.table, table.gateway, 'http', table.regexes);
      for (let i = 0; i < 2_000; i++) {
        const request = {
          scheme: pick(['http', 'https']),
          method: pick(['GET', 'POST']),
          host: pick(['a.com', 'b.com']),
          path: pick(['/a', '/a/c', '/a/b.css', '/x.css', '/', '/ab', '/a/cd', '/A']),
          headers: pick([{}, { 'x-a': ['1'] }, { 'x-a': ['2'] }]),
        };
        assert.equal(
          router.match(request).route,
          table.router.match(request).route,
          JSON.stringify([mutant.change, request]),
        );
      }
    }
  });
});
