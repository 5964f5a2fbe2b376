/** `action.yml` and `.pre-commit-hooks.yaml`: what they run really runs. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { temporaryFolder } from '../support/temporary.js';
import { repositoryRoot } from '../support/vectors.js';

const root = fileURLToPath(repositoryRoot);
const read = (name: string) => parse(readFileSync(join(root, name), 'utf8'));

const wrong = '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: http.path = "/a"\n';
const right = '_format_version: "3.0"\nroutes:\n  - name: a\n    expression: http.path == "/a"\n';

suite('the action', { skip: process.platform === 'win32' && 'its steps are for bash' }, () => {
  const action = read('action.yml') as {
    inputs: Record<string, { default: string }>;
    runs: { steps: { run: string; env?: Record<string, string> }[] };
  };

  /** The last step, with its inputs in the environment, as a runner has them. */
  function run(cwd: string, inputs: Readonly<Record<string, string>>) {
    const step = action.runs.steps.at(-1)!;
    const env = Object.fromEntries(
      Object.entries(step.env!).map(([name, value]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)![1]!;
        assert.ok(action.inputs[input], `${input} is an input`);
        return [name, inputs[input] ?? action.inputs[input]!.default];
      }),
    );
    return spawnSync('bash', ['-eo', 'pipefail', '-c', step.run], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, ...env, GITHUB_ACTION_PATH: root },
    });
  }

  test('annotates what is wrong, and fails', (context) => {
    const folder = temporaryFolder(context, { 'kong/a.yaml': wrong, 'my routes/b.yaml': right });
    const { status, stdout } = run(folder, { paths: 'kong/a.yaml\nmy routes\n' });
    assert.equal(status, 1);
    assert.match(stdout, /^::error file=kong\/a\.yaml,line=4,/m);
  });

  test('writes the requests that go elsewhere into one comment of the pull request', (context) => {
    const route = (path: string) =>
      `_format_version: "3.0"\nroutes:\n  - {name: a, paths: [${path}], hosts: [a.com]}\n  - {name: b, paths: [/], hosts: [a.com]}\n`;
    const folder = temporaryFolder(context, {
      'kong/a.yaml': route('/orders'),
      // Replaces the command of GitHub: it keeps what it was asked.
      'bin/gh': `#!/bin/bash\necho "$@" >> "$ASKED"\nfor word in "$@"; do case "$word" in body=@*) cp "\${word#body=@}" "$COMMENT";; esac; done\n[[ "$*" == *--jq* ]] && [ -n "$KNOWN" ] && echo "$KNOWN"\nexit 0\n`,
    });
    chmodSync(join(folder, 'bin/gh'), 0o755);
    const git = (...args: string[]) =>
      assert.equal(
        spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder }).status,
        0,
      );
    git('init', '-q');
    git('add', 'kong');
    git('commit', '-qm', 'one');
    writeFileSync(join(folder, 'kong/a.yaml'), route('/orders/v2'));
    const step = action.runs.steps.at(-2)!;
    const compare = (known: string) =>
      spawnSync('bash', ['-eo', 'pipefail', '-c', step.run], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
          GITHUB_ACTION_PATH: root,
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_REPOSITORY: 'shop/routes',
          GITHUB_SHA: 'c0ffee',
          GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
          FLAVOR: 'traditional_compatible',
          GATEWAY: '3.9',
          COMPARE_WITH: 'HEAD',
          COMPARE_PATH: 'kong',
          PULL_REQUEST: '7',
          ASKED: join(folder, 'asked.txt'),
          COMMENT: join(folder, 'comment.md'),
          KNOWN: known,
        },
      });
    assert.deepEqual(compare('').status, 0);
    const comment = readFileSync(join(folder, 'comment.md'), 'utf8');
    expectGolden('cli/pull-request-comment.md', comment.replace(/[\da-f]{40}/g, 'COMMIT'));
    assert.match(
      readFileSync(join(folder, 'asked.txt'), 'utf8'),
      /^api --method POST repos\/shop\/routes\/issues\/7\/comments /m,
    );
    assert.equal(compare('99').status, 0);
    assert.match(
      readFileSync(join(folder, 'asked.txt'), 'utf8'),
      /^api --method PATCH repos\/shop\/routes\/issues\/comments\/99 /m,
    );
  });

  test('passes what is right, and writes the report', (context) => {
    const folder = temporaryFolder(context, { 'my routes/b.yaml': right });
    const { status, stdout } = run(folder, { format: 'sarif', output: 'report.sarif', gateway: '3.9' });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: '' });
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'report.sarif'), 'utf8')).runs[0].results, []);
  });
});

test('the hooks of pre-commit run their entries on the files that changed', async (context) => {
  const hooks = read('.pre-commit-hooks.yaml') as { id: string; entry: string; types_or: string[] }[];
  assert.deepEqual(
    hooks.map(({ id }) => id),
    ['kong-routes', 'kong-routes-fmt'],
  );
  const folder = temporaryFolder(context, { 'a.yaml': wrong, 'b.yaml': right, 'other.json': '{"a": 1}\n' });
  const [command, ...args] = hooks[0]!.entry.split(' ');
  assert.ok(existsSync(join(root, (read('package.json') as { bin: Record<string, string> }).bin[command!]!)));
  assert.equal((await runCli([...args, 'a.yaml', 'b.yaml', 'other.json'], { cwd: folder })).code, 1);
  assert.equal((await runCli([...args, 'b.yaml', 'other.json'], { cwd: folder })).code, 0);
  assert.equal((await runCli([...args, '--fix', 'a.yaml', 'other.json'], { cwd: folder })).code, 0);
  assert.equal(readFileSync(join(folder, 'a.yaml'), 'utf8'), right);
});
