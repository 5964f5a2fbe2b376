import assert from 'node:assert/strict';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { expectGolden, fixturePath } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';

const input = readFileSync(fixturePath('cli/inputs/convert.yaml'), 'utf8');
const convert = (cwd: string, ...args: string[]) =>
  runCli(['convert', '--to', 'expressions', ...args], { cwd });

const routes = '_format_version: "3.0"\nroutes:\n  - paths: [/a]\n';
const converted =
  '_format_version: "3.0"\nroutes:\n  - expression: \'(http.path ^= r#"/a"#)\'\n    priority: 536870914\n';

suite('convert --to expressions', () => {
  test('prints the file converted, and on standard error what was left alone', async () => {
    const { stdout, stderr, code } = await convert(fixturePath('cli/inputs'), 'convert.yaml');
    expectGolden('cli/convert.yaml', stdout);
    expectGolden('cli/convert-stderr.txt', stderr);
    assert.equal(code, 1, 'routes were left alone');
  });

  test('what it prints is what --write writes, and converting that again changes nothing', async (context) => {
    const folder = temporaryFolder(context, { 'convert.yaml': input });
    const { stdout } = await convert(folder, 'convert.yaml');
    await convert(folder, '--write', 'convert.yaml');
    assert.equal(readFileSync(`${folder}/convert.yaml`, 'utf8'), stdout);
    assert.equal((await convert(folder, 'convert.yaml')).stdout, stdout);
  });

  test('what comes out is taken by Kong where what went in was', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    const { code, stdout, stderr } = await convert(folder, '--write', 'a.yaml');
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 0, stdout: '', stderr: 'a.yaml: 1 route converted, 0 left alone\n' },
    );
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), converted);
    assert.equal((await runCli(['check', 'a.yaml'], { cwd: folder })).code, 0);
  });

  test('line breaks of Windows stay', async (context) => {
    const folder = temporaryFolder(context, { 'convert.yaml': input.replaceAll('\n', '\r\n') });
    const { stdout } = await convert(folder, 'convert.yaml');
    const plain = await convert(fixturePath('cli/inputs'), 'convert.yaml');
    assert.equal(stdout, plain.stdout.replaceAll('\n', '\r\n'));
  });

  test('JSON', async (context) => {
    const folder = temporaryFolder(context, {
      'a.json': '{\n  "name": "a",\n  "service": null,\n  "paths": ["/a"],\n  "strip_path": false\n}\n',
    });
    const { stdout } = await convert(folder, 'a.json');
    assert.equal(
      stdout,
      '{\n  "name": "a",\n  "service": null,\n  "expression": "(http.path ^= r#\\"/a\\"#)",\n  "priority": 536870914,\n  "strip_path": false\n}\n',
    );
  });

  test('a byte order mark stays', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': `\ufeff${routes}` });
    assert.equal((await convert(folder, 'a.yaml')).stdout, `\ufeff${converted}`);
  });
});

suite('convert --write', () => {
  const isWindows = process.platform === 'win32';

  test('replaces the file in one step: its mode stays, nothing is left beside it', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    chmodSync(`${folder}/a.yaml`, 0o640);
    const before = statSync(`${folder}/a.yaml`);
    const { code } = await convert(folder, '--write', 'a.yaml');
    assert.equal(code, 0);
    const after = statSync(`${folder}/a.yaml`);
    if (!isWindows) {
      assert.equal(after.mode, before.mode);
      assert.notEqual(after.ino, before.ino, 'another file has taken its place');
    }
    assert.deepEqual(readdirSync(folder), ['a.yaml']);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), converted);
  });

  test('a link stays a link', { skip: isWindows && 'links need rights on Windows' }, async (context) => {
    const folder = temporaryFolder(context, { 'target.yaml': routes });
    symlinkSync('target.yaml', `${folder}/link.yaml`);
    await convert(folder, '--write', 'link.yaml');
    assert.ok(lstatSync(`${folder}/link.yaml`).isSymbolicLink());
    assert.equal(readFileSync(`${folder}/target.yaml`, 'utf8'), converted);
  });

  test('a file in which nothing changes is not touched', async (context) => {
    const text = '_format_version: "3.0"\nroutes:\n  - expression: http.path == "/a"\n  - name: empty\n';
    const folder = temporaryFolder(context, { 'a.yaml': text });
    const longAgo = new Date('2001-01-01');
    utimesSync(`${folder}/a.yaml`, longAgo, longAgo);
    const { ino } = statSync(`${folder}/a.yaml`);
    const { stderr, code } = await convert(folder, '--write', 'a.yaml');
    assert.match(stderr, /^a\.yaml: 0 routes converted, 1 left alone\n/);
    assert.equal(code, 1);
    const after = statSync(`${folder}/a.yaml`);
    assert.equal(after.mtimeMs, longAgo.getTime());
    assert.equal(after.ino, ino);
  });

  test('several files, one of which cannot be read: the others are written', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': routes, 'b.yaml': routes });
    const { stdout, stderr, code } = await convert(folder, '--write', 'a.yaml', 'none.yaml', 'b.yaml');
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      'kong-routes: none.yaml: there is no such file\na.yaml: 1 route converted, 0 left alone\nb.yaml: 1 route converted, 0 left alone\n',
    );
    assert.equal(code, 2);
    for (const name of ['a.yaml', 'b.yaml'])
      assert.equal(readFileSync(`${folder}/${name}`, 'utf8'), converted);
  });

  test('a folder that may not be written', async (context) => {
    if (isWindows || process.getuid?.() === 0) {
      context.skip('this user may write everywhere');
      return;
    }
    const folder = temporaryFolder(context, { 'a.yaml': routes });
    chmodSync(folder, 0o500);
    const { stderr, code } = await convert(folder, '--write', 'a.yaml');
    chmodSync(folder, 0o700);
    assert.match(stderr, /^kong-routes: a\.yaml: could not be written: [^\n]+\n$/);
    assert.equal(code, 2);
    assert.equal(readFileSync(`${folder}/a.yaml`, 'utf8'), routes);
  });
});
