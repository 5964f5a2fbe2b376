import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const before = `_format_version: "3.0"
services:
- name: orders
  url: http://orders.internal:8000/api
  routes:
  - {name: read, methods: [GET], paths: [/orders], hosts: [a.com], id: 00000000-0000-4000-8000-000000000001}
  - {name: write, methods: [POST], paths: [/orders], hosts: [a.com], id: 00000000-0000-4000-8000-000000000002}
  - {name: all, paths: [/], id: 00000000-0000-4000-8000-000000000003}
`;
/** POST goes to a new route, and one path of the service is another. */
const after = before
  .replace('methods: [POST], paths', 'methods: [PUT], paths')
  .replace('paths: [/]', 'paths: [/], preserve_host: true')
  .concat(
    '  - {name: created, methods: [POST], paths: [/orders], hosts: [a.com], id: 00000000-0000-4000-8000-000000000004}\n',
  );

const options = ['--flavor', 'traditional_compatible', '--gateway', '3.9'];

suite('compare', () => {
  test('for people, as Markdown, as annotations', async (t) => {
    const cwd = temporaryFolder(t, { 'old.yaml': before, 'new.yaml': after });
    const run = (...args: string[]) =>
      runCli(['compare', 'old.yaml', 'new.yaml', ...options, ...args], { cwd });
    for (const format of ['pretty', 'md', 'github']) {
      const { code, stdout, stderr } = await run('--format', format);
      assert.deepEqual([code, stderr], [1, ''], format);
      expectGolden(`cli/compare-${format}.txt`, stdout);
    }
    const { differences, ...others } = JSON.parse((await run('--format', 'json')).stdout);
    assert.deepEqual(
      differences.map((one: Record<string, unknown>) => [one.kind, one.before, one.after]),
      [
        ['route', 'write', 'created'],
        ['outcome', 'all', 'all'],
        ['route', 'all', 'write'],
      ],
    );
    assert.equal(others.verdict, 'different');
    assert.equal(others.isComplete, true);
  });

  test('routes in another order, lists that are split: equal', async (t) => {
    const [head, ...routes] = before.split(/(?=^ {2}- )/m);
    const reordered = head + routes.reverse().join('');
    const cwd = temporaryFolder(t, { 'old.yaml': before, 'new/a.yaml': reordered });
    assert.deepEqual(await runCli(['compare', 'old.yaml', 'new', ...options], { cwd }), {
      code: 0,
      stderr: '',
      stdout: 'Every request matches the same route as before, with the same result.\n',
    });
  });

  test('a revision of git, and one table under two routers', async (t) => {
    const cwd = temporaryFolder(t, { 'routes/kong.yaml': before });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd, stdio: 'pipe' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'one');
    const inRepository = (...args: string[]) => runCli(['compare', ...args, ...options], { cwd });
    assert.equal((await inRepository('HEAD:routes', 'routes')).code, 0);
    const { code, stderr } = await inRepository('NONE:routes', 'routes');
    assert.deepEqual([code, stderr], [2, "kong-routes: NONE:routes: git has no revision 'NONE'\n"]);
    const both = await runCli(
      [
        'compare',
        'routes',
        '--from',
        'traditional_compatible@3.9',
        '--to',
        'expressions@3.9',
        '--format',
        'json',
      ],
      { cwd },
    );
    assert.equal(JSON.parse(both.stdout).verdict, 'equal');
  });

  test('what cannot be compared, or not be decided, is never 0', async (t) => {
    const cwd = temporaryFolder(t, {
      'old.yaml': before,
      'none.yaml': '_format_version: "3.0"\nroutes:\n- {name: a}\n',
    });
    const none = await runCli(['compare', 'none.yaml', '--from', 'traditional', '--to', 'expressions'], {
      cwd,
    });
    assert.equal(none.code, 2);
    assert.match(none.stdout, /Kong cannot build its router from the table before the change\./);
    const one = await runCli(['compare', 'old.yaml'], { cwd });
    assert.deepEqual(one, {
      code: 2,
      stdout: '',
      stderr: 'kong-routes: name a second set of routes, or the routers of this one with --from and --to\n',
    });
  });
});
