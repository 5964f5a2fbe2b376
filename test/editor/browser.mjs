// npm run test:browser: what runs in a browser alone, in headless Chromium: the playground, and the extension in VS Code's
// extension host for the web.
import { build, buildSteps, installationSteps, installDependencies } from '../../scripts/installation.mjs';
import { Progress } from '../../scripts/progress.mjs';
import {
  chromiumSteps,
  codeServerSteps,
  codeServerVersions,
  installChromium,
  installCodeServer,
} from './install.mjs';

const progress = new Progress();
progress.expect(
  installationSteps() + buildSteps + chromiumSteps() + codeServerSteps(codeServerVersions.newest),
);
await installDependencies(progress);
await build(progress);
await installChromium(progress);
await installCodeServer(codeServerVersions.newest, progress);

const { testPlayground } = await import('./playground.mjs');
const { testWebExtension } = await import('./web-extension.mjs');
console.log('# The playground');
let failed = await testPlayground();
console.log('# The extension in a browser');
failed += await testWebExtension(progress);
process.exit(failed === 0 ? 0 : 1);
