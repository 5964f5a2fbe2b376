import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { IgnoreFiles } from '../../server/cli/ignore-files.js';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const routes = '_format_version: "3.0"\nroutes: [{paths: [/a]}]\n';

const tree = {
  '.gitignore': 'build/\n',
  '.dot/a.yaml': routes,
  'build/a.yaml': routes,
  'node_modules/a/a.yaml': routes,
  'other.yaml': 'rules: []\n',
  'routes/.gitignore': '/c.yaml\n',
  'routes/.kong-routes-ignore': 'old\n!/c.yaml\n/d.yaml\n',
  'routes/[id].yaml': routes,
  'routes/a.yaml': routes,
  'routes/b.YML': routes,
  'routes/c.yaml': routes,
  'routes/d.yaml': routes,
  'routes/e.txt': routes,
  'routes/in/a.yaml': routes,
  'routes/in/old/a.yaml': routes,
};

/** The files that the command reads, with slashes; its problems and its exit code. */
async function filesOf(folder: string, args: readonly string[], cwd = folder) {
  const { stdout, stderr, code } = await runCli(
    ['check', '--format', 'json', '--fail-on', 'error', ...args],
    { cwd },
  );
  const files =
    stdout === ''
      ? []
      : (JSON.parse(stdout).files as { file: string }[]).map(({ file }) => file.replaceAll('\\', '/'));
  return { files, reported: stderr.replace(/^kong-routes: /gm, '').trimEnd(), code };
}

