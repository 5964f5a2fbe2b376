import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const isWindows = process.platform === 'win32';

const fix = (cwd: string, ...args: string[]) => runCli(['check', '--fix', ...args], { cwd });

const file = (...expressions: readonly string[]) =>
  `_format_version: "3.0"\nroutes:\n${expressions.map((one, i) => `  - name: r${i}\n    expression: ${one}\n`).join('')}`;
const wrong = file('http.path = "/a"');
const right = file('http.path == "/a"');

/** The file after `--fix`, which leaves nothing to report. */
async function fixed(context: TestContext, text: string, name = 'a.yaml'): Promise<string> {
  const folder = temporaryFolder(context, { [name]: text });
  const { code, stderr } = await fix(folder, name);
  assert.equal(code, 0, stderr);
  const after = readFileSync(join(folder, name), 'utf8');
  assert.deepEqual(await fix(folder, '--format', 'json', name).then(({ code, stderr }) => [code, stderr]), [
    0,
    '',
  ]);
  assert.equal(readFileSync(join(folder, name), 'utf8'), after, 'another run changes nothing');
  return after;
}

suite('check --fix', () => {
  test('writes the files, says what it did, and reports what remains', async (context) => {
    const folder = temporaryFolder(context, {
      'a.yaml': file(`http.path = "/a" and http.method == 'GET'`, 'http.headers.x == "a"', 'http.path ='),
      'more/b.json': JSON.stringify({ name: 'b', expression: 'http.host ~ "^a$"' }),
      'right.yaml': right,
    });
    const { code, stdout, stderr } = await fix(folder, '.');
    assert.equal(
      stderr,
      `a.yaml:4: Write \`==\` (expression-unknown-operator)
a.yaml:4: Write \`&&\` (expression-syntax)
a.yaml:4: Write \`"GET"\` (expression-syntax)
a.yaml:8: Write \`==\` (expression-unknown-operator)
more/b.json:1: Write \`== "a"\` (expression-simple-regex)
5 problems fixed in 2 files
`,
    );
    expectGolden('cli/fix-remaining.txt', stdout);
    assert.equal(code, 1);
    const after = file('http.path == "/a" && http.method == "GET"', 'http.headers.x == "a"', 'http.path ==');
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), after);
    assert.deepEqual(JSON.parse(readFileSync(`${folder}/more/b.json`, 'utf8')), {
      name: 'b',
      expression: 'http.host == "a"',
    });
    assert.equal((await runCli(['check', '.'], { cwd: folder })).stdout, stdout, 'as a check of its own');
    const again = await fix(folder, '.');
    assert.deepEqual(again, { code: 1, stdout, stderr: '' });
  });

  test('in every format the report is of the files as they are then', async (context) => {
    for (const format of ['pretty', 'json', 'sarif', 'github', 'junit']) {
      const folder = temporaryFolder(context, { 'a.yaml': file('http.path = "/a"', 'tls.sni != "a"') });
      const { code, stdout, stderr } = await fix(folder, '--format', format, 'a.yaml');
      assert.match(stderr, /^1 problem fixed in 1 file$/m);
      assert.match(stdout, /expression-absent/);
      assert.doesNotMatch(stdout, /expression-unknown-operator/);
      assert.equal(code, 1);
      assert.equal(stdout, (await runCli(['check', '--format', format, 'a.yaml'], { cwd: folder })).stdout);
    }
  });

  test('exit codes: as without it, of what remains', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': wrong, 'b.yaml': file('tls.sni != "a"') });
    assert.equal((await fix(folder, 'a.yaml')).code, 0);
    assert.equal((await fix(folder, '--fail-on', 'any', 'b.yaml')).code, 1);
    assert.equal((await fix(folder, 'b.yaml')).code, 0);
    const { code, stderr } = await fix(folder, 'b.yaml', 'none.yaml');
    assert.deepEqual({ code, stderr }, { code: 2, stderr: 'kong-routes: none.yaml: no such file\n' });
  });

  test('a refused route that would have && and || side by side is left to its author', async (context) => {
    const text = file('http.method == "GET" and http.path == "/a" or http.path == "/b"');
    const folder = temporaryFolder(context, { 'a.yaml': text });
    const { code, stderr } = await fix(folder, 'a.yaml');
    assert.equal(
      stderr,
      'a.yaml:4: not fixed: after this fix, `&&` and `||` would be mixed without parentheses: add the parentheses first (expression-syntax)\n',
    );
    assert.equal(code, 1);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), text);
  });

  test('the Gateway decides what there is to fix', async (context) => {
    const text = file('http.path == r#"/a"#');
    const folder = temporaryFolder(context, { 'a.yaml': text });
    assert.equal((await fix(folder, 'a.yaml')).code, 0);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), text);
    assert.equal((await fix(folder, '--gateway', '3.0', 'a.yaml')).code, 0);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), right);
  });

  test('known problems are fixed, too', async (context) => {
    const folder = temporaryFolder(context, {
      'a.yaml': file('http.path = "/a"', 'http.path == "/b" && tls.sni != "a"'),
    });
    const baseline = ['--baseline', 'known.json'];
    await runCli(['check', ...baseline, '--update-baseline', 'a.yaml'], { cwd: folder });
    const { code, stdout, stderr } = await fix(folder, ...baseline, 'a.yaml');
    assert.equal(code, 0);
    assert.match(stdout, /no new problems \(1 known\)$/m);
    assert.match(
      stderr,
      /^1 problem fixed in 1 file\nknown\.json: 1 problem in the baseline no longer occurs/m,
    );
    assert.equal(
      readFileSync(`${folder}/a.yaml`, 'utf8'),
      file('http.path == "/a"', 'http.path == "/b" && tls.sni != "a"'),
    );
    const updated = await fix(folder, ...baseline, '--update-baseline', 'a.yaml');
    assert.match(updated.stderr, /written, with 1 known problem/);
  });
});

