import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';

const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** A shell of a developer may not be there; what is skipped is named. */
const needs = (shell: string) => ({ skip: isInstalled(shell) ? false : `${shell} is not installed` });

async function script(shell: string): Promise<string> {
  const { code, stdout, stderr } = await runCli(['completion', shell]);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout;
}

suite('kong-routes completion', () => {
  const inBash = (source: string, ...words: string[]): string[] => {
    const line = words.map((word) => JSON.stringify(word)).join(' ');
    const ask = `${source}\nCOMP_WORDS=(kong-routes ${line}); COMP_CWORD=${words.length}; _kong_routes; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout.split('\n').filter(Boolean);
  };

  test('bash: commands, options and their values', needs('bash'), async () => {
    const source = await script('bash');
    assert.deepEqual(inBash(source, 'mat'), ['match', 'matrix']);
    assert.deepEqual(inBash(source, 'plan', '--fo'), ['--format', '--force']);
    assert.deepEqual(inBash(source, 'plan', '--format', ''), ['md', 'json', 'html']);
    assert.deepEqual(inBash(source, 'check', '--flavor', 'trad'), ['traditional', 'traditional_compatible']);
  });

  test('bash: files where a path is due', needs('bash'), async (t) => {
    const source = await script('bash');
    const folder = temporaryFolder(t, { 'kong.yaml': '' });
    assert.deepEqual(inBash(source, 'check', `${folder}/ko`), [join(folder, 'kong.yaml')]);
    assert.deepEqual(inBash(source, 'check', '--baseline', `${folder}/ko`), [join(folder, 'kong.yaml')]);
  });

  test('zsh: the script is well-formed and completes', needs('zsh'), async (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, '_kong-routes'), await script('zsh'));
    const ask = `
      fpath=(${folder} $fpath); autoload -Uz compinit; compinit -D -u
      zsh -n ${folder}/_kong-routes && print well-formed; whence -w _kong-routes; print $_comps[kong-routes]`;
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', ask], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.match(stdout, /^well-formed\n_kong-routes: function\n_kong-routes\n$/);
  });

  test('fish: commands, options and their values', needs('fish'), async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, 'kong-routes.fish');
    writeFileSync(file, await script('fish'));
    const ask = (line: string) => {
      const command = `source ${file}; complete --do-complete ${JSON.stringify(line)}`;
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', command], { encoding: 'utf8' });
      assert.equal(stderr, '');
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((one) => one.split('\t')[0]);
    };
    assert.deepEqual(ask('kong-routes mat'), ['match', 'matrix']);
    assert.deepEqual(ask('kong-routes plan --fo'), ['--force', '--format']);
    assert.deepEqual(ask('kong-routes plan --format '), ['html', 'json', 'md']);
  });

  test('another shell is refused', async () => {
    const { code, stderr } = await runCli(['completion', 'tcsh']);
    assert.equal(code, 2);
    assert.match(stderr, /bash, zsh, fish/);
  });
});
