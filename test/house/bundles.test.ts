/** The files that server and command consist of (`scripts/parts.mjs`): how large they are, and when they are loaded. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cliBundle, runCli } from '../support/command-line.js';
import { LanguageClient, modernCapabilities } from '../support/language-client.js';
import { temporaryFolder } from '../support/temporary.js';
import { repositoryRoot } from '../support/vectors.js';

const dist = fileURLToPath(new URL('dist', repositoryRoot));

/** Writes down which bundles a process has loaded when it ends. */
const hook = `process.on('exit', () => {
  const { basename, dirname } = require('node:path');
  const loaded = Object.keys(require.cache).filter((file) => dirname(file) === process.env.DIST);
  require('node:fs').writeFileSync(process.env.LOADED, loaded.map((file) => basename(file)).join(' '));
});`;

function recorded(context: TestContext) {
  const folder = temporaryFolder(context, { 'hook.cjs': hook });
  const file = join(folder, 'loaded.txt');
  return {
    environment: { NODE_OPTIONS: `--require=${join(folder, 'hook.cjs')}`, DIST: dist, LOADED: file },
    loaded: () => readFileSync(file, 'utf8').split(' ').sort(),
  };
}

const routes = `_format_version: "3.0"
services:
- name: shop
  url: http://shop
  routes:
  - name: orders
    paths: [/orders, "~/orders/\\\\d+$"]
  - name: carts
    paths: [/carts]
    methods: [get]
`;

suite('the bundles', () => {
  test('are under 1 MB each, but for a library of regular languages', () => {
    const files = readdirSync(dist).filter((name) => name.endsWith('.cjs'));
    assert.ok(files.length > 10);
    const large = files.filter((name) => statSync(join(dist, name)).size > 1_000_000);
    assert.deepEqual(large, ['refa.cjs']);
  });

  test('the version needs no reader of manifests, no Terraform, no plan', async (context) => {
    const { environment, loaded } = recorded(context);
    const { code, stdout } = await runCli(['--version'], { env: environment });
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual(loaded(), ['cli.cjs', 'core.cjs']);
  });

  test('a decK file is opened without them, with all of its problems', async (context) => {
    const { environment, loaded } = recorded(context);
    const client = new LanguageClient({ environment });
    context.after(() => client.kill());
    await client.initialize(modernCapabilities);
    const { diagnostics } = await client.diagnostics(client.open('kong.yaml', routes));
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['method-form'],
    );
    await client.shutdown();
    await client.exit();
    // Its table is looked at later.
    const first = loaded().filter((file) => file !== 'tables.cjs');
    assert.deepEqual(first, ['core.cjs', 'lsp.cjs', 'server.cjs']);
  });

  test('another kind of file loads what reads it', async (context) => {
    const { environment, loaded } = recorded(context);
    const folder = fileURLToPath(new URL('examples/terraform', repositoryRoot));
    const { code } = await runCli(['check', '--no-detect', 'main.tf'], { cwd: folder, env: environment });
    assert.notEqual(code, 2);
    assert.ok(loaded().includes('terraform.cjs'), loaded().join());
    assert.ok(!loaded().includes('plan.cjs'), loaded().join());
    assert.ok(cliBundle.startsWith(dist));
  });
});
