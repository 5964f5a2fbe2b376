// Installs the packages of package-lock.json where they are missing, and builds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, npm, root } from './commands.mjs';

/** The number of steps of `installDependencies`: none if everything is installed. */
export const installationSteps = () => (dependenciesAreInstalled() ? 0 : 1);

/** The number of steps of `build`. */
export const buildSteps = 2;

/**
 * Runs `npm ci` unless node_modules holds what package-lock.json asks for. Ends the process when that fails.
 * @param {import('./progress.mjs').Progress} progress
 */
export async function installDependencies(progress) {
  if (dependenciesAreInstalled()) return;
  const { packages } = lockFile('package-lock.json');
  const count = Object.values(packages).filter(({ version, optional }) => version && !optional).length;
  try {
    // No package needs its install script. With NODE_ENV=production npm would leave out what builds and tests.
    const args = ['ci', '--ignore-scripts', '--include=dev'];
    await progress.step(`Installing ${count} npm packages (npm ci)`, () => npm(args));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}

function dependenciesAreInstalled() {
  try {
    const installed = lockFile('node_modules/.package-lock.json').packages;
    // An optional package may be one for another platform.
    return Object.entries(lockFile('package-lock.json').packages).every(
      ([path, { version, optional }]) =>
        path === '' || installed[path]?.version === version || (optional && !installed[path]),
    );
  } catch {
    return false;
  }
}

/**
 * @param {string} file
 * @returns {{ packages: Record<string, { version?: string, optional?: boolean }> }}
 */
const lockFile = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/**
 * Builds everything into dist/ and out/. Ends the process when that fails, after the compiler's messages.
 * @param {import('./progress.mjs').Progress} progress
 */
export async function build(progress) {
  await buildStep(progress, 'Compiling the sources and the tests', 'node_modules/typescript/bin/tsc', '-b');
  await buildStep(progress, 'Building the bundles', 'esbuild.mjs');
}

/** @param {import('./progress.mjs').Progress} progress @param {string} title @param {string[]} args */
async function buildStep(progress, title, ...args) {
  /** @type {string} */
  let output = '';
  try {
    await progress.step(title, async () => {
      const { code, ...ended } = await capture(process.execPath, args);
      output = ended.output;
      if (code !== 0) throw new Error('The build failed.');
    });
    if (output) console.error(output.trimEnd()); // warnings
  } catch (error) {
    console.error(`${output.trimEnd()}\n\n${/** @type {Error} */ (error).message}`);
    process.exit(1);
  }
}
