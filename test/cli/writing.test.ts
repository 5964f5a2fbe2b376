/** Files are written whole or not at all, and nothing but their text changes. */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { replaceFile } from '../../server/cli/replace-file.js';
import { cliBundle, runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const isUnix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

const before = '\ufeff_format_version: "3.0"\r\nroutes:\r\n- name: a\r\n  paths: [/a]\r\n';
const convert = ['convert', '--to', 'expressions', '--write'];

suite('writing', { skip: !isUnix }, () => {
  test('keeps mode, other names, line ends and the byte order mark', async (context) => {
    const cwd = temporaryFolder(context, { 'a.yaml': before });
    chmodSync(join(cwd, 'a.yaml'), 0o640);
    linkSync(join(cwd, 'a.yaml'), join(cwd, 'b.yaml'));
    const { ino } = statSync(join(cwd, 'a.yaml'));
    const { code, stderr } = await runCli([...convert, 'a.yaml'], { cwd });
    assert.equal(code, 0, stderr);
    const text = readFileSync(join(cwd, 'b.yaml'), 'utf8');
    assert.match(text, /^\ufeff_format_version/);
    assert.match(text, /expression:/);
    assert.doesNotMatch(text, /[^\r]\n/);
    const stats = statSync(join(cwd, 'a.yaml'));
    assert.deepEqual([stats.ino, stats.nlink, stats.mode & 0o777], [ino, 2, 0o640]);
    assert.deepEqual(readdirSync(cwd).sort(), ['a.yaml', 'b.yaml']);
  });

  test('keeps the owner', { skip: !isRoot }, async (context) => {
    const cwd = temporaryFolder(context, { 'a.yaml': before });
    chownSync(join(cwd, 'a.yaml'), 1234, 4321);
    chmodSync(join(cwd, 'a.yaml'), 0o4755);
    await runCli([...convert, 'a.yaml'], { cwd });
    const { uid, gid, mode } = statSync(join(cwd, 'a.yaml'));
    assert.deepEqual([uid, gid, mode & 0o7777], [1234, 4321, 0o4755]);
    assert.match(readFileSync(join(cwd, 'a.yaml'), 'utf8'), /expression:/);
  });

  test('a name as long as names may be', async (context) => {
    const name = `${'n'.repeat(250)}.yaml`;
    const cwd = temporaryFolder(context, { [name]: before });
    const { code, stderr } = await runCli([...convert, name], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(readFileSync(join(cwd, name), 'utf8'), /expression:/);
  });

  test('a link inside of the folder stays one; one that leads out of it is refused', async (context) => {
    const outside = temporaryFolder(context, { 'victim.yaml': before });
    const cwd = temporaryFolder(context, { 'a.yaml': before });
    symlinkSync('a.yaml', join(cwd, 'link.yaml'));
    symlinkSync(join(outside, 'victim.yaml'), join(cwd, 'out.yaml'));
    assert.equal((await runCli([...convert, 'link.yaml'], { cwd })).code, 0);
    assert.ok(lstatSync(join(cwd, 'link.yaml')).isSymbolicLink());
    assert.match(readFileSync(join(cwd, 'a.yaml'), 'utf8'), /expression:/);
    const { code, stderr } = await runCli([...convert, 'out.yaml'], { cwd });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^kong-routes: out\.yaml: could not be written: it is a link to .*victim\.yaml, outside of /m,
    );
    assert.equal(readFileSync(join(outside, 'victim.yaml'), 'utf8'), before);
  });

  test('a file that has changed since it was read, or is gone, is left alone', async (context) => {
    const file = join(temporaryFolder(context, { 'a.yaml': 'b: 1\n' }), 'a.yaml');
    await assert.rejects(
      replaceFile(file, 'new', 'a: 1\n'),
      /was not written: it has changed since it was read/,
    );
    assert.equal(readFileSync(file, 'utf8'), 'b: 1\n');
    await assert.rejects(replaceFile(`${file}.gone`, 'new', 'a: 1\n'), /is gone/);
    await replaceFile(file, 'new', 'b: 1\n');
    assert.equal(readFileSync(file, 'utf8'), 'new');
  });

  test('what is no regular file is neither read nor written', async (context) => {
    const cwd = temporaryFolder(context, { 'a.yaml': before, 'd.yaml/x': '' });
    execFileSync('mkfifo', [join(cwd, 'pipe.yaml'), join(cwd, '.gitignore')]);
    for (const name of ['pipe.yaml', '/dev/zero']) {
      const { code, stderr } = await runCli(['check', name], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /is not a regular file/);
    }
    assert.equal((await runCli(['check', '.'], { cwd })).code, 0);
    await assert.rejects(replaceFile(join(cwd, 'pipe.yaml'), 'x'), /it is not a regular file/);
  });
});

suite('output that cannot be written', { skip: process.platform !== 'linux' }, () => {
  for (const args of [
    ['check'],
    ['check', '--format', 'json'],
    ['translate'],
    ['plan', '--to', 'expressions'],
  ]) {
    test(`kong-routes ${args.join(' ')} > /dev/full`, (context) => {
      const cwd = temporaryFolder(context, { 'a.yaml': before });
      const full = openSync('/dev/full', 'w');
      context.after(() => closeSync(full));
      const { status, stderr } = spawnSync(process.execPath, [cliBundle, ...args, '.'], {
        cwd,
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      assert.equal(stderr, 'kong-routes: standard output cannot be written: no space left on device\n');
      assert.equal(status, 2);
    });
  }
});
