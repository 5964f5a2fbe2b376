// npm run package: makes the .vsix with vsce, which first builds (`vscode:prepublish` of package.json).
import { node } from './commands.mjs';
import { installationSteps, installDependencies } from './installation.mjs';
import { vsce, vsceOptions } from './packaged-files.mjs';
import { Progress } from './progress.mjs';

const progress = new Progress();
progress.expect(installationSteps());
await installDependencies(progress);
process.exitCode = node(vsce, 'package', ...vsceOptions);
