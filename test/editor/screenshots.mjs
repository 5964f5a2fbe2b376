// npm run screenshots: pictures of the extension at work, taken in VS Code, into docs/images/. One entry of `pictures`
// is one picture; names after it on the command line choose some of them.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/commands.mjs';
import { build, installDependencies } from '../../scripts/installation.mjs';
import { Progress } from '../../scripts/progress.mjs';
import { startBrowser, startServer } from './host.mjs';
import { codeServerVersions } from './install.mjs';

/**
 * Only the editor, in VS Code's dark theme. To look at others: `KONG_ROUTES_THEME='Light Modern'`, or 'Default High Contrast',
 * with `KONG_ROUTES_IMAGES` as the folder for them.
 */
const settings = {
  'workbench.colorTheme': process.env.KONG_ROUTES_THEME ?? 'Dark Modern',
  // In a browser VS Code saves by itself.
  'files.autoSave': 'off',
  'workbench.iconTheme': 'vs-seti',
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': false,
  'workbench.layoutControl.enabled': false,
  'workbench.tips.enabled': false,
  'window.commandCenter': false,
  'window.customTitleBarVisibility': 'never',
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.selectionHighlight': false,
  'editor.renderLineHighlight': 'none',
  'editor.guides.indentation': false,
  'editor.scrollBeyondLastLine': false,
  'editor.overviewRulerBorder': false,
  'editor.hideCursorInOverviewRuler': true,
  'editor.fontSize': 14,
  'editor.lineHeight': 22,
  'editor.hover.delay': 100,
  'editor.hover.above': false,
};

/**
 * @typedef {object} Picture
 * @property {string} name of the file in docs/images/, without .png
 * @property {string} file of its folder
 * @property {string} [folder] of the repository; examples/ where it is not given
 * @property {number} height of the picture
 * @property {number} [width] of the window, where it is not the usual one
 * @property {boolean} [isQuiet] nothing is marked in the file
 * @property {boolean} [whole] the whole window, which then is as high as the picture
 * @property {(page: import('playwright-core').Page) => Promise<unknown>} pose what to do before it is taken
 */

/** @type {Picture[]} */
const pictures = [
  { name: 'diagnostic', file: 'mixed.yaml', height: 680, pose: (page) => hover(page, 'paths') },
  { name: 'hover', file: 'mixed.yaml', height: 900, pose: (page) => hover(page, 'orders-write') },
  { name: 'code-action', file: 'mixed.yaml', height: 460, pose: (page) => openLightbulb(page, 'paths') },
  { name: 'outline', file: 'expressions.yaml', height: 560, pose: (page) => hover(page, '&&') },
  { name: 'completion', file: 'expressions.yaml', height: 620, pose: completion },
  { name: 'lenses', file: 'traditional.yaml', height: 640, pose: (page) => inlayHints(page) },
  { name: 'priority', file: 'traditional.yaml', height: 710, pose: (page) => hover(page, 'user') },
  {
    name: 'status',
    file: 'compose/kong/kong.yml',
    height: 460,
    width: 1000,
    whole: true,
    pose: statusBar,
  },
  {
    name: 'status-menu',
    file: 'compose/kong/kong.yml',
    height: 460,
    width: 1000,
    whole: true,
    pose: statusMenu,
  },
  {
    name: 'setting',
    file: 'gateways/docker-compose.yml',
    height: 400,
    pose: (page) => hoverWithFix(page, 'traditional_compat'),
  },
  {
    name: 'gateways-disagree',
    file: 'gateways/kubernetes.yaml',
    height: 900,
    pose: (page) => hoverWithFix(page, 'expressions'),
  },
  { name: 'preview', file: 'traditional.yaml', height: 700, width: 1500, whole: true, pose: preview },
  {
    name: 'plan',
    folder: 'test/fixtures/plan/expressions-to-compatible/input',
    file: 'kong.yml',
    height: 1000,
    whole: true,
    pose: plan,
  },
  {
    name: 'refactor-preview',
    file: 'traditional.yaml',
    height: 900,
    width: 1300,
    whole: true,
    pose: refactorPreview,
  },
  {
    name: 'shadowed',
    folder: 'examples/shop',
    file: 'kong.yaml',
    height: 660,
    pose: (page) => hover(page, 'report-of-a-year'),
  },
  {
    name: 'try-request',
    folder: 'examples/shop',
    file: 'kong.yaml',
    height: 860,
    width: 1700,
    whole: true,
    pose: tryRequest,
  },
  {
    name: 'route-tests',
    folder: 'examples/shop',
    file: 'kong.kong-test.yaml',
    height: 700,
    width: 1300,
    whole: true,
    isQuiet: true,
    pose: routeTests,
  },
  {
    name: 'compare',
    folder: 'examples/shop',
    file: 'kong.yaml',
    height: 760,
    width: 1700,
    whole: true,
    pose: compare,
  },
  {
    name: 'terraform',
    folder: 'examples/terraform',
    file: 'main.tf',
    height: 640,
    pose: async (page) => {
      await page.locator('.codelens-decoration a').first().waitFor();
      await hover(page, 'methd');
    },
  },
  {
    name: 'ingress',
    folder: 'examples/ingress',
    file: 'shop.yaml',
    height: 760,
    pose: (page) => hover(page, 'orders/('),
  },
  {
    name: 'conversion-verified',
    file: 'traditional.yaml',
    height: 760,
    whole: true,
    pose: (page) => convert(page, 'Convert to expression', 0),
  },
  {
    name: 'conversion-lowered',
    folder: 'examples/shop',
    file: 'kong.yaml',
    height: 760,
    whole: true,
    pose: (page) => convert(page, 'Convert to expression', 0),
  },
  {
    name: 'conversion-refused',
    folder: 'examples/shop',
    file: 'kong.yaml',
    height: 760,
    whole: true,
    pose: (page) => convert(page, 'Convert to traditional fields', 0),
  },
];

