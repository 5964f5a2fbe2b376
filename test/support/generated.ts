/** Files that are made from code and committed, because something else reads them. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isUpdating } from './golden.js';
import { repositoryRoot } from './vectors.js';

/**
 * Asserts that a file of the repository is what the code makes now.
 *
 * @param path from the root of the repository
 */
export function expectGenerated(path: string, content: string): void {
  const file = fileURLToPath(new URL(path, repositoryRoot));
  if (isUpdating) {
    writeFileSync(file, content);
    return;
  }
  assert.ok(existsSync(file), `${path} is there; KONG_ROUTES_UPDATE=1 writes it`);
  assert.equal(
    readFileSync(file, 'utf8'),
    content,
    `${path} is as it is made now; KONG_ROUTES_UPDATE=1 writes it`,
  );
}