suite('check --fix writes as the file is written:', () => {
  for (const [style, before, after] of [
    ['plain', 'http.path = "/a" # why', 'http.path == "/a" # why'],
    ['plain, on two lines', 'http.path\n      = "/a"', 'http.path\n      == "/a"'],
    ['single-quoted', `'http.path = "/it''s"' # why`, `'http.path == "/it''s"' # why`],
    ['double-quoted', '"http.path = \\"/a\\""', '"http.path == \\"/a\\""'],
    ['literal', '|\n      http.path = "/a"', '|\n      http.path == "/a"'],
    ['literal, kept', '|+\n      http.path = "/a"\n\n', '|+\n      http.path == "/a"\n\n'],
    [
      'folded',
      `>-\n      http.method = "GET" and\n      http.path == '/a'`,
      `>-\n      http.method == "GET" &&\n      http.path == "/a"`,
    ],
  ] as const) {
    test(style, async (context) => assert.equal(await fixed(context, file(before)), file(after)));
  }

  test('line breaks of Windows', async (context) => {
    const text = file('http.path = "/a"', '>-\n      http.method is "GET" and\n      http.path == "/b"');
    const after = file('http.path == "/a"', '>-\n      http.method == "GET" &&\n      http.path == "/b"');
    assert.equal(await fixed(context, text.replaceAll('\n', '\r\n')), after.replaceAll('\n', '\r\n'));
  });

  test('a byte order mark', async (context) => {
    assert.equal(await fixed(context, `\ufeff${wrong}`), `\ufeff${right}`);
  });

  test('JSON', async (context) => {
    const json = (expression: string) =>
      `{ "_format_version": "3.0",\n\t"routes": [ {"expression": ${JSON.stringify(expression)} }, ] // one\n}`;
    const strict = (expression: string) => json(expression).replace(', ]', ' ]').replace(' // one', '');
    assert.equal(await fixed(context, strict(`http.path = '/a"'`), 'a.json'), strict('http.path == "/a\\""'));
  });

  test('several YAML documents', async (context) => {
    assert.equal(await fixed(context, `${wrong}---\n${wrong}`), `${right}---\n${right}`);
  });
});

