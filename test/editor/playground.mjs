// The playground in a headless browser, served as `npm run playground` serves it.
import assert from 'node:assert/strict';
import { buildPlayground, servePlayground } from '../../scripts/playground.mjs';
import { startBrowser } from './host.mjs';

/**
 * @typedef {{ name: string, run: (page: import('playwright-core').Page) => Promise<void> }} BrowserTest
 * @type {readonly BrowserTest[]}
 */
const tests = [
  {
    name: 'lists the problems of the example, and marks them in the text',
    run: async (page) => {
      await page.waitForSelector('#problems li.error');
      assert.deepEqual(await texts(page, '#problems li > div:first-child'), [
        'Line 10 error (expression-in-flavor)',
        'Line 26 error (match-missing)',
        'Line 27 error (expression-in-flavor)',
        'Line 28 error (priority-in-flavor)',
      ]);
      assert.ok((await page.locator('.cm-lintRange-error').count()) >= 4);
    },
  },
  {
    name: 'reads the routes for another flavor',
    run: async (page) => {
      await page.selectOption('#flavor', 'expressions');
      await page.waitForSelector('#problems li:has-text("style-mixed"), #problems li:has-text("mixed")');
      assert.ok(!(await page.textContent('#problems'))?.includes('expression-in-flavor'));
    },
  },
  {
    name: 'says which route a request goes to, and why',
    run: async (page) => {
      await page.fill('#request', 'DELETE https://api.example.com/orders/7');
      await page.click('#try button');
      await page.waitForSelector('#trial td:has-text("orders-write")');
    },
  },
  {
    name: 'shows the route under the cursor in each flavor',
    run: async (page) => {
      await page.click('.cm-line:has-text("name: orders-write")');
      await page.waitForSelector('#route:has-text("orders-write")');
      const text = await page.textContent('#route');
      for (const flavor of ['traditional', 'traditional_compatible', 'expressions'])
        assert.ok(text?.includes(flavor), flavor);
    },
  },
  {
    name: 'shows all routes in another style, and why some are left alone',
    run: async (page) => {
      await page.click('#styles [data-style=expressions]');
      await page.waitForSelector('#converted .cm-line:has-text("expression:")');
      assert.match((await page.textContent('#converted')) ?? '', /Not converted:.*orders-read/s);
    },
  },
  {
    name: 'follows what is typed, and completes it',
    run: async (page) => {
      await page.click('.cm-line:has-text("priority: 100")');
      await page.keyboard.press('End');
      await page.keyboard.type('x');
      await page.waitForSelector('#problems li:has-text("Line 28 error")');
      await page.keyboard.press('Backspace');
      await page.waitForFunction(
        () => !document.querySelector('#problems')?.textContent?.includes('Line 28 error'),
      );
    },
  },
  {
    name: 'applies a quick fix',
    run: async (page) => {
      const item = page.locator('#problems li:has-text("Line 27 error")').first();
      await item.locator('.place').click();
      await item.locator('.fixes button').first().click();
      await page.waitForSelector('.cm-line:has-text("http.path == \\"/orders/admin\\"")');
    },
  },
  {
    name: 'puts everything into a link, and nothing into the address that is sent',
    run: async (page) => {
      await page.click('#share');
      await page.waitForSelector('#shared:not(:empty)');
      const { hash, search, pathname } = new URL(page.url());
      assert.equal(search, '');
      assert.equal(pathname, '/');
      assert.match(hash, /^#[\w-]+$/);
      const text = await page.locator('#editor .cm-content').textContent();
      await page.reload();
      await page.waitForSelector('#problems li, #problems p:has-text("None")');
      assert.equal(await page.inputValue('#flavor'), 'expressions');
      assert.equal(await page.inputValue('#request'), 'DELETE https://api.example.com/orders/7');
      assert.equal(await page.locator('#editor .cm-content').textContent(), text);
    },
  },
  {
    name: 'shows the example where a link is damaged',
    run: async (page) => {
      await page.evaluate(() => {
        location.hash = 'damaged';
      });
      await page.reload();
      await page.waitForSelector('#problems li:has-text("Line 10 error")');
      assert.equal(await page.inputValue('#flavor'), 'traditional_compatible');
    },
  },
  {
    name: 'shows markup in names and values as text',
    run: async (page) => {
      await page.click('#editor .cm-content');
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(
        '_format_version: "3.0"\nroutes:\n- name: <img src=x onerror=document.title=1>\n  paths: ["/<b>"]\n',
      );
      await page.fill('#request', 'GET http://a/<b>');
      await page.click('#try button');
      await page.waitForFunction(() => document.querySelector('#trial')?.textContent?.includes('<img src=x'));
      assert.equal(await page.locator('#answers img').count(), 0);
      assert.equal(await page.title(), 'Kong Routes Playground');
    },
  },
];

/** Runs all tests in one page. @returns {Promise<number>} how many failed */
export async function testPlayground() {
  await buildPlayground();
  const server = await servePlayground();
  const browser = await startBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(60_000);
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  // A violation of the content security policy is an error in the console.
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  /** @type {string[]} */
  const elsewhere = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
      elsewhere.push(request.url());
  });
  await page.goto(server.url);
  let failed = 0;
  const all = [
    ...tests,
    {
      name: 'has no errors, and asks no other host',
      run: async () => assert.deepEqual([errors, elsewhere], [[], []]),
    },
  ];
  for (const { name, run } of all) {
    try {
      await run(page);
      console.log(`passed  the playground ${name}`);
    } catch (error) {
      failed++;
      console.log(`failed  the playground ${name}\n${error instanceof Error ? error.message : error}`);
    }
  }
  await browser.close();
  server.stop();
  return failed;
}

/** @param {import('playwright-core').Page} page @param {string} selector */
const texts = async (page, selector) =>
  (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
