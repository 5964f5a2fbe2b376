// npm test: types, lint, bundles and every test that needs nothing but Node.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDependencies, node, root, run } from './commands.mjs';

installDependencies();

/** @type {string[]} */
const failed = [];
/** @param {string} name @param {() => number} step */
function step(name, step) {
  console.log(`\n# ${name}`);
  const start = Date.now();
  const passed = step() === 0;
  if (!passed) failed.push(name);
  console.log(`# ${name}: ${passed ? 'passed' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

step('types', () => node('node_modules/typescript/bin/tsc', '-b'));
step('lint', () => node('node_modules/@biomejs/biome/bin/biome', 'check', '.'));
step('bundles', () => node('esbuild.mjs'));
step('tests', () => {
  // Named by their sources, so that what a deleted test left in out/ does not run.
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('editor'))
    .map((file) => join('out/test', file.replace(/\.ts$/, '.js')));
  const missing = tests.filter((file) => !existsSync(join(root, file)));
  if (tests.length === 0 || missing.length > 0) {
    console.error(tests.length === 0 ? 'There are no tests.' : `Not compiled: ${missing.join(', ')}`);
    return 1;
  }
  const seed = pathToFileURL(join(root, 'out/test/support/seed.js')).href;
  return run(process.execPath, [
    ...['--enable-source-maps', '--import', seed, '--test', '--test-reporter=spec'],
    ...tests,
  ]);
});

console.log(
  '\nNot run here: the editor tests, because they need a VS Code. `npm run test:editor` runs them, and installs one where there is none.',
);
console.log(failed.length === 0 ? 'npm test: everything passed.' : `npm test: FAILED: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
