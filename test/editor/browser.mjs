// npm run test:browser: what runs in a browser alone, in headless Chromium: the playground, and the extension in VS Code's
// extension host for the web.
import { build, buildSteps, installationSteps, installDependencies } from '../../scripts/installation.mjs';
import { Progress } from '../../scripts/progress.mjs';
import { chromiumSteps, installChromium } from './install.mjs';

const progress = new Progress();
progress.expect(installationSteps() + buildSteps + chromiumSteps());
await installDependencies(progress);
await build(progress);
await installChromium(progress);

const { testPlayground } = await import('./playground.mjs');
console.log('# The playground');
const failed = await testPlayground();
process.exit(failed === 0 ? 0 : 1);
