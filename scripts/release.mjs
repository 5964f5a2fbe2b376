// npm run release: what a release needs, checked and built: version, changelog, extension, npm package, playground, container file.
//   --dry-run    all of it; nothing is published or tagged, and the tree may have changes
// Without --dry-run it also asks for a clean tree, and prints the commands that publish. It runs none of them.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capture, npm, root } from './commands.mjs';
import { build, buildSteps, installationSteps, installDependencies } from './installation.mjs';
import { packagedFiles, vsce, vsceOptions } from './packaged-files.mjs';
import { buildPlayground } from './playground.mjs';
import { Progress } from './progress.mjs';
import { releaseProblems } from './release-problems.mjs';

const isDryRun = process.argv.includes('--dry-run');
const folder = join(root, 'dist/release');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const progress = new Progress();
progress.expect(installationSteps() + buildSteps + 3);
await installDependencies(progress);

const problems = releaseProblems({
  version,
  locked: JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).version,
  changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
  tags: (await capture('git', ['tag', '--list'])).stdout.split('\n'),
  changes: (await capture('git', ['status', '--porcelain'])).stdout,
  today: new Date().toISOString().slice(0, 10),
});
for (const problem of problems) console.error(`${isDryRun ? 'Before the release' : 'Not ready'}: ${problem}`);
if (problems.length > 0 && !isDryRun) process.exit(1);

await build(progress);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const extension = join(folder, `${name}-${version}.vsix`);
await progress.step('Packing the extension', async () => {
  // What vsce builds before it packs is built already.
  const { code, output } = await capture(process.execPath, [
    vsce,
    'package',
    ...vsceOptions,
    '--out',
    extension,
  ]);
  if (code !== 0) throw new Error(output);
});
const files = await packagedFiles();
const tarball = await progress.step('Packing the npm package', () =>
  npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]),
);
await progress.step('Building the playground', buildPlayground);

const size = (/** @type {string} */ file) => `${(statSync(file).size / 1e6).toFixed(1)} MB`;
const archive = join(folder, tarball.split('\n').at(-1) ?? '');
console.log(`${name} ${version}
  extension     ${extension} (${files.length} files, ${size(extension)})
  npm package   ${archive} (${size(archive)})
  playground    ${join(root, 'dist/playground')}
  container     ${existsSync(join(root, 'Dockerfile')) ? 'Dockerfile (not built here)' : 'missing'}
  action        action.yml, by the tag v${version}`);
console.log(`${isDryRun ? '\nThis was a dry run. A release is published with' : '\nPublish it with'}
  git tag v${version} && git push origin v${version}
  npx vsce publish --packagePath ${extension}
  npm publish ${archive}
  docker build --tag ${name}:${version} .`);