suite('check --fix, the files', () => {
  test('one in which nothing is to be fixed is not touched', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': file('tls.sni != "a"') });
    const longAgo = new Date('2001-01-01');
    utimesSync(`${folder}/a.yaml`, longAgo, longAgo);
    const { ino } = statSync(`${folder}/a.yaml`);
    const { stderr, code } = await fix(folder, 'a.yaml');
    assert.deepEqual({ stderr, code }, { stderr: '', code: 0 });
    const after = statSync(`${folder}/a.yaml`);
    assert.deepEqual([after.mtimeMs, after.ino], [longAgo.getTime(), ino]);
  });

  test('are replaced in one step: their modes stay, links stay, nothing is left next to them', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': wrong });
    chmodSync(`${folder}/a.yaml`, 0o640);
    const before = statSync(`${folder}/a.yaml`);
    if (!isWindows) symlinkSync('a.yaml', `${folder}/link.yaml`);
    const name = isWindows ? 'a.yaml' : 'link.yaml';
    assert.equal((await fix(folder, name)).code, 0);
    const after = statSync(`${folder}/a.yaml`);
    if (!isWindows) {
      assert.equal(after.mode, before.mode);
      assert.notEqual(after.ino, before.ino, 'another file has taken its place');
      assert.ok(lstatSync(`${folder}/link.yaml`).isSymbolicLink());
    }
    assert.deepEqual(readdirSync(folder), isWindows ? ['a.yaml'] : ['a.yaml', 'link.yaml']);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), right);
  });

  test('one that is read-only stays, and the others are fixed', async (context) => {
    if (isWindows || process.getuid?.() === 0) {
      context.skip('this user may write everywhere');
      return;
    }
    const folder = temporaryFolder(context, { 'a.yaml': wrong, 'b.yaml': wrong });
    chmodSync(`${folder}/a.yaml`, 0o444);
    const { code, stderr, stdout } = await fix(folder, 'a.yaml', 'b.yaml');
    assert.equal(
      stderr,
      'kong-routes: a.yaml: could not be written: permission denied\nb.yaml:4: Write `==` (expression-unknown-operator)\n1 problem fixed in 1 file\n',
    );
    assert.match(stdout, /^ {2}at a\.yaml:4:/m);
    assert.equal(code, 2);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), wrong);
    assert.equal(readFileSync(`${folder}/b.yaml`, 'utf8'), right);
  });

  test('one that cannot be written stays, and the others are fixed', { skip: isWindows }, async (context) => {
    const outside = temporaryFolder(context, { 'target.yaml': wrong });
    const folder = temporaryFolder(context, { 'b.yaml': wrong });
    symlinkSync(`${outside}/target.yaml`, `${folder}/a.yaml`);
    const { code, stderr, stdout } = await fix(folder, 'a.yaml', 'b.yaml');
    const [complaint, ...rest] = stderr.split('\n');
    assert.equal(
      complaint,
      `kong-routes: a.yaml: could not be written: it is a link to ${outside}/target.yaml, outside of ${folder}`,
    );
    assert.deepEqual(rest, [
      'b.yaml:4: Write `==` (expression-unknown-operator)',
      '1 problem fixed in 1 file',
      '',
    ]);
    assert.match(stdout, /1 error$/m);
    assert.equal(code, 2);
    assert.equal(readFileSync(`${outside}/target.yaml`, 'utf8'), wrong);
    assert.equal(readFileSync(`${folder}/b.yaml`, 'utf8'), right);
  });

  test('standard input is none', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': wrong });
    const { code, stdout, stderr } = await runCli(['check', '--fix', '-', 'a.yaml'], {
      cwd: folder,
      input: wrong,
    });
    assert.deepEqual(
      { code, stdout, stderr },
      {
        code: 2,
        stdout: '',
        stderr:
          "kong-routes: option '--fix' cannot be used with standard input: save it to a file and name the file\n",
      },
    );
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), wrong);
  });

  test('what is ignored or not well-formed stays', async (context) => {
    const broken = `${wrong}  - [\n`;
    const folder = temporaryFolder(context, {
      'a.yaml': wrong,
      'b.yaml': broken,
      'c.yaml': wrong,
      '.kong-routes-ignore': 'c.yaml\n',
    });
    const { code, stdout } = await fix(folder, '.');
    assert.equal(code, 1);
    assert.match(stdout, /^error document-syntax .*\n {2}at b\.yaml:\d+:\d+$/m);
    assert.deepEqual(
      ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => readFileSync(join(folder, name), 'utf8')),
      [right, broken, wrong],
    );
  });
});

