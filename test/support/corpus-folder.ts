/** Files as people write them, one for each kind: routes in each style, gateways, and what only looks like Kong's. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './vectors.js';

/** Ours. What is found in them is written in the tests. */
export const ownFolder: string = fileURLToPath(new URL('test/fixtures/files', repositoryRoot));

/** Those that tests try which know nothing of the files: ours, or where `KONG_ROUTES_CORPUS` says. */
export const corpusFolder: string = process.env.KONG_ROUTES_CORPUS ?? ownFolder;

/** The files of a folder by their names, with `/` on every platform. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export const readFrom = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
