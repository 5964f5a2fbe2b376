import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden, fixturePath } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const cwd = fixturePath('cli/inputs');

const matrix = (...args: string[]) => runCli(['matrix', ...args], { cwd });

suite('matrix', () => {
  test('for people, from 2.7 on', async () => {
    const { stdout, stderr, code } = await matrix('versions.yaml', '--since', '2.7', '--gateway', '3.4');
    assert.equal(stderr, '');
    expectGolden('cli/matrix.txt', stdout);
    assert.equal(code, 0);
  });

  test('--format md', async () => {
    const { stdout, code } = await matrix('versions.yaml', '--format', 'md', '--flavor', 'traditional');
    expectGolden('cli/matrix.md', stdout);
    assert.equal(code, 0);
  });

  test('--format json has every flavor of every version, each with its first reason', async () => {
    const { stdout, code } = await matrix('versions.yaml', '--format', 'json', '--since', '2.8');
    assert.equal(code, 0);
    const { tables } = JSON.parse(stdout);
    assert.equal(tables.length, 1);
    const [{ versions, ...table }] = tables;
    assert.deepEqual(table, {
      files: ['versions.yaml'],
      routes: 4,
      today: { flavor: 'traditional_compatible', version: '3.9' },
    });
    const all: readonly string[] = versions.map(({ version }: { version: string }) => version);
    assert.deepEqual([all[0], all[1], all.at(-1), all.length], ['2.8', '3.0', '3.16', 18]);
    const lts = versions.filter((row: { lts: boolean }) => row.lts);
    assert.deepEqual(
      lts.map(({ version, supportedUntil }: { version: string; supportedUntil: string }) => [
        version,
        supportedUntil,
      ]),
      [
        ['2.8', '2025-03-26'],
        ['3.4', '2026-08-31'],
        ['3.10', '2028-03-31'],
        ['3.14', '2029-04-07'],
      ],
    );
    for (const { version, flavors } of versions) {
      const expected =
        version === '2.8' ? ['traditional'] : ['traditional', 'traditional_compatible', 'expressions'];
      assert.deepEqual(Object.keys(flavors), expected);
      for (const { outcome, routes, reason, ...others } of Object.values<Record<string, unknown>>(flavors)) {
        assert.deepEqual(others, {});
        assert.equal(reason === null, outcome === 'accepted', `${version} ${outcome}`);
        assert.equal(typeof routes, 'number');
      }
    }
  });

  test('other content of a file counts too', async (context) => {
    const plugin = '  plugins:\n  - name: acl\n    condition: http.method == "GET"\n';
    const folder = temporaryFolder(context, {
      'a.yaml': `_format_version: "3.0"\nroutes:\n- name: a\n  protocols: [https]\n  paths: [/a]\n${plugin}`,
    });
    const { stdout } = await runCli(['matrix', 'a.yaml', '--format', 'json', '--gateway', '3.14'], {
      cwd: folder,
    });
    const [{ versions }] = JSON.parse(stdout).tables;
    const outcomes = versions.map(
      ({ version, flavors }: { version: string; flavors: Record<string, { outcome: string }> }) =>
        `${version} ${flavors.traditional_compatible!.outcome}`,
    );
    assert.deepEqual(outcomes.slice(-4), [
      '3.13 rejected',
      '3.14 accepted',
      '3.15 accepted',
      '3.16 accepted',
    ]);
  });

  test('a version that is none is refused', async () => {
    assert.deepEqual(await matrix('versions.yaml', '--since', '1.5'), {
      stdout: '',
      stderr: "kong-routes: option '--since' needs a version from 2.0 to 3.16, such as 3.4\n",
      code: 2,
    });
  });
});
