// Runs other programs for the scripts of package.json. Needs nothing but Node.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not `import.meta.dirname`: this file also has to load in a Node that is too old, to say so.
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

exitIfNodeIsTooOld();

function exitIfNodeIsTooOld() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '');
  const { node } = process.versions;
  if (node.localeCompare(wanted, 'en', { numeric: true }) >= 0) return;
  console.error(`Kong Routes needs Node ${wanted} or newer. This is Node ${node}.`);
  process.exit(1);
}

/**
 * Runs a command to its end, shows its output, and returns its exit code.
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
 * Runs a command to its end and keeps its output, so that a progress line can be shown meanwhile.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is standard output and error, in
 *   the order in which they arrived. Code 1 and a sentence where the command could not be started.
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, output] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', (error) => {
      resolve({ code: 1, stdout, output: `${command} could not be started: ${error.message}\n` });
    });
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}

/**
 * Runs npm and returns what it printed on standard output. Rejects with all of npm's output when npm fails.
 * @param {string[]} args @param {string} [cwd]
 */
export async function npm(args, cwd = root) {
  // `npm run …` sets npm_execpath. It is needed on Windows, where `npm` is not a program that can be spawned.
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const { code, stdout, output } = await capture(
    cli ? process.execPath : 'npm',
    [...(cli ? [cli] : []), ...args, '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd, shell: !cli && process.platform === 'win32' },
  );
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${output}`);
  return stdout.trim();
}
