// npm test: types, lint, bundles and every test that needs nothing but Node.
//   npm test -- vectors cli/check     only the test files whose paths contain one of these words
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node, root, run } from './commands.mjs';
import { installationSteps, installDependencies } from './installation.mjs';
import { Progress } from './progress.mjs';
import { testFiles, testOptions } from './test-files.mjs';

const words = process.argv.slice(2);
const progress = new Progress();
progress.expect(installationSteps());
await installDependencies(progress);

/** @type {string[]} */
const failed = [];
/** @type {import('./skipped-tests.mjs').SkippedTest[]} */
let skipped = [];

step('types', () => node('node_modules/typescript/bin/tsc', '-b'));
step('lint', () => node('node_modules/@biomejs/biome/bin/biome', 'check', '.'));
step('bundles', () => node('esbuild.mjs'));
step('tests', runTests);
summarize();

/** @param {string} name @param {() => number} work returns an exit code */
function step(name, work) {
  console.log(`\n# ${name}`);
  const begin = Date.now();
  const passed = work() === 0;
  if (!passed) failed.push(name);
  console.log(`# ${name}: ${passed ? 'passed' : 'FAILED'} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
}

function runTests() {
  const temporary = mkdtempSync(join(tmpdir(), 'kong-routes-'));
  try {
    const list = join(temporary, 'skipped.jsonl');
    const reporter = pathToFileURL(join(root, 'scripts/skipped-tests.mjs')).href;
    const code = run(process.execPath, [
      ...testOptions,
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${reporter}`, `--test-reporter-destination=${list}`],
      ...testFiles(words),
    ]);
    skipped = readFileSync(list, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return code;
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    return 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function summarize() {
  if (skipped.length > 0) {
    console.log(`\nSkipped (${skipped.length}):`);
    for (const { name, file, reason } of skipped) console.log(`- ${file}, “${name}”: ${reason}`);
  }
  console.log('\nNot run here:');
  if (words.length > 0) console.log(`- Every test file without ${words.join(' or ')} in its path.`);
  console.log('- The tests inside VS Code, because they need a VS Code: npm run test:editor installs one.');
  console.log('- Other versions of Node, because they have to be downloaded: npm run test:node-versions.');
  console.log(
    failed.length === 0 ? '\nnpm test: everything passed.' : `\nnpm test: FAILED: ${failed.join(', ')}.`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
