// npm run playground: builds the playground into dist/playground, and serves it until it is stopped.
//   --no-server    builds only: any web server can serve the folder
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { root } from './commands.mjs';
import { build, buildSteps, installationSteps, installDependencies } from './installation.mjs';
import { Progress } from './progress.mjs';

export const folder = join(root, 'dist/playground');

/** Expects that the packages are installed and the bundles are built. */
export async function buildPlayground() {
  const { build } = await import('esbuild');
  mkdirSync(folder, { recursive: true });
  for (const file of ['index.html', 'style.css']) cpSync(join(root, 'playground', file), join(folder, file));
  cpSync(join(root, 'media/icon.png'), join(folder, 'icon.png'));
  cpSync(join(root, 'dist/server-browser.js'), join(folder, 'server.js'));
  await build({
    entryPoints: [join(root, 'playground/main.ts')],
    outfile: join(folder, 'main.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.yaml': 'text' },
    logLevel: 'warning',
  });
}

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
});

/** Serves the built folder to this machine only. @returns {Promise<{ url: string, stop: () => void }>} */
export async function servePlayground(port = 0) {
  const names = new Set(['index.html', 'style.css', 'main.js', 'server.js', 'icon.png']);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
    if (!names.has(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(path)], 'cache-control': 'no-store' });
    response.end(readFileSync(join(folder, path)));
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${address.port}/`, stop: () => server.close() };
}

if (process.argv[1] === import.meta.filename) {
  const progress = new Progress();
  progress.expect(installationSteps() + buildSteps);
  await installDependencies(progress);
  await build(progress);
  await buildPlayground();
  if (process.argv.includes('--no-server')) console.log(`The playground is in ${folder}.`);
  else console.log(`The playground is at ${(await servePlayground()).url} until you press Ctrl+C.`);
}
