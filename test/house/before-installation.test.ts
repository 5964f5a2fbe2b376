/**
 * `npm start` and `npm test` install the packages that they need. Whatever is loaded before that, which is every static
 * import of their scripts, must do with Node alone.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { repositoryRoot } from '../support/vectors.js';
import { importsOf, type Sources, sourcesUnder } from './imports.js';

const sources: Sources = new Map([...sourcesUnder('scripts'), ...sourcesUnder('test/editor')]);

const { scripts } = JSON.parse(readFileSync(new URL('package.json', repositoryRoot), 'utf8'));

/** The scripts of package.json that work in a fresh clone. */
const commands = [
  'start',
  'test',
  'test:editor',
  'test:node-versions',
  'screenshots',
  'package',
  'prepare',
  'release',
];

/** The packages that these scripts import when they run, after the installation. */
const importedLater: Readonly<Record<string, readonly string[]>> = {
  'scripts/playground.mjs': ['esbuild'],
  'test/editor/host.mjs': ['playwright-core'],
  'test/editor/run.mjs': ['@vscode/test-electron', 'esbuild'],
};

/** The file that a command runs. It must not run anything else, such as a program of a package. */
function entryOf(command: string): string {
  const file = /^node (\S+\.mjs)$/.exec(scripts[command])?.[1];
  assert.ok(file, `${command} runs a script: ${scripts[command]}`);
  return file;
}

/** Every file that is loaded with a file, and everything else that these import before they run. */
function loadedWith(entry: string, from: Sources): { files: string[]; others: string[] } {
  const files = new Set<string>();
  const others = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    const source = from.get(file);
    if (source === undefined) {
      others.add(file);
      return;
    }
    files.add(file);
    for (const { target, dynamic } of importsOf(file, source)) if (!dynamic) visit(target);
  };
  visit(entry);
  return { files: [...files], others: [...others] };
}

const isPackage = (target: string) => !target.startsWith('node:');

suite('before the packages are installed', () => {
  for (const command of commands) {
    test(`npm run ${command} imports none of them`, () => {
      const { files, others } = loadedWith(entryOf(command), sources);
      assert.ok(files.includes('scripts/installation.mjs'), 'it can install them');
      assert.ok(others.includes('node:fs'), 'imports are found');
      assert.deepEqual(others.filter(isPackage), []);
    });
  }

  test('what is imported later is known', () => {
    const files = new Set(commands.flatMap((command) => loadedWith(entryOf(command), sources).files));
    const later = [...files].sort().flatMap((file) => {
      const targets = importsOf(file, sources.get(file)!).filter(({ dynamic }) => dynamic);
      return targets.length > 0 ? [[file, targets.map(({ target }) => target).sort()]] : [];
    });
    assert.deepEqual(Object.fromEntries(later), importedLater);
  });

  test('an import of a package is noticed, also in a file that is imported', () => {
    const wrong = new Map([
      ['scripts/start.mjs', "import { a } from './a.mjs';\nconst later = await import('esbuild');"],
      ['scripts/a.mjs', "import 'node:fs';\nexport { globSync } from 'tinyglobby';\nimport './none.mjs';"],
    ]);
    assert.deepEqual(loadedWith('scripts/start.mjs', wrong).others.filter(isPackage), [
      'tinyglobby',
      'scripts/none.mjs',
    ]);
  });
});
