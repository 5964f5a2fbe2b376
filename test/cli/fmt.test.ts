import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const text = (expression: string) =>
  `_format_version: "3.0"\nroutes:\n  - name: a\n    expression: ${expression}\n`;

suite('fmt', () => {
  test('writes the files, and says what it did', async (context) => {
    const folder = temporaryFolder(context, {
      'a.yaml': text('http.path=="/a"'),
      'b.yaml': text('http.path == "/a"'),
    });
    const { code, stdout, stderr } = await runCli(['fmt', 'a.yaml', 'b.yaml'], { cwd: folder });
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
    assert.equal(stderr, 'a.yaml: 1 expression formatted: a\n');
    assert.equal(await readFile(join(folder, 'a.yaml'), 'utf8'), text('http.path == "/a"'));
  });

  test('--check changes nothing, and exits 1 where something would', async (context) => {
    const folder = temporaryFolder(context, { 'a.yaml': text('http.path=="/a"') });
    const { code, stderr } = await runCli(['fmt', '--check', 'a.yaml'], { cwd: folder });
    assert.equal(code, 1);
    assert.equal(stderr, 'a.yaml: 1 expression would be formatted: a\n');
    assert.equal(await readFile(join(folder, 'a.yaml'), 'utf8'), text('http.path=="/a"'));
    await runCli(['fmt', '.'], { cwd: folder });
    assert.equal((await runCli(['fmt', '--check', '.'], { cwd: folder })).code, 0);
  });

  test('files that are one expression', async (context) => {
    const folder = temporaryFolder(context, {
      'a.kong-expr': 'http.path=="/a"',
      'b.kong-expr': 'http.path =',
    });
    const { code, stderr } = await runCli(['fmt', '.'], { cwd: folder });
    assert.deepEqual(
      { code, stderr },
      { code: 0, stderr: 'a.kong-expr: 1 expression formatted: expression\n' },
    );
    assert.equal(await readFile(join(folder, 'a.kong-expr'), 'utf8'), 'http.path == "/a"\n');
    const checked = await runCli(['check', '.'], { cwd: folder });
    assert.match(checked.stdout, /^b\.kong-expr {2}1 expression, flavor expressions/m);
    assert.match(checked.stdout, /^2 files, 2 expressions: 1 error$/m);
  });
});
