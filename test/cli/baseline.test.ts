import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { readBaseline, writeBaseline } from '../../server/cli/check/baseline.js';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const old = `_format_version: "3.0"
services:
  - name: orders
    url: http://orders.internal
    routes:
      - name: read
        paths: [orders]
        methods: [get]
      - paths: [one, two, "one"]
        strip_path: 1
`;

/** The same routes, written otherwise, with others before and between. */
const rewritten = `_format_version: "3.0"

services:
- name: first
  url: http://first.internal
  routes:
  - name: first
    paths:
    - /first
- name: orders
  url: http://orders.internal
  routes:
  - name: new
    paths: [/new]
  - name: read
    methods:
    # Wrong for years.
    - "get"
    paths:
    - 'orders'
  - strip_path: 1
    paths: [ "one", two,
      one ]
`;

const folderWith = (context: TestContext, files: Readonly<Record<string, string>>) => {
  const folder = temporaryFolder(context, files);
  return {
    folder,
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    check: (...args: string[]) => runCli(['check', ...args], { cwd: folder }),
    codes: async (...args: string[]) => {
      const { stdout, code } = await runCli(['check', '--format', 'json', ...args], { cwd: folder });
      const { files, summary } = JSON.parse(stdout);
      const found = files.flatMap(({ problems }: { problems: { code: string; route: string }[] }) =>
        problems.map((problem) => `${problem.route} ${problem.code}`),
      );
      return { found, known: summary.known, code };
    },
  };
};

