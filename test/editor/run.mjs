// npm run test:editor: the suite in the extension host of a real VS Code, in each of the editors that can be had.
//   KONG_ROUTES_VSCODE=/path/to/code       in this desktop VS Code
//   KONG_ROUTES_VSCODE=download            in desktop VS Codes, the oldest and the newest, which are downloaded
//   KONG_ROUTES_CODE_SERVER=4.100.3        in this version of VS Code served to a headless browser
// Without any of these: in an installed VS Code, else served to a browser, in the oldest and the newest version.
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/commands.mjs';
import { build, buildSteps, installationSteps, installDependencies } from '../../scripts/installation.mjs';
import { copyPackagedFiles } from '../../scripts/packaged-files.mjs';
import { Progress } from '../../scripts/progress.mjs';
import {
  chromiumSteps,
  codeServerSteps,
  codeServerVersions,
  downloads,
  findDesktopLauncher,
  installChromium,
  installCodeServer,
} from './install.mjs';

const { KONG_ROUTES_VSCODE: chosen, KONG_ROUTES_CODE_SERVER: codeServer } = process.env;
const desktop = findDesktop();
/** Of code-server, where no desktop VS Code is there or asked for. */
const served = desktop || chosen ? [] : codeServer ? [codeServer] : Object.values(codeServerVersions);

const progress = new Progress();
progress.expect(installationSteps() + buildSteps);
if (served.length > 0) progress.expect(chromiumSteps());
for (const version of served) progress.expect(codeServerSteps(version));
await installDependencies(progress);
await build(progress);
// A package, so it can be imported only now.
const { runTests } = await import('@vscode/test-electron');
const suite = join(root, 'out/editor');
await bundleSuite();

const count = { passed: 0, failed: 0, skipped: 0 };
for (const editor of await editors()) {
  console.log(`\n# ${editor.name}`);
  for (const test of await runSuite(editor)) {
    count[test.state]++;
    const time = test.milliseconds === undefined ? '' : ` (${test.milliseconds} ms)`;
    console.log(`${test.state.padEnd(7)} ${test.title}${time}`);
    if (test.error) console.log(test.error.replace(/^/gm, '        '));
  }
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
process.exit(count.failed === 0 && count.passed > 0 ? 0 : 1);

/** VS Code accepts only a CommonJS file as the entry of a suite. */
async function bundleSuite() {
  const { build } = await import('esbuild');
  rmSync(suite, { recursive: true, force: true }); // what a deleted test left there must not run
  await build({
    entryPoints: [join(root, 'test/editor/suite/*.ts')],
    outdir: suite,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/**
 * @typedef {object} Editor
 * @property {string} name
 * @property {string} [executable] of a desktop VS Code, or what replaces it
 * @property {string} [download] the version to download instead
 * @property {Record<string, string>} [env]
 */

/** The program of the desktop VS Code that is chosen or installed. */
function findDesktop() {
  if (chosen === 'download') return undefined;
  if (chosen) return programOf(chosen) ?? chosen;
  const launcher = codeServer ? undefined : findDesktopLauncher();
  return launcher && programOf(launcher);
}

/** @returns {Promise<Editor[]>} */
async function editors() {
  if (desktop) return [{ name: `VS Code at ${desktop}`, executable: desktop }];
  const downloaded = ['1.100.0', 'stable'].map((download) => ({ name: `VS Code ${download}`, download }));
  if (served.length === 0) return downloaded;
  try {
    await installChromium(progress);
    for (const version of served) await installCodeServer(version, progress);
  } catch (error) {
    console.error(`VS Code cannot be served to a browser here: ${/** @type {Error} */ (error).message}`);
    if (codeServer) process.exit(1);
    return downloaded;
  }
  return served.map((version) => ({
    name: `VS Code ${version.replace('4.', '1.')}, served to a browser (code-server ${version})`,
    executable: join(import.meta.dirname, 'code.mjs'),
    env: { KONG_ROUTES_CODE_SERVER: version },
  }));
}

/** The launcher `code` does not wait for the end of the tests; the program is near it. @param {string} launcher */
function programOf(launcher) {
  if (!existsSync(launcher)) return undefined;
  const bin = dirname(realpathSync(launcher));
  return ['../code', '../Code.exe', '../../../MacOS/Code', '../../../MacOS/Electron']
    .map((program) => join(bin, program))
    .find((program) => statSync(program, { throwIfNoEntry: false })?.isFile());
}

/**
 * Runs the suite in one editor, with the extension as it is packaged and on a copy of the fixtures. Returns what the
 * suite reports.
 * @param {Editor} editor
 * @returns {Promise<readonly import('./suite/index.ts').TestReport[]>}
 */
async function runSuite({ executable, download, env }) {
  const temporary = mkdtempSync(join(tmpdir(), 'kong-routes-'));
  const workspace = join(temporary, 'workspace');
  const report = join(temporary, 'report.json');
  const extension = join(temporary, 'extension');
  await copyPackagedFiles(extension);
  cpSync(join(import.meta.dirname, 'fixtures/workspace'), workspace, { recursive: true });
  // Another extension contributes the language `terraform`.
  const extensions = join(temporary, 'extensions');
  cpSync(join(import.meta.dirname, 'fixtures/extensions'), extensions, { recursive: true });
  /** @type {string | undefined} */
  let failure;
  try {
    await runTests({
      ...(executable
        ? { vscodeExecutablePath: executable }
        : { version: download ?? 'stable', cachePath: join(downloads, 'desktop') }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(suite, 'index.cjs'),
      extensionTestsEnv: { ...env, KONG_ROUTES_REPORT: report },
      launchArgs: [
        workspace,
        `--user-data-dir=${join(temporary, 'user-data')}`,
        `--extensions-dir=${extensions}`,
      ],
    });
  } catch (error) {
    failure = /** @type {Error} */ (error).message;
  }
  // The exit code proves nothing by itself: of a host that died it can be 0.
  const tests = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).tests : [];
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  if (tests.length === 0) failure = `No test ran to its end. ${failure ?? ''}`;
  const explained = tests.some((/** @type {{ state: string }} */ test) => test.state === 'failed');
  return failure && !explained
    ? [...tests, { title: 'the run of the suite', state: 'failed', error: failure }]
    : tests;
}
