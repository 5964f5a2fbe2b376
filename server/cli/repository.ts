/** The git repository that a path is in. */

import { fileURLToPath, pathToFileURL } from 'node:url';
import { disk, repositoryOf } from '../workspace/index.js';

/** The nearest folder, from this one upwards, that is the root of a repository; `null` if there is none. */
export async function repositoryAbove(folder: string): Promise<string | null> {
  const repository = await repositoryOf(disk, pathToFileURL(folder).href.replace(/\/$/, ''));
  return repository === null ? null : fileURLToPath(repository === 'file://' ? 'file:///' : repository);
}
