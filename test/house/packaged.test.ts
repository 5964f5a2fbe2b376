import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { repositoryRoot } from '../support/vectors.js';

/** Every path in the manifest, such as `./dist/client.cjs`. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^\.\/[\w./-]+\.\w+$/.test(value) ? [value.slice(2)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

suite('what is published holds what its manifest names', () => {
  const manifest = JSON.parse(readFileSync(new URL('package.json', repositoryRoot), 'utf8'));
  const { main, bin, contributes, files } = manifest;
  const without = (packaged: readonly string[]) => (path: string) => !packaged.includes(path);

  test('the extension', async () => {
    const script = new URL('test/packaged-files.mjs', repositoryRoot).href;
    const { packagedFiles } = (await import(script)) as { packagedFiles: () => string[] };
    const named = pathsIn([main, contributes]);
    assert.ok(named.length > 5, 'grammars and languages are among them');
    assert.deepEqual(named.filter(without(packagedFiles())), []);
  });

  test('the package of the command', () => {
    const patterns = files.map((path: string) => (/\.\w+$/.test(path) ? path : `${path}/**`));
    assert.deepEqual(
      pathsIn(bin).filter(without(globSync(patterns, { cwd: fileURLToPath(repositoryRoot) }))),
      [],
    );
  });
});
