// What is in the packaged extension: what .vscodeignore lets through, which leaves out everything first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { root } from './commands.mjs';

/** @returns paths from the root of the repository, of what is built already */
export function packagedFiles() {
  const lines = readFileSync(join(root, '.vscodeignore'), 'utf8').split(/\r?\n/);
  const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  return globSync(kept, { cwd: root, dot: true }).sort();
}
