// What the scripts behind `npm start`, `npm test` and `npm run test:editor` share. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/**
 * Runs a command to its end, its output passed on, and answers its exit code.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}

/** Runs a script of this project or of a package with this Node. @param {string} script @param {string[]} args */
export const node = (script, ...args) => run(process.execPath, [script, ...args]);

/**
 * Runs npm and answers what it printed.
 * @param {string[]} args @param {string} [cwd]
 */
export function npm(args, cwd = root) {
  // Inside `npm run …` npm says where it is; that works on Windows too, where `npm` alone is not a program.
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const { status, stdout, stderr, error } = spawnSync(
    cli ? process.execPath : 'npm',
    [...(cli ? [cli] : []), ...args, '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd, encoding: 'utf8', shell: !cli && process.platform === 'win32' },
  );
  if (status !== 0) {
    throw new Error(`npm ${args.join(' ')} failed:\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`);
  }
  return stdout.trim();
}

/** Runs `npm ci` unless node_modules holds what package-lock.json asks for. */
export function installDependencies() {
  if (dependenciesAreInstalled()) return;
  console.log('Installing dependencies (npm ci) …');
  try {
    npm(['ci']);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}

function dependenciesAreInstalled() {
  /** @returns {Record<string, { version?: string, optional?: boolean }>} */
  const packages = (/** @type {string} */ file) =>
    JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  try {
    const there = packages('node_modules/.package-lock.json');
    // An optional package may be one for another platform.
    return Object.entries(packages('package-lock.json')).every(
      ([path, { version, optional }]) =>
        path === '' || there[path]?.version === version || (optional && !there[path]),
    );
  } catch {
    return false;
  }
}

/** Builds everything into dist/ and out/. Where that fails, the compilers have said why. */
export function build() {
  if (node('node_modules/typescript/bin/tsc', '-b') !== 0 || node('esbuild.mjs') !== 0) {
    console.error('\nThe build failed.');
    process.exit(1);
  }
}