suite('check --fix --diff', () => {
  test('shows what would be written, and writes nothing', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': wrong, 'b.yaml': right });
    const { code, stdout, stderr } = await fix(folder, '--diff', '.');
    assert.equal(
      stdout,
      `--- a/a.yaml
+++ b/a.yaml
@@ -1,4 +1,4 @@
 _format_version: "3.0"
 routes:
   - name: r0
-    expression: http.path = "/a"
+    expression: http.path == "/a"
`,
    );
    assert.equal(
      stderr,
      'a.yaml:4: Write `==` (expression-unknown-operator)\n1 problem would be fixed in 1 file\n',
    );
    assert.equal(code, 1, 'the file is as it was');
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), wrong);
    writeFileSync(`${folder}/a.yaml`, right);
    assert.deepEqual(await fix(folder, '--diff', '.'), { code: 0, stdout: '', stderr: '' });
  });

  test('goes with --fix alone', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': wrong });
    for (const [args, message] of [
      [['--diff'], "option '--diff' needs '--fix'"],
      [['--fix', '--diff', '--format', 'json'], "option '--diff' cannot be used with option '--format json'"],
      [
        ['--fix', '--diff', '--baseline', 'b.json', '--update-baseline'],
        "option '--diff' cannot be used with option '--update-baseline'",
      ],
      [['--fix', '--update-baseline'], "option '--update-baseline' needs '--baseline <file>'"],
    ] as const) {
      const { code, stdout, stderr } = await runCli(['check', ...args, 'a.yaml'], { cwd: folder });
      assert.deepEqual(
        { code, stdout, stderr },
        { code: 2, stdout: '', stderr: `kong-routes: ${message}\n` },
      );
    }
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), wrong);
  });
});

suite('check --fix, the settings of gateways', () => {
  const compose = (flavor: string) =>
    `services:\n  kong:\n    image: kong:3.9\n    environment:\n      KONG_ROUTER_FLAVOR: ${flavor} # here\n`;

  test('a router flavor that Kong does not have, where one is meant, and then the routes for it', async (context) => {
    const folder = temporaryFolder(context, { 'compose.yaml': compose('expresions'), 'kong.yaml': wrong });
    const preview = await fix(folder, '--diff', '.');
    assert.match(preview.stderr, /^2 problems would be fixed in 2 files$/m);
    const { code, stderr } = await fix(folder, '.');
    assert.equal(
      stderr,
      'compose.yaml:5: Write `expressions` (flavor-unknown)\nkong.yaml:4: Write `==` (expression-unknown-operator)\n2 problems fixed in 2 files\n',
    );
    assert.equal(code, 0);
    assert.equal(readFileSync(`${folder}/compose.yaml`, 'utf8'), compose('expressions'));
    assert.equal(readFileSync(`${folder}/kong.yaml`, 'utf8'), right);
  });

  test('only in files that are named', async (context) => {
    const folder = temporaryFolder(context, {
      '.git/HEAD': '',
      'compose.yaml': compose('atc'),
      'kong.yaml': wrong,
    });
    assert.match((await fix(folder, 'kong.yaml')).stderr, /^1 problem fixed in 1 file$/m);
    assert.equal(readFileSync(`${folder}/compose.yaml`, 'utf8'), compose('atc'));
  });

  test('a value that several gateways read, once', async (context) => {
    const service = (name: string) =>
      `  ${name}:\n    image: kong:3.9\n    environment: [KONG_ROUTER_FLAVOR=$FLAVOR]\n`;
    const folder = temporaryFolder(context, {
      'compose.yaml': `services:\n${service('a')}${service('b')}`,
      '.env': 'FLAVOR=expression\n',
    });
    const { stderr } = await fix(folder, '.');
    assert.equal(stderr, '.env:1: Write `expressions` (flavor-unknown)\n1 problem fixed in 1 file\n');
    assert.equal(readFileSync(`${folder}/.env`, 'utf8'), 'FLAVOR=expressions\n');
  });

  test('nothing that changes what a gateway runs with, and nothing that might be meant otherwise', async (context) => {
    const chart =
      'apiVersion: v2\nname: edge\nversion: 1.0.0\ndependencies:\n- { name: kong, repository: https://charts.konghq.com, version: 2.48.0 }\n';
    const files = {
      'Chart.yaml': chart,
      'values.yaml': 'kong:\n  gateway:\n    env:\n      router_flavor: expressions\n',
      'old/kong.conf': 'router_flavor = traditional\n',
      'far/kong.conf': 'router_flavor = on\n',
    };
    const folder = temporaryFolder(context, files);
    const { code, stderr } = await fix(folder, '.');
    assert.deepEqual({ code, stderr }, { code: 1, stderr: '' });
    for (const [name, text] of Object.entries(files)) {
      assert.equal(readFileSync(join(folder, name), 'utf8'), text);
    }
  });
});
