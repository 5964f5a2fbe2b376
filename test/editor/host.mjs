// A real VS Code served to a browser: its server, without code-server's wrapper around it, and headless Chromium.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/commands.mjs';
import { copyPackagedFiles } from '../../scripts/packaged-files.mjs';
import { Progress } from '../../scripts/progress.mjs';
import { installChromium, installCodeServer } from './install.mjs';

/** Nothing that pops up, nothing that looks for updates. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
};

/**
 * Starts the server; it ends with this process at the latest, and removes its files.
 * @param {string} version of code-server
 * @param {{ args?: string[], settings?: object, extensions?: string | undefined, withExtension?: boolean, forBrowser?: boolean, progress?: Progress }} [options]
 *   `extensions`: a folder with others that are installed; `forBrowser`: the extension is installed as one that runs in a browser only
 */
export async function startServer(
  version,
  {
    args = [],
    settings = {},
    extensions: others,
    withExtension = false,
    forBrowser = false,
    progress = new Progress(),
  } = {},
) {
  const { node, main } = await installCodeServer(version, progress);
  const data = mkdtempSync(join(tmpdir(), 'kong-routes-'));
  const extensions = join(data, 'extensions');
  mkdirSync(join(data, 'data/User'), { recursive: true });
  mkdirSync(extensions);
  if (others) cpSync(others, extensions, { recursive: true });
  writeFileSync(join(data, 'data/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  if (withExtension) await copyPackagedFiles(join(extensions, extensionFolder()));
  if (forBrowser) await installForBrowser(join(extensions, extensionFolder()));

  // Without a token every page in the user's browser could open a socket to this server, and run what it likes.
  const token = randomUUID();
  // biome-ignore format: one line an option
  const options = [
    '--host', '127.0.0.1', '--port', '0', '--connection-token', token,
    '--server-data-dir', data, '--extensions-dir', extensions,
    '--accept-server-license-terms', '--disable-telemetry', '--disable-experiments', '--disable-workspace-trust',
    ...args,
  ];
  const server = spawn(node, [main, ...options], {
    env: { ...environment(), TMPDIR: data, XDG_RUNTIME_DIR: data }, // its sockets go there
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, to which extension host and language server belong
  });
  const clean = () => {
    try {
      process.kill(-(server.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended already.
    }
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', clean);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

  let log = '';
  /** @type {number} */
  const port = await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => reject(new Error(`VS Code's server ${why}:\n${log}`));
    const timer = setTimeout(() => fail('did not start within a minute'), 60_000);
    const read = (/** @type {Buffer} */ chunk) => {
      log += chunk;
      const listening = /Extension host agent listening on (\d+)/.exec(log);
      if (!listening) return;
      clearTimeout(timer);
      resolve(Number(listening[1]));
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('error', (error) => fail(`could not be started (${error.message})`));
    server.on('exit', (code) => fail(`ended with ${code}`));
  });

  return {
    /** The page of a folder. @param {string} folder @param {Record<string, string>} [query] */
    url(folder, query = {}) {
      // Not by --default-folder: that one's files have another address than those that the server reports on.
      const search = new URLSearchParams({ tkn: token, folder, ...query });
      return `http://127.0.0.1:${port}/?${search.toString().replaceAll('%2F', '/')}`;
    },
    /** What the page answers to a browser that has the token: an HTTP status. */
    async status() {
      const { status } = await fetch(`http://127.0.0.1:${port}/`, {
        headers: { cookie: `vscode-tkn=${token}` },
        signal: AbortSignal.timeout(60_000),
      });
      return status;
    },
    /** A file of this machine as the page names it. @param {string} path */
    remote: (path) => `vscode-remote://127.0.0.1:${port}${path}`,
    log: () => log,
    stop() {
      process.off('exit', clean);
      clean();
    },
  };
}

/** Without its entry for Node, VS Code runs it in the extension host of the browser. @param {string} folder */
async function installForBrowser(folder) {
  await copyPackagedFiles(folder);
  const file = join(folder, 'package.json');
  const { main, extensionKind, ...manifest } = JSON.parse(readFileSync(file, 'utf8'));
  if (!main || !extensionKind || !manifest.browser)
    throw new Error('package.json has other entries than expected');
  writeFileSync(file, JSON.stringify(manifest));
}

/** What VS Code calls the folder of an installed extension. */
function extensionFolder() {
  const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${publisher}.${name}-${version}`;
}

/** What a terminal inside VS Code sets would change what the server does. */
function environment() {
  const inherited = Object.entries(process.env);
  return Object.fromEntries(
    inherited.filter(([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$)/.test(name)),
  );
}

export async function startBrowser(progress = new Progress()) {
  // Imported here, because `npm start` does without it.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: await installChromium(progress),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}
