/** Public files of real users. They are not part of the repository. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './vectors.js';

/** Beside the repository, or where `KONG_ROUTES_CORPUS` says. */
export const corpusFolder: string =
  process.env.KONG_ROUTES_CORPUS ?? fileURLToPath(new URL('../shared/corpus', repositoryRoot));

/** Why the corpus is not read; `false` where it is there. */
export const corpusMissing: string | false = existsSync(corpusFolder)
  ? false
  : `the corpus is not at ${corpusFolder}`;