suite('paths of the command line', () => {
  const cases: readonly (readonly [args: string, files: string])[] = [
    ['routes', 'routes/[id].yaml routes/a.yaml routes/b.YML routes/c.yaml routes/in/a.yaml'],
    ['.', 'routes/[id].yaml routes/a.yaml routes/b.YML routes/c.yaml routes/in/a.yaml'],
    [
      'routes --no-ignore',
      'routes/[id].yaml routes/a.yaml routes/b.YML routes/c.yaml routes/d.yaml routes/in/a.yaml routes/in/old/a.yaml',
    ],
    // Found once, where it was found first; what is named is where it was named.
    [
      'routes/in routes routes/a.yaml',
      'routes/in/a.yaml routes/[id].yaml routes/b.YML routes/c.yaml routes/a.yaml',
    ],
    ['routes/*', 'routes/[id].yaml routes/a.yaml routes/b.YML routes/c.yaml routes/e.txt'],
    ['routes/*.yaml', 'routes/[id].yaml routes/a.yaml routes/c.yaml'],
    ['**/*.yaml', 'routes/[id].yaml routes/a.yaml routes/c.yaml routes/in/a.yaml'],
    ['./routes/{a,c}.yaml', 'routes/a.yaml routes/c.yaml'],
    ['routes/!(a|c).yaml', 'routes/[id].yaml'],
    ['.dot/*.yaml', '.dot/a.yaml'],
    ['.dot', '.dot/a.yaml'],
    ['node_modules/a', 'node_modules/a/a.yaml'],
    ['routes !routes/in !routes/*.yaml', 'routes/b.YML'],
    ['!routes/[id].yaml routes/*.yaml', 'routes/a.yaml routes/c.yaml'],
    ['**/*.yaml !**/a.yaml', 'routes/[id].yaml routes/c.yaml'],
    ['routes/a.yaml routes/c.yaml !routes/a.*', 'routes/c.yaml'],
    // Named, therefore read: with glob characters in its name, ignored, and no file of Kong's.
    ['routes/[id].yaml routes/d.yaml other.yaml', 'routes/[id].yaml routes/d.yaml other.yaml'],
    ['build/a.yaml', 'build/a.yaml'],
  ];
  for (const [args, files] of cases) {
    test(args, async (context) => {
      const folder = temporaryFolder(context, tree);
      assert.deepEqual(await filesOf(folder, args.split(' ')), {
        files: files.split(' '),
        reported: '',
        code: 0,
      });
    });
  }

  const failures: readonly (readonly [args: string, reported: string])[] = [
    ['routes/*.yml', 'routes/*.yml: matches no files'],
    ['none/**/*.yaml', 'none/**/*.yaml: matches no files'],
    ['*.yaml', '*.yaml: matches no files with Kong routes'],
    ['build/*', 'build/*: matches no files; ignored files were skipped (use --no-ignore to include them)'],
    [
      'build',
      'build: contains no files with Kong routes; ignored files were skipped (use --no-ignore to include them)',
    ],
    ['.dot !.dot', '.dot: contains no files with Kong routes'],
    ['!routes', 'no path given: name a path in addition to the excluded ones'],
    ['none.yaml', 'none.yaml: no such file'],
    ['routes --stdin-filename a.yaml', "option '--stdin-filename' needs the path '-' (standard input)"],
  ];
  for (const [args, reported] of failures) {
    test(`${args}: cannot run`, async (context) => {
      const folder = temporaryFolder(context, tree);
      assert.deepEqual(await filesOf(folder, args.split(' ')), { files: [], reported, code: 2 });
    });
  }

  test('what is left out by name is no mistake', async (context) => {
    const folder = temporaryFolder(context, tree);
    assert.deepEqual(await filesOf(folder, ['routes/a.yaml', '!routes']), {
      files: [],
      reported: '',
      code: 0,
    });
  });

  test('go up, and start anywhere', async (context) => {
    const folder = temporaryFolder(context, tree);
    const within = join(folder, 'routes/in');
    const found = async (...args: string[]) => (await filesOf(folder, args, within)).files;
    const up = ['../[id].yaml', '../a.yaml', '../b.YML', '../c.yaml', 'a.yaml'];
    assert.deepEqual(await found('..'), up);
    assert.deepEqual(
      await found('../**/*.yaml'),
      up.filter((file) => file.endsWith('yaml')),
    );
    assert.deepEqual(await found('..', '!../*.yaml'), ['../b.YML', 'a.yaml']);
    const slashed = within.replaceAll('\\', '/');
    assert.deepEqual(await found(within), [`${slashed}/a.yaml`, `${slashed}/old/a.yaml`]);
    assert.deepEqual(await found(`${slashed}/*`), [`${slashed}/a.yaml`]);
  });

  test('in a directory with characters of globs in its name', async (context) => {
    const folder = join(temporaryFolder(context, { 'a [b] {c,d}/(e)/f.yaml': routes }), 'a [b] {c,d}');
    for (const args of [['.'], ['(e)'], ['**/*.yaml'], ['(e)', '!g'], [folder]]) {
      const { files, code } = await filesOf(folder, args);
      assert.equal(code, 0);
      assert.match(files.join(), /\(e\)\/f\.yaml$/, args.join());
    }
    assert.equal((await filesOf(folder, ['.', '!(e)'])).code, 2, '!(e) is a glob');
    assert.deepEqual((await filesOf(folder, ['(e)', '!./(e)'])).files, []);
  });

  const linked = (context: TestContext): string => {
    const folder = temporaryFolder(context, { 'all/a.yaml': routes, 'real/b.yaml': routes });
    symlinkSync('..', join(folder, 'all/loop'));
    symlinkSync('../real', join(folder, 'all/real'));
    symlinkSync('../real/b.yaml', join(folder, 'all/b.yaml'));
    symlinkSync('nowhere', join(folder, 'all/gone.yaml'));
    mkdirSync(join(folder, 'all/directory.yaml'));
    return folder;
  };
  const noLinks = process.platform === 'win32' && 'links need a right here';

  test('a search follows links to files, and none to directories', { skip: noLinks }, async (context) => {
    const folder = linked(context);
    for (const args of [['all'], ['all/**/*.yaml']]) {
      assert.deepEqual(await filesOf(folder, args), {
        files: ['all/a.yaml', 'all/b.yaml'],
        reported: '',
        code: 0,
      });
    }
    assert.deepEqual((await filesOf(folder, ['all/real', 'all/real/*'])).files, ['all/real/b.yaml']);
  });

  test('a directory that may not be read is reported, and the rest is searched', async (context) => {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      context.skip('this user may read every directory');
      return;
    }
    const folder = temporaryFolder(context, { 'all/a.yaml': routes, 'all/closed/b.yaml': routes });
    chmodSync(join(folder, 'all/closed'), 0);
    context.after(() => chmodSync(join(folder, 'all/closed'), 0o700));
    for (const path of ['all', 'all/**/*.yaml']) {
      const { files, reported, code } = await filesOf(folder, [path]);
      assert.deepEqual(files, ['all/a.yaml']);
      assert.equal(reported, 'all/closed: may not be read');
      assert.equal(code, 2);
    }
  });

  test('translate and convert take the same', async (context) => {
    const folder = temporaryFolder(context, tree);
    const args = ['routes/*.yaml', '!routes/[[]*'];
    const translated = await runCli(['translate', '--format', 'json', ...args], { cwd: folder });
    const options = ['--to', 'expressions', '--format', 'json'];
    const converted = await runCli(['convert', ...options, ...args], { cwd: folder });
    for (const { stdout, stderr } of [translated, converted]) {
      assert.equal(stderr, '');
      const files = JSON.parse(stdout).files.map(({ file }: { file: string }) => file.replaceAll('\\', '/'));
      assert.deepEqual(files, ['routes/a.yaml', 'routes/c.yaml']);
    }
  });
});

