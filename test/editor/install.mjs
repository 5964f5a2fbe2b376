// What a real VS Code needs on a machine that has only Node, npm and perhaps apt: VS Code itself out of the npm
// package code-server, which carries its server and its workbench, and a Chromium to look at it.
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, npm, root } from '../../scripts/commands.mjs';

/** code-server 4.x.y carries VS Code 1.x. The oldest is that of `engines.vscode` in package.json. */
export const codeServerVersions = { oldest: '4.100.3', newest: '4.139.1' };

/** What is downloaded for the tests is where git, Biome and vsce do not search; they would need seconds for it. */
export const downloads = join(root, 'node_modules/.cache/kong-routes');

/** The first of these programs on the PATH. @param {...string} names @returns {string | undefined} */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The launcher of an installed VS Code, where there is a screen to show it on. */
export function findDesktopLauncher() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const screen = process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY;
  return screen ? findProgram('code', 'code.cmd') : undefined;
}

/** @param {string} version of code-server */
function placesOf(version) {
  const folder = join(downloads, 'code-server', version);
  const vscode = join(folder, 'code-server/lib/vscode');
  return {
    folder,
    vscode,
    node: join(folder, 'node'),
    main: join(vscode, 'out/server-main.js'),
    ready: join(folder, 'ready'),
  };
}

/** The number of steps of `installCodeServer`: none if it is installed. @param {string} version */
export const codeServerSteps = (version) => (isInstalled(version) ? 0 : 3);

/** @param {string} version */
function isInstalled(version) {
  const { ready, node } = placesOf(version);
  // The link to a Node that was removed since leads nowhere.
  return existsSync(ready) && existsSync(node);
}

/**
 * Puts VS Code where downloads lie, and returns how to start its server.
 * @param {string} version of code-server
 * @param {import('../../scripts/progress.mjs').Progress} progress
 */
export async function installCodeServer(version, progress) {
  const { folder, vscode, node, main, ready } = placesOf(version);
  if (isInstalled(version)) return { node, main };

  const name = `VS Code ${version.replace('4.', '1.')}`;
  rmSync(folder, { recursive: true, force: true });
  await progress.step(`Downloading ${name} (npm package code-server)`, () =>
    unpack(`code-server@${version}`, join(folder, 'code-server')),
  );
  // VS Code's own dependencies, pinned by the package. Without install scripts nothing is compiled, so no
  // compiler and no headers are needed; what then is missing (terminals, a quieter log) no test needs.
  await progress.step(`Installing the npm packages of ${name}`, () =>
    npm(['install', '--omit=dev', '--legacy-peer-deps', '--ignore-scripts'], vscode),
  );
  await progress.step(`Installing Node and ripgrep for ${name}`, async () => {
    await linkNode(folder, node);
    await installRipgrep(folder, vscode);
  });
  // The largest parts by far, and none of them has to do with editing a file.
  for (const unused of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot']) {
    rmSync(join(vscode, unused), { recursive: true, force: true });
  }
  writeFileSync(ready, '');
  return { node, main };
}

/**
 * Downloads a package from npm and unpacks it into a folder, which is there only when it is complete.
 * @param {string} name @param {string} folder
 */
async function unpack(name, folder) {
  const partial = `${folder}.partial`;
  for (const left of [folder, partial]) rmSync(left, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const archive = (await npm(['pack', '--silent', name], partial)).split('\n').at(-1) ?? '';
  const { code, output } = await capture('tar', ['-xzf', archive, '--strip-components=1'], { cwd: partial });
  if (code !== 0) throw new Error(`${archive} could not be unpacked:\n${output}`);
  rmSync(join(partial, archive));
  renameSync(partial, folder);
}

/**
 * Puts a Node from npm, which has each version as a package for each platform, where downloads lie.
 * @param {string} version such as `22`, whose newest it is, or `20.19.0`
 * @returns {Promise<string>} the path of its program
 */
export async function installNode(version) {
  const folder = join(downloads, 'node', version);
  const isWindows = process.platform === 'win32';
  const program = join(folder, 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  await unpack(`node-${isWindows ? 'win' : process.platform}-${process.arch}@${version}`, folder);
  return program;
}

/** Each VS Code needs one major version of Node. @param {string} folder @param {string} node */
async function linkNode(folder, node) {
  const engines = await npm(['pkg', 'get', 'engines.node'], join(folder, 'code-server'));
  const wanted = engines.match(/\d+/)?.[0] ?? '';
  const isOurs = wanted === process.versions.node.split('.')[0];
  symlinkSync(isOurs ? process.execPath : await installNode(wanted), node);
}

/** `workspace.findFiles` runs ripgrep, which older versions of VS Code would download by an install script. @param {string} folder @param {string} vscode */
async function installRipgrep(folder, vscode) {
  const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep');
  if (!existsSync(ripgrep)) return;
  await unpack('@vscode/ripgrep-universal@1.18.0', join(folder, 'ripgrep'));
  mkdirSync(join(ripgrep, 'bin'), { recursive: true });
  symlinkSync(
    join(folder, 'ripgrep/bin', `${process.platform}-${process.arch}`, 'rg'),
    join(ripgrep, 'bin/rg'),
  );
}

const findChromium = () =>
  process.env.CHROMIUM ??
  findProgram('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome');

/** The number of steps of `installChromium`: none if one is installed. */
export const chromiumSteps = () => (findChromium() ? 0 : 1);

/**
 * Finds a Chromium, or installs Debian's where this process may. Returns its path.
 * @param {import('../../scripts/progress.mjs').Progress} progress
 */
export async function installChromium(progress) {
  const found = findChromium();
  if (found) return found;
  await installWithApt('chromium', progress);
  const installed = findChromium();
  if (installed) return installed;
  throw new Error('No Chromium was found: install chromium, or set CHROMIUM to the path of a Chrome.');
}

/**
 * The path of Neovim, installed with apt where that is possible and there is none.
 * @param {import('../../scripts/progress.mjs').Progress} progress
 * @returns {Promise<string>}
 */
export async function installNeovim(progress) {
  const found = findProgram('nvim');
  if (found) return found;
  await installWithApt('neovim', progress);
  const installed = findProgram('nvim');
  if (installed) return installed;
  throw new Error('No Neovim was found: install it, so that nvim is on the PATH.');
}

/**
 * Does nothing where there is no apt, or nobody may install anything.
 * @param {string} name of the package @param {import('../../scripts/progress.mjs').Progress} progress
 */
async function installWithApt(name, progress) {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return;
  await progress.step(`Installing ${name} (apt-get install ${name})`, async () => {
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', name]]) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const { code, output } = await capture('apt-get', args, { env });
      if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${output}`);
    }
  });
}