suite('check --baseline', () => {
  test('--update-baseline writes what is there, sorted, a line each', async (context) => {
    const { check, read, folder } = folderWith(context, {
      'b/routes.yaml': old,
      'a/routes.yaml': '_format_version: "3.0"\nroutes: [{name: r, paths: [a]}]\n',
      'a/fine.yaml': '_format_version: "3.0"\nroutes: [{name: r, paths: [/a]}]\n',
    });
    const { stdout, stderr, code } = await check('.', '--baseline', 'known.json', '--update-baseline');
    assert.equal(stderr, 'known.json: written, with 7 known problems\n');
    assert.match(stdout, /\n3 files, 4 routes: no new problems \(7 known\)\n$/);
    assert.equal(code, 0);
    assert.equal(
      read('known.json'),
      `{
  "version": 1,
  "files": {
    "a/routes.yaml": [
      {"code":"path-form","of":"route r","at":"paths","text":"a"}
    ],
    "b/routes.yaml": [
      {"code":"method-form","of":"route read","at":"methods","text":"get"},
      {"code":"path-form","of":"route read","at":"paths","text":"orders"},
      {"code":"path-form","of":"route services[].routes[]","at":"paths","text":"one","count":2},
      {"code":"path-form","of":"route services[].routes[]","at":"paths","text":"two"},
      {"code":"value-type","of":"route services[].routes[]","at":"strip_path","text":"1"}
    ]
  }
}
`,
    );
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'b', 'known.json'], 'nothing else is left there');
    assert.deepEqual(await check('.', '--baseline', 'known.json', '--update-baseline'), {
      stdout,
      stderr,
      code,
    });
  });

  test('what is known is not told, on other lines and in other quotes either', async (context) => {
    const { check, write, codes } = folderWith(context, { 'routes.yaml': old });
    await check('routes.yaml', '--baseline', 'known.json', '--update-baseline');
    write('routes.yaml', rewritten);
    const { stdout, stderr, code } = await check('routes.yaml', '--baseline', 'known.json');
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^routes\.yaml {2}4 routes[^\n]*\n\n1 file, 4 routes: no new problems \(6 known\)\n$/,
    );
    assert.equal(code, 0);
    write('routes.yaml', rewritten.replaceAll('\n', '\r\n'));
    assert.deepEqual(await codes('.', '--baseline', 'known.json'), { found: [], known: 6, code: 0 });
  });

  test('what is new is told, also another one of what is known', async (context) => {
    const { check, write, codes } = folderWith(context, { 'routes.yaml': old });
    await check('routes.yaml', '--baseline', 'known.json', '--update-baseline');
    write('routes.yaml', old.replace('"one"]', '"one", one]').replace('[orders]', '[/orders, books]'));
    assert.deepEqual(await codes('routes.yaml', '--baseline', 'known.json'), {
      found: ['read path-form', 'services[0].routes[1] path-form'],
      known: 5,
      code: 1,
    });
  });

  test('what is corrected is reported, and removed when the baseline is written again', async (context) => {
    const { check, write, read, folder } = folderWith(context, {
      'routes.yaml': old,
      'gone.yaml': old,
      'empty.yaml': old,
    });
    await check('.', '--baseline', 'known.json', '--update-baseline');
    write('routes.yaml', old.replace('"one"]', '/one]').replace('[orders]', '[/orders]'));
    write('empty.yaml', 'nothing: of Kong\n');
    rmSync(join(folder, 'gone.yaml'));
    const { stdout, stderr, code } = await check('.', '--baseline', 'known.json');
    assert.match(stdout, /: no new problems \(4 known\)\n$/);
    assert.equal(code, 0);
    const [title, ...lines] = stderr.trimEnd().split('\n');
    assert.equal(
      title,
      'known.json: 14 problems in the baseline no longer occur (--update-baseline removes them):',
    );
    assert.equal(lines.length, 12);
    assert.deepEqual(
      lines.filter((line) => line.includes('in routes.yaml')),
      [
        '  path-form in routes.yaml, route read, paths',
        '  path-form in routes.yaml, route services[].routes[], paths',
      ],
    );
    assert.ok(lines.includes('  path-form in gone.yaml, route services[].routes[], paths, 2 times'));
    await check('.', '--baseline', 'known.json', '--update-baseline');
    assert.deepEqual(Object.keys(JSON.parse(read('known.json')).files), ['routes.yaml']);
    assert.equal((await check('.', '--baseline', 'known.json')).stderr, '');
  });

  test('nothing is reported or removed for files that are not checked', async (context) => {
    const { check, read, write } = folderWith(context, { 'a.yaml': old, 'b.yaml': old });
    await check('.', '--baseline', 'known.json', '--update-baseline');
    const before = read('known.json');
    assert.equal((await check('a.yaml', '--baseline', 'known.json')).stderr, '');
    write('a.yaml', old.replace('[get]', '[GET]'));
    await check('a.yaml', '--baseline', 'known.json', '--update-baseline');
    assert.equal(read('known.json'), before.replace(/ {6}\{"code":"method-form".*\n/, ''));
  });

  test('files are named from the baseline, wherever the command is run', async (context) => {
    const { check, folder } = folderWith(context, { 'in/a.yaml': old });
    mkdirSync(join(folder, 'ci'));
    await check('in', '--baseline', 'ci/known.json', '--update-baseline');
    const { stdout, code } = await runCli(['check', '.', '--baseline', '../ci/known.json'], {
      cwd: join(folder, 'in'),
    });
    assert.match(stdout, /no new problems \(6 known\)/);
    assert.equal(code, 0);
  });

  test('of standard input, under the name that it is given', async (context) => {
    const { folder } = folderWith(context, {});
    const args = ['check', '-', '--stdin-filename', 'not/there.yaml', '--baseline', 'known.json'];
    await runCli([...args, '--update-baseline'], { cwd: folder, input: old });
    const { stdout, stderr, code } = await runCli(args, { cwd: folder, input: rewritten });
    assert.match(stdout, /no new problems \(6 known\)/);
    assert.deepEqual({ stderr, code }, { stderr: '', code: 0 });
  });

  test('is written whole or not at all', async (context) => {
    const { check, read, write, folder } = folderWith(context, {
      'a.yaml': old,
      'broken.yaml': '_format_version: "3.0"\nroutes: [\n',
    });
    const { stdout, stderr, code } = await check('.', '--baseline', 'known.json', '--update-baseline');
    assert.equal(stdout, '');
    assert.match(stderr, /kong-routes: known\.json: not written, because some files could not be checked\n$/);
    assert.equal(code, 2);
    assert.ok(!existsSync(join(folder, 'known.json')));
    write('known.json', '{"version": 1, "files": {}}');
    await check('.', '--baseline', 'known.json', '--update-baseline');
    assert.equal(read('known.json'), '{"version": 1, "files": {}}');
    const nowhere = await check('a.yaml', '--baseline', 'none/known.json', '--update-baseline');
    assert.match(nowhere.stderr, /^kong-routes: none.known\.json: could not be written: /);
    assert.equal(nowhere.code, 2);
  });

  const refused: readonly (readonly [args: string, reported: string])[] = [
    ['--baseline none.json', 'none.json: no such file (--update-baseline writes it)'],
    ['--baseline a.yaml', 'a.yaml: is not a baseline that this version can read'],
    ['--baseline later.json', 'later.json: is not a baseline that this version can read'],
    ['--baseline later.json --update-baseline', 'later.json: is not a baseline that this version can read'],
    ['--update-baseline', "option '--update-baseline' needs '--baseline <file>'"],
  ];
  for (const [args, reported] of refused) {
    test(`${args}: cannot run`, async (context) => {
      const { check, read } = folderWith(context, {
        'a.yaml': old,
        'later.json': '{"version": 2, "files": {}}',
      });
      const { stdout, stderr, code } = await check('a.yaml', ...args.split(' '));
      assert.deepEqual(
        { stdout, stderr, code },
        { stdout: '', stderr: `kong-routes: ${reported}\n`, code: 2 },
      );
      assert.equal(read('later.json'), '{"version": 2, "files": {}}');
    });
  }

  test('only what is written by hand so that it makes no sense is refused', () => {
    const known = { code: 'a', of: 'b', at: 'c', text: 'd' };
    const read = (files: unknown, version: unknown = 1) => readBaseline(JSON.stringify({ version, files }));
    for (const files of [
      ...[
        null,
        [],
        { a: {} },
        { a: ['b'] },
        { a: [{ ...known, at: 1 }] },
        { a: [{ ...known, text: undefined }] },
      ],
      ...[0, -1, 1.5, '2'].map((count) => ({ a: [{ ...known, count }] })),
    ]) {
      assert.equal(read(files), null, JSON.stringify(files));
    }
    assert.equal(readBaseline('{'), null);
    assert.equal(read({}, 2), null);
    const baseline = new Map([
      ['b', [{ ...known, count: 2 }]],
      ['a "', [{ ...known, count: 1 }]],
      ['empty', []],
    ]);
    const written = writeBaseline(baseline);
    assert.deepEqual([...readBaseline(written)!.keys()], ['a "', 'b']);
    assert.deepEqual(readBaseline(written)!.get('b'), baseline.get('b'));
    assert.equal(writeBaseline(readBaseline(written)!), written);
    assert.equal(writeBaseline(new Map()), '{\n  "version": 1,\n  "files": {}\n}\n');
  });
});

