// npm runs this after `npm install` in a clone and before it makes a package of it: it builds the bundles, which are not
// committed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from './commands.mjs';
import { installDependencies } from './installation.mjs';
import { Progress } from './progress.mjs';

// npm 10 runs this in spite of `npm pack --ignore-scripts`.
if (process.env.npm_config_ignore_scripts === 'true') process.exit(0);

const isBuildable = () => existsSync(join(root, 'node_modules/esbuild'));

// `npm install --global git+…`, as pre-commit calls it, prepares the package without what builds it: the npm that npm
// starts for that inherits `global`, and so installs nothing here.
if (!isBuildable() && process.env.npm_config_global === 'true') {
  process.env.npm_config_global = 'false';
  await installDependencies(new Progress());
}
// Without its dev dependencies, as after `npm ci --omit=dev`, nothing can be built, nor has to be.
if (isBuildable()) process.exitCode = node('esbuild.mjs');
