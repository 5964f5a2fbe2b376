// npm start: the report on the example files in the terminal, then the examples in VS Code with the extension: an
// installed one, else one served to the browser. With CI=true it ends once that has answered.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../test/editor/host.mjs';
import { codeServerSteps, codeServerVersions, findDesktopLauncher } from '../test/editor/install.mjs';
import { node, root, run } from './commands.mjs';
import { build, buildSteps, installationSteps, installDependencies } from './installation.mjs';
import { Progress } from './progress.mjs';

const examples = join(root, 'examples');
const launcher = process.env.CI ? undefined : findDesktopLauncher();

const progress = new Progress();
progress.expect(installationSteps() + buildSteps);
if (!launcher) progress.expect(codeServerSteps(codeServerVersions.newest));

await installDependencies(progress);
await build(progress);
report();
if (!launcher || !openDesktop(launcher)) await serve();

function report() {
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ya?ml|json|kong-expr|tf)$/.test(file))
    .sort()
    .map((file) => join('examples', file));
  console.log(`\n$ kong-routes check ${files.join(' ')}\n`);
  const code = node('dist/cli.cjs', 'check', ...files);
  // 1 means that problems were found, which is what the examples are for.
  if (code !== 0 && code !== 1) {
    console.error(`\nkong-routes check failed with exit code ${code}.`);
    process.exit(1);
  }
}

/** Returns whether the installed VS Code could be started. @param {string} launcher */
function openDesktop(launcher) {
  console.log('\nOpening examples/ in VS Code, with the extension …');
  const shell = process.platform === 'win32';
  return run(launcher, [`--extensionDevelopmentPath=${root}`, examples], { shell }) === 0;
}

async function serve() {
  console.log('');
  process.once('SIGINT', () => process.exit(0)); // Ctrl-C is how it is meant to end
  const options = { withExtension: true, progress };
  const server = await startServer(codeServerVersions.newest, options).catch((error) => {
    console.error(`VS Code cannot be served to the browser here: ${error.message}`);
    console.error('Install VS Code (with `code` on the PATH) and run npm start again.');
    process.exit(1);
  });
  const status = await server.status();
  console.log(`VS Code with the extension, on examples/: ${server.url(examples)}`);
  if (status !== 200) {
    console.error(`It answers with HTTP ${status}.`);
    process.exit(1);
  }
  if (process.env.CI) {
    console.log('It answers (HTTP 200). CI is set, so this ends here.');
    process.exit(0);
  }
  console.log('Ctrl-C ends it.');
}