suite('fingerprints of SARIF', () => {
  const fingerprints = async (text: string) => {
    const { stdout } = await runCli(['check', '-', '--format', 'sarif'], { input: text });
    const { results } = JSON.parse(stdout).runs[0];
    return results.map(({ partialFingerprints }: { partialFingerprints: object }) => partialFingerprints);
  };

  test('stay when lines move, and are not alike', async () => {
    const [before, after] = [await fingerprints(old), await fingerprints(rewritten)];
    const sorted = (prints: object[]) => prints.map((print) => JSON.stringify(print)).sort();
    assert.deepEqual(sorted(after), sorted(before));
    assert.equal(new Set(sorted(before)).size, 6);
    assert.match(sorted(before)[0]!, /^\{"kongRoutes\/v1":"[0-9a-f]{32}"\}$/);
  });
});

suite('check --fail-on', () => {
  const warning = '_format_version: "3.0"\nroutes:\n- expression: net.port == 80\n';
  const error = '_format_version: "3.0"\nroutes:\n- expression: http.path = "/a"\n';
  const cases = [
    [warning, 'any', 1],
    [warning, 'warning', 1],
    [warning, 'error', 0],
    [error, 'error', 1],
    [error, 'none', 0],
  ] as const;
  for (const [input, severity, expected] of cases) {
    test(`${severity}: exit ${expected} for ${input === warning ? 'a warning' : 'an error'}`, async () => {
      const { stdout, code } = await runCli(['check', '-', '--fail-on', severity], { input });
      assert.equal(code, expected);
      assert.match(stdout, /: 1 (?:error|warning)\n$/, 'it is told in any case');
    });
  }

  test('2 where something cannot be read, whatever fails', async () => {
    assert.equal((await runCli(['check', 'none.yaml', '--fail-on', 'none'])).code, 2);
  });
});
