/** Files of expected output. They change only where somebody asks for it and reviews what changed. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './vectors.js';

/** `KONG_ROUTES_UPDATE=1` writes the expected output anew. */
export const isUpdating = process.env.KONG_ROUTES_UPDATE === '1';

export const fixturePath = (name: string): string =>
  fileURLToPath(new URL(`test/fixtures/${name}`, repositoryRoot));

/** Asserts that a text is the one of the file in `test/fixtures/`. */
export function expectGolden(name: string, actual: string): void {
  const file = fixturePath(name);
  if (isUpdating) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `test/fixtures/${name} is there; KONG_ROUTES_UPDATE=1 writes it`);
  assert.equal(actual, readFileSync(file, 'utf8'), `as in test/fixtures/${name}`);
}
