#!/usr/bin/env node
// Replaces the executable of a desktop VS Code where there is none: accepts the arguments that
// @vscode/test-electron passes, and runs the tests in VS Code served to a headless browser.
// KONG_ROUTES_CODE_SERVER says which version.
import { format } from 'node:util';
import { startBrowser, startServer } from './host.mjs';
import { codeServerVersions } from './install.mjs';

const timeLimit = Number(process.env.KONG_ROUTES_TIME_LIMIT ?? 180_000);

/** The values of an argument that may be several times. @param {string} name */
const values = (name) =>
  process.argv.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
const folder = process.argv.slice(2).find((arg) => !arg.startsWith('-')) ?? '';

const server = await startServer(process.env.KONG_ROUTES_CODE_SERVER ?? codeServerVersions.newest, {
  // Without this flag newer versions ignore the extension and the tests named in the page's address.
  args: ['--enable-smoke-test-driver'],
  extensions: values('extensions-dir')[0],
});
const browser = await startBrowser();
/** @type {string[]} */
const output = [];
let code = 1;
try {
  const page = await browser.newPage();
  /** @type {Promise<number>} */
  const exited = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${timeLimit / 1000} s`)), timeLimit).unref();
    page.on('crash', () => reject(new Error('the page crashed')));
    // VS Code calls these two where a page has them.
    void page.exposeFunction('codeAutomationExit', resolve);
    void page.exposeFunction(
      'codeAutomationLog',
      (/** @type {string} */ level, /** @type {unknown[]} */ args) =>
        output.push(`${level}: ${format(...args)}`),
    );
  });
  exited.catch(() => {}); // It is awaited below, perhaps after it has failed.
  const payload = [
    ...values('extensionDevelopmentPath').map((path) => ['extensionDevelopmentPath', server.remote(path)]),
    ...values('extensionTestsPath').map((path) => ['extensionTestsPath', server.remote(path)]),
    ['enableProposedApi', ''],
  ];
  // A busy machine is slow.
  await page.goto(server.url(folder, { payload: JSON.stringify(payload) }), { timeout: 180_000 });
  code = await exited;
  // Of an extension host that ends by itself VS Code says 0: the server's log knows of a bad end, and the
  // window's of an attempt to reconnect.
  const died =
    /Extension Host Process exited with code: (?!0, signal: null).*/.exec(server.log())?.[0] ??
    output.find((line) => /\[ExtensionHost\].*\[reconnect\]/.test(line));
  if (died) throw new Error(`the extension host died (${died})`);
} catch (error) {
  console.error(`VS Code: ${error instanceof Error ? error.message : error}`);
  code = 1;
}
if (code !== 0 && process.env.KONG_ROUTES_VERBOSE) console.error([...output, server.log()].join('\n'));
await browser.close();
server.stop();
process.exit(code);