const chosen = process.argv.slice(2);
/** Of the status bar. */
const gatewayItem = '.statusbar-item:has-text("Kong: ")';
const usualWidth = 1000;
/** A hover may be a quarter as high as its window: this one gives it room, and is cut. */
const windowHeight = 2000;
const images = process.env.KONG_ROUTES_IMAGES ?? join(root, 'docs/images');

const progress = new Progress();
await installDependencies(progress);
await build(progress);
mkdirSync(images, { recursive: true });
// A folder of its own, so that no path of this machine is to be seen.
const temporary = mkdtempSync(join(tmpdir(), 'kong-routes-'));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

// Installed, not under development: VS Code then does not read the theme from the settings.
const server = await startServer(codeServerVersions.newest, { settings, withExtension: true, progress });
const browser = await startBrowser(progress);
try {
  for (const picture of pictures) {
    if (chosen.length === 0 || chosen.includes(picture.name)) await take(picture);
  }
} finally {
  await browser.close();
  server.stop();
}

/** @param {Picture} picture */
async function take({
  name,
  file,
  folder: from = 'examples',
  height,
  width = usualWidth,
  whole = false,
  isQuiet = false,
  pose,
}) {
  const folder = join(temporary, name);
  cpSync(join(root, from), folder, { recursive: true });
  const page = await browser.newPage({
    viewport: { width, height: whole ? height : windowHeight },
    deviceScaleFactor: 2,
    colorScheme: 'dark',
  });
  const payload = [['openFile', server.remote(join(folder, file))]];
  await page.goto(server.url(folder, { payload: JSON.stringify(payload) }));
  await page
    .locator(
      `.monaco-editor ${isQuiet ? '.view-line' : ':is(.codelens-decoration, .squiggly-error, .squiggly-warning)'}`,
    )
    .first()
    .waitFor({ timeout: 180_000 });
  await page.keyboard.press('Control+B'); // the side bar goes
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  try {
    await pose(page);
  } catch (error) {
    const failed = join(tmpdir(), `kong-routes-${name}-failed.png`);
    await page.screenshot({ path: failed });
    console.error(`How it looks: ${failed}`);
    throw error;
  }
  await page.waitForTimeout(500); // widgets fade in
  await page.screenshot({ path: join(images, `${name}.png`), clip: { x: 0, y: 0, width, height } });
  console.log(join(images, `${name}.png`));
  await page.close();
}

/** The word as it is in the editor. @param {import('playwright-core').Page} page @param {string} text */
function word(page, text) {
  return page.locator('.view-line span:not(:has(span))', { hasText: text }).first();
}

/**
 * Does something until a widget shows; the first time can come before the editor listens.
 * @param {import('playwright-core').Page} page @param {string} widget a selector @param {() => Promise<unknown>} act
 */
async function show(page, widget, act) {
  const shown = page.locator(widget).first();
  for (let attempt = 0; attempt < 5 && !(await shown.isVisible()); attempt++) {
    await page.keyboard.press('Escape');
    await page.mouse.move(0, 0);
    await act();
    await shown.waitFor({ timeout: 10_000 }).catch(() => {});
  }
  await shown.waitFor({ timeout: 1_000 });
}

/** @param {import('playwright-core').Page} page @param {string} text */
function hover(page, text) {
  return show(page, '.monaco-hover-content', () => word(page, text).hover());
}

/** Until the fix is known. @param {import('playwright-core').Page} page @param {string} text */
async function hoverWithFix(page, text) {
  await hover(page, text);
  await page.locator('.monaco-hover', { hasText: 'Quick Fix' }).waitFor();
}

/** @param {import('playwright-core').Page} page @param {string} text */
function openLightbulb(page, text) {
  return show(page, '.action-widget .monaco-list-row', async () => {
    await word(page, text).click();
    await page.keyboard.press('Control+.');
  });
}

