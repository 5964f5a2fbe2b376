// npm run test:neovim: the language server in a headless Neovim, with the set-up that docs/editors.md shows.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { capture, root } from '../../../scripts/commands.mjs';
import { build, buildSteps, installationSteps, installDependencies } from '../../../scripts/installation.mjs';
import { Progress } from '../../../scripts/progress.mjs';
import { installNeovim } from '../install.mjs';

const routes = `_format_version: "3.0"
routes:
- name: orders
  paths: [/orders]
- name: mixed
  paths: [/mixed]
  expression: http.path == "/mixed"
plugins:
- name: cors
  route: orders
`;

const progress = new Progress();
progress.expect(installationSteps() + buildSteps);
await installDependencies(progress);
await build(progress);

const folder = mkdtempSync(join(tmpdir(), 'kong-routes-'));
try {
  const neovim = await installNeovim(progress);
  const { output } = await capture(neovim, ['--version']);
  console.log(`# ${output.split('\n', 1)[0]}`);
  check(await session(neovim));
  console.log('passed  diagnostics, hover, outline, code actions and rename in Neovim');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the session found. @param {string} neovim */
async function session(neovim) {
  const files = {
    setup: join(folder, 'setup.lua'),
    routes: join(folder, 'kong.yaml'),
    report: join(folder, 'report.json'),
  };
  writeFileSync(files.setup, setupOfThePage());
  writeFileSync(files.routes, routes);
  // The page calls the command by its name.
  const command = join(folder, 'kong-routes');
  symlinkSync(join(root, 'dist/cli.cjs'), command);
  const { code, output } = await capture('chmod', ['+x', join(root, 'dist/cli.cjs')]);
  assert.equal(code, 0, output);
  const env = {
    ...process.env,
    PATH: [folder, process.env.PATH].join(delimiter),
    HOME: folder,
    XDG_STATE_HOME: folder,
    KONG_ROUTES_SESSION: [files.setup, files.routes, files.report].join('\n'),
  };
  const ended = await capture(
    neovim,
    ['--headless', '--clean', '-S', join(import.meta.dirname, 'session.lua')],
    {
      env,
      cwd: folder,
    },
  );
  const report = read(files.report);
  assert.ok(report, `Neovim wrote no report (exit code ${ended.code}):\n${ended.output}`);
  const found = JSON.parse(report);
  assert.equal(found.failure, undefined, ended.output);
  return found;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The block of Lua in docs/editors.md. */
function setupOfThePage() {
  const page = readFileSync(join(root, 'docs/editors.md'), 'utf8');
  const blocks = [...page.matchAll(/```lua\n([\s\S]*?)```/g)].map(([, block]) => block);
  assert.equal(blocks.length, 1, 'one block of Lua in docs/editors.md');
  return /** @type {string} */ (blocks[0]);
}

/** @param {any} found */
function check({ diagnostics, hover, outline, actions, renamed }) {
  assert.deepEqual(diagnostics, [{ line: 5, code: 'mixed-route' }]);
  assert.match(hover, /^Route `orders` · Gateway 3\.9/);
  assert.deepEqual(outline, ['orders', 'mixed']);
  assert.ok(actions.includes('Keep the expression'), actions.join(', '));
  assert.equal(
    `${renamed.join('\n')}\n`,
    routes.replace('name: orders', 'name: sales').replace('route: orders', 'route: sales'),
  );
}
