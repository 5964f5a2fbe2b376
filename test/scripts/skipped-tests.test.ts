import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.js';
import { repositoryRoot } from '../support/vectors.js';

test('every skipped test is named with its reason', (context) => {
  const folder = temporaryFolder(context, {
    'some.test.mjs': `
      import { suite, test } from 'node:test';
      suite('a suite that is skipped', { skip: 'no corpus' }, () => test('in it', () => {}));
      suite('a suite', () => {
        test('passes', () => {});
        test('is skipped from inside', (t) => t.skip('this user may'));
      });
      test('for no reason', { skip: true }, () => {});
      test('not skipped', { skip: false }, () => {});
      test('fails', () => { throw new Error(); });
    `,
  });
  const reporter = new URL('scripts/skipped-tests.mjs', repositoryRoot).href;
  const { NODE_TEST_CONTEXT, ...env } = process.env; // else the process would report to the runner of this test
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--test', `--test-reporter=${reporter}`, '--test-reporter-destination=stdout', 'some.test.mjs'],
    { cwd: folder, env, encoding: 'utf8' },
  );
  const lines = stdout.split('\n').filter(Boolean);
  const file = join(folder, 'some.test.mjs');
  assert.deepEqual(
    lines.map((line) => {
      const { name, reason, file: relative } = JSON.parse(line);
      return { name, reason, file: join(fileURLToPath(repositoryRoot), relative) };
    }),
    [
      { name: 'a suite that is skipped', reason: 'no corpus', file },
      { name: 'is skipped from inside', reason: 'this user may', file },
      { name: 'for no reason', reason: 'no reason is given', file },
    ],
    stderr,
  );
});
