// The extension in VS Code's extension host of the browser, where it has no process and no disk: language server and
// extension are web workers, and every file is read through the editor.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/commands.mjs';
import { startBrowser, startServer } from './host.mjs';
import { codeServerVersions } from './install.mjs';

/**
 * @typedef {object} WebTest
 * @property {string} name
 * @property {string} file of `examples/`
 * @property {(page: import('playwright-core').Page) => Promise<void>} run
 */

/** @type {readonly WebTest[]} */
const tests = [
  {
    name: 'underlines what Kong rejects, and explains each flavor in the hover',
    file: 'mixed.yaml',
    run: async (page) => {
      await page.locator('.squiggly-error').first().waitFor();
      const hover = page.locator('.monaco-hover-content');
      const name = page.locator('.view-line span:not(:has(span))', { hasText: 'orders-write' }).first();
      for (let attempt = 0; attempt < 5 && !(await hover.first().isVisible()); attempt++) {
        await page.mouse.move(0, 0);
        await name.hover();
        await hover
          .first()
          .waitFor({ timeout: 5_000 })
          .catch(() => {});
      }
      const text = (await hover.allTextContents()).join('\n');
      for (const flavor of ['traditional_compatible', 'traditional', 'expressions'])
        assert.ok(text.includes(flavor), `${flavor}: ${text}`);
    },
  },
  {
    name: 'detects the Gateway in the files of the workspace',
    file: 'compose/kong/kong.yml',
    run: async (page) => {
      const item = page.locator('.statusbar-item', { hasText: 'Kong: ' });
      await item.waitFor();
      assert.match((await item.textContent()) ?? '', /expressions · 3\.\d/);
    },
  },
];

/** @param {import('../../scripts/progress.mjs').Progress} progress @returns {Promise<number>} how many failed */
export async function testWebExtension(progress) {
  const server = await startServer(codeServerVersions.newest, { forBrowser: true, progress });
  const browser = await startBrowser(progress);
  const folder = mkdtempSync(join(tmpdir(), 'kong-routes-'));
  cpSync(join(root, 'examples'), folder, { recursive: true });
  let failed = 0;
  for (const { name, file, run } of tests) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.setDefaultTimeout(120_000);
    /** @type {Set<string>} */
    const loaded = new Set();
    page.on('request', (request) =>
      loaded.add(decodeURIComponent(request.url()).replace(/^.*\/|\?.*$|&.*$/g, '')),
    );
    try {
      const payload = [['openFile', server.remote(join(folder, file))]];
      await page.goto(server.url(folder, { payload: JSON.stringify(payload) }));
      await run(page);
      assert.ok(loaded.has('client-browser.cjs'), [...loaded].join(' '));
      console.log(`passed  in the browser, the extension ${name}`);
    } catch (error) {
      failed++;
      console.log(
        `failed  in the browser, the extension ${name}\n${error instanceof Error ? error.message : error}`,
      );
      if (process.env.KONG_ROUTES_VERBOSE)
        await page.screenshot({ path: join(tmpdir(), 'kong-routes-failed.png') });
    }
    await page.close();
  }
  await browser.close();
  server.stop();
  rmSync(folder, { recursive: true, force: true });
  return failed;
}