suite('standard input', () => {
  const wrong = '{"paths": ["/a"], "protocols": ["http"], "expression": "http.path == \\"/a\\""}';

  test('is checked under the name that it is given', async () => {
    const { stdout, stderr, code } = await runCli(['check', '-', '--stdin-filename', 'in/a.json'], {
      input: wrong,
    });
    assert.equal(stderr, '');
    assert.match(stdout, /^in\/a\.json {2}1 route/);
    assert.match(stdout, /at in\/a\.json:1:2, route the route/);
    assert.equal(code, 1);
  });

  test('has a name where it is given none, and is reported where it cannot be read', async () => {
    const named = await runCli(['check', '-', '--format', 'json'], { input: routes });
    assert.deepEqual(
      JSON.parse(named.stdout).files.map(({ file }: { file: string }) => file),
      ['<stdin>'],
    );
    const broken = await runCli(['check', '-'], { input: '_format_version: "3.0"\nroutes: [\n' });
    assert.match(broken.stdout, /^error document-syntax .*\n {2}at <stdin>:2:9$/m);
    assert.equal(broken.code, 1);
  });

  test('is translated and converted', async () => {
    const input = routes;
    assert.match((await runCli(['translate', '-'], { input })).stdout, /^<stdin>\n/);
    const converted = await runCli(['convert', '--to', 'expressions', '-'], { input });
    assert.match(converted.stdout, /expression: '\(http\.path /);
    const written = await runCli(['convert', '--to', 'expressions', '--write', '-'], { input });
    assert.equal(written.stderr, "kong-routes: option '--write' cannot be used with standard input\n");
    assert.equal(written.code, 2);
  });
});

/** As `git check-ignore --no-index` has it of the same files. */
suite('ignore files are read as git reads them', () => {
  const cases: readonly {
    readonly ignoring: Readonly<Record<string, string>>;
    readonly ignored: readonly string[];
    readonly kept: readonly string[];
  }[] = [
    {
      ignoring: {
        '.gitignore': '\uFEFF# a comment\r\n\r\nbuild/\r\n/top.yaml\n*.tmp.yaml  \nin/tied.yaml\n',
      },
      ignored: ['build/a.yaml', 'in/build/a.yaml', 'top.yaml', 'in/x.tmp.yaml', 'in/tied.yaml'],
      kept: ['build', 'in/top.yaml', 'x.yaml', 'more/in/tied.yaml'],
    },
    // The deepest rule that fits counts, and the last of one file.
    {
      ignoring: {
        '.gitignore': 'x.yaml\ny\n',
        'in/.gitignore': '!x.yaml\n!y\n',
        'in/deep/.gitignore': 'x.yaml\n',
      },
      ignored: ['x.yaml', 'y/a.yaml', 'in/deep/x.yaml'],
      kept: ['in/x.yaml', 'in/y/a.yaml', 'in/other/x.yaml'],
    },
    // What is in an ignored directory cannot be included again.
    {
      ignoring: { '.gitignore': 'y\n!y/a.yaml\n', 'y/.gitignore': '!a.yaml\n' },
      ignored: ['y/a.yaml'],
      kept: ['z/a.yaml'],
    },
    {
      ignoring: { 'in/.gitignore': '/tied.yaml\nby/path.yaml\n**/far.yaml\nend/\n\\!n.yaml\n\\#h.yaml\n' },
      ignored: [
        'in/tied.yaml',
        'in/by/path.yaml',
        'in/a/b/far.yaml',
        'in/end/a.yaml',
        'in/a/end/b.yaml',
        'in/!n.yaml',
        'in/a/#h.yaml',
      ],
      kept: ['tied.yaml', 'in/a/tied.yaml', 'in/a/by/path.yaml', 'far.yaml', 'in/end', '!n.yaml'],
    },
    // Names of directories are no patterns.
    {
      ignoring: { 'a [*] b!/.gitignore': 'x.yaml\n' },
      ignored: ['a [*] b!/x.yaml', 'a [*] b!/c/x.yaml'],
      kept: ['a * b!/x.yaml', 'x.yaml'],
    },
    {
      ignoring: { '.kong-routes-ignore': '!a.yaml\nb.yaml\n', '.gitignore': 'a.yaml\n!b.yaml\n' },
      ignored: ['b.yaml'],
      kept: ['a.yaml'],
    },
  ];
  for (const { ignoring, ignored, kept } of cases) {
    test(
      Object.entries(ignoring)
        .map(([file, text]) => `${file} ${JSON.stringify(text)}`)
        .join(', '),
      async (context) => {
        const folder = temporaryFolder(context, ignoring);
        const files = new IgnoreFiles(folder);
        for (const file of [...ignored, ...kept]) {
          mkdirSync(dirname(join(folder, file)), { recursive: true });
          assert.equal(await files.ignores(join(folder, file), false), ignored.includes(file), file);
        }
      },
    );
  }

  test('those of the whole repository, wherever the command is run', async (context) => {
    const folder = temporaryFolder(context, { ...tree, '.git': 'gitdir: elsewhere\n' });
    const { files } = await filesOf(folder, ['.', '../build/a.yaml'], join(folder, 'routes'));
    assert.deepEqual(files, ['[id].yaml', 'a.yaml', 'b.YML', 'c.yaml', 'in/a.yaml', '../build/a.yaml']);
    assert.equal((await filesOf(folder, ['.'], join(folder, 'build'))).code, 2);
  });

  test('those of other directories do not count', async (context) => {
    const folder = temporaryFolder(context, { '.gitignore': '*\n', 'in/a.yaml': routes, 'in/.git/HEAD': '' });
    assert.deepEqual((await filesOf(folder, ['.'], join(folder, 'in'))).files, ['a.yaml']);
    assert.deepEqual((await filesOf(folder, ['in'])).files, ['in/a.yaml']);
  });
});
