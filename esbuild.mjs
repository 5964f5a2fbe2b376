// The bundles: the extension's client and its server, each also for browsers, the terminal command, and the files that server and
// command share (scripts/parts.mjs). Type-checking is tsc's work.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { bundledTwice, bundlesOfParts } from './scripts/parts.mjs';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outExtension: { '.js': '.cjs' },
  outdir: 'dist',
  // Names of functions stay, for stack traces in reports. The maps are for those who build: no package has them.
  minify: true,
  keepNames: false,
  sourcemap: 'external',
  metafile: true,
  logLevel: 'warning',
  // `jsonc-parser` has a CommonJS build that no bundler can follow.
  mainFields: ['module', 'main'],
  alias: {
    // The ES module build of its `fdir` asks for its own path as soon as it is loaded.
    tinyglobby: './node_modules/tinyglobby/dist/index.cjs',
  },
  // Only modules that are not bundled ask for their own path (`server/routes/pcre-wasm.ts`, `grammar/regex/crate-wasm.ts`).
  logOverride: { 'empty-import-meta': 'silent' },
};

/**
 * For a web worker: `name.browser.ts` replaces `name.ts` next to it, and libraries replace what only Node has.
 * @type {import('esbuild').BuildOptions}
 */
const forBrowsers = {
  ...common,
  platform: 'browser',
  target: 'es2023',
  outExtension: { '.js': '.js' },
  loader: { '.wasm': 'binary' },
  define: { 'process.env': '{}' },
  inject: ['scripts/browser/globals.mjs'],
  alias: {
    ...common.alias,
    'rregex.wasm': './node_modules/rregex/lib/rregex.wasm',
    'libpcre2.wasm': './node_modules/@stephen-riley/pcre2-wasm/dist/libpcre2.wasm',
    'node:path': 'path-browserify',
    'node:timers/promises': './scripts/browser/timers.mjs',
  },
  plugins: [
    {
      name: 'browser files',
      setup: (build) =>
        build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
          const file = join(resolveDir, path.replace(/\.js$/, '.browser.ts'));
          return existsSync(file) ? { path: file } : undefined;
        }),
    },
  ],
};

/** Only the client may name `vscode`: a leak of it into the server breaks the build. @type {esbuild.BuildOptions} */
const client = { ...common, entryPoints: { client: 'client/extension.ts' }, external: ['vscode'] };

const sharing = await bundlesOfParts(common, {
  server: { entryPoints: ['server/lsp/main.ts'] },
  cli: { entryPoints: ['server/cli/main.ts'], banner: { js: '#!/usr/bin/env node' } },
});

/** @type {esbuild.BuildOptions[]} */
const inBrowsers = [
  // By this ending VS Code knows that it is no ES module, which its extension host in a browser does not load.
  {
    ...forBrowsers,
    entryPoints: { 'client-browser': 'client/extension-browser.ts' },
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  { ...forBrowsers, entryPoints: { 'server-browser': 'server/lsp/main-browser.ts' }, format: 'iife' },
];

/** Writes the licences of everything that was bundled, as those licences ask. @param {esbuild.Metafile[]} metafiles */
function writeThirdPartyLicences(metafiles) {
  // Of these only the WebAssembly is used, which no bundle names.
  const folders = new Set(['node_modules/@stephen-riley/pcre2-wasm', 'node_modules/rregex']);
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder) folders.add(folder);
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, 'utf8') : ''}`;
  });
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
}

if (!existsSync('dist')) mkdirSync('dist');
// The npm package is for terminals; `files` of package.json names what the extension has too.
writeFileSync('dist/.npmignore', '*-browser.*js\n');
copyFileSync('node_modules/rregex/lib/rregex.wasm', 'dist/rregex.wasm');
copyFileSync('node_modules/@stephen-riley/pcre2-wasm/dist/libpcre2.wasm', 'dist/libpcre2.wasm');

const bundles = [client, ...inBrowsers, ...sharing];
if (process.argv.includes('--watch')) {
  for (const options of bundles)
    await (await esbuild.context({ ...options, minify: false, sourcemap: true, logLevel: 'info' })).watch();
} else {
  const build = async (/** @type {esbuild.BuildOptions} */ options) =>
    /** @type {esbuild.Metafile} */ ((await esbuild.build(options)).metafile);
  const metafiles = await Promise.all(bundles.map(build));
  const twice = bundledTwice(metafiles.slice(-sharing.length));
  if (twice.length > 0) throw new Error(`Name these in scripts/parts.mjs:\n${twice.join('\n')}`);
  writeThirdPartyLicences(metafiles);
}
