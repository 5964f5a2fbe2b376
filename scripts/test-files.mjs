// The tests that need nothing but Node, and how Node runs them.
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './commands.mjs';

/** Options of Node before the files. Properties get the same values in every run (`test/support/seed.ts`). */
export const testOptions = [
  '--enable-source-maps',
  ...['--import', pathToFileURL(join(root, 'out/test/support/seed.js')).href],
  '--test',
  '--test-timeout=1800000', // milliseconds, of a whole file on a busy machine: nothing hangs for ever
];

/**
 * The compiled test files. They are found by their sources: what a deleted test left in out/ does not run.
 * @param {string[]} words only files whose paths contain one of them; none for every file
 * @returns {string[]} paths from the root of the repository. Throws where there is none, or where one is not compiled.
 */
export function testFiles(words = []) {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('editor/'))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .map((file) => `out/test/${file.replace(/\.ts$/, '.js')}`);
  if (tests.length === 0) throw new Error(`No test file has ${words.join(' or ')} in its path.`);
  const missing = tests.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`Not compiled: ${missing.join(', ')}`);
  return tests;
}