/** What is after each name. @param {import('playwright-core').Page} page */
function inlayHints(page) {
  return page
    .locator('.view-line', { hasText: /#\d+\sof\s\d+/ })
    .first()
    .waitFor();
}

/** Another term is begun, and what may be in it is offered. @param {import('playwright-core').Page} page */
async function completion(page) {
  await word(page, '10.0.0.0').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' && http.');
  await page.locator('.suggest-widget .monaco-list-row').first().waitFor();
}

/** Runs a command of the palette; some are there only once the server has answered. @param {import('playwright-core').Page} page @param {string} command */
async function palette(page, command) {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first();
  for (let attempt = 0; attempt < 6 && !(await row.isVisible()); attempt++) {
    await show(page, '.quick-input-widget .quick-input-list .monaco-list-row', async () => {
      await page.locator('.monaco-editor .view-line').first().click();
      await page.keyboard.press('F1');
    });
    await page.keyboard.type(command);
    await row.waitFor({ timeout: 10_000 }).catch(() => page.keyboard.press('Escape'));
  }
  await row.waitFor({ timeout: 1_000 });
  await page.keyboard.press('Enter');
}

/** The item of the Gateway, and what it says where it is pointed at. @param {import('playwright-core').Page} page */
async function statusBar(page) {
  await showStatusBar(page);
  await show(page, '.monaco-hover:has-text("Router flavor")', () => page.locator(gatewayItem).hover());
}

/** @param {import('playwright-core').Page} page */
async function statusMenu(page) {
  await showStatusBar(page);
  await show(page, '.quick-input-list .monaco-list-row:has-text("Go to where")', () =>
    page.locator(gatewayItem).click(),
  );
}

/** @param {import('playwright-core').Page} page */
async function showStatusBar(page) {
  await palette(page, 'View: Toggle Status Bar Visibility');
  await page.locator(gatewayItem).waitFor();
}

/** @param {import('playwright-core').Page} page */
async function preview(page) {
  await palette(page, 'Kong Routes: Preview in Flavor');
  const flavor = page.locator('.quick-input-list .monaco-list-row', {
    hasText: 'every route with an expression',
  });
  await flavor.first().click();
  await page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
}

/** @param {import('playwright-core').Page} page */
async function plan(page) {
  await palette(page, 'Kong Routes: Plan Router Flavor Change');
  for (const choice of ['expressions', 'traditional_compatible']) {
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: choice })
      .filter({ hasText: choice === 'expressions' ? 'kong (' : 'translates into expressions' })
      .first()
      .click();
  }
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.press('Enter');
  const inner = page.frameLocator('iframe.webview').frameLocator('iframe');
  await inner.locator('h1').waitFor();
}

/** @param {import('playwright-core').Page} page */
async function refactorPreview(page) {
  await palette(page, 'Kong Routes: Convert All Routes in This File to Expressions');
  const rows = page.locator('.bulk-edit-panel .monaco-list-row');
  await rows.nth(1).waitFor();
  await rows.first().locator('.monaco-custom-toggle, input[type=checkbox]').first().click();
  await rows.nth(1).click();
  await page.locator('.monaco-diff-editor').first().waitFor();
}

/** The page that the server has written. @param {import('playwright-core').Page} page */
function panel(page) {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** @param {import('playwright-core').Page} page */
async function tryRequest(page) {
  await palette(page, 'Kong Routes: Try a Request');
  const input = page.locator('.quick-input-widget input[placeholder^="POST https"]');
  await input.waitFor();
  await input.fill('GET https://shop.example.com/reports/2025');
  await page.keyboard.press('Enter');
  await panel(page).locator('h1').waitFor();
}

/** A method is changed and not saved; then the file is compared with the saved one. @param {import('playwright-core').Page} page */
async function compare(page) {
  await word(page, 'POST').dblclick();
  await page.keyboard.type('PUT');
  await palette(page, 'Kong Routes: Compare Routes with');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'The saved file' }).click();
  await panel(page).locator('h2').first().waitFor();
}

/**
 * By the code lens of a route; what is said of it is shown whole.
 * @param {import('playwright-core').Page} page @param {string} title @param {number} index of the lens
 */
async function convert(page, title, index) {
  await page.locator('.codelens-decoration a', { hasText: title }).nth(index).click();
  const toast = page.locator('.notification-toast').first();
  await toast.waitFor();
  await toast.hover();
  await toast.locator('.codicon-notifications-expand').click();
  await page.mouse.move(600, 20);
}

/** @param {import('playwright-core').Page} page */
async function routeTests(page) {
  await palette(page, 'Test: Run All Tests with Coverage');
  await page.locator('.testing-run-glyph, .test-message-inline-content').first().waitFor();
  await palette(page, 'Testing: Focus on Test Explorer View');
  await page.locator('.test-explorer .monaco-list-row').first().waitFor();
}
