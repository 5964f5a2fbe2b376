/** What the command reads from the package that it is part of. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundle is in `dist/`, and alone knows `__dirname`; the compiled modules are in `out/server/cli/`. */
const root =
  typeof __dirname === 'string' ? join(__dirname, '..') : fileURLToPath(new URL('../../..', import.meta.url));

export const version = (): string => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

export const problemsPage = (): string => readFileSync(join(root, 'docs/problems.md'), 'utf8');
