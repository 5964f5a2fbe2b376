// What is in the packaged extension: what vsce itself would pack, by `files` of package.json.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { capture, root } from './commands.mjs';

export const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

/** The bundles hold the packages that they use, so vsce must not pack node_modules. */
export const vsceOptions = ['--no-dependencies'];

/** @returns {Promise<string[]>} paths from the root of the repository, with `/`, of what is built already */
export async function packagedFiles() {
  const { code, stdout, output } = await capture(process.execPath, [vsce, 'ls', ...vsceOptions]);
  if (code !== 0) throw new Error(`vsce ls failed:\n${output}`);
  return stdout.trim().split(/\r?\n/).sort();
}

/** Copies what vsce would pack into a folder, from which VS Code can run it. @param {string} folder */
export async function copyPackagedFiles(folder) {
  for (const file of await packagedFiles()) cpSync(join(root, file), join(folder, file));
}
