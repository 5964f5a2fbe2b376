import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden, fixturePath } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';
import { transformVectors } from '../support/vectors.js';

const cwd = fixturePath('cli/inputs');

suite('translate', () => {
  test('for people', async () => {
    const { stdout, stderr, code } = await runCli(['translate', 'kinds.yaml', 'not-kong.yaml'], { cwd });
    assert.equal(stderr, '');
    expectGolden('cli/translate-kinds.txt', stdout);
    assert.equal(code, 0);
  });

  test('--format json is exactly of the documented shape', async () => {
    const { stdout, code } = await runCli(['translate', '--format', 'json', 'kinds.yaml'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /^[^\n]+\n$/, 'one line');
    const report = JSON.parse(stdout);
    expectGolden('cli/translate-kinds.json', `${JSON.stringify(report, null, 2)}\n`);

    assert.deepEqual(Object.keys(report), ['files']);
    const [{ file, routes, ...others }] = report.files;
    assert.equal(file, 'kinds.yaml');
    assert.deepEqual(others, {});
    assert.deepEqual(
      routes.map(({ name, kind }: { name: string | null; kind: string }) => [name, kind]),
      [
        ['split', 'traditional'],
        ['expression', 'expression'],
        ['mixed', 'mixed'],
        ['empty', 'empty'],
        [null, 'expression'],
        ['stream', 'traditional'],
      ],
    );
    for (const { flavors, ...route } of routes) {
      assert.deepEqual(Object.keys(route), ['name', 'kind']);
      assert.deepEqual(Object.keys(flavors), ['traditional', 'traditional_compatible', 'expressions']);
      for (const [flavor, { status, message, entries, ...others }] of Object.entries<Record<string, unknown>>(
        flavors,
      )) {
        assert.deepEqual(others, {});
        assert.ok(status === 'accepted' || status === 'rejected');
        assert.equal(typeof message, status === 'rejected' ? 'string' : 'undefined');
        assert.equal(Array.isArray(entries), flavor !== 'traditional');
        for (const entry of (entries ?? []) as Record<string, unknown>[]) {
          assert.deepEqual(Object.keys(entry), ['expression', 'priority']);
          assert.match(String(entry.priority), /^\d+$/);
          assert.equal(typeof entry.priority, 'string');
        }
      }
    }
  });

  test('entries are in the order in which Kong splits the route', async () => {
    const { stdout } = await runCli(['translate', '--format', 'json', 'kinds.yaml'], { cwd });
    const [{ flavors }] = JSON.parse(stdout).files[0].routes;
    assert.deepEqual(
      flavors.traditional_compatible.entries.map(({ expression }: { expression: string }) => expression),
      [
        '(http.host == r#"a.example.com"#) && (http.path ^= r#"/longer"#)',
        '(http.host == r#"a.example.com"#) && (http.path ^= r#"/a"# || http.path ^= r#"/b"#)',
        '(http.host == r#"a.example.com"#) && (http.path ~ r#"^/regex"# || http.path ~ r#"^/other"#)',
      ],
    );
  });

  test('--gateway decides which routes a flavor accepts', async () => {
    const statuses = async (gateway: string) => {
      const { stdout } = await runCli(['translate', '--format', 'json', '--gateway', gateway, 'clean.yaml'], {
        cwd,
      });
      const [{ flavors }] = JSON.parse(stdout).files[0].routes;
      return Object.values<{ status: string }>(flavors).map(({ status }) => status);
    };
    assert.deepEqual(await statuses('3.6'), ['accepted', 'accepted', 'rejected']);
    assert.deepEqual(await statuses('3.7'), ['accepted', 'accepted', 'accepted']);
  });

  test('every transform vector that Kong accepts, through the process', async (context) => {
    const vectors = transformVectors().filter(({ schemaValid }) => schemaValid.expressions);
    const folder = temporaryFolder(context, {
      'routes.json': JSON.stringify({ _format_version: '3.0', routes: vectors.map(({ route }) => route) }),
    });
    const { stdout } = await runCli(['translate', '--format', 'json', 'routes.json'], { cwd: folder });
    const { routes } = JSON.parse(stdout).files[0];
    for (const [i, { id, route, expected }] of vectors.entries()) {
      if (route.protocols === undefined || route.protocols === null) continue; // Kong's default comes in here.
      assert.deepEqual(
        routes[i].flavors.expressions.entries,
        expected.matchers.map(({ expressions: { expression, priority } }) => ({ expression, priority })),
        id,
      );
    }
  });
});
