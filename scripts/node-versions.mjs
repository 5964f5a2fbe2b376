// npm run test:node-versions: runs the command, the language server and the vectors on the oldest Node that is
// supported and on the newest of the later lines, which npm has as packages. A warning of Node is a failure there.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installNode } from '../test/editor/install.mjs';
import { capture } from './commands.mjs';
import { build, buildSteps, installationSteps, installDependencies } from './installation.mjs';
import { Progress } from './progress.mjs';
import { testFiles, testOptions } from './test-files.mjs';

const versions = ['20.19.0', '22', '24'];

/** A part of the suite that is fast: the built command and server as processes, and the vectors. */
const part = [
  'cli/expression',
  'cli/translate',
  'grammar/vectors',
  'protocol/lifecycle',
  'server/route-vectors',
  'server/transform',
];

const progress = new Progress();
progress.expect(installationSteps() + buildSteps + versions.length);
await installDependencies(progress);
await build(progress);

const tests = testFiles(part);
const check = ['dist/cli.cjs', 'check', 'examples'];
const expected = await capture(process.execPath, check);

/** @type {string[]} */
const report = [];
for (const version of versions) {
  report.push(await progress.step(`Testing on Node ${version}`, () => resultOn(version)));
}
console.log(report.join('\n'));

/** What to report of one version. Sets the exit code if something failed there. @param {string} version */
async function resultOn(version) {
  /** @type {string} */
  let program;
  try {
    program = await installNode(version);
  } catch (error) {
    return `Node ${version}: SKIPPED, npm does not have it for this machine. ${/** @type {Error} */ (error).message}`;
  }
  const name = (await capture(program, ['--version'])).stdout.trim().replace('v', 'Node ');
  const problems = await problemsOn(program);
  if (problems.length === 0) return `${name}: passed`;
  process.exitCode = 1;
  return `${name}: FAILED\n${problems.join('\n')}`;
}

/** What goes wrong on another Node: outputs of what failed, and warnings. @param {string} program */
async function problemsOn(program) {
  const temporary = mkdtempSync(join(tmpdir(), 'kong-routes-'));
  const warnings = join(temporary, 'warnings.txt');
  // Warnings of every process that the tests start, too.
  const env = { ...process.env, NODE_OPTIONS: `--redirect-warnings="${warnings}"` };
  const problems = [];
  try {
    const checked = await capture(program, check, { env });
    if (checked.code !== expected.code || checked.output !== expected.output)
      problems.push(
        `kong-routes ${check.slice(1).join(' ')} answers otherwise, with ${checked.code}:\n${checked.output}`,
      );
    const tested = await capture(program, [...testOptions, ...tests], { env });
    // The runner says first what passed.
    if (tested.code !== 0) problems.push(tested.output.slice(tested.output.search(/^.*failing tests:/m)));
    if (existsSync(warnings)) problems.push(`Warnings:\n${readFileSync(warnings, 'utf8')}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return problems;
}
