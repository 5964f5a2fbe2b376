// What a real VS Code needs on a machine that has only Node, npm and perhaps apt: VS Code itself out of the npm
// package code-server, which carries its server and its workbench, and a Chromium to look at it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm, root } from '../commands.mjs';

/** code-server 4.x.y carries VS Code 1.x. The oldest is that of `engines.vscode` in package.json. */
export const codeServerVersions = { oldest: '4.100.3', newest: '4.139.1' };

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

/**
 * Puts VS Code into .vscode-host/<version> and answers how to start its server.
 * @param {string} version
 */
export function installCodeServer(version) {
  const folder = join(root, '.vscode-host', version);
  const vscode = join(folder, 'code-server/lib/vscode');
  const installed = { node: join(folder, 'node'), main: join(vscode, 'out/server-main.js'), vscode };
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return installed;

  console.log(`Installing VS Code from the npm package code-server ${version} …`);
  rmSync(folder, { recursive: true, force: true });
  unpack(`code-server@${version}`, join(folder, 'code-server'));

  // VS Code's own dependencies, pinned by the package. Without install scripts nothing is compiled, so no
  // compiler and no headers are needed; what then is missing (terminals, a quieter log) no test needs.
  npm(['install', '--omit=dev', '--legacy-peer-deps', '--ignore-scripts'], vscode);
  installNode(folder, installed.node);
  installRipgrep(folder, vscode);
  // The largest parts by far, and none of them has to do with editing a file.
  for (const unused of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot']) {
    rmSync(join(vscode, unused), { recursive: true, force: true });
  }
  writeFileSync(ready, '');
  return installed;
}

/** Downloads a package from npm and unpacks it into a folder. @param {string} name @param {string} folder */
function unpack(name, folder) {
  mkdirSync(folder, { recursive: true });
  const archive = npm(['pack', '--silent', name], folder).split('\n').at(-1) ?? '';
  const { status } = spawnSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
  if (status !== 0) throw new Error(`${archive} could not be unpacked.`);
  rmSync(join(folder, archive));
}

/** Each VS Code asks for one major version of Node; npm has those as packages. @param {string} folder @param {string} node */
function installNode(folder, node) {
  const wanted = npm(['pkg', 'get', 'engines.node'], join(folder, 'code-server')).match(/\d+/)?.[0];
  if (wanted === process.versions.node.split('.')[0]) {
    symlinkSync(process.execPath, node);
  } else {
    unpack(`node-${process.platform}-${process.arch}@${wanted}`, join(folder, 'node-package'));
    symlinkSync(join('node-package', 'bin', 'node'), node);
  }
}

/** `workspace.findFiles` runs ripgrep, which older versions of VS Code would download by an install script. @param {string} folder @param {string} vscode */
function installRipgrep(folder, vscode) {
  const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep');
  if (!existsSync(ripgrep)) return;
  unpack('@vscode/ripgrep-universal@1.18.0', join(folder, 'ripgrep'));
  mkdirSync(join(ripgrep, 'bin'), { recursive: true });
  symlinkSync(
    join(folder, 'ripgrep/bin', `${process.platform}-${process.arch}`, 'rg'),
    join(ripgrep, 'bin/rg'),
  );
}

/** Finds a Chromium, or installs Debian's where this process may. */
export function installChromium() {
  const find = () =>
    process.env.CHROMIUM ??
    findProgram('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome');
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && findProgram('apt-get')) {
    console.log('Installing Chromium (apt-get install chromium) …');
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stderr}`);
    }
    const installed = find();
    if (installed) return installed;
  }
  throw new Error('No Chromium was found: install chromium, or set CHROMIUM to the path of a Chrome.');
}
